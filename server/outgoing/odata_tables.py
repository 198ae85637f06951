"""A page of one OData table: which rows, how many there are, where the next page begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from exports.odata import Expanded, Feed
from exports.odata_schema import ROOT, EntityType, Schema
from exports.odata_schema import Selection as Shown
from exports.record import Row
from exports.skiptoken import BadSkiptoken, Skiptoken, read_skiptoken
from server.errors import Problem
from server.outgoing.source import Source
from server.store import row_stream, submissions
from server.store.collected import Selection
from server.store.database import Cx
from server.store.row_stream import Window

_ONE = re.compile(rf"{ROOT}\('((?:[^']|'')*)'\)((?:/[^/]+)*)", re.DOTALL)
_STEP = re.compile(r"([^()/]+)(?:\('([0-9a-f]{40})'\))?")

Given = Row | Expanded
NextAddress = Callable[[Mapping[str, str]], str]
"""Makes the address of the next page from the parameters that differ there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a client asks of a table."""

    top: int | None = None
    skip: int = 0
    token: str | None = None
    count: bool = False
    filter: str | None = None
    order: str | None = None
    expand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What an address points at: a table, or one submission or entry and what hangs from it."""

    entity: EntityType
    instance_id: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    """Of entries on the way down: path of the repeat to ``__id``."""


def find_place(schema: Schema, address: str) -> Place:
    """Read ``Submissions.family.child`` or ``Submissions('uuid:A')/family/child``; raise 404.1."""
    one = _ONE.fullmatch(address)
    if one is None:
        entity = schema.find(address)
        if entity is None:
            raise Problem("404.1")
        return Place(entity=entity)
    entity, keys, parts = schema.entities[0], {}, tuple[str, ...]()
    for text in one[2].split("/")[1:]:
        step = _STEP.fullmatch(text)
        if step is None:
            raise Problem("404.1")
        parts = (*parts, step[1])
        if step[2]:
            keys[_entity(schema, parts).path] = step[2]
    if parts:
        entity = _entity(schema, parts)
    return Place(entity=entity, instance_id=one[1].replace("''", "'"), keys=keys)


def _entity(schema: Schema, parts: tuple[str, ...]) -> EntityType:
    for entity in schema.entities:
        if entity.parts == parts:
            return entity
    raise Problem("404.1")


def page(
    source: Source, feed: Feed, place: Place, shown: Shown, wanted: Wanted, address: NextAddress
) -> Iterator[bytes]:
    """Yield the JSON of a page from a read transaction of its own.

    Raises 404.1 for a submission that is not there, and what a filter or token can be wrong in.
    """
    with source.parts.database.read() as cx:
        reading = _Reading(source, feed, cx, place, wanted)
        count = reading.count() if wanted.count else None
        with closing(reading.rows()) as found:
            rows = _Page(found, wanted)
            yield from feed.page(
                shown, rows, count=count, next_link=lambda _: _next(rows, wanted, place, address)
            )


class _Page:
    """The rows of a page; it knows afterwards which was the last and whether more follow."""

    def __init__(self, rows: Iterator[Given], wanted: Wanted) -> None:
        self._rows = rows
        self._top = wanted.top
        self.last: Row | None = None
        self.more = False

    def __iter__(self) -> Iterator[Given]:
        for given in islice(self._rows, self._top):
            self.last = given.row if isinstance(given, Expanded) else given
            yield given
        self.more = self._top is not None and next(self._rows, None) is not None


def _next(rows: _Page, wanted: Wanted, place: Place, address: NextAddress) -> str | None:
    if rows.last is None or not rows.more:
        return None
    if wanted.order is not None:
        return address({"$skip": str(wanted.skip + (wanted.top or 0))})
    return address({"$skip": "", "$skiptoken": _token(rows.last, place).written()})


def _token(last: Row, place: Place) -> Skiptoken:
    """Name the last row, so that it is found again without reading from the begin."""
    if not place.entity.path:
        return Skiptoken(instance_id=last.record.instance_id)
    return Skiptoken(repeat_id=f"{'.'.join(map(str, last.at))} {last.record.instance_id}")


