"""Which commune is which: before and after July 2025, by key, by name, as members of a province."""

from __future__ import annotations

from datetime import date

import pytest

from exports.indicators.units import Lifted, load_units
from tests.kit.library import PROGRAMME

UNITS = load_units()


def test_the_whole_country_is_there_in_both_trees() -> None:
    counts = {
        (vintage, level): len(UNITS.of_level(vintage, level))
        for vintage in UNITS.vintages
        for level in ("country", "province", "district", "commune")
    }
    assert counts == {
        ("2024", "country"): 1,
        ("2024", "province"): 63,
        ("2024", "district"): 696,
        ("2024", "commune"): 10_035,  # five island districts had none
        ("2025", "country"): 1,
        ("2025", "province"): 34,
        ("2025", "district"): 0,
        ("2025", "commune"): 3_321,
    }


def test_every_unit_lies_in_one_above_and_leads_to_one_that_is() -> None:
    for vintage in UNITS.vintages:
        for level in ("province", "district", "commune"):
            for unit in UNITS.of_level(vintage, level):
                assert UNITS.get(unit.parent).vintage == vintage
                assert all(UNITS.get(key).vintage == "2025" for key in unit.successors)
                assert unit.successors or vintage == "2025" or level == "district"


def test_former_bac_kan_goes_on_as_37_communes() -> None:
    members = UNITS.children("legacy-06")
    assert len(members) == 37
    assert {UNITS.ancestor(unit.key, "province") for unit in members} == {"2025-19"}
    assert len(UNITS.communes_of("legacy-06", "2024")) == 108
    assert UNITS.contains("legacy-06", "2024-01843")
    assert UNITS.contains("legacy-06", "2025-01906")
    assert not UNITS.contains("legacy-06", "2025-05467")


def test_one_code_may_be_two_units() -> None:
    assert UNITS.get("2024-01906").label == "Xã Khang Ninh"
    assert UNITS.get("2025-01906").label == "Xã Ba Bể"


def test_provinces_have_as_many_communes_as_they_had() -> None:
    counts = {
        key: len(UNITS.communes_of(key, key[:4])) for key in ("2024-06", "2024-22", "2025-22")
    }
    assert counts == {"2024-06": 108, "2024-22": 171, "2025-22": 54}
    assert len([d for d in UNITS.children("2024-06") if d.level == "district"]) == 8


def test_an_old_commune_leads_to_its_successor() -> None:
    assert UNITS.lift("2024-01834", "commune", "2025") == Lifted("2025-01840", bridged=True)
    assert UNITS.lift("2024-01834", "province", "2025") == Lifted("2025-19", bridged=True)


def test_a_commune_that_was_split_leads_to_its_default_successor_and_says_so() -> None:
    assert UNITS.get("2024-05461").successors == ("2025-05443", "2025-05467")
    assert UNITS.lift("2024-05461", "commune", "2025") == Lifted(
        "2025-05443", bridged=True, split=True
    )
    assert UNITS.lift("2024-05461", "province", "2025") == Lifted("2025-19", bridged=True)


def test_a_new_commune_leads_back_only_where_that_is_certain() -> None:
    assert UNITS.lift("2025-01906", "province", "2024") == Lifted("2024-06", bridged=True)
    assert UNITS.lift("2025-01906", "commune", "2024") == Lifted(None, bridged=True)
    mixed = next(one for one in UNITS.of_level("2025", "commune") if one.label == "Xã Bạch Thông")
    assert UNITS.lift(mixed.key, "district", "2024") == Lifted(None, bridged=True)


def test_in_its_own_tree_a_commune_lies_where_it_lies() -> None:
    assert UNITS.lift("2024-01843", "district", "2024") == Lifted("2024-058")
    assert UNITS.lift("2025-01843", "district", "2025") == Lifted(None)
    assert UNITS.lift("2024-99999", "province", "2024") == Lifted(None)


@pytest.mark.parametrize("day, tree", [(date(2025, 6, 30), "2024"), (date(2025, 7, 1), "2025")])
def test_the_tree_changes_on_the_first_of_july(day: date, tree: str) -> None:
    assert UNITS.vintage_on(day) == tree


@pytest.mark.parametrize(
    "typed, within, key",
    [
        ("Xã Khang Ninh", "", "2024-01906"),
        ("xa khang ninh", "", "2024-01906"),
        ("  KHANG   NINH ", "2024-06", "2024-01906"),
        ("X. Khang Ninh", "", "2024-01906"),
        ("P. Đức Xuân", "2024-06", "2024-01840"),
        ("TT Chợ Rã", "", "2024-01888"),
        ("Huyện Ba Bể", "", "2024-061"),
        ("tinh Bac Kan", "", "2024-06"),
    ],
)
def test_a_unit_is_found_by_its_name_as_people_type_it(typed: str, within: str, key: str) -> None:
    assert [unit.key for unit in UNITS.find_named(typed, "2024", within=within)] == [key]


def test_a_name_of_several_is_told_as_several() -> None:
    found = UNITS.find_named("Tân Lập", "2024", level="commune")
    assert len(found) > 5
    assert UNITS.find_named("Nơi không có", "2024") == []


def test_what_no_source_says_is_unknown() -> None:
    assert UNITS.attribute("2024-01843", "area") == ""


def test_the_forms_list_means_the_same_units() -> None:
    rows = [
        line.split(",") for line in (PROGRAMME / "admin_units.csv").read_text().splitlines()[1:]
    ]
    for name, label, level, vintage, parent, *_ in rows:
        if level == "district":
            continue
        unit = UNITS.get(name)
        assert (unit.label, unit.level, unit.vintage) == (label, level, vintage)
        if level == "commune":
            assert UNITS.ancestor(name, "province") == parent
