"""Blocks: a table cut into parts that are each large enough to be told, or told only as a whole."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

Atom = tuple[Hashable, ...]
"""The finest there is: one coordinate on each axis, as (unit as reported, month)."""
Cell = tuple[frozenset[Hashable], ...]
"""A figure that may be asked for: some coordinates of each axis, and all their atoms."""


@dataclass(frozen=True, slots=True)
class Split:
    """One way to cut a part of the table: along an axis, by the class of each coordinate."""

    axis: int
    class_of: Mapping[Hashable, Hashable]
    tells_zero: bool = False
    """Classes in which there is nothing in the whole table are told to be empty."""


@dataclass(frozen=True)
class Node:
    """A part of the table with all its atoms, those that are 0 too; without children, a block."""

    sets: Cell
    values: Mapping[Atom, float]
    """Of its atoms that are not 0."""
    children: tuple[Node, ...] = ()

    @cached_property
    def total(self) -> float:
        """What its atoms add up to."""
        return fsum(self.values.values())

    @cached_property
    def parts(self) -> Sequence[Node]:
        """The parts within it that have anything."""
        return [child for child in self.children if child.total]

    def is_apart_from(self, cell: Cell) -> bool:
        """Say whether none of its atoms is in a cell."""
        return any(own.isdisjoint(asked) for own, asked in zip(self.sets, cell, strict=True))

    def is_within(self, cell: Cell) -> bool:
        """Say whether all of its atoms are in a cell."""
        return all(own <= asked for own, asked in zip(self.sets, cell, strict=True))


@dataclass(frozen=True, slots=True)
class Threshold:
    """How large a part must be."""

    k: int
    atoms_may_be_k: bool
    """No category is told, so that an atom of just k can be told: there is nothing within."""

    def is_enough(self, node: Node) -> bool:
        """Say whether a part can stand by itself.

        What has something finer within must be above k: what is hidden in it may be anything from
        0 to its total, and that is to be further apart than k.
        """
        if node.total > self.k:
            return True
        is_atom = all(len(coordinates) == 1 for coordinates in node.sets)
        return self.atoms_may_be_k and is_atom and node.total >= self.k


def consists(node: Node, cell: Cell, is_told: Callable[[Node], bool]) -> bool:
    """Say whether a cell's share of a part is made of whole parts that may be told."""
    if node.total == 0 or node.is_apart_from(cell):
        return True
    if node.is_within(cell) and is_told(node):
        return True
    return bool(node.children) and all(consists(child, cell, is_told) for child in node.children)


def without_empty(whole: Node, splits: Sequence[Split]) -> Node:
    """Leave out what is told to be empty: it can hide nothing, and need not be hidden."""
    sets = list(whole.sets)
    for split in splits:
        if split.tells_zero:
            met = {split.class_of[atom[split.axis]] for atom in whole.values}
            sets[split.axis] = frozenset(
                one for one in sets[split.axis] if split.class_of[one] in met
            )
    return Node(tuple(sets), whole.values)


def divide(node: Node, splits: Sequence[Split], threshold: Threshold) -> Node:
    """Cut a part by the first split that leaves large parts, these by the splits after it.

    The parts that are too small stay together as one; where that one is too small as well, the
    smallest of the large ones joins it.
    """
    for number, split in enumerate(splits):
        parts = _parts(node, split, threshold)
        if len(parts) > 1:
            children = (divide(part, splits[number + 1 :], threshold) for part in parts)
            return Node(node.sets, node.values, tuple(children))
    return node


def _parts(node: Node, split: Split, threshold: Threshold) -> list[Node]:
    classes = _classes(node, split)
    if len(classes) == 1:
        return classes
    large = [one for one in classes if threshold.is_enough(one)]
    large.sort(key=lambda one: one.total, reverse=True)
    rest = [one for one in classes if not threshold.is_enough(one)]
    while rest and large and fsum(one.total for one in rest) <= threshold.k:
        rest.append(large.pop())
    return [*large, _union(rest, split.axis)] if rest else large


def _classes(node: Node, split: Split) -> list[Node]:
    found: dict[Hashable, set[Hashable]] = {}
    for coordinate in node.sets[split.axis]:
        found.setdefault(split.class_of[coordinate], set()).add(coordinate)
    if len(found) == 1:
        return [node]
    values: dict[Hashable, dict[Atom, float]] = {one: {} for one in found}
    for atom, value in node.values.items():
        values[split.class_of[atom[split.axis]]][atom] = value
    # Always in one order: of two that are as large, not now this one and now that one may be told.
    ordered = sorted(found, key=repr)
    return [_with(node.sets, split.axis, found[one], values[one]) for one in ordered]


def _union(nodes: Sequence[Node], axis: int) -> Node:
    values = {atom: value for one in nodes for atom, value in one.values.items()}
    coordinates = {coordinate for one in nodes for coordinate in one.sets[axis]}
    return _with(nodes[0].sets, axis, coordinates, values)


def _with(
    sets: Cell, axis: int, coordinates: Iterable[Hashable], values: Mapping[Atom, float]
) -> Node:
    return Node((*sets[:axis], frozenset(coordinates), *sets[axis + 1 :]), values)
