"""A spreadsheet brought in by somebody who has no shell: asked for, checked, stored, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from exports.sheets import RefusedTable
from forms.conversion import Fault
from server.api.form_access import get_definition
from server.api.form_json import WORKBOOK_TYPES
from server.api.guard import caller, needs, services
from server.api.stored_file import stored_file
from server.errors import Problem
from server.importing import history, permission
from server.importing.bringing import bring, undo
from server.importing.history import Imported
from server.importing.opening import Opened, open_import
from server.pages.body_limit import takes_file
from server.pages.import_fields import column_fields, question_fields, unanswered
from server.pages.import_lines import ImportLine, import_lines
from server.pages.import_request import (
    IMPORT_BYTES_MAX,
    LEFT_OUT,
    ROWS_MAX,
    Asked,
    read_asked,
    read_file,
    wanted_of,
)
from server.pages.language import spoken
from server.pages.page import go, show
from server.store import projects
from server.store.forms import Form
from server.store.projects import Project

blueprint = Blueprint("imports", __name__)
_FORM = "/projects/<int:project_id>/forms/<xml_form_id>"
_PAGE, _ONE = f"{_FORM}/import", f"{_FORM}/imports/<import_id>"
_SHOWN_MAX = 200
"""Of faults, of rows that are alike, of earlier imports."""
_TYPES = {"xlsx": WORKBOOK_TYPES["xlsx"], "csv": "text/csv; charset=utf-8"}
_TOLD_HERE = frozenset(("400.85", "409.85", "413.1"))
"""What is wrong with the file itself is told beside the field to choose another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was found in a file that was sent; nothing of it is stored."""

    opened: Opened | None = None
    refused: Sequence[Fault] = ()
    """Why it is no table for this form."""
    problem: Problem | None = None

    @property
    def status(self) -> int:
        """The HTTP status of the page that tells it."""
        if self.problem is not None:
            return self.problem.status
        return 200 if self.opened is not None and not self.opened.faults else 400


@blueprint.get(_PAGE)
@needs(permission.BRING)
def ask(form: Form) -> Response:
    """Ask for the file; list what was imported before."""
    return _page(form, Asked())


@blueprint.post(_PAGE)
@takes_file(lambda: IMPORT_BYTES_MAX)
@needs(permission.BRING)
def bring_in(form: Form) -> Response:
    """Check the file; store it where nothing is wrong and more than a check is asked for."""
    permission.must(caller().scope, permission.BRING, form)
    asked = read_asked()
    try:
        source = read_file(asked)
        if source is None:
            return _page(form, asked, status=400, no_file=True)
        opened = open_import(services(), _project(form), wanted_of(form, source, asked))
    except RefusedTable as error:
        return _told(form, asked, Read(refused=error.faults))
    except Problem as problem:
        if problem.code not in _TOLD_HERE:
            raise
        return _told(form, asked, Read(problem=problem))
    if opened.faults or asked.checks_only:
        return _told(form, asked, Read(opened=opened))
    bring(services(), caller().scope, opened)
    return go(".ask", **_place(form), brought=opened.id)


@blueprint.post(f"{_ONE}/undo")
@needs(permission.UNDO)
def take_out(form: Form, import_id: str) -> Response:
    """Take what an import brought out again."""
    undo(services(), caller().scope, form, import_id)
    return go(".ask", **_place(form), done="taken_out")


@blueprint.get(f"{_ONE}/file")
@needs(permission.READ)
def give_file(form: Form, import_id: str) -> Response:
    """Give the file back as it was sent."""
    with services().database.read() as cx:
        one = history.get_import(caller().scope, cx, form, import_id)
    answer = stored_file(one.sha256, f"import-{one.id}.{one.kind}", _TYPES[one.kind])
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _told(form: Form, asked: Asked, read: Read) -> Response:
    return _page(form, asked, status=read.status, read=read)


def _page(
    form: Form, asked: Asked, *, status: int = 200, read: Read | None = None, no_file: bool = False
) -> Response:
    scope, language = caller().scope, spoken(caller().actor)
    permission.must(scope, permission.BRING, form)
    if form.published_id is None:
        raise Problem("404.1")
    with services().database.read() as cx:
        definition = get_definition(cx, form.published_id)
        lines = import_lines(scope, cx, form)
    fields = question_fields(definition, language, asked)
    opened = read.opened if read else None
    found: dict[str, Any] = {}
    if opened is not None:
        found = {
            "columns": column_fields(definition, language, asked, opened),
            "unanswered": unanswered(fields, opened),
        }
    return show(
        "import.html",
        status,
        form=form,
        project=_project(form),
        asked=asked,
        read=read,
        opened=opened,
        no_file=no_file,
        fields=fields,
        lines=lines[:_SHOWN_MAX],
        is_more=len(lines) > _SHOWN_MAX,
        shown_max=_SHOWN_MAX,
        rows_max=ROWS_MAX,
        bytes_max=IMPORT_BYTES_MAX,
        left_out=LEFT_OUT,
        brought=_brought(lines),
        may_undo=permission.may(scope, permission.UNDO, form),
        may_read=permission.may(scope, permission.READ, form),
        **found,
    )


def _brought(lines: Sequence[ImportLine]) -> Imported | None:
    """Return the import that was just carried out, as the log has it and not as an address says."""
    wanted = request.args.get("brought")
    found = (one.imported for one in lines if one.imported.id == wanted)
    return next(found, None)


def _project(form: Form) -> Project:
    with services().database.read() as cx:
        return projects.get(caller().scope, cx, form.project_id)


def _place(form: Form) -> dict[str, object]:
    return {"project_id": form.project_id, "xml_form_id": form.xml_form_id}
