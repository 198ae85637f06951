"""The tables of a form as OData JSON, streamed: what Excel, Power BI, pyodk and ruODK read.

Source: OData 4.0 JSON format; ODK Central for ids, ``__system`` and the order of the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import cached_property

import orjson

from exports.layout import Layout
from exports.odata_keys import Keys
from exports.odata_schema import EntityType, Property, Schema, Selection
from exports.odata_values import converter
from exports.record import Record, Row
from exports.timestamp import iso_utc

_CHUNK_BYTES = 65_536

_Object = dict[str, object]
_Entries = Mapping[tuple[str, tuple[int, ...]], Sequence[Row]]
"""The rows of one submission by table and the position of the row that they hang from."""
_Fill = Callable[[_Object, Row, _Entries | None], None]
"""Writes one property of a row into its object."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A row with all that hangs from it: for ``$expand=*``."""

    row: Row
    below: Mapping[str, Sequence[Row]]
    """By the path of the table, in order; rows of other parents may be among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOptions:
    """How values are written."""

    wkt: bool = False
    """``$wkt=true``: places as well-known text."""
    zone: tzinfo = UTC
    """Completes date-times that a phone wrote without offset."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """The service of one form: what all its answers to clients are made with."""

    schema: Schema
    layouts: Mapping[str, Layout]
    """The layout of every row that will come, by the key that rows carry."""
    service_root: str
    """The absolute address of ``.svc``."""
    options: FeedOptions = FeedOptions()

    @cached_property
    def keys(self) -> Keys:
        """What rows are called."""
        return Keys(self.schema)

    def page(
        self,
        selection: Selection,
        rows: Iterable[Row | Expanded],
        *,
        count: int | None = None,
        next_link: Callable[[str], str | None] | None = None,
    ) -> Iterator[bytes]:
        """Yield the JSON of ``rows``, all of the selection's table, in chunks of about 64 KB.

        ``count``: the number of all rows, if ``$count`` was asked. ``next_link`` is called with the
        ``__id`` of the last row, if there is one, and gives the next page's address or None.
        """
        entity, table, last = selection.entity, _Table(self, selection), None
        waiting, separator = bytearray(b'{"value":['), b""
        for given in rows:
            last = given.row if isinstance(given, Expanded) else given
            waiting += separator + orjson.dumps(table.shown(given))
            separator = b","
            if len(waiting) >= _CHUNK_BYTES:
                yield bytes(waiting)
                waiting.clear()
        foot: _Object = {"@odata.context": f"{self.service_root}/$metadata#{entity.name}"}
        if last is not None and next_link is not None:
            link = next_link(self.keys.of(entity.path, last.record.instance_id, last.at))
            foot |= {"@odata.nextLink": link} if link else {}
        if count is not None:
            foot["@odata.count"] = count
        yield bytes(waiting) + b"]," + orjson.dumps(foot)[1:]


class _Table:
    """Makes objects of the rows of one table and of those below; compiled once for each layout."""

    def __init__(self, feed: Feed, selection: Selection) -> None:
        self.feed = feed
        self.selection = selection
        self.compiled: dict[tuple[str, str], list[_Fill]] = {}

    def shown(self, given: Row | Expanded) -> _Object:
        if isinstance(given, Expanded):
            return self.asked(given.row, _by_parent(given.below))
        return self.asked(given, None)

    def asked(self, row: Row, entries: _Entries | None) -> _Object:
        """Make the object of a row of the table that the client asked for."""
        wanted, entity, shown = self.selection, self.selection.entity, _Object()
        if wanted.id:
            shown["__id"] = self.id(entity.path, row)
        if entity.parent_key is not None and wanted.parent_key:
            shown[entity.parent_key] = self.feed.keys.of(
                entity.parent_path, row.record.instance_id, row.at[:-1]
            )
        if not entity.path and wanted.system:
            system = _system(row.record)
            shown["__system"] = {name: system[name] for name in wanted.system}
        self.fill(entity, shown, row, entries)
        return shown

    def below(self, entity: EntityType, row: Row, entries: _Entries) -> _Object:
        """Make the object of a row that stands inside the one above."""
        shown: _Object = {"__id": self.id(entity.path, row)}
        self.fill(entity, shown, row, entries)
        return shown

    def id(self, path: str, row: Row) -> str:
        return self.feed.keys.of(path, row.record.instance_id, row.at)

    def fill(self, entity: EntityType, shown: _Object, row: Row, entries: _Entries | None) -> None:
        if row.record.status is not None:  # encrypted: nothing but what the server knows
            return
        key = (entity.path, row.layout)
        if key not in self.compiled:
            places = _places(self.feed.layouts[row.layout], entity.path)
            self.compiled[key] = [self.filler(known, places) for known in entity.properties]
        for fill in self.compiled[key]:
            fill(shown, row, entries)

    def filler(self, known: Property, places: Mapping[str, int]) -> _Fill:
        if known.node.kind == "repeat":
            return self.entries_filler(known)
        if known.node.kind == "group":
            return _group_filler(
                known.name, [self.filler(inner, places) for inner in known.properties]
            )
        options = self.feed.options
        convert = converter(known.node.type, wkt=options.wkt, zone=options.zone)
        return _answer_filler(known.name, places.get(known.node.path), convert)

    def entries_filler(self, known: Property) -> _Fill:
        entity = self.feed.schema.at(known.node.path)
        link, keys = f"{known.name}@odata.navigationLink", self.feed.keys

        def fill(shown: _Object, row: Row, entries: _Entries | None) -> None:
            shown[link] = keys.link(known, row.record.instance_id, row.at)
            if entries is not None:
                found = entries.get((entity.path, row.at), ())
                shown[known.name] = [self.below(entity, entry, entries) for entry in found]

        return fill


def _answer_filler(name: str, place: int | None, convert: Callable[[str], object]) -> _Fill:
    def fill(shown: _Object, row: Row, _: _Entries | None) -> None:
        cell = None if place is None else row.cells[place]
        shown[name] = convert(cell) if cell else None

    return fill


def _group_filler(name: str, fillers: Sequence[_Fill]) -> _Fill:
    def fill(shown: _Object, row: Row, entries: _Entries | None) -> None:
        inner: _Object = {}
        for fill_inner in fillers:
            fill_inner(inner, row, entries)
        shown[name] = inner

    return fill


def _places(layout: Layout, path: str) -> dict[str, int]:
    fields = next((table.fields for table in layout.tables if table.path == path), ())
    return {field.path: place for place, field in enumerate(fields)}


def _by_parent(below: Mapping[str, Sequence[Row]]) -> _Entries:
    entries: dict[tuple[str, tuple[int, ...]], list[Row]] = {}
    for path, rows in below.items():
        for row in rows:
            entries.setdefault((path, row.at[:-1]), []).append(row)
    return entries


def _system(record: Record) -> _Object:
    return {
        "submissionDate": iso_utc(record.submitted_at),
        "updatedAt": iso_utc(record.updated_at) if record.updated_at else None,
        "deletedAt": iso_utc(record.deleted_at) if record.deleted_at else None,
        "submitterId": None if record.submitter_id is None else str(record.submitter_id),
        "submitterName": record.submitter_name,
        "attachmentsPresent": record.attachments_present,
        "attachmentsExpected": record.attachments_expected,
        "status": record.status,
        "reviewState": record.review_state,
        "deviceId": record.device_id,
        "edits": record.edits,
        "formVersion": record.form_version,
    }
