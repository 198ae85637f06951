"""Expressions to which Collect and web forms give different answers.

Source: JavaRosa and ODK Web Forms held against each other on 2,758 cases: xpath.md section 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from forms.definition import Node
from forms.lint.reading import Reading
from forms.lint.remark import Note, note
from forms.lint.spots import Spot, spots
from forms.xpath.schema import Place
from forms.xpath.syntax import Call, Chain, Expression, Negation, Number, Path, Text

_OF_TEXT = frozenset(
    ("concat", "join", "string", "substr", "substring-before", "substring-after", "contains")
)
"""Functions that take a dateTime for its text."""
_LISTS = ("max", "min")
_PARTS_MAX = 200
"""How many parts of what is rounded are looked at."""


def check_clients(spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find these expressions."""
    call = spot.expression
    if not isinstance(call, Call):
        return
    if call.name == "boolean-from-string":
        yield from _of_boolean_text(call)
    elif call.name == "weighted-checklist":
        yield from _of_weighted_checklist(call)
    elif call.name == "round":
        yield from _of_round(call, spot, reading)
    elif call.name in _LISTS or call.name == "sum":
        yield from _of_numbers(call, spot, reading)
    elif call.name in _OF_TEXT:
        yield from _of_text(call, spot, reading)


def _of_boolean_text(call: Call) -> Iterator[Note]:
    for argument in call.arguments:
        if isinstance(argument, Text) and argument.value != argument.value.lower():
            yield note("boolean-in-capitals", text=argument.value)


def _of_weighted_checklist(call: Call) -> Iterator[Note]:
    if any(_is_minus_one(bound) for bound in call.arguments[:2]):
        yield note("checklist-without-bound")


def _is_minus_one(expression: Expression) -> bool:
    return expression in (Negation(Number(1.0)), Text("-1"))


def _of_round(call: Call, spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find what is rounded and may be below zero: halves go up in Collect, down in web forms."""
    for argument in call.arguments[:1]:
        if _may_be_negative(argument, spot, reading) and _may_be_half(argument, spot, reading):
            yield note("negative-half")


def _may_be_negative(expression: Expression, spot: Spot, reading: Reading) -> bool:
    for inner in islice(spots(expression, spot.site), _PARTS_MAX):
        one = inner.expression
        if isinstance(one, Negation):
            return True
        if isinstance(one, Chain) and any(sign == "-" for sign, _ in one.rest):
            operands = (one.first, *(operand for _, operand in one.rest))
            if not any(reading.kind(part, spot.site) == "moment" for part in operands):
                return True
    return False


def _may_be_half(expression: Expression, spot: Spot, reading: Reading) -> bool:
    """Say whether a number need not be whole: it is divided, or holds a decimal."""
    for inner in islice(spots(expression, spot.site), _PARTS_MAX):
        one = inner.expression
        if isinstance(one, Chain) and any(sign == "div" for sign, _ in one.rest):
            return True
        if isinstance(one, Number) and not one.value.is_integer():
            return True
        node = reading.node_at(reading.target(one, inner.site))
        if node is not None and node.type != "int":
            return True
    return False


def _of_numbers(call: Call, spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find sums and extremes of what may be empty: left out in Collect, NaN in web forms."""
    for argument in call.arguments:
        if not isinstance(argument, Path) or any(step.predicates for step in argument.steps):
            continue
        place = reading.target(argument, spot.site)
        node = reading.node_at(place)
        alone = len(call.arguments) == 1
        if place and node and _may_be_empty(place, node, reading, alone=alone):
            code = "empty-in-numbers" if alone else "empty-in-numbers/listed"
            yield note(code, name=node.name, function=call.name)


def _may_be_empty(place: Place, node: Node, reading: Reading, *, alone: bool) -> bool:
    """Say whether an asked question may be without an answer; one that is hidden is left out."""
    if not node.asked or node.kind != "field":
        return False
    if node.bind.required != "true()":
        return True
    if alone:
        return False
    above = (reading.node_at(one) for one in place.chain())
    return any(one is not None and one.bind.relevant for one in above)


def _of_text(call: Call, spot: Spot, reading: Reading) -> Iterator[Note]:
    for argument in call.arguments:
        named = argument.name if isinstance(argument, Call) else ""
        node = reading.node_at(reading.target(argument, spot.site))
        if named in ("now", "date-time") or (node is not None and node.type == "dateTime"):
            yield note("datetime-as-text", name=call.name)
            return
