"""Every part of an expression, with where it stands and what is wanted of it: one value, or many.

Bounded: a part is visited once, and a path with more steps than any form has is not followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from forms.xpath.faults import EvaluationError
from forms.xpath.registry import FUNCTIONS
from forms.xpath.routes import Site, resolve
from forms.xpath.schema import Place, add_child, root_place
from forms.xpath.syntax import Call, Chain, Expression, Negation, Path, Step, walk

Wants = Literal["one", "many"]
STEPS_MAX = 64
_ROW = add_child(root_place("root"), "item", "repeat")
"""Stands for the rows of a table that is not here."""


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """One part of an expression."""

    expression: Expression
    site: Site
    wants: Wants = "one"
    """``one``: several nodes would be an error. ``many``: all nodes are taken."""
    taker: str = ""
    """The function that takes it as an argument; "" for an operator, a predicate or a whole."""
    is_predicate: bool = False
    in_unknown: bool = False
    """``site.here`` is a row of a table that is not here: its columns are not known."""

    def part(self, expression: Expression, wants: Wants = "one", taker: str = "") -> Spot:
        """Return a part of this one."""
        return Spot(expression, self.site, wants, taker, in_unknown=self.in_unknown)


def spots(expression: Expression, site: Site, wants: Wants = "one") -> Iterator[Spot]:
    """Yield an expression and all inside it, from left to right."""
    waiting = [Spot(expression, site, wants)]
    while waiting:
        spot = waiting.pop()
        yield spot
        waiting.extend(reversed(list(_inside(spot))))


def _inside(spot: Spot) -> Iterator[Spot]:
    match spot.expression:
        case Call() as call:
            yield from _arguments(call, spot)
        case Negation(operand):
            yield spot.part(operand)
        case Chain(first, rest):
            yield spot.part(first)
            for _, operand in rest:
                yield spot.part(operand)
        case Path() as path:
            yield from _predicates(path, spot)
        case _:
            return


def _arguments(call: Call, spot: Spot) -> Iterator[Spot]:
    for number, argument in enumerate(call.arguments):
        wants = _wanted(call, number)
        if wants == "same":
            yield spot.part(argument, spot.wants, spot.taker)
        else:
            yield spot.part(argument, wants, call.name)


def _wanted(call: Call, number: int) -> Wants | Literal["same"]:
    """Say what a function wants of its argument; "same": what is wanted of the function."""
    count = len(call.arguments)
    match call.name:
        case "if":
            return "one" if number == 0 else "same"
        case "coalesce" | "once":
            return "one" if number == 0 and call.name == "coalesce" else "same"
        case "randomize":
            return "same" if number == 0 else "one"
        case "position" | "count-non-empty":
            return "many"
        case "indexed-repeat":
            return "many" if number == 0 or number % 2 else "one"
        case "checklist" | "weighted-checklist":
            lists = 1 if call.name == "checklist" else 2
            return "many" if number >= 2 and count == 2 + lists else "one"
        case _:
            return _of_form(call, number)


def _of_form(call: Call, number: int) -> Wants:
    count = len(call.arguments)
    function = FUNCTIONS.get(call.name)
    form = function.form if function else "values"
    lone = count == 1 or (form == "joined" and count == 2 and number == 1)
    return "many" if form == "nodes" or (lone and form in ("list", "joined")) else "one"


def _predicates(path: Path, spot: Spot) -> Iterator[Spot]:
    in_table = isinstance(path.start, Call) and path.start.name == "instance"
    for number, step in enumerate(path.steps):
        if not step.predicates:
            continue
        place = _place(path, number, spot)
        for predicate in step.predicates:
            keying = in_table and predicate is step.predicates[0] and _is_keyed(predicate)
            site = spot.site.inside(place or _ROW, keying=keying)
            yield Spot(predicate, site, is_predicate=True, in_unknown=place is None)


def _place(path: Path, number: int, spot: Spot) -> Place | None:
    """Return what the predicates of a step judge; None where that is not known."""
    if number >= STEPS_MAX or (spot.in_unknown and path.start == "here"):
        return None
    bare = tuple(Step(step.axis, step.name) for step in path.steps[: number + 1])
    try:
        return resolve(Path(path.start, bare), spot.site).target
    except EvaluationError:
        return None


def _is_keyed(predicate: Expression) -> bool:
    """Say whether the rows of a table are found by a key, which is computed at home."""
    if not isinstance(predicate, Chain) or len(predicate.rest) != 1:
        return False
    sign, right = predicate.rest[0]
    pairs = ((predicate.first, right), (right, predicate.first))
    return sign == "=" and any(_is_column(key) and not _asks_row(sought) for key, sought in pairs)


def _is_column(expression: Expression) -> bool:
    return isinstance(expression, Path) and expression.start == "here"


def _asks_row(expression: Expression) -> bool:
    return any(_is_column(one) for one in walk(expression))
