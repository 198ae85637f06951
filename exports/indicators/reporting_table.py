"""A list of who has reported as programs read it: the same columns as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import orjson

from exports import csv_table
from exports.indicators.reporting_list import ReportingLine
from exports.options import ExportOptions

COLUMNS = (
    "vintage", "unit", "unit_name", "district", "province", "period", "from", "to", "due_on",
    "submissions", "first_received_on", "state", "days_late",
)  # fmt: skip


def write_csv(lines: Iterable[ReportingLine], options: ExportOptions) -> Iterator[bytes]:
    """Yield the CSV: the header, then chunks; ``bom``, ``safe`` and ``separator`` are heeded."""
    rows = ([_cell(value) for value in _values(line)] for line in lines)
    yield from csv_table.table(COLUMNS, rows, options)


def to_json(lines: Iterable[ReportingLine]) -> bytes:
    """Return a list of objects with the names of the CSV; what is empty there is null."""
    return orjson.dumps([dict(zip(COLUMNS, _values(line), strict=True)) for line in lines])


def _values(line: ReportingLine) -> tuple[str | int | date | None, ...]:
    period = line.period
    return (
        line.vintage,
        line.unit or None,
        line.unit_name,
        line.district or None,
        line.province or None,
        period.name,
        period.start,
        period.end,
        line.due_on,
        line.submissions,
        line.first_received_on,
        line.state,
        line.days_late,
    )


def _cell(value: str | int | date | None) -> str:
    return "" if value is None else str(value)
