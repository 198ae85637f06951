"""Operators as functions of frames. ``or`` and ``and`` stop at the first operand that decides."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

from forms.xpath.functions.numbers import quotient, remainder
from forms.xpath.run import Frame, Run
from forms.xpath.values import Value, equal, number_of, truth_of
from forms.xpath.walks import Evaluate

_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": quotient,
    "mod": remainder,
}
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def negation(operand: Evaluate) -> Evaluate:
    """Make unary minus."""
    return lambda frame, run: -number_of(operand(frame, run))


def any_of(operands: Sequence[Evaluate]) -> Evaluate:
    """Make ``or``."""

    def anyone(frame: Frame, run: Run) -> bool:
        for operand in operands:
            value = operand(frame, run)
            if value is True or (value is not False and truth_of(value)):
                return True
        return False

    return anyone


def all_of(operands: Sequence[Evaluate]) -> Evaluate:
    """Make ``and``."""

    def everyone(frame: Frame, run: Run) -> bool:
        for operand in operands:
            value = operand(frame, run)
            if value is False or (value is not True and not truth_of(value)):
                return False
        return True

    return everyone


def chain(first: Evaluate, rest: Sequence[tuple[str, Evaluate, Value | None]]) -> Evaluate:
    """Make operators of one precedence in a row; a third member is an operand's constant value."""
    made = first
    if len(rest) == 1:
        sign, operand, constant = rest[0]
        return _pair(sign, made, operand, constant)
    if all(sign in _ARITHMETIC for sign, _, _ in rest):
        return _sum(first, [(sign, operand) for sign, operand, _ in rest])
    steps = [(_step(sign), operand) for sign, operand, _ in rest]

    def row(frame: Frame, run: Run) -> Value:
        value = first(frame, run)
        for step, operand in steps:
            value = step(value, operand(frame, run))
        return value

    return row


def _sum(first: Evaluate, rest: Sequence[tuple[str, Evaluate]]) -> Evaluate:
    """Make a row of arithmetic."""
    steps = [(_ARITHMETIC[sign], operand) for sign, operand in rest]

    def total(frame: Frame, run: Run) -> Value:
        value = first(frame, run)
        reached = value if type(value) is float else number_of(value)
        for operation, operand in steps:
            value = operand(frame, run)
            reached = operation(reached, value if type(value) is float else number_of(value))
        return reached

    return total


def _step(sign: str) -> Callable[[Value, Value], Value]:
    if sign == "=":
        return equal
    if sign == "!=":
        return lambda left, right: not equal(left, right)
    operation = _ARITHMETIC.get(sign) or _COMPARISONS[sign]
    return lambda left, right: operation(number_of(left), number_of(right))


def _pair(sign: str, left: Evaluate, right: Evaluate, constant: Value | None) -> Evaluate:
    if sign in ("=", "!="):
        is_equal = _equals_text(left, constant) if type(constant) is str else _equals(left, right)
        return is_equal if sign == "=" else lambda frame, run: not is_equal(frame, run)
    operation = _ARITHMETIC.get(sign) or _COMPARISONS[sign]
    if type(constant) is float:
        return _with_number(operation, left, constant)

    def both(frame: Frame, run: Run) -> Value:
        one, other = left(frame, run), right(frame, run)
        if type(one) is not float:
            one = number_of(one)
        if type(other) is not float:
            other = number_of(other)
        return operation(one, other)

    return both


def _with_number(
    operation: Callable[[float, float], Value], left: Evaluate, number: float
) -> Evaluate:
    def with_number(frame: Frame, run: Run) -> Value:
        one = left(frame, run)
        return operation(one if type(one) is float else number_of(one), number)

    return with_number


def _equals(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda frame, run: equal(left(frame, run), right(frame, run))


def _equals_text(left: Evaluate, text: str) -> Evaluate:
    """Compare with a text that is written out: what most conditions of a form do."""

    def same(frame: Frame, run: Run) -> bool:
        value = left(frame, run)
        return value == text if type(value) is str else equal(value, text)

    return same
