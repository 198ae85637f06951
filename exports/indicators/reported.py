"""Numbers that communes report over a period: their own report for it, else all its months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from exports.indicators.cells import Cell
from exports.indicators.periods import Period, parts

OWN_REPORT = ("month", "quarter", "half", "nine", "year")
"""Kinds of period that a report can be over, as forms name them."""


class Reported(NamedTuple):
    """One unit's number in one report."""

    unit: str | None
    categories: tuple[str, ...]
    kind: str
    """Of the period it is over: one of OWN_REPORT."""
    day: date
    """The last of that period."""
    value: float


def cells_over(reports: Iterable[Reported], period: Period, cutoff_day: int = 0) -> list[Cell]:
    """Return each unit's number over a period: never from two kinds of report at once.

    Where a unit gave a report over exactly such a period, that one; else the sum of its monthly
    ones, if it gave one for every month. A unit that gave neither has no cell: unknown, not 0.
    """
    own: dict[tuple[str | None, tuple[str, ...]], float] = {}
    monthly: dict[tuple[str | None, tuple[str, ...]], dict[tuple[int, int], float]] = {}
    gave_own: set[str | None] = set()
    for one in reports:
        place = (one.unit, one.categories)
        if one.kind == period.kind and one.kind in OWN_REPORT:
            own[place] = own.get(place, 0.0) + one.value
            gave_own.add(one.unit)
        elif one.kind == "month":
            months = monthly.setdefault(place, {})
            month = (one.day.year, one.day.month)
            months[month] = months.get(month, 0.0) + one.value
    cells = [Cell(unit, categories, value) for (unit, categories), value in own.items()]
    wanted = len(parts(period, "month", cutoff_day))
    complete = _complete(monthly, wanted)
    cells += [
        Cell(unit, categories, sum(months.values()))
        for (unit, categories), months in monthly.items()
        if unit not in gave_own and unit in complete
    ]
    return cells


def _complete(
    monthly: Mapping[tuple[str | None, tuple[str, ...]], Mapping[tuple[int, int], float]],
    wanted: int,
) -> set[str | None]:
    """Return the units that reported every month, in whichever categories."""
    found: dict[str | None, set[tuple[int, int]]] = {}
    for (unit, _), months in monthly.items():
        found.setdefault(unit, set()).update(months)
    return {unit for unit, months in found.items() if len(months) == wanted}
