"""Which node's rules depend on which other node: an order to judge them in, or a circle.

Source: measured on JavaRosa (TriggerableDag). A node hangs on what its ``relevant``, ``calculate``,
``required`` and ``readonly`` refer to, and on the relevance of the groups around it. Constraints
may refer to anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.definition import Node
from forms.places import FormPlaces
from forms.xpath.analysis import referred_places
from forms.xpath.faults import UnreadableExpression
from forms.xpath.parser import parse
from forms.xpath.routes import site_of
from forms.xpath.schema import Place
from forms.xpath.world import World

Needs = dict[Place, set[Place]]
"""What must be judged before each place."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order of places in which each comes after all it depends on."""

    rank: Mapping[Place, int]
    circle: tuple[Place, ...] = ()
    """Places that depend on each other in a circle: no phone opens such a form."""


def order_of(places: FormPlaces, world: World) -> Order:
    """Find the order of a form's places."""
    needs: Needs = {place: set() for place in places.nodes}
    for place, node in places.nodes.items():
        for expression in triggering(node):
            needs[place] |= _referred(expression, place, world) & needs.keys()
        if node.bind.relevant:
            for below in place.walk():
                if below is not place:
                    needs[below].add(place)
    return _sort(needs)


def triggering(node: Node) -> Iterator[str]:
    """Yield the expressions by which a node hangs on others."""
    bind = node.bind
    for expression in (bind.relevant, bind.calculate, bind.required, bind.readonly):
        if expression and expression != "true()":
            yield expression


def _referred(expression: str, place: Place, world: World) -> set[Place]:
    try:
        return referred_places(parse(expression), site_of(world, place))
    except UnreadableExpression:
        return set()


def _sort(needs: Needs) -> Order:
    """Sort as Kahn does; what is left over lies on a circle or behind one."""
    open_needs = {place: len(needed) for place, needed in needs.items()}
    needed_by: dict[Place, list[Place]] = {place: [] for place in needs}
    for place, needed in needs.items():
        for one in needed:
            needed_by[one].append(place)
    ready = [place for place, count in open_needs.items() if count == 0]
    rank: dict[Place, int] = {}
    for place in ready:  # grows while it is walked
        rank[place] = len(rank)
        for waiting in needed_by[place]:
            open_needs[waiting] -= 1
            if open_needs[waiting] == 0:
                ready.append(waiting)
    if len(rank) == len(needs):
        return Order(rank)
    return Order(rank, _circle({p: n - rank.keys() for p, n in needs.items() if p not in rank}))


def _circle(needs: Needs) -> tuple[Place, ...]:
    """Return one circle among places that each need another of them."""
    number = {place: at for at, place in enumerate(needs)}
    place = next(iter(needs))
    walked: dict[Place, int] = {}
    while place not in walked:
        walked[place] = len(walked)
        place = min(needs[place], key=number.__getitem__)
    return tuple(one for one, at in walked.items() if at >= walked[place])
