"""Functions on numbers, and those that judge values. Source: measured on JavaRosa."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from forms.xpath.functions.function import Function
from forms.xpath.functions.texts import whole
from forms.xpath.values import LEAST, NAN, Value, number_of, text_of, truth_of

_PLACES_MAX = 30


def integer(value: Value) -> float:
    """Cut towards zero."""
    number = number_of(value)
    return float(math.trunc(number)) if math.isfinite(number) else number


def rounded(value: Value, places: Value = 0.0) -> float:
    """Round; halves go up, towards plus infinity.

    Before the point (negative places) JavaRosa adds a half and cuts, so that -17 becomes -10.
    """
    number, digits = number_of(value), whole(places)
    if math.isnan(number) or abs(digits) > _PLACES_MAX:
        return NAN
    if math.isinf(number):
        return number
    if digits == 0:
        return float(math.floor(number + 0.5))
    if digits < 0:
        scale = 10.0**-digits
        return math.trunc(number / scale + 0.5) * scale
    rule = ROUND_HALF_UP if number > 0 else ROUND_HALF_DOWN
    exact = Decimal(repr(number))
    if -int(exact.as_tuple().exponent) <= digits:
        return number
    return float(exact.quantize(Decimal(1).scaleb(-digits), rule))


def total(values: Sequence[Value]) -> float:
    """Add up; what is no number is passed over."""
    reached = 0.0
    for value in values:
        number = value if type(value) is float else number_of(value)
        if number == number:  # noqa: PLR0124 - the quickest question for NaN
            reached += number
    return reached


def _numbers(values: Sequence[Value]) -> list[float]:
    return [n for n in map(number_of, values) if n == n]  # noqa: PLR0124 - as above


def greatest(values: Sequence[Value]) -> float:
    """Return the greatest number; NaN where there is none.

    JavaRosa begins at Java's least positive number, so that negative ones are never greatest.
    """
    numbers = _numbers(values)
    return max(LEAST, *numbers) if numbers else NAN


def least(values: Sequence[Value]) -> float:
    """Return the least number; NaN where there is none. JavaRosa begins at Java's greatest."""
    numbers = _numbers(values)
    return min(sys.float_info.max, *numbers) if numbers else NAN


def remainder(left: float, right: float) -> float:
    """Return what ``mod`` leaves; its sign is that of the dividend."""
    if math.isinf(left) or right == 0:
        return NAN
    return math.fmod(left, right)


def quotient(left: float, right: float) -> float:
    """Divide as Java does: by zero it is infinite, or no number."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return NAN
    return math.inf if math.copysign(1, left) == math.copysign(1, right) else -math.inf


def power(value: Value, exponent: Value) -> float:
    """Raise to a power as Java's ``Math.pow``."""
    number, to = number_of(value), number_of(exponent)
    try:
        return math.pow(number, to)
    except OverflowError:
        return -math.inf if number < 0 and to % 2 == 1 else math.inf
    except ValueError:
        return math.inf if number == 0 else NAN


def _math(function: Callable[[float], float]) -> Callable[[Value], float]:
    """Make a function of mathematics one that answers as Java does where it has no answer."""

    def answer(value: Value) -> float:
        try:
            return function(number_of(value))
        except OverflowError:
            return math.inf
        except ValueError:
            return NAN

    return answer


def _log(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else function(number)


def boolean_from_string(value: Value) -> bool:
    """Return true for "true" in any case and for "1"."""
    return text_of(value).lower() in ("true", "1")


def checklist(values: Sequence[Value]) -> bool:
    """Say whether between min and max of the values are true; below zero, there is no bound."""
    low, high = (number_of(bound) for bound in values[:2])
    count = sum(map(truth_of, values[2:]))
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def weighted_checklist(values: Sequence[Value]) -> bool:
    """Say whether the weights of what is true add up to between min and max."""
    low, high = (number_of(bound) for bound in values[:2])
    pairs = zip(values[2::2], values[3::2], strict=False)
    reached = sum(number_of(weight) for holds, weight in pairs if truth_of(holds))
    return low <= reached <= high


_OF_VALUES = (
    ("number", 1, 1, number_of),
    ("int", 1, 1, integer),
    ("round", 1, 2, rounded),
    ("pow", 2, 2, power),
    ("abs", 1, 1, _math(abs)),
    ("sqrt", 1, 1, _math(math.sqrt)),
    ("exp", 1, 1, _math(math.exp)),
    ("exp10", 1, 1, lambda value: power(10.0, value)),
    ("log", 1, 1, _math(_log(math.log))),
    ("log10", 1, 1, _math(_log(math.log10))),
    ("pi", 0, 0, lambda: math.pi),
    ("sin", 1, 1, _math(math.sin)),
    ("cos", 1, 1, _math(math.cos)),
    ("tan", 1, 1, _math(math.tan)),
    ("asin", 1, 1, _math(math.asin)),
    ("acos", 1, 1, _math(math.acos)),
    ("atan", 1, 1, _math(math.atan)),
    ("atan2", 2, 2, lambda y, x: math.atan2(number_of(y), number_of(x))),
)
_OF_TRUTHS = (
    ("true", 0, lambda: True),
    ("false", 0, lambda: False),
    ("boolean", 1, truth_of),
    ("not", 1, lambda value: not truth_of(value)),
    ("boolean-from-string", 1, boolean_from_string),
)
FUNCTIONS = (
    *(Function(name, "values", low, high, "number", call) for name, low, high, call in _OF_VALUES),
    *(Function(name, "values", n, n, "boolean", call) for name, n, call in _OF_TRUTHS),
    Function("sum", "nodes", 1, 1, "number", total),
    Function("max", "list", 0, None, "number", greatest),
    Function("min", "list", 0, None, "number", least),
    Function("count", "nodes", 1, 1, "number", lambda nodes: float(len(nodes))),
    Function("checklist", "special", 2, None, "boolean", checklist),
    Function("weighted-checklist", "special", 2, None, "boolean", weighted_checklist),
)