@dataclass(frozen=True, slots=True)
class _Reading:
    """The rows that an address and its parameters stand for."""

    source: Source
    feed: Feed
    cx: Cx
    place: Place
    wanted: Wanted

    @property
    def selection(self) -> Selection:
        on_repeats = bool(self.place.entity.path)
        return Selection(
            filter=self.wanted.filter,
            on_repeats=on_repeats,
            instance_id=self.place.instance_id,
        )

    def count(self) -> int:
        source, path = self.source, self.place.entity.path
        if not path:
            return submissions.count(source.scope, self.cx, source.collection, self.selection)
        return row_stream.count_entries(
            source.scope, self.cx, source.collection, self.selection, source.places(path)
        )

    def rows(self) -> Generator[Given]:
        """The rows of the page and those after it, after what is to be skipped."""
        source, place = self.source, self.place
        if place.instance_id is not None:
            submissions.get(source.scope, self.cx, source.collection, place.instance_id)
        if place.entity.path:
            yield from islice(self._entries(), self.wanted.skip, None)
        elif self.wanted.expand:
            yield from self._whole(self._window())
        else:
            yield from self._roots(self._window())

    def _window(self) -> Window:
        """The part of the submissions that makes the page, and one more."""
        token, top = self.wanted.token, self.wanted.top
        after = None if token is None else _read(token).instance_id
        if token is not None and after is None:
            raise Problem("400.34")
        return Window(
            after=after,
            order=self.wanted.order,
            offset=self.wanted.skip,
            limit=None if top is None else top + 1,
        )

    def _roots(self, window: Window) -> Iterator[Given]:
        source = self.source
        return row_stream.stream_roots(
            source.scope, self.cx, source.collection, self.selection, window
        )

    def _whole(self, window: Window) -> Iterator[Expanded]:
        source = self.source
        return row_stream.stream_whole(
            source.scope, self.cx, source.collection, self.selection, source.paths, window
        )

    def _entries(self) -> Iterator[Given]:
        after, window = None, Window()
        if self.wanted.token is not None:
            instance_id, after = _read_entry(self.wanted.token)
            window = Window(after=instance_id, including=True)
            return self._later(window, instance_id, after)
        return self._kept(self._all_entries(window))

    def _later(self, window: Window, instance_id: str, after: tuple[int, ...]) -> Iterator[Given]:
        """The entries after that one, which is among those of the first submission."""
        for given in self._kept(self._all_entries(window)):
            row = given.row if isinstance(given, Expanded) else given
            if row.record.instance_id != instance_id or row.at > after:
                yield given

    def _all_entries(self, window: Window) -> Iterator[Given]:
        source, path = self.source, self.place.entity.path
        if self.wanted.expand:
            for whole in self._whole(window):
                for row in whole.below.get(path, ()):
                    yield Expanded(row, whole.below)
            return
        yield from row_stream.stream_entries(
            source.scope, self.cx, source.collection, self.selection, source.places(path), window
        )

    def _kept(self, rows: Iterable[Given]) -> Iterator[Given]:
        """Those below the entries that the address names."""
        depths = {
            entity.path: sum(entity.path.startswith(f"{above.path}/") for above in self._repeats())
            for entity in self._repeats()
        }
        for given in rows:
            row = given.row if isinstance(given, Expanded) else given
            if all(
                self.feed.keys.of(path, row.record.instance_id, row.at[: depths[path] + 1]) == key
                for path, key in self.place.keys.items()
            ):
                yield given

    def _repeats(self) -> tuple[EntityType, ...]:
        return self.feed.schema.entities[1:]


def _read(token: str) -> Skiptoken:
    try:
        read = read_skiptoken(token)
    except BadSkiptoken as error:
        raise Problem("400.34") from error
    if "\0" in f"{read.instance_id}{read.repeat_id}":
        raise Problem("400.34")
    return read


def _read_entry(token: str) -> tuple[str, tuple[int, ...]]:
    at, _, instance_id = (_read(token).repeat_id or "").partition(" ")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})*", at):
        raise Problem("400.34")
    return instance_id, tuple(map(int, at.split(".")))
