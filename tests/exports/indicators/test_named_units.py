"""A coordinator types the unit she means: by its key, or as she would say it."""

from __future__ import annotations

import pytest

from exports.indicators.named_units import UnitNotFoundError, unit_meant
from exports.indicators.units import NEW, OLD, load_units

UNITS = load_units()


@pytest.mark.parametrize(
    "typed, vintage, key",
    [
        ("2024-06", NEW, "2024-06"),
        ("legacy-06", OLD, "legacy-06"),
        ("xã Bằng Thành", OLD, "2024-01858"),
        ("xa bang thanh", NEW, "2025-01864"),
        ("Đức Xuân, Bắc Kạn", OLD, "2024-01840"),
        ("p. duc xuan, tp bac kan, tinh bac kan", OLD, "2024-01840"),
        ("37 xã, phường thuộc Bắc Kạn cũ", NEW, "legacy-06"),
        ("Việt Nam", OLD, "2024-00"),
    ],
)
def test_a_unit_is_found_by_its_key_or_its_name(typed: str, vintage: str, key: str) -> None:
    assert unit_meant(UNITS, typed, vintage).key == key


@pytest.mark.parametrize(
    "typed, vintage, key",
    [
        ("Bac Kan", OLD, "2024-06"),
        ("Quảng Ninh", OLD, "2024-22"),
        ("quang ninh", NEW, "2025-22"),
        ("Thành phố Bắc Kạn", OLD, "2024-058"),
        ("huyện Quảng Ninh", OLD, "2024-456"),
    ],
)
def test_a_name_without_its_kind_is_the_provinces(typed: str, vintage: str, key: str) -> None:
    assert unit_meant(UNITS, typed, vintage).key == key


def test_what_is_no_more_is_found_in_the_tree_where_it_was() -> None:
    assert unit_meant(UNITS, "tỉnh Bắc Kạn", NEW).key == "2024-06"
    assert unit_meant(UNITS, "huyện Ngân Sơn", NEW).key == "2024-062"
    assert unit_meant(UNITS, "xã Ba Bể", OLD).key == "2025-01906"


def test_a_ward_that_took_a_provinces_name_is_not_taken_for_it() -> None:
    with pytest.raises(UnitNotFoundError) as refused:
        unit_meant(UNITS, "Bac Kan", NEW)
    assert refused.value.en == (
        "“Bac Kan” may be: 2025-01843 Phường Bắc Kạn, Tỉnh Thái Nguyên; 2024-06 Tỉnh Bắc Kạn. "
        "Write the key, or what it lies in after a comma"
    )
    assert unit_meant(UNITS, "phường Bắc Kạn", NEW).key == "2025-01843"


def test_several_of_one_name_are_told_with_where_they_lie() -> None:
    with pytest.raises(UnitNotFoundError) as refused:
        unit_meant(UNITS, "Đức Xuân", OLD)
    assert refused.value.vi == (
        "“Đức Xuân” có thể là: 2024-01204 Xã Đức Xuân, Huyện Bắc Quang, Tỉnh Hà Giang; "
        "2024-01831 Xã Đức Xuân, Huyện Thạch An, Tỉnh Cao Bằng; "
        "2024-01840 Phường Đức Xuân, Thành Phố Bắc Kạn, Tỉnh Bắc Kạn. "
        "Hãy ghi mã, hoặc thêm tên cấp trên sau dấu phẩy"
    )


@pytest.mark.parametrize(
    "typed", ["2024-99", "06", "Không Có", "Đức Xuân, Quảng Ninh", ",", "x" * 9999]
)
def test_what_nobody_is_called_is_told(typed: str) -> None:
    with pytest.raises(UnitNotFoundError, match="no unit has the name or key"):
        unit_meant(UNITS, typed, OLD)
