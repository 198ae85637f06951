"""A report as JSON: a list of objects, one for each figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import orjson

from exports.indicators.table import Line

_LINES = 256
"""Written at a time."""


def write(lines: Iterable[Line], dimensions: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield the JSON of ``lines``, which are by ``dimensions``, in chunks.

    The names are those of the CSV; ``categories`` holds code and label of each dimension. What is
    hidden, unknown or a share of nothing is null. Whole numbers have no ``.0``.
    """
    source = iter(lines)
    opening = b"["
    while batch := list(islice(source, _LINES)):
        yield opening + b",".join(orjson.dumps(_object(line, dimensions)) for line in batch)
        opening = b","
    yield b"[]" if opening == b"[" else b"]"


def _object(line: Line, dimensions: Sequence[str]) -> dict[str, Any]:
    return {
        "indicator": line.indicator,
        "label": line.label,
        "vintage": line.vintage,
        "unit": line.unit,
        "unit_name": line.unit_name,
        "period": line.period,
        "from": line.start,
        "to": line.end,
        "categories": {
            name: {"code": code, "label": label}
            for name, code, label in zip(
                dimensions, line.categories, line.category_labels, strict=True
            )
        },
        "numerator": _number(line.numerator),
        "denominator": _number(line.denominator),
        "value": _number(line.value),
        "target": _number(line.target),
        "suppressed": line.suppressed,
        "bridged": _number(line.bridged),
    }


def _number(value: float | None) -> float | int | None:
    whole = value is not None and value.is_integer() and abs(value) <= 2**53
    return int(value) if whole and value is not None else value
