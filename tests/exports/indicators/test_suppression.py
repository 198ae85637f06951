"""A small cell is hidden, and so is what would give it away by subtraction."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pytest

from exports.indicators.suppression import Categories, Table, Telling, in_parts
from exports.indicators.suppression_blocks import Atom, Cell, Split

PROVINCES: Mapping[Hashable, Hashable] = {
    "Ba Bể": "Bắc Kạn",
    "Chợ Rã": "Bắc Kạn",
    "Phủ Thông": "Bắc Kạn",
    "Hạ Long": "Quảng Ninh",
    "Cô Tô": "Quảng Ninh",
    "Sa Pa": "Lào Cai",
}
QUARTERS = (1, 2, 3, 4)


def telling(values: Mapping[Atom, float], k: int = 5, **dimensions: Categories) -> Telling:
    parts = {name: in_parts(values, some) for name, some in dimensions.items()}
    return Telling(
        Table(
            k=k,
            axes=(frozenset(PROVINCES), frozenset(QUARTERS)),
            splits=(
                Split(0, PROVINCES, tells_zero=True),
                Split(1, {one: one for one in QUARTERS}),
                Split(0, {one: one for one in PROVINCES}),
            ),
            values=values,
            dimensions={name: some for name, some in parts.items() if some is not None},
        )
    )


def cell(*places: str, quarters: tuple[int, ...] = QUARTERS) -> Cell:
    inside = (name for name, province in PROVINCES.items() if {name, province} & set(places))
    return frozenset(inside if places else PROVINCES), frozenset(quarters)


def test_a_small_province_is_hidden_and_with_it_the_one_that_would_tell_it() -> None:
    told = telling({("Ba Bể", 1): 20.0, ("Hạ Long", 1): 3.0})
    assert told.tells(cell())
    assert not told.tells(cell("Quảng Ninh"))
    assert not told.tells(cell("Bắc Kạn"))


def test_of_two_large_provinces_the_smaller_one_hides_the_small_one() -> None:
    told = telling({("Ba Bể", 1): 20.0, ("Hạ Long", 1): 3.0, ("Sa Pa", 1): 9.0})
    assert told.tells(cell("Bắc Kạn"))
    assert not told.tells(cell("Sa Pa"))


def test_a_province_where_nothing_ever_happened_is_told_to_have_nothing() -> None:
    told = telling({("Ba Bể", 1): 20.0})
    assert told.tells(cell("Quảng Ninh"))
    assert told.tells(cell("Cô Tô", quarters=(2,)))


def test_quarters_without_anything_are_hidden_or_the_one_with_all_would_tell_them() -> None:
    told = telling({("Ba Bể", 1): 20.0})
    assert told.tells(cell("Bắc Kạn"))
    assert not told.tells(cell("Bắc Kạn", quarters=(1,)))
    assert not told.tells(cell("Bắc Kạn", quarters=(2,)))


def test_large_quarters_and_communes_are_told_beside_what_is_left() -> None:
    told = telling(
        {
            ("Ba Bể", 1): 20.0,
            ("Chợ Rã", 1): 4.0,
            ("Phủ Thông", 1): 3.0,
            ("Chợ Rã", 3): 6.0,
        }
    )
    assert told.tells(cell("Bắc Kạn", quarters=(1,)))
    assert told.tells(cell("Ba Bể", quarters=(1,)))
    assert not told.tells(cell("Chợ Rã", quarters=(1,)))
    assert told.tells(cell("Chợ Rã", "Phủ Thông", quarters=(1,)))
    assert not told.tells(cell("Bắc Kạn", quarters=(3,)))
    assert told.tells(cell("Bắc Kạn", quarters=(2, 3, 4)))


@pytest.mark.parametrize("total, is_told", [(0, True), (1, False), (5, False), (6, True)])
def test_all_that_there_is_must_be_more_than_k(total: float, is_told: bool) -> None:
    told = telling({("Ba Bể", 1): total})
    assert told.tells(cell()) is is_told
    assert told.tells(cell("Bắc Kạn")) is is_told


def test_numbers_below_nothing_hide_nothing() -> None:
    with pytest.raises(ValueError, match="negative"):
        telling({("Ba Bể", 1): -1.0})


def test_a_category_is_told_by_itself_where_the_rest_is_large_too() -> None:
    cases: dict[Atom, float] = {("Ba Bể", 1): 30.0}
    kinds: dict[Atom, dict[str, float]] = {
        ("Ba Bể", 1): {"physical": 14.0, "verbal": 9.0, "economic": 7.0}
    }
    told = telling(cases, kind=kinds)
    assert [told.tells_category(cell(), "kind", one) for one in kinds["Ba Bể", 1]] == [True] * 3
    few = telling(cases, kind={("Ba Bể", 1): {"physical": 14.0, "verbal": 14.0, "economic": 2.0}})
    assert [few.tells_category(cell(), "kind", one) for one in kinds["Ba Bể", 1]] == [
        True,
        False,
        False,
    ]


def test_provinces_tell_a_category_only_where_it_is_large_in_all_of_them() -> None:
    cases: dict[Atom, float] = {("Ba Bể", 1): 30.0, ("Hạ Long", 1): 20.0}
    kinds: dict[Atom, dict[str, float]] = {
        ("Ba Bể", 1): {"a": 15.0, "b": 15.0},
        ("Hạ Long", 1): {"a": 18.0, "b": 2.0},
    }
    told = telling(cases, kind=kinds)
    assert told.tells_category(cell(), "kind", "b")
    assert not told.tells_category(cell("Bắc Kạn"), "kind", "b")
    assert told.tells_category(cell(), "kind", "never met")


def test_a_dimension_that_is_no_part_of_the_whole_is_not_told() -> None:
    cases: dict[Atom, float] = {("Ba Bể", 1): 30.0}
    assert in_parts(cases, {("Ba Bể", 1): {"a": 31.0}}) is None
    assert not telling(cases, kind={("Ba Bể", 1): {"a": 31.0}}).tells_category(cell(), "kind", "a")


def test_what_may_be_several_things_is_each_or_not() -> None:
    cases: dict[Atom, float] = {("Ba Bể", 1): 30.0}
    parts = in_parts(cases, {("Ba Bể", 1): {"a": 20.0, "b": 25.0}}, several=True)
    assert parts == [
        {("Ba Bể", 1): {"a": 20.0, "\0rest": 10.0}},
        {("Ba Bể", 1): {"b": 25.0, "\0rest": 5.0}},
    ]
