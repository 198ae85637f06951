"""What an expression evaluates to, and how one kind becomes another: JavaRosa's rules.

Four kinds: text, number, boolean, moment. Source: measured on JavaRosa 5.1 (XPathFuncExpr).
"""

from __future__ import annotations

import math
import re

from forms.xpath.moments import Moment, day_text

Value = str | float | bool | Moment

NAN = math.nan
TINY = 1e-12
"""Numbers that are this near are equal; one this near to zero is zero."""
LEAST = 5e-324
"""The least positive number, Java's ``Double.MIN_VALUE``."""
INT_MAX = 2**31 - 1
INT_MIN = -(2**31)
JAVA_BLANKS = "".join(map(chr, range(33)))
"""What Java's ``trim`` removes: all up to the blank."""
_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


def number_of(value: Value) -> float:
    """Return a value as a number: NaN for a text that is none, whole days for a moment."""
    kind = type(value)
    if kind is float:
        return value  # type: ignore[return-value]
    if kind is str:
        return parse_number(value)  # type: ignore[arg-type]
    if kind is Moment:
        return float(value.local_ms // 86_400_000)  # type: ignore[union-attr]
    return 1.0 if value else 0.0


def parse_number(text: str) -> float:
    """Read a number as JavaRosa does: a comma is a point, no exponent, no plus; else NaN."""
    text = text.replace(",", ".").strip(JAVA_BLANKS)
    return float(text) if _NUMBER.fullmatch(text) else NAN


def text_of(value: Value) -> str:
    """Return a value as a text; a moment is told by its day alone, whatever its time."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[return-value]
    if kind is float:
        return number_text(value)  # type: ignore[arg-type]
    if kind is Moment:
        return day_text(value.local_ms // 86_400_000)  # type: ignore[union-attr]
    return "true" if value else "false"


def truth_of(value: Value) -> bool:
    """Return a value as a boolean: a text is true where it is not empty, "false" too."""
    kind = type(value)
    if kind is bool:
        return value  # type: ignore[return-value]
    if kind is str:
        return value != ""
    # NaN is not greater, either.
    return abs(value) > TINY if kind is float else True  # type: ignore[arg-type]


def number_text(number: float) -> str:
    """Write a number as JavaRosa does: whole ones of 32 bits plain, others as Java does."""
    if number != number:  # noqa: PLR0124 - the quickest question for NaN
        return "NaN"
    if abs(number) < TINY:
        return "0"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    whole = min(max(int(number), INT_MIN), INT_MAX)
    return str(whole) if abs(number - whole) < TINY else java_text(number)


def java_text(number: float) -> str:
    """Write a finite number as Java's ``Double.toString``: ``1.23456785E7``, ``0.001``."""
    sign = "-" if math.copysign(1.0, number) < 0 else ""
    number = abs(number)
    if number == 0:
        return f"{sign}0.0"
    if number == LEAST:
        return f"{sign}4.9E-324"
    digits, _, exponent_text = f"{number!r}e0".partition("e")
    exponent = int(exponent_text.partition("e")[0])
    whole, _, part = digits.partition(".")
    if 1e-3 <= number < 1e7:
        if exponent == 0:
            return f"{sign}{whole}.{part or '0'}"
        return sign + _plain(whole, part, exponent)
    figures = (whole + part).lstrip("0")
    exponent += len(whole) - 1 - (len(whole + part) - len(figures))
    figures = figures.rstrip("0") or "0"
    return f"{sign}{figures[0]}.{figures[1:] or '0'}E{exponent}"


def _plain(whole: str, part: str, exponent: int) -> str:
    figures = whole + part
    point = len(whole) + exponent
    if point <= 0:
        return "0." + "0" * -point + figures
    padded = figures.ljust(point, "0")
    return f"{padded[:point]}.{padded[point:] or '0'}"


def equal(left: Value, right: Value) -> bool:
    """Compare as JavaRosa's ``=``: as booleans, else as numbers, else as texts."""
    one, other = type(left), type(right)
    if one is str and other is str:
        return left == right
    if one is bool or other is bool:
        return truth_of(left) is truth_of(right)
    if one is float or other is float:
        return same_number(number_of(left), number_of(right))
    return text_of(left) == text_of(right)


def same_number(one: float, other: float) -> bool:
    """Say whether two numbers are equal for JavaRosa; NaN equals nothing."""
    return one == other or abs(one - other) < TINY
