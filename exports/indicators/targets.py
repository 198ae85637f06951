"""Targets as a CSV that people edit: which columns it has, what is wrong in which row."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from exports.indicators.faults import fault
from exports.sheets import SheetTable, TableRow
from forms.conversion import Fault

COLUMNS = ("indicator", "unit", "value", "from", "to", "source")
COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """One row."""

    code: str
    unit: str
    value: float
    from_day: date
    to_day: date
    source: str


def read_targets(
    table: SheetTable, codes: Collection[str], units: Collection[str]
) -> tuple[list[TargetRow], list[Fault]]:
    """Read the rows of a table of targets; and every fault, by row and column.

    ``codes``: the indicators there are; ``units``: keys of units and groups, beside ``country``.
    """
    targets: list[TargetRow] = []
    faults: list[Fault] = []
    seen: set[tuple[str, str, date, date]] = set()
    for row in table.rows:
        found = list(_faults(row, codes, units))
        faults += found
        if found:
            continue
        cells = row.cells
        one = TargetRow(
            code=cells["indicator"],
            unit=cells.get("unit", COUNTRY),
            value=_number(cells["value"]),
            from_day=date.fromisoformat(cells["from"]),
            to_day=date.fromisoformat(cells["to"]),
            source=cells.get("source", ""),
        )
        key = (one.code, one.unit, one.from_day, one.to_day)
        if key in seen:
            faults.append(fault("target-twice", one.code, row=row.number, column="indicator"))
        seen.add(key)
        targets.append(one)
    return targets, faults


def _faults(row: TableRow, codes: Collection[str], units: Collection[str]) -> Iterator[Fault]:
    cells = row.cells
    if cells.get("indicator") not in codes:
        yield fault(
            "no-such-indicator", cells.get("indicator", ""), row=row.number, column="indicator"
        )
    unit = cells.get("unit", COUNTRY)
    if unit != COUNTRY and unit not in units:
        yield fault("no-such-unit", unit, row=row.number, column="unit")
    if not math.isfinite(_number(cells.get("value", ""))):
        yield fault("no-number", cells.get("value", ""), row=row.number, column="value")
    days = [_day(cells.get(column, "")) for column in ("from", "to")]
    for column, day in zip(("from", "to"), days, strict=True):
        if day is None:
            yield fault("no-day", cells.get(column, ""), row=row.number, column=column)
    first, last = days
    if first and last and first > last:
        yield fault("backwards", cells["to"], row=row.number, column="to")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
