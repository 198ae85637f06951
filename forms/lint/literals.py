"""What is written out in an expression and cannot be: days that do not exist, marks of a format.

And what is written in brackets behind a name, and picks nothing there: ``item[1]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.lint.reading import Reading
from forms.lint.remark import Note, note
from forms.lint.spots import Spot
from forms.xpath.moments import parse_moment, zone_of
from forms.xpath.syntax import Call, Number, Path, Text

_OF_MOMENTS = frozenset(
    (
        "date",
        "date-time",
        "decimal-date-time",
        "decimal-time",
        "format-date",
        "format-date-time",
    )
)
_MARKS = frozenset("%YymndebaWHhMS3")
_MARK = re.compile(r"%(.?)", re.DOTALL)
_UTC = zone_of(0)


def check_literals(spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find these."""
    if spot.is_predicate:
        yield from _of_predicate(spot, reading)
    call = spot.expression
    if isinstance(call, Call) and call.name in _OF_MOMENTS and call.arguments:
        yield from _of_moment(call)


def _of_moment(call: Call) -> Iterator[Note]:
    day = call.arguments[0]
    if isinstance(day, Text) and day.value and parse_moment(day.value, _UTC) is None:
        yield note("no-such-date", text=day.value, name=call.name)
    if call.name.startswith("format-date") and len(call.arguments) == 2:
        pattern = call.arguments[1]
        marks = _MARK.findall(pattern.value) if isinstance(pattern, Text) else []
        unknown = next((mark for mark in marks if mark not in _MARKS or not mark), None)
        if unknown is not None:
            yield note("date-mark", mark=f"%{unknown}")


def _of_predicate(spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find what is in brackets and is neither true nor false: it picks nothing."""
    match spot.expression:
        case Number(value):
            yield note("number-in-brackets", number=f"{value:g}")
        case Path():
            yield note("name-in-brackets")
        case other:
            if reading.kind(other, spot.site) in ("number", "text", "moment"):
                yield note("value-in-brackets")
