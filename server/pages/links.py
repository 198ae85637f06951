"""Addresses of the API that pages link to: what is downloaded."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from server.store.forms import Form


def downloads(form: Form, ending: str, *, bare: bool = False) -> str:
    """Return where a form's tables are (``csv``, ``csv.zip``, ``xlsx``).

    Unless ``bare``, they are asked for as a spreadsheet needs them: with a byte order mark, and
    without cells that it would take for formulas.
    """
    address = f"{_form(form)}/submissions.{ending}"
    return address if bare else f"{address}?bom=true&safe=true"


def dictionary(form: Form, language: str) -> str:
    """Return where the workbook is that says what the columns of those tables mean."""
    return f"{_form(form)}/dictionary.xlsx?lang={language}"


def definition(form: Form, ending: str) -> str:
    """Return where a form's definition is (``xml``, ``xlsx``, ``xls``)."""
    return f"{_form(form)}.{ending}"


def submission_xml(form: Form, instance_id: str) -> str:
    """Return where the XML of a submission's current version is."""
    return f"{_form(form)}/submissions/{quote(instance_id, safe='')}.xml"


def kept_xml(form: Form, version_id: UUID) -> str:
    """Return where the XML of a version is that is kept aside."""
    return f"{_form(form)}/submissions/conflicts/{version_id}.xml"


def reporting(form: Form, ending: str, query: str) -> str:
    """Return where the list of who has reported with a form is (``csv``, ``xlsx``)."""
    return f"{_form(form)}/reporting.{ending}?{query}"


def _form(form: Form) -> str:
    return f"/v1/projects/{form.project_id}/forms/{quote(form.xml_form_id, safe='')}"
