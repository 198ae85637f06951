"""Exports: the rows of the store through the writers, for the API, the pages and the shell alike.

Each function is a generator with a read transaction of its own, which stays open while it is
consumed: one snapshot for all tables. What goes wrong on the way is raised, so that no part of a
table is taken for the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import chain
from pathlib import Path

from exports import archive, audits, csv_table, workbook
from exports.answer import Seen
from exports.archive import Entry, media_name
from exports.columns import TableView, UnknownParentField, table_views
from exports.options import ExportOptions
from exports.record import Row
from forms.definition import FormDef, Node
from forms.instance import files_match
from server import clock
from server.errors import Problem
from server.outgoing.export_request import ExportRequest
from server.outgoing.seen_values import SeenValues
from server.outgoing.source import BLANK_LAYOUT, Source, list_earlier
from server.store import audit
from server.store.database import Cx
from server.store.row_stream import NO_LAYOUT
from server.store.submission_files import CollectedFile, stream_files

_AUDIT_PATH = "/meta/audit"
_PACKED = (".jpg", ".jpeg", ".png", ".gif", ".mp3", ".m4a", ".amr", ".mp4", ".3gpp", ".zip")


def note_export(source: Source) -> None:
    """Note in the log who takes the data out."""
    form = source.form
    with source.parts.database.write() as cx:
        audit.log(
            source.scope,
            cx,
            "form.submission.export",
            f"form:{form.id}",
            project_id=form.project_id,
        )


def root_csv(source: Source, request: ExportRequest) -> Iterator[bytes]:
    """Yield the CSV of the form's own table."""
    with source.parts.database.read() as cx:
        root = _tables(source, cx, request)[0]
        with closing(_rows(source, cx, request, root)) as rows:
            yield from csv_table.write(root, _begun(rows), request.options)


def csv_zip(source: Source, request: ExportRequest) -> Iterator[bytes]:
    """Yield a zip: a CSV for each table, the files of the submissions, the logs of the phones."""
    with source.parts.database.read() as cx:
        # Made before the first byte, so that a wrong parameter is still answered as one.
        tables = _tables(source, cx, request)
        with closing(_entries(source, cx, request, tables)) as entries:
            yield from archive.write(entries, clock.now())


def write_workbook(source: Source, request: ExportRequest, path: Path) -> None:
    """Write the tables as an Excel workbook to ``path``; raise 400.8 where they are too wide."""
    with source.parts.database.read() as cx, ExitStack() as opened:
        tables = (
            (view, opened.enter_context(closing(_rows(source, cx, request, view))))
            for view in _tables(source, cx, request)
        )
        try:
            workbook.write(tables, path)
        except workbook.TooManyColumns as error:
            raise Problem(
                "400.8", field="table", value=error.title, reason="it is too wide for Excel."
            ) from error


def _tables(source: Source, cx: Cx, request: ExportRequest) -> tuple[TableView, ...]:
    try:
        return table_views(
            source.model.form,
            source.layouts,
            request.options,
            seen=_seen(source, cx, request),
            earlier=_earlier(source, cx) if request.options.deleted_fields else (),
        )
    except UnknownParentField as error:
        raise Problem(
            "400.8", field="parentFields", value=error.name, reason="the form has no such question."
        ) from error


def _earlier(source: Source, cx: Cx) -> list[FormDef]:
    own = source.model.form_version_id
    return list_earlier(source.parts, source.scope, cx, source.form.id, own)


def _rows(source: Source, cx: Cx, request: ExportRequest, view: TableView) -> Generator[Row]:
    above, checks = bool(request.options.parent_fields), request.options.finding_columns
    rows = source.stream(cx, request.selection, view.path, above=above, checks=checks)
    return rows if view.path or source.progress is None else _told(rows, source.progress)


def _begun(rows: Iterator[Row]) -> Iterator[Row]:
    """Ask for the first row now: a filter that cannot be read is answered before the first byte."""
    first = next(rows, None)
    return rows if first is None else chain((first,), rows)


def _told(rows: Generator[Row], progress: Callable[[], None]) -> Generator[Row]:
    """Pass the rows on, and tell of each."""
    with closing(rows):
        for row in rows:
            yield row
            progress()


def _seen(source: Source, cx: Cx, request: ExportRequest) -> Seen:
    """Read ahead which values of select_multiple questions occur, where columns hang on them."""
    options, values = request.options, SeenValues()
    for table in source.model.layout.tables:
        asked = tuple(field for field in table.fields if _splits_as_seen(field, options))
        if asked:
            rows = source.stream(cx, request.selection, table.path)
            values.read(asked, rows, source.layouts, table.path)
    return values.by_path()


def _splits_as_seen(field: Node, options: ExportOptions) -> bool:
    if field.select != "multiple":
        return False
    if options.select_multiple == "choices":
        return not field.choices  # a list that lies in a file is not known here
    return options.split_select_multiples


def _entries(
    source: Source, cx: Cx, request: ExportRequest, tables: Iterable[TableView]
) -> Generator[Entry]:
    for view in tables:
        content = csv_table.write(view, _rows(source, cx, request, view), request.options)
        yield Entry(view.file_name, content)
    if request.attachments:
        yield from _media(source, cx, request)
        yield from _audit_table(source, cx, request)


def _media(source: Source, cx: Cx, request: ExportRequest) -> Iterator[Entry]:
    for file in stream_files(source.scope, cx, source.collection, request.selection):
        name = _name_in_xml(file)
        if name is None or _is_audit(source, file):
            continue
        yield Entry(
            media_name(file.instance_id, name, by_instance=request.media_by_instance),
            source.parts.blobs.read(file.sha256),
            size_bytes=file.size,
            packed=name.lower().endswith(_PACKED),
        )


def _audit_table(source: Source, cx: Cx, request: ExportRequest) -> Iterator[Entry]:
    """Central's one table of all the logs; no file where no phone has kept any."""
    logs = (
        (file.instance_id, source.parts.blobs.read(file.sha256))
        for file in stream_files(source.scope, cx, source.collection, request.selection)
        if _is_audit(source, file)
    )
    merged = audits.merge_audits(logs, safe=request.options.safe)
    first = next(merged, None)
    if first is not None:
        yield Entry(f"{source.form.xml_form_id} - audit.csv", chain((first,), merged))


def _name_in_xml(file: CollectedFile) -> str | None:
    """How the XML calls the file: as its cell in the table does. None: the XML does not."""
    return next((name for name in file.named_files if files_match(name, file.link_name)), None)


def _is_audit(source: Source, file: CollectedFile) -> bool:
    layout = source.layouts.get(file.layout or NO_LAYOUT, BLANK_LAYOUT)
    for field, cell in zip(layout.tables[0].fields, file.cells, strict=False):
        if field.path == _AUDIT_PATH:
            return cell is not None and files_match(cell.strip(), file.link_name)
    return False
