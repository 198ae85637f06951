"""A unit is found by what people call it, in the tree of the day."""

from __future__ import annotations

from datetime import date

import pytest

from exports.importing.faults import UnreadableCellError
from exports.importing.places import find_unit
from exports.indicators.units import load_units

BEFORE, SINCE = date(2021, 9, 14), date(2025, 7, 1)


@pytest.mark.parametrize("text", ["Phường Đức Xuân", "phuong duc xuan", "Đức Xuân", "2024-01840"])
def test_a_commune_is_found_without_its_marks(text: str) -> None:
    assert find_unit(load_units(), text, "commune", BEFORE, "2024-06").key == "2024-01840"


def test_the_day_says_which_tree_is_meant() -> None:
    units = load_units()
    assert find_unit(units, "Thái Nguyên", "province", BEFORE, "").key == "2024-19"
    assert find_unit(units, "Thái Nguyên", "province", SINCE, "").key == "2025-19"


@pytest.mark.parametrize(
    "text, level, day, within, code",
    [
        ("Không Có", "commune", BEFORE, "", "unknown-unit"),
        ("Cao Sơn", "commune", BEFORE, "", "unit-ambiguous"),
        ("Bắc Kạn", "province", SINCE, "", "unit-of-other-tree"),
    ],
)
def test_what_cannot_be_found_says_why(
    text: str, level: str, day: date, within: str, code: str
) -> None:
    with pytest.raises(UnreadableCellError) as refused:
        find_unit(load_units(), text, level, day, within)
    assert refused.value.code == code


def test_an_ambiguous_name_tells_the_candidates_with_their_province() -> None:
    with pytest.raises(UnreadableCellError) as refused:
        find_unit(load_units(), "Cao Sơn", "commune", BEFORE, "")
    assert "Tỉnh Bắc Kạn" in refused.value.en
