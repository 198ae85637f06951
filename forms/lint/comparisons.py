"""Comparisons that never hold, or not as meant: dates as texts, times, choices that do not exist.

Source: measured on JavaRosa; xpath.md section 2. ``< <= > >=`` and arithmetic take numbers: a text
that is none is NaN, and nothing is less or greater than that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from forms.definition import Node
from forms.lint.reading import Reading
from forms.lint.remark import Note, note
from forms.lint.spots import Spot
from forms.xpath.schema import Place
from forms.xpath.syntax import Call, Chain, Expression, Number, Path, Text
from forms.xpath.values import number_of

_ORDER = ("<", "<=", ">", ">=")
_EQUALITY = ("=", "!=")
_ARITHMETIC = ("+", "-", "*", "div", "mod")
_DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?([T ].*)?\s*", re.DOTALL)
_TIME = re.compile(r"\s*\d{1,2}:\d{2}(:\d{2}.*)?\s*", re.DOTALL)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?")
"""A day as JavaRosa tells it, or none."""
_NOT_A_NUMBER = re.compile(r"[^%YymndeHhMS3.]")
"""In a date's format: what no number holds."""


def check_comparisons(spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find these comparisons."""
    expression = spot.expression
    if isinstance(expression, Call):
        yield from _of_selected(expression, spot, reading)
        return
    if not isinstance(expression, Chain):
        return
    operator = expression.rest[0][0]
    if operator == "and":
        yield from _of_and(expression, spot, reading)
    elif operator in _ARITHMETIC:
        yield from _of_arithmetic(expression, spot, reading)
    else:
        left = expression.first
        for sign, right in expression.rest:
            yield from _of_pair(left, sign, right, spot, reading)
            left = right


def _of_pair(
    left: Expression, sign: str, right: Expression, spot: Spot, reading: Reading
) -> Iterator[Note]:
    for one, other in ((left, right), (right, left)):
        if sign in _ORDER:
            yield from _of_ordered(one)
        elif sign in _EQUALITY:
            yield from _of_equal(one, other, spot, reading)
    yield from _of_moments((left, right), spot, reading)


def _of_ordered(one: Expression) -> Iterator[Note]:
    if isinstance(one, Text) and math.isnan(number_of(one.value)):
        if _is_date(one.value):
            yield note("date-as-text", text=one.value)
        elif one.value.strip():
            yield note("text-compared", text=one.value)
        else:
            yield note("empty-compared")
    elif isinstance(one, Call) and one.name in ("format-date", "format-date-time"):
        pattern = one.arguments[-1] if one.arguments else None
        if isinstance(pattern, Text) and _NOT_A_NUMBER.search(pattern.value):
            yield note("formatted-compared", text=pattern.value)


def _is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None or _TIME.fullmatch(text) is not None


def _of_equal(one: Expression, other: Expression, spot: Spot, reading: Reading) -> Iterator[Note]:
    if not isinstance(other, Text | Number) or not isinstance(one, Path):
        return
    place = reading.target(one, spot.site)
    node = reading.node_at(place)
    if node is None or place is None:
        return
    if node.select:
        yield from _of_choice(node, other, reading)
    elif isinstance(other, Text) and node.type == "date" and not _DAY.fullmatch(other.value):
        yield note("date-misspelt", text=other.value)


def _of_choice(node: Node, other: Text | Number, reading: Reading) -> Iterator[Note]:
    is_known = node.choices and node.choices_file is None and not node.searches
    if not is_known or other == Text(""):
        return
    names, numbers = reading.choices_of(node)
    if isinstance(other, Number):
        known, value = other.value in numbers, f"{other.value:g}"
    else:
        chosen = other.value.split(" ") if node.select == "multiple" else [other.value]
        known, value = names.issuperset(chosen), other.value
    if not known:
        near = reading.nearest(value, names)
        code = "unknown-choice/misspelt" if near else "unknown-choice"
        yield note(code, value=value, question=node.name, near=near)


def _of_selected(call: Call, spot: Spot, reading: Reading) -> Iterator[Note]:
    if call.name not in ("selected", "is-selected", "count-selected", "selected-at"):
        return
    if not call.arguments:
        return
    answer = call.arguments[0]
    if reading.kind(answer, spot.site) in ("number", "boolean", "moment"):
        yield note("selected-of-number", name=call.name)
    if call.name not in ("selected", "is-selected") or len(call.arguments) != 2:
        return
    sought = call.arguments[1]
    if reading.kind(sought, spot.site) in ("number", "boolean", "moment"):
        yield note("selected-number", name=call.name)
    node = reading.node_at(reading.target(answer, spot.site))
    if isinstance(sought, Text) and node is not None and node.select:
        yield from _of_choice(node, Text(sought.value.strip()), reading)


def _of_arithmetic(chain: Chain, spot: Spot, reading: Reading) -> Iterator[Note]:
    operands = (chain.first, *(operand for _, operand in chain.rest))
    for one in operands:
        if isinstance(one, Text) and _is_date(one.value) and math.isnan(number_of(one.value)):
            yield note("date-as-text", text=one.value)
    yield from _of_moments(operands, spot, reading)


def _of_moments(operands: tuple[Expression, ...], spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find times, which JavaRosa takes for today's day, and dateTimes, of which it sees the day."""
    types = [_moment_type(one, spot, reading) for one in operands]
    if "time" in types:
        yield note("time-compared")
    elif "dateTime" in types and sum(bool(one) for one in types) > 1:
        yield note("datetime-compared")


def _moment_type(expression: Expression, spot: Spot, reading: Reading) -> str:
    """Return "date", "dateTime" or "time"; "" for what is none of them."""
    if isinstance(expression, Call):
        return {
            "now": "dateTime",
            "date-time": "dateTime",
            "today": "date",
            "date": "date",
        }.get(expression.name, "")
    node = reading.node_at(reading.target(expression, spot.site))
    return node.type if node is not None and node.type in ("date", "dateTime", "time") else ""


def _of_and(chain: Chain, spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find conditions that contradict each other: ``${a} = 'x' and ${a} = 'y'``."""
    left: dict[Place, _Left] = {}
    for part in (chain.first, *(operand for _, operand in chain.rest)):
        found = _test(part, spot, reading)
        if found is None:
            continue
        place, sign, value = found
        if not left.setdefault(place, _Left()).narrow(sign, value):
            yield note("never-true", name=place.name)
            return


def _test(
    part: Expression, spot: Spot, reading: Reading
) -> tuple[Place, str, Text | Number] | None:
    """Return what a comparison asks of one place; None where it is no such comparison."""
    match part:
        case Chain(Path() as path, ((sign, Text() | Number() as value),)):
            pass
        case Call("selected", (Path() as path, Text() as value)):
            sign = "="
        case _:
            return None
    route = reading.route(path, spot.site)
    if route is None or route.target is None or not route.single:
        return None
    node = reading.node_at(route.target)
    if isinstance(part, Call) and (node is None or node.select != "one"):
        return None
    if isinstance(value, Text) and reading.kind_of(route.target) != "text":
        return None
    return route.target, sign, value


class _Left:
    """What one place may still hold, after some comparisons."""

    def __init__(self) -> None:
        self._low = (-math.inf, False)
        """Least number, and whether it is left out itself."""
        self._high = (math.inf, True)
        """Greatest number, and whether it is kept itself."""
        self._text: str | None = None

    def narrow(self, sign: str, value: Text | Number) -> bool:
        """Take one more comparison in; say whether anything is left."""
        if isinstance(value, Text):
            if sign == "=":
                self._text = value.value if self._text is None else self._text
                return self._text == value.value
            return True
        if sign in (">", ">=", "="):
            self._low = max(self._low, (value.value, sign == ">"))
        if sign in ("<", "<=", "="):
            self._high = min(self._high, (value.value, sign != "<"))
        low, is_open = self._low
        high, is_closed = self._high
        return low < high or (low == high and not is_open and is_closed)
