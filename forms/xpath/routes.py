"""A path becomes a route: where it begins, which repeats it descends into, where it ends.

This is JavaRosa's ``TreeReference.contextualize``: a path that begins at the root, read in a
repeat, means this entry, not all of them, for as long as its names are those of the way here. A
level with a predicate is not bound so. Source: measured on JavaRosa; xpath.md section 2b.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from forms.xpath.faults import EvaluationError, NotHere
from forms.xpath.schema import Place
from forms.xpath.syntax import WILDCARD, Call, Expression, Path, Step, Text
from forms.xpath.world import Table, World

BREADTH_MAX = 2_000
Anchor = Literal["here", "origin", "root", "table"]


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """Where an expression is evaluated."""

    world: World
    here: Place
    """The node whose expression it is; inside a predicate, the node that it judges."""
    home: Place
    """The node whose expression it is, always: ``current()``."""
    judging: bool = False
    """Inside a predicate."""
    keying: bool = False
    """What an entry of a table must equal in its first predicate: see ``_context``."""
    breadth: int = 1
    """How many sites like this one wildcards have made."""

    def inside(self, place: Place, *, keying: bool = False) -> Site:
        """Return the site of a predicate on a place."""
        return replace(self, here=place, judging=True, keying=keying)

    def among(self, count: int) -> Site:
        """Return one of so many sites that a wildcard makes of this one.

        Raises EvaluationError where wildcards inside each other's predicates make too many.
        """
        if self.breadth * count > BREADTH_MAX:
            raise EvaluationError("unsupported construct [wildcards inside each other]")
        return replace(self, breadth=self.breadth * count)

    @property
    def is_at_home(self) -> bool:
        """Say whether ``here`` and ``current()`` are the same frame."""
        return not self.judging


def site_of(world: World, place: Place) -> Site:
    """Return the site of an expression that belongs to a place."""
    return Site(world=world, here=place, home=place)


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Into the entries of a repeat, or a judgement on a node: which of them go on."""

    place: Place
    predicates: tuple[Expression, ...] = ()
    own_hops: int | None = None
    """Of a repeat: only the entry at the position of the frame so many hops above the anchor's."""


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A path, resolved. ``target`` None: it leads nowhere."""

    anchor: Anchor
    hops: int
    """How many frames up from the anchor it begins."""
    moves: tuple[Move, ...]
    target: Place | None
    table: Table | None = None

    @property
    def single(self) -> bool:
        """Say whether it can only lead to one node."""
        return not self.moves


NOWHERE = Route("root", 0, (), None)


class OpenWildcard(Exception):
    """A wildcard that the way here does not fill; ``names``: what it could stand for."""

    def __init__(self, left: int, names: Sequence[str]) -> None:
        super().__init__(f"{left} steps left, any of {names}")
        self.left = left
        """How many steps follow the wildcard."""
        self.names = names


def resolve_all(path: Path, site: Site) -> list[Route]:
    """Resolve a path into one route, or one for each name that its wildcards stand for."""
    try:
        return [_resolve(path, site)]
    except OpenWildcard as wildcard:
        at = len(path.steps) - wildcard.left - 1
        return [
            route
            for name in wildcard.names
            for route in resolve_all(_with_name(path, at, name), site)
        ]


def _with_name(path: Path, at: int, name: str) -> Path:
    steps = list(path.steps)
    steps[at] = replace(steps[at], name=name)
    return replace(path, steps=tuple(steps))


def resolve(path: Path, site: Site) -> Route:
    """Resolve a path without open wildcards. Raises EvaluationError where JavaRosa would."""
    try:
        return _resolve(path, site)
    except OpenWildcard as wildcard:
        raise EvaluationError("unsupported construct [a wildcard step]") from wildcard


def _resolve(path: Path, site: Site) -> Route:
    for step in path.steps:
        if step.axis == "unsupported":
            raise EvaluationError(f"unsupported construct [{step.name}]")
    start = path.start
    if isinstance(start, Call):
        return _from_call(start, path.steps, site)
    if start == "here":
        return _relative(path.steps, site.here, "here")
    chain, anchor = _context(site)
    return _absolute(path.steps, chain, anchor, site.world.root)


def _context(site: Site) -> tuple[Sequence[Place], Anchor]:
    """Return what binds a path from the root: the way here; in a table, nothing.

    But what the entries of a table must equal is computed once, before them, and so at home.
    """
    chain = site.here.chain()
    if chain[0] is site.world.root:
        return chain, "here"
    if not site.keying:
        return (), "root"
    return site.home.chain(), "here" if site.is_at_home else "origin"


def _from_call(call: Call, steps: tuple[Step, ...], site: Site) -> Route:
    if call.name == "current":
        if not steps or call.arguments:
            raise EvaluationError("cannot handle function 'current'")
        anchor: Anchor = "here" if site.is_at_home else "origin"
        return _relative(steps, site.home, anchor)
    name = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(name, Text):
        raise EvaluationError("instance() takes one text")
    table = site.world.tables.get(name.value)
    if table is None:
        if name.value in site.world.missing:
            raise NotHere(f"instance({name.value})")
        raise EvaluationError(f"Instance referenced by instance({name.value}) does not exist")
    if not steps:
        raise EvaluationError("cannot handle function 'instance'")
    route = _absolute(steps, (), "table", table.place)
    return replace(route, table=table)


def _relative(steps: tuple[Step, ...], start: Place, anchor: Anchor) -> Route:
    place: Place | None = start
    walk = _Walk(anchor)
    number = 0
    for number, step in enumerate(steps):  # noqa: B007 - used behind the loop
        if step.axis == "self":
            continue
        if step.axis != "parent":
            break
        if place is None:
            raise EvaluationError("Attempt to parent past the root node")
        walk.hops += place.kind == "repeat"
        place = place.parent
    else:
        return walk.to(place)
    rest = steps[number:]
    if place is None:  # above the root, from where only the root can be reached
        first, rest = rest[0], rest[1:]
        root = start.chain()[0]
        if first.name != root.name:
            return NOWHERE
        walk.judge(root, first.predicates)
        place = root
    return walk.down(place, rest)


def _absolute(
    steps: tuple[Step, ...], chain: Sequence[Place], anchor: Anchor, root: Place
) -> Route:
    steps = tuple(step for step in steps if step.axis != "self")
    if not steps:
        raise EvaluationError("unsupported construct [the root of a document]")
    bound = _bound_levels(steps, chain)
    if not bound and steps[0].name not in (root.name, WILDCARD):
        return NOWHERE
    free = next((level for level in range(bound) if steps[level].predicates), bound)
    if free == 0:
        walk, place = _Walk("table" if anchor == "table" else "root"), root
        walk.judge(root, steps[0].predicates)
        free = 1
    else:
        place = chain[free - 1]
        walk = _Walk(anchor, hops=chain[-1].inner.depth - place.inner.depth)
    depth = chain[-1].inner.depth if chain else 0
    for level in range(free, bound):
        place = chain[level]
        own = None if steps[level].predicates else depth - place.inner.depth
        walk.enter(place, steps[level].predicates, own)
    return walk.down(place, steps[max(free, bound) :])


def _bound_levels(steps: Sequence[Step], chain: Sequence[Place]) -> int:
    """Return how many levels from the root on have the names of the way here."""
    count = 0
    for step, place in zip(steps, chain, strict=False):
        if step.axis != "child" or step.name not in (place.name, WILDCARD):
            break
        count += 1
    return count


@dataclass(slots=True)
class _Walk:
    """A route being made."""

    anchor: Anchor
    hops: int = 0
    moves: list[Move] = field(default_factory=list)

    def judge(self, place: Place, predicates: tuple[Expression, ...]) -> None:
        if predicates:
            self.moves.append(Move(place, predicates))

    def enter(self, place: Place, predicates: tuple[Expression, ...], own: int | None) -> None:
        """Go to a child: into all its entries, or the one at our own position."""
        if place.kind == "repeat":
            self.moves.append(Move(place, predicates, own))
        else:
            self.judge(place, predicates)

    def down(self, place: Place, steps: Sequence[Step]) -> Route:
        """Follow names from a place."""
        for number, step in enumerate(steps):
            if step.axis == "self":
                continue
            if step.axis == "parent":
                raise EvaluationError("unsupported construct [a step up behind a name]")
            known = place.attributes if step.axis == "attribute" else place.children
            if step.name == WILDCARD:
                raise OpenWildcard(len(steps) - number - 1, tuple(known))
            child = known.get(step.name)
            if child is None:
                return NOWHERE
            self.enter(child, step.predicates, None)
            place = child
        return self.to(place)

    def to(self, place: Place | None) -> Route:
        if place is None:
            raise EvaluationError("unsupported construct [the root of a document]")
        return Route(self.anchor, self.hops, tuple(self.moves), place)
