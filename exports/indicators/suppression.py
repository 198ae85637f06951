"""Small cells: which figures about victims are told, so that those hidden cannot be worked out.

What is told is made of whole blocks. Whoever adds and subtracts all that was ever told knows the
blocks, and nothing of what lies within: docs/adr/0005-small-cells.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from exports.indicators.suppression_blocks import (
    Atom,
    Cell,
    Node,
    Split,
    Threshold,
    divide,
    without_empty,
)

Categories = Mapping[Atom, Mapping[str, float]]
"""Of each atom, its number in parts that add up to it."""
REST = "\0rest"
"""The category of what is in none."""
_Group = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All figures of an indicator that there are to tell."""

    k: int
    """Cells from 1 to below k are hidden, and k above and below them is uncertain."""
    axes: Cell
    """All coordinates of each axis."""
    splits: Sequence[Split]
    """Coarse ones first: those that come early are told most."""
    values: Mapping[Atom, float]
    """Not negative; what is not there is 0."""
    dimensions: Mapping[str, Sequence[Categories]]
    """By name: as ``in_parts`` makes them. One that is not here is not told."""


def in_parts(
    values: Mapping[Atom, float], categories: Categories, *, several: bool = False
) -> Sequence[Categories] | None:
    """Return a dimension as parts of the whole; None where it is not made of parts.

    One partition, with what is in none of the categories as a rest; where a row may be in several
    categories, a partition for each: those in it, and the others.
    """
    found: dict[Atom, dict[str, float]] = {
        atom: {name: value for name, value in categories.get(atom, {}).items() if value}
        for atom in {*values, *categories}
    }
    if any(
        value < 0 or value > values.get(atom, 0.0)
        for atom, some in found.items()
        for value in some.values()
    ):
        return None
    too_much = any(fsum(some.values()) > values.get(atom, 0.0) for atom, some in found.items())
    if not several and not too_much:
        return [_with_rest(values, found)]
    names = sorted({name for some in found.values() for name in some})
    return [
        _with_rest(values, {atom: {name: some.get(name, 0.0)} for atom, some in found.items()})
        for name in names
    ]


def _with_rest(values: Mapping[Atom, float], categories: Categories) -> Categories:
    return {
        atom: {**some, REST: values.get(atom, 0.0) - fsum(some.values())}
        for atom, some in categories.items()
    }


class Telling:
    """Says of any figure of a table whether it may be told. Immutable."""

    def __init__(self, table: Table) -> None:
        """Cut the table into blocks. Raises ValueError for a negative number."""
        values = {atom: value for atom, value in table.values.items() if value}
        if any(value < 0 for value in values.values()):
            raise ValueError("negative")
        threshold = Threshold(table.k, atoms_may_be_k=not table.dimensions)
        whole = without_empty(Node(table.axes, values), table.splits)
        self._is_open = threshold.is_enough(whole) or whole.total == 0
        self._root = divide(whole, table.splits, threshold) if self._is_open else whole
        self._partitions = {
            name: [_Partition(self._root, one, table.k) for one in some]
            for name, some in table.dimensions.items()
        }

    def tells(self, cell: Cell) -> bool:
        """Say whether the total of a cell may be told."""
        return self._is_open and _consists(self._root, cell, None, "")

    def tells_category(self, cell: Cell, dimension: str, category: str) -> bool:
        """Say whether a cell's number in one category of a dimension may be told."""
        if not self._is_open or dimension not in self._partitions:
            return False
        for one in self._partitions[dimension]:
            if category in one.categories:
                return _consists(self._root, cell, one, category)
        return True  # there is none of it anywhere


class _Partition:
    """Which categories are told by themselves in which part of the table.

    The parts of one part share their groups of categories: else a category that is hidden in one
    of them would be what is left of the whole after the others.
    """

    def __init__(self, root: Node, categories: Categories, k: int) -> None:
        self._categories = categories
        self._k = k
        self._alone: dict[int, frozenset[str]] = {}
        seen = dict(sorted(self._sums(root).items()))  # in one order, as the blocks
        self.categories = frozenset(seen)
        self._settle(root, self._grouped([frozenset({one}) for one in seen], [seen]))

    def tells(self, node: Node, category: str) -> bool:
        return category in self._alone.get(id(node), ())

    def _settle(self, node: Node, groups: Sequence[_Group]) -> None:
        """Note what is told of a part, and of the parts within."""
        self._alone[id(node)] = frozenset(
            name for group in groups if len(group) == 1 for name in group
        )
        within = [child for child in node.children if child.total]
        if not within:
            return
        finer = groups
        if len(within) > 1:
            finer = self._grouped(groups, [self._sums(child) for child in within])
        for child in within:
            self._settle(child, finer)

    def _grouped(
        self, groups: Sequence[_Group], rows: Sequence[Mapping[str, float]]
    ) -> Sequence[_Group]:
        """Put groups together until each is above k in every row."""

        def least(group: _Group) -> float:
            return min(fsum(row.get(name, 0.0) for name in group) for row in rows)

        large = sorted((one for one in groups if least(one) > self._k), key=least, reverse=True)
        rest = frozenset[str]().union(*(one for one in groups if least(one) <= self._k))
        while rest and large and least(rest) <= self._k:
            rest |= large.pop()
        return [*large, *([rest] if rest else [])]

    def _sums(self, node: Node) -> dict[str, float]:
        found: dict[str, float] = {}
        for atom in node.values:
            for name, value in self._categories.get(atom, {}).items():
                found[name] = found.get(name, 0.0) + value
        return {name: value for name, value in found.items() if value}


def _consists(node: Node, cell: Cell, partition: _Partition | None, category: str) -> bool:
    """Say whether a cell's share of a part is made of whole parts that may be told."""
    if node.total == 0 or node.is_apart_from(cell):
        return True
    if node.is_within(cell):
        return partition is None or partition.tells(node, category)
    return bool(node.children) and all(
        _consists(child, cell, partition, category) for child in node.children
    )
