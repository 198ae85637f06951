"""An expression becomes a function of a frame: compiled once for each form version, then called.

What JavaRosa refuses only when it is reached (an unknown function, a construct that it does not
have) compiles to a function that raises EvaluationError: ``false() and nothing()`` is false.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forms.xpath import operators
from forms.xpath.calls import Calls, Compile
from forms.xpath.faults import EvaluationError
from forms.xpath.lookups import find_lookup, lookup
from forms.xpath.node_sets import gives_nodes
from forms.xpath.routes import Move, Route, Site, resolve, resolve_all
from forms.xpath.run import POSITION, Frame, Run
from forms.xpath.syntax import (
    Call,
    Chain,
    Expression,
    Negation,
    Number,
    Path,
    Text,
    Unsupported,
    walk,
)
from forms.xpath.values import Value
from forms.xpath.walks import (
    Evaluate,
    Gather,
    Narrow,
    Reach,
    in_turn,
    keep_where,
    nothing,
    only_one,
    pick_position,
    reach_of,
    value_of,
    values_of,
)


def compile_value(expression: Expression, site: Site) -> Evaluate:
    """Make the function that returns the one value of an expression.

    It takes the frame of the site's node, which it keeps as ``current()``, and raises
    EvaluationError.
    """
    evaluate = _COMPILER.value(expression, site)
    if not _asks_for_home(expression):
        return evaluate

    def at_home(frame: Frame, run: Run) -> Value:
        run.origin = frame
        return evaluate(frame, run)

    return at_home


def compile_test(predicate: Expression, site: Site) -> Evaluate:
    """Make the function that says whether a predicate lets a node through: ``True`` alone does.

    ``site`` is inside the predicate; who calls it has set the ``origin`` of the run.
    """
    if gives_nodes(predicate):
        return _always(False)
    return _COMPILER.value(predicate, site)


def compile_nodes(path: Path, site: Site) -> tuple[Route, Reach | None]:
    """Resolve a path, and make the function that finds the frames it leads to."""
    route = resolve(path, site)
    reach = _COMPILER.reach(route, site)
    if reach is None or not _asks_for_home(path):
        return route, reach
    found = reach

    def at_home(frame: Frame, run: Run) -> Sequence[Frame]:
        run.origin = frame
        return found(frame, run)

    return route, at_home


def _asks_for_home(expression: Expression) -> bool:
    """Say whether a predicate is inside: only there is ``current()`` another node than ``.``."""
    return any(
        step.predicates for one in walk(expression) if isinstance(one, Path) for step in one.steps
    )


def raising(error: EvaluationError) -> Evaluate:
    """Make a function that raises, for what must not be reached."""

    def fail(_frame: Frame, _run: Run) -> Value:
        raise type(error)(*error.args)

    return fail


class _Compiler(Compile):
    """Dispatches on what an expression is made of."""

    def __init__(self) -> None:
        self._calls = Calls(self)

    def value(self, expression: Expression, site: Site) -> Evaluate:
        """Make the function that returns one value."""
        try:
            match expression:
                case Number(value) | Text(value):
                    return _always(value)
                case Path():
                    return self._path(expression, site)
                case Call():
                    return self._calls.value(expression, site)
                case Chain(first, rest):
                    return self._chain(first, rest, site)
                case Negation(operand):
                    return operators.negation(self.value(operand, site))
                case Unsupported(what):
                    return raising(EvaluationError(f"unsupported construct [{what}]"))
        except EvaluationError as error:
            return raising(error)

    def _path(self, path: Path, site: Site) -> Evaluate:
        routes = resolve_all(path, site)
        if len(routes) == 1:
            return value_of(routes[0], self.reach(routes[0], site))
        return only_one(self._gather(routes, site))

    def _gather(self, routes: Sequence[Route], site: Site) -> Gather:
        if len(routes) == 1:
            return values_of(routes[0], self.reach(routes[0], site))
        each = site.among(len(routes))
        gathers = [values_of(route, self.reach(route, each)) for route in routes]
        return lambda frame, run: [value for one in gathers for value in one(frame, run)]

    def _chain(
        self, first: Expression, rest: Sequence[tuple[str, Expression]], site: Site
    ) -> Evaluate:
        made = self.value(first, site)
        operands = [self.value(operand, site) for _, operand in rest]
        if rest[0][0] == "or":
            return operators.any_of([made, *operands])
        if rest[0][0] == "and":
            return operators.all_of([made, *operands])
        signed = [
            (sign, evaluate, constant_of(operand))
            for (sign, operand), evaluate in zip(rest, operands, strict=True)
        ]
        return operators.chain(made, signed)

    def gather(self, expression: Expression, site: Site) -> Gather | None:
        """Make the function that returns the values of all nodes; None: it gives no nodes."""
        if not gives_nodes(expression):
            return None
        try:
            if isinstance(expression, Call):
                return self._calls.gather(expression, site)
            if not isinstance(expression, Path):
                return None
            return self._gather(resolve_all(expression, site), site)
        except EvaluationError as error:
            fail = raising(error)
            return lambda frame, run: [fail(frame, run)]

    def reach(self, route: Route, site: Site) -> Reach | None:
        """Make the function that finds the frames of a route; None where it needs no search."""
        first = [self._narrow(move, route, site, number) for number, move in enumerate(route.moves)]
        return reach_of(route, first)

    def _narrow(self, move: Move, route: Route, site: Site, number: int) -> Narrow | None:
        narrows: list[Narrow] = []
        if move.own_hops is not None:
            narrows.append(pick_position(own_position(route, move.own_hops)))
        predicates = list(move.predicates)
        if number == 0 and route.table is not None and predicates:
            found = find_lookup(predicates[0], move.place, route.table)
            if found is not None:
                keying = not found.remaining
                key = self.value(found.sought, site.inside(move.place, keying=keying))
                narrows.append(lookup(found, key))
                predicates[:1] = found.remaining
        narrows += [self._predicate(predicate, move, site) for predicate in predicates]
        return in_turn(narrows)

    def _predicate(self, predicate: Expression, move: Move, site: Site) -> Narrow:
        if gives_nodes(predicate):
            return nothing  # nodes are no boolean, whatever they hold
        test = self.value(predicate, site.inside(move.place))
        return keep_where(test, counts=asks_position(predicate))


def own_position(route: Route, hops: int) -> Callable[[Frame, Run], int]:
    """Make the function that tells at which position the frame so many hops up stands."""
    at_origin = route.anchor == "origin"

    def position(frame: Frame, run: Run) -> int:
        own = run.origin if at_origin else frame
        for _ in range(hops):
            own = own[0]
        return own[POSITION]  # type: ignore[no-any-return]

    return position


def asks_position(expression: Expression) -> bool:
    """Say whether ``position()`` is asked of the node that a predicate judges."""
    return any(
        isinstance(one, Call) and one.name == "position" and not one.arguments
        for one in walk(expression)
    )


def constant_of(expression: Expression) -> Value | None:
    """Return the value of what is written out; None for all else."""
    match expression:
        case Number(value) | Text(value):
            return value
        case Negation(Number(value)):
            return -value
        case _:
            return None


def _always(value: Value) -> Evaluate:
    return lambda _frame, _run: value


_COMPILER = _Compiler()
