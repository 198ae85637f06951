"""Targets as a CSV that people edit: which columns it has, what is wrong in which row."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from exports.csv_table import unguarded
from exports.indicators.faults import fault
from exports.indicators.periods import YEARS
from exports.sheets import SheetTable, TableRow
from exports.typed_values import typed_day, typed_number
from forms.conversion import Fault

COLUMNS = ("indicator", "unit", "value", "from", "to", "source")
COUNTRY = "country"
TARGETS_MAX = 50_000
"""Of a project: every province's for each quarter of five years."""
FAULTS_MAX = 200
"""Told at once: who mends these has learnt how."""
SOURCE_CHARACTERS_MAX = 500
VALUE_MAX = 1e15
"""What is larger is a slip of the pen, and no longer exact."""


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
    """Read the rows of a table of targets; and what is wrong, by row and column.

    ``codes``: the indicators there are; ``units``: keys of units and groups, beside ``country``.
    """
    if len(table.rows) > TARGETS_MAX:
        return [], [fault("too-many-targets", str(TARGETS_MAX))]
    targets: list[TargetRow] = []
    faults: list[Fault] = []
    seen: set[tuple[str, str, date, date]] = set()
    for row in table.rows:
        if len(faults) >= FAULTS_MAX:
            break
        found = list(_faults(row, codes, units))
        faults += found
        if found:
            continue
        cells = row.cells
        one = TargetRow(
            code=cells["indicator"],
            unit=cells.get("unit", COUNTRY),
            value=_number(cells["value"]),
            from_day=typed_day(cells["from"]) or date.min,
            to_day=typed_day(cells["to"]) or date.min,
            source=unguarded(cells.get("source", "")),
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
    value = _number(cells.get("value", ""))
    if not math.isfinite(value):
        yield fault("no-number", cells.get("value", ""), row=row.number, column="value")
    elif abs(value) > VALUE_MAX:
        yield fault("number-far", cells["value"], row=row.number, column="value")
    if not is_source(cells.get("source", "")):
        yield fault("source", str(SOURCE_CHARACTERS_MAX), row=row.number, column="source")
    days = [typed_day(cells.get(column, "")) for column in ("from", "to")]
    for column, day in zip(("from", "to"), days, strict=True):
        if day is None:
            yield fault("no-day", cells.get(column, ""), row=row.number, column=column)
        elif day.year not in YEARS:
            yield fault("day-far", cells[column], row=row.number, column=column)
    first, last = days
    if first and last and first > last:
        yield fault("backwards", cells["to"], row=row.number, column="to")


def is_source(text: str) -> bool:
    """Say whether a text can stand for where a target is written. No database holds a NUL."""
    return len(text) <= SOURCE_CHARACTERS_MAX and "\0" not in text


def _number(text: str) -> float:
    """Read a number as programs write it, else as Excel writes it in Vietnam: ``0,4``."""
    try:
        return float(text)
    except ValueError:
        return float(typed_number(text) or math.nan)
