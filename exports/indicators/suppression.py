"""Small cells: which figures about victims are told, so that those hidden cannot be worked out.

What is told is made of whole blocks. Whoever adds and subtracts all that was ever told knows the
blocks, and nothing of what lies within: docs/adr/0005-small-cells.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from exports.indicators.suppression_blocks import (
    Atom,
    Cell,
    Node,
    Split,
    Threshold,
    consists,
    divide,
    without_empty,
)
from exports.indicators.suppression_categories import Categories, Partition
from exports.indicators.suppression_pairs import Crossing, Pair, Pairs

TellsPair = Callable[[Cell, Pair], bool]


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
            name: [Partition(self._root, one, table.k) for one in some]
            for name, some in table.dimensions.items()
        }

    def tells(self, cell: Cell) -> bool:
        """Say whether the total of a cell may be told."""
        return self._is_open and consists(self._root, cell, lambda _: True)

    def tells_category(self, cell: Cell, dimension: str, category: str) -> bool:
        """Say whether a cell's number in one category of a dimension may be told."""
        if not self._is_open or dimension not in self._partitions:
            return False
        for one in self._partitions[dimension]:
            if category in one.categories:
                return one.tells(cell, category)
        return True  # there is none of it anywhere

    def in_pairs(self, middle: str, other: str, pairs: Pairs) -> TellsPair:
        """Return what says of a cell's number in a pair of categories whether it may be told.

        Only pairs with one and the same dimension in the middle, of which a row is in one category,
        may ever be told: each with each of three would tell of what lies within all three.
        """
        partitions = self._partitions.get(middle, ())
        if not self._is_open or len(partitions) != 1 or other not in self._partitions:
            return lambda _cell, _pair: False
        crossings = [
            Crossing(self._root, partitions[0], one, pairs) for one in self._partitions[other]
        ]

        def tells(cell: Cell, pair: Pair) -> bool:
            for one in crossings:
                if one.knows(pair):
                    return one.tells(cell, pair)
            return True  # there is none of it anywhere

        return tells
