"""An entity list as a CSV: as ODK Collect takes it, as ODK Central gives it out, in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from exports import csv_table
from exports.timestamp import iso_utc

_OF_CENTRAL = (
    "__createdAt",
    "__creatorId",
    "__creatorName",
    "__updates",
    "__updatedAt",
    "__version",
)
_OF_US = ("effective_on", "until", "counts", "listed", "instance_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEntity:
    """One entry of a list."""

    name: str
    """Its uuid."""
    label: str
    version: int
    properties: Mapping[str, str]
    created_at: datetime
    creator_id: int | None
    creator_name: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMoment:
    """What one submission made of an entry, from a day on."""

    name: str
    number: int | None
    """Among the versions that count, by arrival; None: it does not count."""
    label: str
    properties: Mapping[str, str]
    """As they stood then; none where it does not count."""
    effective_on: date
    until: date | None
    """The first day on which it no longer was so; None: to this day."""
    counts: bool
    listed: bool
    """Whether something that counts had created it by then."""
    instance_id: str


def for_phones(properties: Sequence[str], entities: Iterable[ListedEntity]) -> Iterator[bytes]:
    """Yield the CSV that forms choose from: ``name,label,__version``, then the properties.

    A row without any of the three makes Collect drop the whole list: a label that is empty is the
    name. A list without entries is its header.
    """
    head = ["name", "label", "__version", *properties]
    lines = (
        [
            one.name,
            one.label or one.name,
            str(one.version),
            *(one.properties.get(name, "") for name in properties),
        ]
        for one in entities
    )
    yield from csv_table.chunks(chain([head], lines))


def for_people(properties: Sequence[str], entities: Iterable[ListedEntity]) -> Iterator[bytes]:
    """Yield the CSV of a list as Central downloads it."""
    lines = (_line_for_people(properties, one) for one in entities)
    yield from csv_table.chunks(chain([["__id", "label", *properties, *_OF_CENTRAL]], lines))


def _line_for_people(properties: Sequence[str], one: ListedEntity) -> list[str]:
    return [
        one.name,
        one.label,
        *(one.properties.get(name, "") for name in properties),
        iso_utc(one.created_at),
        "" if one.creator_id is None else str(one.creator_id),
        one.creator_name,
        str(one.version - 1),
        "" if one.updated_at is None else iso_utc(one.updated_at),
        str(one.version),
    ]


def history(properties: Sequence[str], moments: Iterable[EntityMoment]) -> Iterator[bytes]:
    """Yield the CSV of all that was ever said of the entries, counting or not."""
    lines = (_line_of_history(properties, one) for one in moments)
    yield from csv_table.chunks(chain([["__id", "number", "label", *properties, *_OF_US]], lines))


def _line_of_history(properties: Sequence[str], one: EntityMoment) -> list[str]:
    return [
        one.name,
        "" if one.number is None else str(one.number),
        one.label,
        *(one.properties.get(name, "") for name in properties),
        one.effective_on.isoformat(),
        "" if one.until is None else one.until.isoformat(),
        "true" if one.counts else "false",
        "true" if one.listed else "false",
        one.instance_id,
    ]
