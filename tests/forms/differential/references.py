"""The ways in which an expression points at a node, as pyxform or a designer would write them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from tests.forms.differential.shape import Field, Spot, Steps, Table


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a part of an expression stands: at its spot, or inside a predicate."""

    spot: Spot
    item: Steps | None = None
    """In a predicate on nodes of the form: the node that is judged."""
    table: Table | None = None
    """In a predicate on a secondary instance: whose item is judged."""

    @property
    def outside(self) -> bool:
        return self.item is None and self.table is None

    @property
    def start(self) -> Steps:
        """From where relative paths go, and what absolute paths take their positions from."""
        return self.item or self.spot.steps

    def judging(self, item: Steps) -> Scope:
        return replace(self, item=item, table=None)

    def looking_up(self, table: Table) -> Scope:
        return replace(self, item=None, table=table)


def in_reach(field: Field, start: Steps) -> bool:
    """Say whether a path from ``start`` leads to one node: all repeats around it are around us."""
    return all(start[: len(repeat)] == repeat for repeat in field.repeats)


def absolute(steps: Steps) -> str:
    return "/" + "/".join(steps)


def relative(start: Steps, goal: Steps, *, kept: int | None = None) -> str:
    """Return the path from one node to another; it climbs until ``kept`` steps are left."""
    shared = _shared(start, goal) if kept is None else kept
    climbed = [".."] * (len(start) - shared)
    return "/".join((*climbed, *goal[shared:])) or "."


def _shared(start: Steps, goal: Steps) -> int:
    count = 0
    for one, other in zip(start, goal, strict=False):
        if one != other:
            break
        count += 1
    return count


def one_node(random: Random, field: Field, scope: Scope) -> str:
    """Return a path to a field that is in reach, in one of the spellings that mean it."""
    spellings: list[str] = []
    if in_reach(field, scope.start):
        spellings += [absolute(field.steps)] * 2
        if scope.table is None:
            spellings += [relative(scope.start, field.steps)] * 2
    if in_reach(field, scope.spot.steps):
        way = relative(scope.spot.steps, field.steps)
        spellings += [f"current()/{way}"] * (1 if scope.outside else 3)
    path = random.choice(spellings)
    # pyxform leaves blanks around what was ${...}
    return f" {path} " if random.random() < 0.4 else path


def all_nodes(random: Random, goal: Steps, repeats: tuple[Steps, ...], scope: Scope) -> list[str]:
    """Return a path to many nodes as its parts: after each but the last a predicate may stand.

    Every part but the last ends with the name of a repeat.
    """
    around = [repeat for repeat in repeats if goal[: len(repeat)] == repeat]
    if scope.table is None and random.random() < 0.5:
        kept = min(_shared(scope.start, goal), len(scope.start) - 1, len(goal) - 1)
        for repeat in around:
            # climb out of a repeat, now and then, to see all its entries
            if len(repeat) <= kept and random.random() < 0.6:
                kept = len(repeat) - 1
                break
        begin = relative(scope.start, goal[: kept + 1], kept=kept)
        return _parts(begin, goal[kept + 1 :], goal[: kept + 1], around)
    return _parts(absolute(goal[:1]), goal[1:], goal[:1], around)


def _parts(begin: str, rest: Steps, reached: Steps, around: list[Steps]) -> list[str]:
    parts = [begin]
    for name in rest:
        if reached in around:
            parts.append("")
        parts[-1] += f"/{name}"
        reached = (*reached, name)
    return [*parts, ""] if reached in around else parts
