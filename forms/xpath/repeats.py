"""``indexed-repeat`` and ``randomize``: one entry by its number, all entries in another order."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from forms.xpath.faults import EvaluationError
from forms.xpath.routes import NOWHERE, Move, Route, Site, resolve
from forms.xpath.run import POSITION, Frame, Run
from forms.xpath.schema import Place
from forms.xpath.syntax import Expression, Path
from forms.xpath.values import Value, number_of
from forms.xpath.walks import Evaluate, Gather, Narrow, Reach, pick_position, reach_of

_MODULUS = 2_147_483_647
_FACTOR = 16_807
"""Park and Miller's generator of 1988."""


def indexed_repeat(
    field: Expression, groups: Sequence[Expression], indexes: Sequence[Evaluate], site: Site
) -> tuple[Route, Reach | None]:
    """Return the way to a field in the entries of the given numbers.

    A repeat around it that is not given means our own entry, where we stand in one; else all.
    """
    if not isinstance(field, Path):
        raise EvaluationError("indexed-repeat(): first parameter must be XPath field reference")
    if len(groups) != len(indexes):
        raise EvaluationError("indexed-repeat(): each group has its index")
    target = _place(field, site)
    if target is None:
        return NOWHERE, None
    above = target.chain()
    if above[0] is not site.world.root:
        raise EvaluationError("indexed-repeat(): the field must be one of the form")
    given: dict[Place, Evaluate] = {}
    for group, index in zip(groups, indexes, strict=True):
        place = _place(group, site)
        if place is None or place not in above:
            raise EvaluationError("indexed-repeat(): a group must be a parent of the field")
        given[place] = index
    own = site.here.chain()
    moves = [Move(place) for place in above if place.kind == "repeat"]
    narrows = [_narrow(move.place, given, own) for move in moves]
    route = Route("root", 0, tuple(moves), target)
    return route, reach_of(route, narrows)


def _place(expression: Expression, site: Site) -> Place | None:
    return resolve(expression, site).target if isinstance(expression, Path) else None


def _narrow(place: Place, given: dict[Place, Evaluate], own: Sequence[Place]) -> Narrow | None:
    index = given.get(place)
    if index is not None:
        wanted = index
        return pick_position(lambda frame, run: _number(wanted(frame, run)))
    if place not in own:
        return None
    hops = own[-1].inner.depth - place.inner.depth

    def position(frame: Frame, _run: Run) -> int:
        for _ in range(hops):
            frame = frame[0]
        return frame[POSITION]  # type: ignore[no-any-return]

    return pick_position(position)


def _number(index: Value) -> int:
    number = number_of(index)
    if math.isnan(number) or number < 1:
        return 1
    return int(min(number, _MODULUS))


def shuffled(nodes: Gather, seed: Evaluate | None) -> Gather:
    """Make ``randomize``: the nodes in an order that a seed decides; without one, as they are."""
    if seed is None:
        return nodes
    given = seed

    def shuffle(frame: Frame, run: Run) -> list[Value]:
        values = nodes(frame, run)
        state = _first_state(given(frame, run))
        mixed: list[Value] = list(values)
        for place, value in enumerate(values):
            state = state * _FACTOR % _MODULUS
            other = int((state - 1) / (_MODULUS - 1) * (place + 1))
            mixed[place] = mixed[other]
            mixed[other] = value
        return mixed

    return shuffle


def _first_state(seed: Value) -> int:
    number = number_of(seed)
    if math.isnan(number):
        text = seed if isinstance(seed, str) else ""
        digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
        whole = int.from_bytes(digest[:8], "big", signed=True) if text else 0
    else:
        whole = int(min(max(number, -(2.0**63)), 2.0**63 - 1024))
    state = int(math.fmod(whole, _MODULUS))
    return state + _MODULUS - 1 if state <= 0 else state
