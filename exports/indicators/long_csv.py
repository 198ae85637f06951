"""A report as a long CSV: a row for each figure, as programs and pivot tables like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exports import csv_table
from exports.indicators.table import Line
from exports.options import ExportOptions

BEFORE = ("indicator", "label", "vintage", "unit", "unit_name", "period", "from", "to")
AFTER = ("numerator", "denominator", "value", "target", "suppressed", "bridged")
"""The columns on both sides of the dimensions'."""
_WHOLE_MAX = 2**53


def write(
    lines: Iterable[Line], dimensions: Sequence[str] = (), options: ExportOptions | None = None
) -> Iterator[bytes]:
    """Yield the CSV of ``lines``, which are by ``dimensions``: the header, then chunks of ~64 KB.

    A share is a fraction (``0.8333333333333334``); what is hidden, unknown or a share of nothing
    is empty. Categories are codes; labels where ``options.labels`` is set. UTF-8; ``bom``, ``safe``
    and ``separator`` as in the tables of forms.
    """
    asked = options or ExportOptions()
    labels = asked.labels is not None
    rows = (_cells(line, labels=labels) for line in lines)
    return csv_table.write_lines([*BEFORE, *dimensions, *AFTER], rows, asked)


def written_number(value: float | None) -> str:
    """Write a number as it is: ``282``, ``0.8333333333333334``; "" for None."""
    if value is None:
        return ""
    if value.is_integer() and abs(value) <= _WHOLE_MAX:
        return str(int(value))
    return repr(value)


def _cells(line: Line, *, labels: bool) -> list[str | None]:
    return [
        line.indicator,
        line.label,
        line.vintage,
        line.unit,
        line.unit_name,
        line.period,
        line.start.isoformat(),
        line.end.isoformat(),
        *(line.category_labels if labels else line.categories),
        written_number(line.numerator),
        written_number(line.denominator),
        written_number(line.value),
        written_number(line.target),
        "true" if line.suppressed else "false",
        written_number(line.bridged),
    ]
