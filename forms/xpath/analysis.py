"""What an expression is, before it is evaluated: what it refers to, its type, how pure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forms.xpath.faults import EvaluationError, NotHere
from forms.xpath.functions.dates import LOCAL_MARKS
from forms.xpath.functions.function import Impurity, ValueType
from forms.xpath.registry import FUNCTIONS
from forms.xpath.routes import BREADTH_MAX, Route, Site, resolve_all
from forms.xpath.schema import Place, Scope
from forms.xpath.syntax import (
    Call,
    Chain,
    Expression,
    Negation,
    Number,
    Path,
    Step,
    Text,
    parts_of,
)

TypeOf = Callable[[Place], ValueType]
"""What a place holds."""
_NOWHERE = Place("", "group", None, Scope(0))
"""Stands for a node that the form does not have: its predicates may refer to others."""
_OF_ARITHMETIC = ("+", "-", "*", "div", "mod")
_DATE_FORMATS = ("format-date", "format-date-time")


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A path inside an expression, and the site where it stands."""

    path: Path
    site: Site


def references(expression: Expression, site: Site) -> Iterator[Reference]:
    """Yield every path of an expression with its site: those in predicates have another."""
    waiting = [(expression, site)]
    while waiting:
        one, where = waiting.pop()
        if isinstance(one, Path):
            yield Reference(one, where)
            waiting.extend(_in_predicates(one, where))
            continue
        waiting.extend((part, where) for part in parts_of(one))


def _in_predicates(path: Path, site: Site) -> Iterator[tuple[Expression, Site]]:
    for number, step in enumerate(path.steps):
        if not step.predicates:
            continue
        upto = Path(path.start, (*path.steps[:number], Step(step.axis, step.name)))
        places = places_of(upto, site) or [_NOWHERE]
        if site.breadth * len(places) > BREADTH_MAX:
            continue
        each = site.among(len(places))
        for place in places:
            for predicate in step.predicates:
                yield predicate, each.inside(place)


def routes_of(path: Path, site: Site) -> list[Route]:
    """Resolve a path; nothing where it cannot be."""
    try:
        return resolve_all(path, site)
    except EvaluationError:
        return []


def places_of(path: Path, site: Site) -> list[Place]:
    """Return the places that a path leads to."""
    return [route.target for route in routes_of(path, site) if route.target is not None]


def referred_places(expression: Expression, site: Site) -> set[Place]:
    """Return all places that an expression refers to, in predicates too.

    So are the repeats whose entries a path walks through.
    """
    found: set[Place] = set()
    for reference in references(expression, site):
        for route in routes_of(reference.path, reference.site):
            found.update(move.place for move in route.moves)
            if route.target is not None:
                found.add(route.target)
    return found


def type_of(expression: Expression, site: Site, of_place: TypeOf) -> ValueType:
    """Return what an expression evaluates to; ``any`` where that depends.

    An empty text may come out of most of them instead: it stands for no answer.
    """
    match expression:
        case Number() | Negation():
            return "number"
        case Text():
            return "text"
        case Chain(_, rest):
            return "number" if rest[0][0] in _OF_ARITHMETIC else "boolean"
        case Path():
            types = {of_place(place) for place in places_of(expression, site)}
            return types.pop() if len(types) == 1 else "text" if not types else "any"
        case Call(name, arguments):
            return _type_of_call(name, arguments, site, of_place)
        case _:
            return "any"


def _type_of_call(
    name: str, arguments: tuple[Expression, ...], site: Site, of_place: TypeOf
) -> ValueType:
    branches: tuple[Expression, ...] = ()
    if name == "if":
        branches = arguments[1:]
    elif name in ("coalesce", "once"):
        branches = arguments
    elif name == "indexed-repeat":
        branches = arguments[:1]
    if branches:
        told = [one for one in branches if one != Text("")]
        types = {type_of(one, site, of_place) for one in told}
        return types.pop() if len(types) == 1 else "any"
    function = FUNCTIONS.get(name)
    return "any" if function is None else function.returns


def impurities(expression: Expression, site: Site) -> frozenset[Impurity]:
    """Return why the server may compute something else than the phone; nothing: it cannot."""
    found: set[Impurity] = set()
    waiting = [expression]
    while waiting:
        one = waiting.pop()
        waiting.extend(parts_of(one))
        if isinstance(one, Call):
            found |= _impurities_of_call(one, site)
    for reference in references(expression, site):
        if _looks_outside(reference):
            found.add("external")
    return frozenset(found)


def _impurities_of_call(call: Call, site: Site) -> set[Impurity]:
    function = FUNCTIONS.get(call.name)
    if function is not None and function.impure is not None:
        return {function.impure}
    if call.name in _DATE_FORMATS and len(call.arguments) == 2:
        pattern = call.arguments[1]
        is_plain = isinstance(pattern, Text) and not any(m in pattern.value for m in LOCAL_MARKS)
        return set() if is_plain else {"device"}
    if call.name == "randomize" and len(call.arguments) == 1:
        return {"random"}
    if call.name == "pulldata" and call.arguments:
        name = call.arguments[0]
        told = name.value.removesuffix(".csv") if isinstance(name, Text) else ""
        known = told in site.world.files and told not in site.world.changing
        return set() if known else {"external"}
    return set()


def _looks_outside(reference: Reference) -> bool:
    """Say whether a path leads to a table that is not here, or to what only the phone's has."""
    try:
        resolve_all(reference.path, reference.site)
    except NotHere:
        return True
    except EvaluationError:
        return False
    start, steps = reference.path.start, reference.path.steps
    if not isinstance(start, Call) or start.name != "instance":
        return False
    argument = start.arguments[0] if start.arguments else None
    if isinstance(argument, Text) and argument.value in reference.site.world.changing:
        return True
    return bool(steps and steps[-1].name.startswith("__"))
