"""Paths into repeats that mean one entry where all were meant, or all where one is wanted.

Source: measured on JavaRosa. A path from the root, read in a repeat, means this entry. A path to
several nodes where one value is wanted stops the phone: "This field is repeated".
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.lint.names import spelled
from forms.lint.reading import Reading
from forms.lint.remark import Note, note
from forms.lint.spots import Spot
from forms.xpath.faults import UnreadableExpression
from forms.xpath.parser import parse
from forms.xpath.schema import Place
from forms.xpath.syntax import Call, Expression, Number, Path, Text, Unsupported

_AGGREGATES = frozenset(("sum", "count", "max", "min", "join", "count-non-empty"))
_OF_NODES = frozenset(("sum", "count", "count-non-empty", "area", "enclosed-area"))
_HAND_ON = frozenset(("if", "coalesce", "once", "depend", "randomize", "indexed-repeat"))
"""Functions that may give nodes."""


def check_repeats(spot: Spot, reading: Reading) -> Iterator[Note]:
    """Find these paths."""
    expression = spot.expression
    if isinstance(expression, Path):
        if spot.wants == "one":
            yield from _of_one(expression, spot, reading)
        elif spot.taker in _AGGREGATES:
            yield from _of_aggregate(expression, spot, reading)
    elif spot.taker in _OF_NODES and not _may_give_nodes(expression):
        yield note("needs-path", name=spot.taker)


def _may_give_nodes(expression: Expression) -> bool:
    if isinstance(expression, Unsupported):
        return True  # said already
    return isinstance(expression, Call) and expression.name in _HAND_ON


def _of_one(path: Path, spot: Spot, reading: Reading) -> Iterator[Note]:
    route = None if spot.is_predicate else reading.route(path, spot.site)
    if route is None or route.target is None or any(move.predicates for move in route.moves):
        return
    several = [
        move.place for move in route.moves if move.place.kind == "repeat" and move.own_hops is None
    ]
    if not several or all(_has_one_entry(repeat, reading) for repeat in several):
        return
    if route.table is not None:
        yield note("several-rows", path=spelled(path))
    else:
        is_ours = several[0] in spot.site.home.chain()
        code = "repeated-field/in-brackets" if is_ours else "repeated-field"
        yield note(code, name=route.target.name, repeat=several[0].name)


def _of_aggregate(path: Path, spot: Spot, reading: Reading) -> Iterator[Note]:
    route = reading.route(path, spot.site)
    if route is None or route.target is None or route.table is not None:
        return
    target = route.target
    in_repeat = target.inner.depth > 0
    open_moves = [m for m in route.moves if m.predicates or (m.own_hops is None)]
    if in_repeat and not open_moves:
        repeat = target.inner.place
        yield note("own-entry-only", name=target.name, function=spot.taker, repeat=_name_of(repeat))


def _name_of(place: Place | None) -> str:
    return place.name if place else ""


def _has_one_entry(repeat: Place, reading: Reading) -> bool:
    """Say whether a repeat never has more than one entry, by its ``jr:count``."""
    node = reading.node_at(repeat)
    if node is None or not node.count:
        return False
    try:
        counted = reading.node_at(reading.target(parse(node.count), reading.site(repeat)))
        return counted is not None and _at_most_one(parse(counted.bind.calculate))
    except UnreadableExpression:
        return False


def _at_most_one(expression: Expression) -> bool:
    match expression:
        case Number(value):
            return value <= 1
        case Text(value):
            return value in ("0", "1", "")
        case Call("if", (_, yes, no)):
            return _at_most_one(yes) and _at_most_one(no)
        case _:
            return False
