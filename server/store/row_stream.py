"""The rows of a form's tables, streamed from one snapshot: flat memory, whatever their number.

A submission that could not be laid out (yet) still comes, under the layout NO_LAYOUT, without
answers: what the server knows of it is never missing from a table.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, func, or_, select

from exports.columns import FINDINGS_WRITTEN
from exports.odata import Expanded
from exports.record import CheckResult, Record, Row
from server.errors import Problem
from server.scope import Scope
from server.store import findings
from server.store.collected import Collection, Query, Selection, selected
from server.store.database import Cx
from server.store.odata_filter import ordering_of
from server.store.states import IS_CURRENT
from server.store.tables import Actor, FlatRow, FormVersion, Submission, Version

Found = tuple[Any, ...]
NO_LAYOUT = ""
_ROWS_AT_ONCE = 500

_RECORD = (
    Submission.instance_id,
    Submission.created_at,
    Submission.updated_at,
    Submission.deleted_at,
    Submission.submitter_id,
    Actor.display_name,
    Version.files_present,
    Version.files_expected,
    Version.encrypted,
    Submission.review_state,
    Submission.device_id,
    Submission.edits,
    Submission.form_version,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which part of the submissions, in which order: by default all, the newest first."""

    after: str | None = None
    """Only those that come after the submission of that instance id."""
    including: bool = False
    """That one as well."""
    order: str | None = None
    """An OData ``$orderby`` on the system fields."""
    limit: int | None = None
    offset: int = 0


ALL = Window()


def find_layouts(scope: Scope, cx: Cx, form_id: int) -> Mapping[str, int]:  # noqa: ARG001 - definitions
    """Return the layouts that a form has had: hash to the number of a form version that has it."""
    query = select(FormVersion.layout, func.max(FormVersion.id)).where(
        FormVersion.form_id == form_id
    )
    return {found[0]: found[1] for found in _execute(cx, query.group_by(FormVersion.layout))}


def list_published(scope: Scope, cx: Cx, form_id: int) -> list[int]:  # noqa: ARG001
    """Return the numbers of the published versions of a form, the oldest first."""
    query = select(FormVersion.id).where(
        FormVersion.form_id == form_id, FormVersion.published_at.is_not(None)
    )
    return list(cx.execute(query.order_by(FormVersion.published_at, FormVersion.id)).scalars())


def stream_roots(
    scope: Scope, cx: Cx, collection: Collection, selection: Selection, window: Window = ALL
) -> Generator[Row]:
    """Yield the row of each submission in the form's own table."""
    query = _windowed(
        cx,
        collection,
        window,
        _with_actor(
            selected(
                scope, cx, collection, selection, *_RECORD, Version.layout, FlatRow.cells
            ).outerjoin(FlatRow, _rows_of_version(FlatRow.table_ordinal == 0))
        ),
    )
    for found in _execute(cx, query):
        yield _root(found, *found[-2:])


def stream_checked(
    scope: Scope, cx: Cx, collection: Collection, selection: Selection
) -> Generator[Row]:
    """Yield the row of each submission in the form's own table, with what the check has found."""
    check = (Version.id, Version.checked, Version.faults, Version.notes)
    columns = (*_RECORD, *check, Version.layout, FlatRow.cells)
    query = _with_actor(
        selected(scope, cx, collection, selection, *columns).outerjoin(
            FlatRow, _rows_of_version(FlatRow.table_ordinal == 0)
        )
    )
    with closing(_execute(cx, _windowed(cx, collection, ALL, query))) as rows:
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            numbers = [found[-6] for found in some]
            places = findings.list_places(
                scope, cx, collection.project_id, numbers, each_max=FINDINGS_WRITTEN
            )
            for found in some:
                number, checked, faults, notes = found[-6:-2]
                result = CheckResult(
                    checked=checked == "done",
                    faults=faults,
                    notes=notes,
                    found=tuple(places.get(number, ())),
                )
                row = _root(found, *found[-2:])
                yield replace(row, record=replace(row.record, check=result))


def stream_entries(
    scope: Scope,
    cx: Cx,
    collection: Collection,
    selection: Selection,
    places: Mapping[str, Sequence[int]],
    window: Window = ALL,
) -> Generator[Row]:
    """Yield the rows of one repeat: those of a submission together, in document order.

    ``places``: for each layout (hash) that has the repeat, the ordinals of the tables to read:
    the repeat's own last, before it those that it hangs from, the root's first, if rows are to
    come with what is above them.
    """
    query = selected(
        scope,
        cx,
        collection,
        selection,
        *_RECORD,
        Version.layout,
        FlatRow.table_ordinal,
        FlatRow.at,
        FlatRow.cells,
    ).join(FlatRow, _rows_of_version(_in_tables(places)))
    query = _windowed(cx, collection, window, _with_actor(query))
    record: Record | None = None
    above: dict[tuple[int, tuple[int, ...]], tuple[str | None, ...]] = {}
    for found in _execute(cx, query.order_by(FlatRow.table_ordinal, FlatRow.ordinal)):
        layout, table, at_text, cells_text = found[-4:]
        at, cells = _position(at_text), _cells(cells_text)
        if record is None or record.instance_id != found[0]:
            record = _record(found)
            above.clear()
        *ancestors, own = places[layout]
        if table == own:
            hung = tuple(above[place, at[:depth]] for depth, place in enumerate(ancestors))
            yield Row(record, layout, at, cells, hung)
        else:
            above[table, at] = cells


