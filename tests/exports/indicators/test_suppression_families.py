"""Whoever adds and subtracts all that is told cannot pin down what is hidden: tried by attack.

The attacker knows every figure that may be told of a random table, and that no count is negative.
A linear program tells how low and how high each hidden figure may then be.
"""

from __future__ import annotations

import os
import random
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from exports.indicators.suppression import Table, Telling
from exports.indicators.suppression_blocks import Atom, Cell, Split

FAMILIES = int(os.environ.get("TINCAY_TABLE_FAMILIES", "40"))
SEED = int(os.environ.get("TINCAY_TABLE_SEED", "20261126"))
DIMENSIONS = ("kind", "age")

Question = tuple[Cell, str, str]
"""A cell, a dimension ("": the total) and its category."""


@dataclass(frozen=True)
class Family:
    """A country of a few communes, some of which lay in other provinces before."""

    k: int
    communes: Mapping[Hashable, str]
    """Each reported unit's commune."""
    provinces: Mapping[Hashable, str]
    before: Mapping[Hashable, str]
    """Each reported unit's old province."""
    quarters: Sequence[int]
    categories: tuple[tuple[str, ...], ...]
    counts: Mapping[tuple[str, int, tuple[str, ...]], int]
    """By unit, quarter and the categories of all dimensions."""

    @property
    def units(self) -> list[str]:
        return [str(one) for one in self.communes]

    @cached_property
    def crossed(self) -> list[tuple[str, int, tuple[str, ...]]]:
        return list(product(self.units, self.quarters, product(*self.categories)))

    @cached_property
    def known(self) -> NDArray[np.float64]:
        return np.array([float(self.counts.get(one, 0)) for one in self.crossed])

    def table(self) -> Table:
        values: dict[Atom, float] = {}
        dimensions: list[dict[Atom, dict[str, float]]] = [{} for _ in self.categories]
        for (unit, quarter, categories), count in self.counts.items():
            values[unit, quarter] = values.get((unit, quarter), 0) + count
            for of, category in zip(dimensions, categories, strict=True):
                some = of.setdefault((unit, quarter), {})
                some[category] = some.get(category, 0) + count
        return Table(
            k=self.k,
            axes=(frozenset(self.units), frozenset(self.quarters)),
            splits=self._splits(),
            values=values,
            dimensions={name: [of] for name, of in zip(DIMENSIONS, dimensions, strict=False)},
        )

    def _splits(self) -> list[Split]:
        quarters = self.quarters
        return [
            Split(0, self.provinces, tells_zero=True),
            Split(1, {one: one // 4 for one in quarters}),
            Split(0, self.before, tells_zero=True),
            Split(1, {one: (one // 4, (0, 0, 2, 3)[one % 4]) for one in quarters}),
            Split(1, {one: one for one in quarters}),
            Split(0, self.communes),
            Split(0, {one: one for one in self.units}),
        ]

    def questions(self) -> Iterator[Question]:
        for cell in product(self._places(), self._times()):
            yield cell, "", ""
            for name, categories in zip(DIMENSIONS, self.categories, strict=False):
                for category in categories:
                    yield cell, name, category

    def _places(self) -> set[frozenset[str]]:
        found = {frozenset(self.units), *(frozenset({one}) for one in self.units)}
        for tree in (self.provinces, self.communes, self.before):
            for name in set(tree.values()):
                found.add(frozenset(one for one in self.units if tree[one] == name))
        return found

    def _times(self) -> set[frozenset[int]]:
        found = {frozenset(self.quarters), *(frozenset({one}) for one in self.quarters)}
        for first in self.quarters[::4]:
            for begin, end in ((0, 2), (2, 4), (0, 3), (0, 4)):
                found.add(frozenset(range(first + begin, first + end)))
        return found

    def matrix(self, questions: Sequence[Question]) -> NDArray[np.float64]:
        """Return which of the crossed figures each question adds up."""
        found = np.zeros((len(questions), len(self.crossed)))
        for row, ((places, times), name, category) in enumerate(questions):
            found[row] = self._where(0, places) & self._where(1, times)
            if name:
                place = DIMENSIONS.index(name)
                found[row] *= [categories[place] == category for _, _, categories in self.crossed]
        return found

    def _where(self, axis: int, coordinates: frozenset[Hashable]) -> NDArray[np.bool_]:
        known = self._masks.get((axis, coordinates))
        if known is None:
            known = np.array([one[axis] in coordinates for one in self.crossed])
            self._masks[axis, coordinates] = known
        return known

    @cached_property
    def _masks(self) -> dict[tuple[int, frozenset[Hashable]], NDArray[np.bool_]]:
        return {}


def a_family(chance: random.Random) -> Family:
    provinces: dict[Hashable, str] = {}
    communes: dict[Hashable, str] = {}
    for province in range(chance.choice((2, 2, 3))):
        for commune in range(chance.randint(2, 3)):
            for reported in range(chance.choice((1, 1, 1, 2))):
                unit = f"{province}-{commune}-{reported}"
                provinces[unit], communes[unit] = str(province), f"{province}-{commune}"
    moved = chance.random() < 0.5
    before: dict[Hashable, str] = {
        unit: chance.choice("abc") if moved else province for unit, province in provinces.items()
    }
    quarters = range(chance.choice((4, 4, 8)))
    categories = tuple(
        tuple(f"{name}{number}" for number in range(chance.randint(2, 3)))
        for name in DIMENSIONS[: chance.choice((0, 1, 1, 2))]
    )
    size = chance.choice((1, 2, 5, 10, 20))
    busy = chance.choice((0.1, 0.3, 0.6, 0.9))
    counts = {
        one: chance.randint(1, size)
        for one in product(map(str, communes), quarters, product(*categories))
        if chance.random() < busy
    }
    return Family(
        chance.choice((3, 5, 10)), communes, provinces, before, quarters, categories, counts
    )


def pinned_down(
    family: Family, told: Sequence[Question], hidden: Sequence[Question]
) -> list[tuple[Question, float, float]]:
    """Return a figure that is told although it is small, or known to within k although hidden."""
    for one, value in zip(told, family.matrix(told) @ family.known, strict=True):
        if 0 < value < family.k:
            return [(one, float(value), float(value))]
    return _Attack(family, told, hidden).finds() if hidden else []


class _Attack:
    def __init__(
        self, family: Family, told: Sequence[Question], hidden: Sequence[Question]
    ) -> None:
        self.hidden = hidden
        self.k = family.k
        self.of_hidden = family.matrix(hidden)
        of_told = np.unique(family.matrix(told), axis=0) if told else None
        self.equal = None if of_told is None else csr_matrix(of_told)
        self.values = None if of_told is None else of_told @ family.known
        self.low = self.of_hidden @ family.known
        self.high = self.low.copy()
        self.most = float(family.known.sum()) * 2 + 100

    def finds(self) -> list[tuple[Question, float, float]]:
        """Look at what is not yet seen to be uncertain: all together, then one by one."""
        chance = np.random.default_rng(1)
        while len(narrow := self._narrow()):
            signs = chance.choice((-1.0, 1.0), size=len(narrow)) * chance.random(len(narrow))
            self._solve(signs @ self.of_hidden[narrow])
            if len(self._narrow()) > 0.9 * len(narrow):
                one = int(narrow[0])
                self._solve(self.of_hidden[one])
                self._solve(-self.of_hidden[one])
                if one in self._narrow():
                    return [(self.hidden[one], float(self.low[one]), float(self.high[one]))]
        return []

    def _narrow(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.high - self.low <= self.k + 1e-6)

    def _solve(self, weights: NDArray[np.float64]) -> None:
        found = linprog(
            weights, A_eq=self.equal, b_eq=self.values, bounds=(0, self.most), method="highs"
        )
        assert found.status == 0, found.message
        sums = self.of_hidden @ found.x
        self.low, self.high = np.minimum(self.low, sums), np.maximum(self.high, sums)


def by_blocks(family: Family) -> tuple[list[Question], list[Question]]:
    """Return what is told and what is hidden."""
    telling = Telling(family.table())
    told: list[Question] = []
    hidden: list[Question] = []
    for one in family.questions():
        cell, name, category = one
        is_told = telling.tells_category(cell, name, category) if name else telling.tells(cell)
        (told if is_told else hidden).append(one)
    return told, hidden


def by_size(family: Family) -> tuple[list[Question], list[Question]]:
    """Hide what is small, and nothing else."""
    questions = list(family.questions())
    small = family.matrix(questions) @ family.known < family.k
    told = [one for one, is_small in zip(questions, small, strict=True) if not is_small]
    return told, [one for one, is_small in zip(questions, small, strict=True) if is_small]


def test_nothing_hidden_can_be_worked_out() -> None:
    chance = random.Random(SEED)
    all_told = all_hidden = 0
    for number in range(FAMILIES):
        family = a_family(chance)
        told, hidden = by_blocks(family)
        assert pinned_down(family, told, hidden) == [], f"seed {SEED}, family {number}: {family}"
        all_told, all_hidden = all_told + len(told), all_hidden + len(hidden)
    print(  # noqa: T201 - a proof says what it saw
        f"seed {SEED}: {FAMILIES} families, {all_told} told, {all_hidden} hidden, none in vain"
    )
    assert all_told > 0
    assert all_hidden > 0


def test_hiding_what_is_small_alone_is_broken_by_the_same_attack() -> None:
    chance = random.Random(SEED)
    families = [a_family(chance) for _ in range(10)]
    assert any(pinned_down(family, *by_size(family)) for family in families)
