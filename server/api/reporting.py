"""Who has reported with a form, commune by commune, over REST. Ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Response, request

from exports.file_name import file_name
from exports.indicators import reporting_table, reporting_workbook
from exports.indicators.units import load_units
from server import clock
from server.api.downloads import disposition
from server.api.form_json import WORKBOOK_TYPES
from server.api.guard import caller, needs, services
from server.api.streams import streamed
from server.outgoing.export_request import read_request
from server.reporting.completeness import Completeness, read_list_request
from server.store import projects
from server.store.forms import Form

blueprint = Blueprint("reporting", __name__)
_FORM = "/v1/projects/<int:project_id>/forms/<xml_form_id>"


@blueprint.get(f"{_FORM}/reporting.csv")
@needs("submission.list")
def as_csv(form: Form) -> Response:
    """List a line for each commune and period as a CSV."""
    options = read_request(request.args).options
    with _completeness(form) as made:
        lines = made.lines(clock.now())
    pieces = reporting_table.write_csv(lines, options)
    return streamed(pieces, "text/csv; charset=utf-8", _headers(form, "csv"))


@blueprint.get(f"{_FORM}/reporting.json")
@needs("submission.list")
def as_json(form: Form) -> Response:
    """List the same as objects."""
    with _completeness(form) as made:
        lines = made.lines(clock.now())
    content = reporting_table.to_json(lines)
    return Response(content, headers=_headers(form, "json"), mimetype="application/json")


@blueprint.get(f"{_FORM}/reporting.xlsx")
@needs("submission.list")
def as_workbook(form: Form) -> Response:
    """List the same as a workbook that can be handed in."""
    with _completeness(form) as made:
        listed = made.listed(clock.now())
    content = reporting_workbook.workbook(listed)
    return Response(content, headers=_headers(form, "xlsx"), mimetype=WORKBOOK_TYPES["xlsx"])


@contextmanager
def _completeness(form: Form) -> Iterator[Completeness]:
    """Make the list that the address asks for, in a snapshot of the database."""
    scope = caller().scope
    with services().database.read() as cx:
        project = projects.get(scope, cx, form.project_id)
        asked = {name: request.args.getlist(name) for name in request.args}
        wanted = read_list_request(asked, load_units(), project.cutoff_day or 0)
        yield Completeness(services(), scope, cx, project, form, load_units(), wanted)


def _headers(form: Form, ending: str) -> dict[str, str]:
    period = request.args.get("period", "").strip().replace("/", "--")
    name = file_name(f"{form.xml_form_id} {period}.{ending}")
    return {"Content-Disposition": disposition(name), "Cache-Control": "no-store"}