def count_entries(
    scope: Scope,
    cx: Cx,
    collection: Collection,
    selection: Selection,
    places: Mapping[str, Sequence[int]],
) -> int:
    """Say how many rows a repeat has; ``places`` as for ``stream_entries``, its own alone."""
    query = selected(scope, cx, collection, selection, func.count())
    query = query.join(FlatRow, _rows_of_version(_in_tables(places)))
    number: int = cx.execute(query).scalar_one()
    return number


def stream_whole(
    scope: Scope,
    cx: Cx,
    collection: Collection,
    selection: Selection,
    paths: Mapping[str, Sequence[str]],
    window: Window = ALL,
) -> Iterator[Expanded]:
    """Yield each submission with the rows of all its repeats.

    ``paths``: for each layout (hash) the paths of its tables, in their order, the root's first.
    """
    page = _windowed(
        cx, collection, window, selected(scope, cx, collection, selection, Submission.id)
    )
    numbers = (found[0] for found in _execute(cx, page))
    while some := list(islice(numbers, _ROWS_AT_ONCE)):
        whole = _whole(cx, collection, some, paths)
        yield from (whole[number] for number in some)


def _whole(
    cx: Cx, collection: Collection, numbers: Sequence[uuid.UUID], paths: Mapping[str, Sequence[str]]
) -> dict[uuid.UUID, Expanded]:
    """Read some submissions whole; which ones may be seen was asked before."""
    query: Query = (
        select(
            *_RECORD,
            Submission.id,
            Version.layout,
            FlatRow.table_ordinal,
            FlatRow.at,
            FlatRow.cells,
        )
        .select_from(Submission)
        .join(
            Version,
            and_(
                Version.project_id == Submission.project_id,
                Version.root_id == Submission.id,
                IS_CURRENT,
            ),
        )
        .outerjoin(FlatRow, _rows_of_version())
        .outerjoin(Actor, Actor.id == Submission.submitter_id)
        .where(Submission.project_id == collection.project_id, Submission.id.in_(numbers))
        .order_by(Submission.id, FlatRow.table_ordinal, FlatRow.ordinal)
    )
    whole: dict[uuid.UUID, Expanded] = {}
    below: dict[str, list[Row]] = {}
    for found in _execute(cx, query):
        number, layout, table, at, cells = found[-5:]
        if number not in whole:
            below = defaultdict(list)
            whole[number] = Expanded(_root(found, layout, cells), below)
        elif layout in paths:
            record = whole[number].row.record
            below[paths[layout][table]].append(Row(record, layout, _position(at), _cells(cells)))
    return whole


def _root(found: Found, layout: str, cells: str | None) -> Row:
    """Make the row of a submission; without cells it could not be laid out."""
    if cells is None:
        return Row(_record(found), NO_LAYOUT, (), ())
    return Row(_record(found), layout, (), _cells(cells))


def _windowed(cx: Cx, collection: Collection, window: Window, query: Query) -> Query:
    if window.after is not None:
        begin = _number_of(cx, collection, window.after)
        query = query.where(Submission.id <= begin if window.including else Submission.id < begin)
    if window.order is not None:
        query = query.order_by(*ordering_of(window.order))
    query = query.order_by(Submission.id.desc())
    if window.offset:
        query = query.offset(window.offset)
    return query if window.limit is None else query.limit(window.limit)


def _number_of(cx: Cx, collection: Collection, instance_id: str) -> uuid.UUID:
    query = select(Submission.id).where(
        Submission.project_id == collection.project_id,
        Submission.form_id == collection.form_id,
        Submission.draft == collection.draft,
        Submission.instance_id == instance_id,
    )
    number: uuid.UUID | None = cx.execute(query).scalar()
    if number is None:
        raise Problem("400.34")
    return number


def _with_actor(query: Query) -> Query:
    return query.outerjoin(Actor, Actor.id == Submission.submitter_id)


def _rows_of_version(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(
        FlatRow.project_id == Version.project_id, FlatRow.version_id == Version.id, *conditions
    )


def _in_tables(places: Mapping[str, Sequence[int]]) -> ColumnElement[bool]:
    layouts: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for layout, tables in places.items():
        layouts[tuple(tables)].append(layout)
    return or_(
        *(
            and_(FlatRow.table_ordinal.in_(tables), Version.layout.in_(hashes))
            for tables, hashes in layouts.items()
        )
    )


def _execute(cx: Cx, query: Query) -> Generator[Found]:
    """Yield what is found, fetched in pieces; stopped half way, the cursor is closed at once."""
    rows = cx.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE})
    try:
        yield from rows
    finally:
        rows.close()


def _record(found: Found) -> Record:
    (
        instance_id, submitted_at, updated_at, deleted_at, submitter_id, submitter_name,
        present, expected, encrypted, review_state, device_id, edits, form_version,
        *_,
    ) = found  # fmt: skip
    return Record(
        instance_id=instance_id,
        submitted_at=submitted_at,
        updated_at=updated_at,
        deleted_at=deleted_at,
        submitter_id=submitter_id,
        submitter_name=submitter_name,
        attachments_present=present,
        attachments_expected=expected,
        status=_status(present) if encrypted else None,
        review_state=review_state,
        device_id=device_id,
        edits=edits,
        form_version=form_version,
    )


def _status(present: int) -> str:
    """Say of an encrypted submission what is known of its content, which came as files."""
    return "notDecrypted" if present else "missingEncryptedFormData"


def _cells(text: str) -> tuple[str | None, ...]:
    return tuple(orjson.loads(text))


def _position(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split("."))) if text else ()
