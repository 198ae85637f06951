"""Categories of a protected figure: which of them are told by themselves, in which part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from exports.indicators.suppression_blocks import Atom, Cell, Node, consists

Categories = Mapping[Atom, Mapping[str, float]]
"""Of each atom, its number in parts that add up to it."""
REST = "\0rest"
"""The category of what is in none."""
Group = frozenset[str]


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


class Partition:
    """Which categories are told by themselves in which part of the table.

    The parts of one part share their groups of categories: else a category that is hidden in one
    of them would be what is left of the whole after the others.
    """

    def __init__(self, root: Node, categories: Categories, k: int) -> None:
        """Settle what is told in each part of a table that is cut into blocks."""
        self.k = k
        self._root = root
        self._categories = categories
        self._groups: dict[int, Sequence[Group]] = {}
        seen = dict(sorted(self._sums(root).items()))  # in one order, as the blocks
        self.categories = frozenset(seen)
        self._settle(root, self._grouped([frozenset({one}) for one in seen], [seen]))

    def groups(self, node: Node) -> Sequence[Group]:
        """Return the categories of a part of the table in groups whose numbers are told."""
        return self._groups.get(id(node), ())

    def tells(self, cell: Cell, category: str) -> bool:
        """Say whether a cell's number in a category may be told."""
        alone = frozenset({category})
        return consists(self._root, cell, lambda node: alone in self.groups(node))

    def of(self, atom: Atom) -> Mapping[str, float]:
        """Return the numbers of an atom."""
        return self._categories.get(atom, {})

    def _settle(self, node: Node, groups: Sequence[Group]) -> None:
        """Note what is told of a part, and of the parts within."""
        self._groups[id(node)] = groups
        within = node.parts
        finer = groups
        if len(within) > 1:
            finer = self._grouped(groups, [self._sums(child) for child in within])
        for child in within:
            self._settle(child, finer)

    def _grouped(
        self, groups: Sequence[Group], rows: Sequence[Mapping[str, float]]
    ) -> Sequence[Group]:
        """Put groups together until each is above k in every row."""

        def least(group: Group) -> float:
            return min(fsum(row.get(name, 0.0) for name in group) for row in rows)

        large = sorted((one for one in groups if least(one) > self.k), key=least, reverse=True)
        rest = frozenset[str]().union(*(one for one in groups if least(one) <= self.k))
        while rest and large and least(rest) <= self.k:
            rest |= large.pop()
        return [*large, *([rest] if rest else [])]

    def _sums(self, node: Node) -> dict[str, float]:
        found: dict[str, float] = {}
        for atom in node.values:
            for name, value in self._categories.get(atom, {}).items():
                found[name] = found.get(name, 0.0) + value
        return {name: value for name, value in found.items() if value}
