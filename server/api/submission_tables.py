"""The tables of a form for download: CSV, a zip of them with the files, an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, request

from exports.file_name import file_name
from server import clock
from server.api.downloads import disposition
from server.api.freshness import known_already, tag_of, tagged
from server.api.guard import caller, needs, services
from server.api.places import collection_of, route
from server.api.streams import streamed
from server.api.wire import JSON_BYTES_MAX, body
from server.outgoing.export_request import ExportRequest, read_request
from server.outgoing.exporting import csv_zip, note_export, root_csv, write_workbook
from server.outgoing.source import Source, open_source
from server.store.forms import Form

blueprint = Blueprint("submission_tables", __name__)
_CSV = "text/csv; charset=utf-8"
_ZIP = "application/zip"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE_BYTES = 1 << 16


@route(blueprint, "/submissions.csv", "GET", "POST")
@needs("submission.read")
def download_csv(form: Form, draft: bool) -> Response:
    """Send the form's own table. POST is for passphrases, of which none is needed."""
    asked, tag = _asked(form, draft)
    if known := known_already(tag):
        return known
    source = _source(form, draft)
    return tagged(_download(root_csv(source, asked), _CSV, f"{form.xml_form_id}.csv"), tag)


@route(blueprint, "/submissions.csv.zip", "GET", "POST")
@needs("submission.read")
def download_zip(form: Form, draft: bool) -> Response:
    """Send all tables, and unless ``attachments=false`` the files."""
    asked, tag = _asked(form, draft)
    if known := known_already(tag):
        return known
    source = _source(form, draft)
    ending = "zip" if asked.attachments else "csv.zip"
    name = f"{form.xml_form_id}.{ending}"
    return tagged(_download(csv_zip(source, asked), _ZIP, name), tag)


@route(blueprint, "/submissions.xlsx")
@needs("submission.read")
def download_workbook(form: Form, draft: bool) -> Response:
    """Send all tables as a workbook. Ours."""
    asked, tag = _asked(form, draft)
    if known := known_already(tag):
        return known
    source = _source(form, draft)
    parts = services()
    parts.blobs.must_have_space(parts.config.disk_bytes_min)
    path = parts.blobs.temporary / f"{clock.new_id().hex}.xlsx"
    try:
        write_workbook(source, asked, path)
        pieces = _read_once(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return tagged(_download(pieces, _XLSX, f"{form.xml_form_id}.xlsx"), tag)


def _asked(form: Form, draft: bool) -> tuple[ExportRequest, str]:
    """Read what is asked for, and the ETag of its answer."""
    if request.method == "POST":
        body(JSON_BYTES_MAX)
    return read_request(request.args), tag_of(form, collection_of(form, draft))


def _source(form: Form, draft: bool) -> Source:
    """Find what the export is made from, and note in the log that it was asked for."""
    parts, scope = services(), caller().scope
    with parts.database.read() as cx:
        source = open_source(parts, scope, cx, form, draft=draft)
    note_export(source)
    return source


def _download(pieces: Iterator[bytes], content_type: str, name: str) -> Response:
    headers = {"Content-Disposition": disposition(file_name(name))}
    return streamed(pieces, content_type, headers)


def _read_once(path: Path) -> Iterator[bytes]:
    """Yield a temporary file. It is removed at the begin: what is open stays readable."""
    with path.open("rb") as stream:
        path.unlink()
        while piece := stream.read(_PIECE_BYTES):
            yield piece
