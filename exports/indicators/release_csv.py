"""A closed period as CSV: the figures that were handed in, or these beside today's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exports import csv_table
from exports.indicators.long_csv import written_number
from exports.indicators.release import Figure, Revision
from exports.options import ExportOptions

_NAMES = (
    "indicator",
    "label",
    "unit",
    "unit_name",
    "from",
    "to",
    "dimension",
    "category",
    "category_label",
)
_NUMBERS = ("numerator", "denominator", "value", "target", "suppressed", "bridged")
_REVISED = (
    "numerator",
    "denominator",
    "value",
    "suppressed",
    "change",
    "now_numerator",
    "now_denominator",
    "now_value",
    "now_suppressed",
    "difference",
    "redefined",
)


def write(figures: Iterable[Figure], options: ExportOptions) -> Iterator[bytes]:
    """Yield the CSV of figures as they were handed in; numbers as in ``indicators.csv``."""
    rows = ([*_named(one), *_numbers(one), written_number(one.bridged)] for one in figures)
    yield from csv_table.table((*_NAMES, *_NUMBERS), rows, options)


def write_revision(revisions: Iterable[Revision], options: ExportOptions) -> Iterator[bytes]:
    """Yield the CSV of what became of figures; what is not told is empty."""
    yield from csv_table.table((*_NAMES, *_REVISED), map(_revised, revisions), options)


def _revised(one: Revision) -> list[str]:
    was = one.figure if one.change != "new" else None
    return [*_named(one.figure), *_told(was), one.change, *_told(one.now), *_difference(one)]


def _difference(one: Revision) -> list[str]:
    return [written_number(one.difference), _flag(one.redefined)]


def _told(one: Figure | None) -> list[str]:
    if one is None:
        return [""] * 4
    numbers = (one.numerator, one.denominator, one.value)
    return [*map(written_number, numbers), _flag(one.suppressed)]


def _numbers(one: Figure) -> list[str]:
    numbers = (one.numerator, one.denominator, one.value, one.target)
    return [*map(written_number, numbers), _flag(one.suppressed)]


def _named(one: Figure) -> list[str]:
    return [
        one.indicator,
        one.label,
        one.unit,
        one.unit_name,
        one.from_day.isoformat(),
        one.to_day.isoformat(),
        one.dimension,
        one.category,
        one.category_label,
    ]


def _flag(value: bool) -> str:
    return "true" if value else "false"
