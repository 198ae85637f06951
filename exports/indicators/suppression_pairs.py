"""Two disaggregations at once: where a protected figure may be told in pairs of categories.

Both margins are told of each part and of the parts within, so that what two categories share in a
part could often be worked out from the whole. docs/adr/0005-small-cells.md says why this is safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import fsum
from typing import NamedTuple

from exports.indicators.suppression_blocks import Atom, Cell, Node, consists
from exports.indicators.suppression_categories import REST, Group, Partition

Pair = tuple[str, str]
Pairs = Mapping[Atom, Mapping[Pair, float]]
"""Of each atom, its number in each pair of categories of two dimensions."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Groups of both dimensions; a cell for each pair of groups."""

    rows: Sequence[Group]
    columns: Sequence[Group]

    def least(self, sums: Mapping[Pair, float]) -> float:
        """Return its smallest cell."""
        return min(_sum(sums, *place) for place in product(self.rows, self.columns))


class Crossing:
    """Which pairs of categories are told by themselves in which part of the table.

    A part is told in pairs where every part within it could be, in all that its margins tell: then
    these say no more than the pairs do. Its own groups come together until each pair is above k.
    """

    def __init__(self, root: Node, first: Partition, second: Partition, pairs: Pairs) -> None:
        """Settle it for two dimensions of a table."""
        self._root = root
        self._first, self._second, self._k = first, second, first.k
        self._pairs = {atom: _with_rests(atom, first, second, pairs) for atom in root.values}
        self._grids: dict[int, _Grid] = {}
        if root.total and all(
            value >= 0 for some in self._pairs.values() for value in some.values()
        ):
            self._settle(root)

    def knows(self, pair: Pair) -> bool:
        """Say whether there is anything in both categories anywhere, if not in the pair."""
        return pair[0] in self._first.categories and pair[1] in self._second.categories

    def tells(self, cell: Cell, pair: Pair) -> bool:
        """Say whether a cell's number in a pair of categories may be told."""
        row, column = frozenset({pair[0]}), frozenset({pair[1]})

        def is_told(node: Node) -> bool:
            grid = self._grids.get(id(node))
            return grid is not None and row in grid.rows and column in grid.columns

        return consists(self._root, cell, is_told)

    def _settle(self, node: Node) -> bool:
        """Note what is told of a part; return whether it could be in all that its margins tell."""
        settled = [self._settle(child) for child in node.parts]
        if not all(settled):
            return False
        sums = self._sums(node)
        whole = grid = _Grid(self._first.groups(node), self._second.groups(node))
        shared = _Grid(_shared(self._first, node), _shared(self._second, node))
        while grid.least(sums) <= self._k:
            coarser = _coarser(grid, shared, sums, self._k)
            if coarser is None:  # the whole table is too small to be told at all
                return False
            grid = coarser
        self._grids[id(node)] = grid
        return grid is whole

    def _sums(self, node: Node) -> dict[Pair, float]:
        found: dict[Pair, float] = {}
        for atom in node.values:
            for pair, value in self._pairs[atom].items():
                found[pair] = found.get(pair, 0.0) + value
        return found


def _shared(partition: Partition, node: Node) -> Sequence[Group]:
    """Return the groups that the parts within a part share; of a block, a single one."""
    return partition.groups(node.parts[0]) if node.parts else [partition.categories]


def _coarser(grid: _Grid, shared: _Grid, sums: Mapping[Pair, float], k: int) -> _Grid | None:
    """Put the smallest of the groups with too small a pair together with the smallest beside it."""
    rows = [_Row(one, [_sum(sums, one, other) for other in grid.columns]) for one in grid.rows]
    columns = [_Row(one, [_sum(sums, other, one) for other in grid.rows]) for one in grid.columns]
    found = [
        (joined, is_row)
        for lines, within, is_row in ((rows, shared.rows, True), (columns, shared.columns, False))
        if (joined := _joined(lines, within, k)) is not None
    ]
    if not found:
        return None
    (_, groups), is_row = min(found, key=lambda one: one[0][0])
    return _Grid(groups, grid.columns) if is_row else _Grid(grid.rows, groups)


class _Row(NamedTuple):
    """A group and its numbers in all groups of the other dimension."""

    group: Group
    numbers: Sequence[float]


def _joined(
    lines: Sequence[_Row], within: Sequence[Group], k: int
) -> tuple[float, Sequence[Group]] | None:
    """Return the groups with two put together, and how large the smaller one is."""
    ordered = sorted(lines, key=lambda line: fsum(line.numbers))
    for line in ordered:
        if min(line.numbers) > k:
            continue
        around = next(one for one in within if line.group <= one)
        for other in ordered:
            if other is not line and other.group <= around:
                kept = [one.group for one in lines if one not in (line, other)]
                return fsum(line.numbers), [*kept, line.group | other.group]
    return None


def _sum(sums: Mapping[Pair, float], row: Group, column: Group) -> float:
    return fsum(sums.get(pair, 0.0) for pair in product(row, column))


def _with_rests(
    atom: Atom, first: Partition, second: Partition, pairs: Pairs
) -> Mapping[Pair, float]:
    """Return an atom's pairs with those of what is in no category of either dimension."""
    found = {
        (one, other): value
        for (one, other), value in pairs.get(atom, {}).items()
        if one in first.categories and other in second.categories
    }
    rows, columns = dict.fromkeys(first.categories, 0.0), dict.fromkeys(second.categories, 0.0)
    for (one, other), value in found.items():
        rows[one] += value
        columns[other] += value
    for one in first.categories - {REST}:
        found[one, REST] = first.of(atom).get(one, 0.0) - rows[one]
    for other in second.categories - {REST}:
        found[REST, other] = second.of(atom).get(other, 0.0) - columns[other]
    in_neither = first.of(atom).get(REST, 0.0)
    found[REST, REST] = in_neither - fsum(found[REST, one] for one in second.categories - {REST})
    return found
