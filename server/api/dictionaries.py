"""The data dictionary of a form over REST: what each column of its tables means. Ours."""

from __future__ import annotations

from flask import Blueprint, Response, request

from exports.dictionary import Dictionary
from exports.dictionary_table import workbook, write_csv
from exports.file_name import file_name
from exports.options import ExportOptions
from server.api.downloads import disposition
from server.api.form_json import WORKBOOK_TYPES
from server.api.guard import caller, needs, services
from server.api.places import route
from server.api.streams import streamed
from server.outgoing.dictionaries import explain
from server.outgoing.export_request import read_language, read_request
from server.store.forms import Form

blueprint = Blueprint("dictionaries", __name__)


@route(blueprint, "/dictionary.csv")
@needs("form.read")
def dictionary_csv(form: Form, draft: bool) -> Response:
    """Explain the columns as CSV, under names that are the same in each language."""
    options = read_request(request.args).options
    pieces = write_csv(_explained(form, options, draft=draft), options)
    return streamed(pieces, "text/csv; charset=utf-8", _headers(form, "csv"))


@route(blueprint, "/dictionary.xlsx")
@needs("form.read")
def dictionary_workbook(form: Form, draft: bool) -> Response:
    """Explain the columns as a workbook."""
    options = read_request(request.args).options
    made = workbook(_explained(form, options, draft=draft), form.updated_at or form.created_at)
    return Response(made, headers=_headers(form, "xlsx"), content_type=WORKBOOK_TYPES["xlsx"])


def _explained(form: Form, options: ExportOptions, *, draft: bool) -> Dictionary:
    language = read_language(request.args)
    with services().database.read() as cx:
        return explain(services(), caller().scope, cx, form, options, language, draft=draft)


def _headers(form: Form, ending: str) -> dict[str, str]:
    name = file_name(f"{form.xml_form_id}-dictionary.{ending}")
    return {"Content-Disposition": disposition(name)}
