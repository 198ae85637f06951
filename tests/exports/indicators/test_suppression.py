"""A small cell is hidden, and so is what would give it away by subtraction."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pytest

from exports.indicators.suppression import Table, Telling, TellsPair
from exports.indicators.suppression_blocks import Atom, Cell, Split
from exports.indicators.suppression_categories import Categories, in_parts
from exports.indicators.suppression_pairs import Pair

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


def pairs_told(values: Mapping[Atom, Mapping[Pair, float]]) -> TellsPair:
    """Return what is told of sex and kind at once, of counts that add up to all others."""
    totals = {atom: float(sum(some.values())) for atom, some in values.items()}
    by: list[dict[Atom, dict[str, float]]] = [{}, {}]
    for atom, some in values.items():
        for pair, value in some.items():
            for of, category in zip(by, pair, strict=True):
                numbers = of.setdefault(atom, {})
                numbers[category] = numbers.get(category, 0.0) + value
    return telling(totals, sex=by[0], kind=by[1]).in_pairs("sex", "kind", values)


LARGE: Mapping[Pair, float] = {
    ("f", "verbal"): 9.0,
    ("f", "physical"): 8.0,
    ("m", "verbal"): 7.0,
    ("m", "physical"): 6.0,
}


def test_pairs_are_told_where_all_of_them_are_large() -> None:
    told = pairs_told({("Ba Bể", 1): LARGE})
    assert all(told(cell("Bắc Kạn"), pair) for pair in LARGE)
    few = pairs_told({("Ba Bể", 1): {**LARGE, ("m", "physical"): 5.0}})
    assert not any(few(cell("Bắc Kạn"), pair) for pair in LARGE)


def test_a_pair_is_told_beside_categories_that_are_small_together() -> None:
    sexual: Mapping[Pair, float] = {("f", "sexual"): 12.0, ("m", "sexual"): 1.0}
    told = pairs_told({("Ba Bể", 1): {**LARGE, **sexual}})
    assert not told(cell(), ("m", "sexual"))
    assert not told(cell(), ("f", "sexual"))
    assert [pair for pair in LARGE if told(cell(), pair)] == [("f", "verbal"), ("m", "verbal")]


def test_pairs_are_hidden_where_the_margins_of_the_parts_would_tell_more_with_them() -> None:
    """In one quarter nearly all are women, in another nearly all suffered blows.

    Both numbers are told of each quarter; that 20 were women who suffered blows is as many as
    there can be: then all women of the one quarter did, and all who did in the other are women.
    """
    first: Mapping[Pair, float] = {
        ("f", "physical"): 10.0,
        ("m", "physical"): 10.0,
        ("m", "verbal"): 10.0,
    }
    second: Mapping[Pair, float] = {
        ("f", "physical"): 10.0,
        ("f", "verbal"): 10.0,
        ("m", "verbal"): 10.0,
    }
    told = pairs_told({("Ba Bể", 1): first, ("Ba Bể", 3): second})
    assert not any(told(cell("Bắc Kạn"), pair) for pair in LARGE)
    alone = pairs_told({("Ba Bể", 1): dict.fromkeys(LARGE, 10.0)})
    assert all(alone(cell("Bắc Kạn"), pair) for pair in LARGE)


def test_there_is_none_of_what_was_never_met() -> None:
    told = pairs_told({("Ba Bể", 1): LARGE})
    assert told(cell(), ("f", "economic"))


def test_a_dimension_in_the_middle_must_be_of_one_category_a_row() -> None:
    cases: dict[Atom, float] = {("Ba Bể", 1): 40.0}
    kinds: Categories = {("Ba Bể", 1): {"a": 24.0, "b": 24.0}}
    sexes: Categories = {("Ba Bể", 1): {"f": 20.0, "m": 20.0}}
    pairs: Mapping[Atom, Mapping[Pair, float]] = {
        ("Ba Bể", 1): {(sex, kind): 12.0 for sex in "fm" for kind in "ab"}
    }
    told = telling(cases, sex=sexes, kind=kinds)
    assert told.in_pairs("sex", "kind", pairs)(cell(), ("f", "a"))
    turned = {atom: {(b, a): n for (a, b), n in some.items()} for atom, some in pairs.items()}
    assert not told.in_pairs("kind", "sex", turned)(cell(), ("a", "f"))
    assert not told.in_pairs("sex", "age", pairs)(cell(), ("f", "a"))
