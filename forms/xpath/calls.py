"""Calls of functions: how each kind takes its arguments, and those that the compiler must know."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from forms.xpath.faults import EvaluationError, NotHere
from forms.xpath.functions.function import Function
from forms.xpath.functions.numbers import checklist, weighted_checklist
from forms.xpath.functions.selects import finder, selected
from forms.xpath.functions.texts import normalize_space, string_length, whole
from forms.xpath.names import choice_name, itext
from forms.xpath.node_sets import gives_nodes
from forms.xpath.registry import FUNCTIONS
from forms.xpath.repeats import indexed_repeat, shuffled
from forms.xpath.routes import Route, Site, resolve, resolve_all
from forms.xpath.run import POSITION, Frame, Run
from forms.xpath.syntax import Call, Expression, Path, Step, Text
from forms.xpath.values import Value, text_of, truth_of
from forms.xpath.walks import Evaluate, Gather, Reach, start_of, value_of, values_of

_SELF = Path("here", (Step("self", "node()"),))
_UUID_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_UUID_MAX = 1_000
Special = Callable[[tuple[Expression, ...], Site], Evaluate]


class Compile(Protocol):
    """What compiles the arguments."""

    def value(self, expression: Expression, site: Site) -> Evaluate:
        """Make the function that returns one value."""
        ...

    def gather(self, expression: Expression, site: Site) -> Gather | None:
        """Make the function that returns the values of all nodes; None: it gives no nodes."""
        ...

    def reach(self, route: Route, site: Site) -> Reach | None:
        """Make the function that finds the frames of a route."""
        ...


def not_nodes(name: str) -> EvaluationError:
    """Say that a function wants nodes."""
    return EvaluationError(f"type mismatch: {name} takes a path")


class Calls:
    """Compiles calls."""

    def __init__(self, compiler: Compile) -> None:
        self._compiler = compiler
        self._specials: dict[str, Special] = {
            "if": self._if,
            "coalesce": self._coalesce,
            "once": self._once,
            "position": self._position,
            "string-length": self._own_or(string_length),
            "normalize-space": self._own_or(normalize_space),
            "count-non-empty": self._count_non_empty,
            "indexed-repeat": self._indexed_repeat,
            "checklist": self._checklist,
            "weighted-checklist": self._weighted_checklist,
            "jr:choice-name": self._choice_name,
            "jr:itext": self._itext,
            "pulldata": self._pulldata,
            "randomize": self._randomize,
            "uuid": self._uuid,
            "random": lambda _arguments, _site: lambda _frame, run: run.chance.random(),
            "version": lambda _arguments, _site: lambda _frame, run: run.version,
            "property": lambda _arguments, _site: lambda _frame, _run: "",
        }

    def value(self, call: Call, site: Site) -> Evaluate:
        """Make the function that calls one. Raises EvaluationError for what no function takes."""
        function = FUNCTIONS.get(call.name)
        if function is None:
            raise EvaluationError(f"cannot handle function '{call.name}'")
        if not function.takes(len(call.arguments)):
            raise EvaluationError(f"function '{call.name}' takes other arguments")
        if call.name in self._specials:
            return self._specials[call.name](call.arguments, site)
        return self._plain(function, call.arguments, site)

    def gather(self, call: Call, site: Site) -> Gather | None:
        """Make the function that returns the nodes that a call gives; None: it gives none."""
        if call.name == "if" and len(call.arguments) == 3:
            return self._if_nodes(call.arguments, site)
        if call.name in ("coalesce", "once", "depend") and call.arguments:
            return self._passed_on(call, site)
        if call.name == "randomize" and call.arguments:
            return self._shuffled_nodes(call.arguments, site)
        if call.name == "indexed-repeat" and len(call.arguments) >= 3:
            route, reach = self._indexed(call.arguments, site)
            return values_of(route, reach)
        return None

    def _plain(self, function: Function, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        call = function.call
        if call is None:
            raise EvaluationError(f"cannot handle function '{function.name}'")
        if call is selected and isinstance(arguments[1], Text):
            finds, answer = finder(arguments[1].value), self._compiler.value(arguments[0], site)
            return lambda frame, run: finds(answer(frame, run))
        if function.form == "values":
            return _apply(call, [self._compiler.value(a, site) for a in arguments], function.runs)
        if function.form == "joined":
            head = self._compiler.value(arguments[0], site)
            tail = self._list(arguments[1:], site)
            return lambda frame, run: call(head(frame, run), tail(frame, run))
        if function.form == "nodes":
            nodes = self._nodes(function.name, arguments[0], site)
            return lambda frame, run: call(nodes(frame, run))
        values = self._list(arguments, site)
        return lambda frame, run: call(values(frame, run))

    def _nodes(self, name: str, argument: Expression, site: Site) -> Gather:
        nodes = self._compiler.gather(argument, site)
        if nodes is None:
            raise not_nodes(name)
        return nodes

    def _list(self, arguments: Sequence[Expression], site: Site) -> Gather:
        """Take several values as one list; of a single path, the values of all its nodes."""
        if len(arguments) == 1:
            nodes = self._compiler.gather(arguments[0], site)
            if nodes is not None:
                return nodes
        made = [self._compiler.value(argument, site) for argument in arguments]
        return lambda frame, run: [evaluate(frame, run) for evaluate in made]

    def _if(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        test, then, other = (self._compiler.value(argument, site) for argument in arguments)

        def either(frame: Frame, run: Run) -> Value:
            holds = test(frame, run)
            if holds is True or (holds is not False and truth_of(holds)):
                return then(frame, run)
            return other(frame, run)

        return either

    def _if_nodes(self, arguments: tuple[Expression, ...], site: Site) -> Gather | None:
        then, other = (self._compiler.gather(argument, site) for argument in arguments[1:])
        if then is None or other is None:
            return None
        test = self._compiler.value(arguments[0], site)
        branches: dict[bool, Gather] = {True: then, False: other}
        return lambda frame, run: branches[truth_of(test(frame, run))](frame, run)

    def _passed_on(self, call: Call, site: Site) -> Gather | None:
        """Return the nodes that a function passes on as they are, the first that are not empty."""
        given = call.arguments
        if call.name == "depend":
            return self._compiler.gather(given[0], site)
        first, second = (_SELF, given[0]) if call.name == "once" else (given[0], given[-1])
        ones, others = self._compiler.gather(first, site), self._compiler.gather(second, site)
        if ones is None or others is None:
            return None
        preferred, instead = ones, others

        def nodes(frame: Frame, run: Run) -> list[Value]:
            found = preferred(frame, run)
            return found if found and found[0] != "" else instead(frame, run)

        return nodes

    def _shuffled_nodes(self, arguments: tuple[Expression, ...], site: Site) -> Gather | None:
        nodes = self._compiler.gather(arguments[0], site)
        if nodes is None:
            return None
        seed = self._compiler.value(arguments[1], site) if len(arguments) > 1 else None
        return shuffled(nodes, seed)

    def _coalesce(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        first, second = (self._compiler.value(argument, site) for argument in arguments)

        def coalesce(frame: Frame, run: Run) -> Value:
            value = first(frame, run)
            is_empty = value == "" or value != value  # noqa: PLR0124 - NaN
            return second(frame, run) if is_empty else value

        return coalesce

    def _once(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        """Keep what the node has; only an empty one is computed."""
        own = self._compiler.value(_SELF, site)
        fresh = self._compiler.value(arguments[0], site)

        def once(frame: Frame, run: Run) -> Value:
            value = own(frame, run)
            return fresh(frame, run) if value == "" else value

        return once

    def _own_or(self, call: Callable[[Value], Value]) -> Special:
        """Make a function that takes the node itself where it is given nothing."""

        def special(arguments: tuple[Expression, ...], site: Site) -> Evaluate:
            taken = self._compiler.value(arguments[0] if arguments else _SELF, site)
            return lambda frame, run: call(taken(frame, run))

        return special

    def _position(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        if not arguments:
            if site.judging:
                return lambda _frame, run: float(run.position)
            if site.here.kind == "repeat":
                return lambda frame, _run: float(frame[POSITION])
            return lambda _frame, _run: 1.0
        path = arguments[0]
        if not isinstance(path, Path):
            raise not_nodes("position")
        route = resolve(path, site)
        return _position_of(route, self._compiler.reach(route, site))

    def _count_non_empty(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        """Count nodes with an answer; groups and entries have children, and are never empty."""
        (path,) = arguments
        nodes = self._nodes("count-non-empty", path, site)
        routes = resolve_all(path, site) if isinstance(path, Path) else []
        if any(route.target is not None and route.target.kind != "field" for route in routes):
            return lambda frame, run: float(len(nodes(frame, run)))
        return lambda frame, run: float(sum(value != "" for value in nodes(frame, run)))

    def _indexed(self, arguments: tuple[Expression, ...], site: Site) -> tuple[Route, Reach | None]:
        indexes = [self._compiler.value(index, site) for index in arguments[2::2]]
        return indexed_repeat(arguments[0], arguments[1::2], indexes, site)

    def _indexed_repeat(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        route, reach = self._indexed(arguments, site)
        return value_of(route, reach)

    def _checklist(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        bounds = self._values(arguments[:2], site)
        rest = self._list(arguments[2:], site)
        return lambda frame, run: checklist([*bounds(frame, run), *rest(frame, run)])

    def _weighted_checklist(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        if len(arguments) % 2:
            raise EvaluationError("cannot handle function 'weighted-checklist'")
        bounds = self._values(arguments[:2], site)
        pair = arguments[2:]
        if len(pair) == 2 and all(map(gives_nodes, pair)):
            holds, weights = (self._nodes("weighted-checklist", one, site) for one in pair)
            return lambda frame, run: weighted_checklist(
                [*bounds(frame, run), *_interleaved(holds(frame, run), weights(frame, run))]
            )
        rest = self._values(arguments[2:], site)
        return lambda frame, run: weighted_checklist([*bounds(frame, run), *rest(frame, run)])

    def _values(self, arguments: Sequence[Expression], site: Site) -> Gather:
        made = [self._compiler.value(argument, site) for argument in arguments]
        return lambda frame, run: [evaluate(frame, run) for evaluate in made]

    def _choice_name(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        return choice_name(self._compiler.value(arguments[0], site), arguments[1], site)

    def _itext(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        return itext(self._compiler.value(arguments[0], site), site.world.texts)

    def _pulldata(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        """Look up a row of a CSV file: the first whose key column is a text."""
        values = self._values(arguments, site)
        files = site.world.files

        def pull(frame: Frame, run: Run) -> Value:
            name, column, key, sought = map(text_of, values(frame, run))
            table = files.get(name.removesuffix(".csv"))
            if table is None:
                raise NotHere(f"pulldata({name})")
            entry = table.place.children["item"]
            at, wanted = entry.children.get(key), entry.children.get(column)
            if at is None or wanted is None:
                return ""
            rows = table.index(entry, at).get(sought, ())
            return (rows[0][wanted.slot] or "") if rows else ""

        return pull

    def _uuid(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        if not arguments:
            return lambda _frame, run: str(uuid.UUID(int=run.chance.getrandbits(128), version=4))
        length = self._compiler.value(arguments[0], site)
        return lambda frame, run: "".join(
            run.chance.choices(_UUID_SIGNS, k=min(max(whole(length(frame, run)), 0), _UUID_MAX))
        )

    def _randomize(self, arguments: tuple[Expression, ...], site: Site) -> Evaluate:
        """Give the one value of nodes that are shuffled: there must not be several."""
        return self._compiler.value(arguments[0], site)


def _apply(call: Callable[..., Any], arguments: Sequence[Evaluate], runs: bool = False) -> Evaluate:
    """Make the function that evaluates so many arguments and calls."""
    if runs:
        return lambda frame, run: call(run, *[one(frame, run) for one in arguments])
    if len(arguments) == 1:
        (only,) = arguments
        return lambda frame, run: call(only(frame, run))
    if len(arguments) == 2:
        first, second = arguments
        return lambda frame, run: call(first(frame, run), second(frame, run))
    return lambda frame, run: call(*[one(frame, run) for one in arguments])


def _position_of(route: Route, reach: Reach | None) -> Evaluate:
    target = route.target
    if target is None:
        return lambda _frame, _run: 0.0
    if target.kind != "repeat":
        nodes = values_of(route, reach)
        return lambda frame, run: 1.0 if nodes(frame, run) else 0.0
    if reach is None:
        start = start_of(route)
        return lambda frame, run: float(start(frame, run)[POSITION])
    found = reach

    def position(frame: Frame, run: Run) -> float:
        frames = found(frame, run)
        return float(frames[0][POSITION]) if frames else 0.0

    return position


def _interleaved(holds: Sequence[Value], weights: Sequence[Value]) -> list[Value]:
    pairs = zip(holds, weights, strict=False)
    return [value for pair in pairs for value in pair]
