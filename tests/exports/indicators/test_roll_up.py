"""What communes reported stands in the line of its unit, old or new, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

from exports.indicators.definition import Level, Measure
from exports.indicators.roll_up import Area, Placing
from exports.indicators.units import load_units
from tests.exports.indicators.small_country import LEGACY, SmallCountry, SmallUnit
from tests.exports.indicators.trainings import (
    ACTIVITIES,
    GIA_SANG,
    GIENG_DAY,
    KHANG_NINH,
    NONG_THUONG,
    PHUNG_CHI_KIEN,
    area,
    by_unit,
    counted,
    report,
)

NOWHERE = "Không rõ đơn vị"


def test_a_unit_in_which_nothing_happened_has_its_line() -> None:
    told = report(ACTIVITIES, area("commune"), [counted(KHANG_NINH, 3)])

    assert by_unit(told) == [
        ("Phường Phùng Chí Kiên", 0.0),
        ("Xã Nông Thượng", 0.0),
        ("Xã Khang Ninh", 3.0),
    ]


def test_provinces_without_data_have_lines_only_where_the_project_works() -> None:
    cells = [counted(KHANG_NINH, 3)]

    assert by_unit(report(ACTIVITIES, area("province"), cells)) == [("Tỉnh Bắc Kạn", 3.0)]
    project = area("province", provinces=frozenset({"2024-22"}))
    assert by_unit(report(ACTIVITIES, project, cells)) == [
        ("Tỉnh Bắc Kạn", 3.0),
        ("Tỉnh Quảng Ninh", 0.0),
    ]
    assert by_unit(report(ACTIVITIES, area("province", unit="2024-00"), cells)) == [
        ("Tỉnh Bắc Kạn", 3.0),
        ("Tỉnh Thái Nguyên", 0.0),
        ("Tỉnh Quảng Ninh", 0.0),
    ]


def test_what_has_no_unit_is_told_in_a_line_of_its_own() -> None:
    cells = [counted(KHANG_NINH, 3), counted(None, 2), counted("2021-99999", 1)]

    assert by_unit(report(ACTIVITIES, area("province"), cells)) == [
        ("Tỉnh Bắc Kạn", 3.0),
        (NOWHERE, 3.0),
    ]
    assert by_unit(report(ACTIVITIES, area("country"), cells)) == [("Việt Nam", 6.0)]
    assert by_unit(report(ACTIVITIES, area("country", unit="2024-00"), cells)) == [
        ("Việt Nam", 6.0)
    ]
    assert by_unit(report(ACTIVITIES, area("province", unit="2024-06"), cells)) == [
        ("Tỉnh Bắc Kạn", 3.0)
    ]


def test_only_what_lies_in_the_unit_asked_for_counts() -> None:
    cells = [counted(KHANG_NINH, 3), counted(NONG_THUONG, 4), counted(GIENG_DAY, 5)]

    assert by_unit(report(ACTIVITIES, area("commune", unit="2024-061"), cells)) == [
        ("Xã Khang Ninh", 3.0)
    ]
    assert by_unit(report(ACTIVITIES, area("district", unit="2024-06"), cells)) == [
        ("Thành phố Bắc Kạn", 4.0),
        ("Huyện Ba Bể", 3.0),
    ]


def test_a_unit_that_is_smaller_than_the_level_is_a_line_itself() -> None:
    cells = [counted(KHANG_NINH, 3), counted(NONG_THUONG, 4)]

    assert by_unit(report(ACTIVITIES, area("province", unit="2024-061"), cells)) == [
        ("Huyện Ba Bể", 3.0)
    ]


def test_old_communes_are_told_in_the_new_tree() -> None:
    cells = [counted(PHUNG_CHI_KIEN, 3), counted(NONG_THUONG, 4), counted("2025-01843", 5)]
    told = report(ACTIVITIES, area("commune", "2025", "2025-19"), cells)

    assert [(line.unit_name, line.value, line.bridged) for line in told] == [
        ("Phường Bắc Kạn", 12.0, 0.0),
        ("Xã Ba Bể", 0.0, 0.0),
        ("Phường Phan Đình Phùng", 0.0, 0.0),
        ("Phường Gia Sàng", 0.0, 0.0),
    ]


def test_what_came_through_a_unit_that_was_split_is_counted_as_bridged() -> None:
    told = report(
        ACTIVITIES,
        area("commune", "2025", "2025-19"),
        [counted(GIA_SANG, 3), counted("2025-05467", 5)],
    )
    assert [(line.unit_name, line.value, line.bridged) for line in told if line.value] == [
        ("Phường Gia Sàng", 8.0, 3.0)
    ]
    province = report(ACTIVITIES, area("province", "2025"), [counted(GIA_SANG, 3)])
    assert [(line.unit_name, line.bridged) for line in province] == [("Tỉnh Thái Nguyên", 0.0)]


def test_what_the_old_tree_cannot_say_is_not_lost() -> None:
    """The new ward of Bắc Kạn is made of two old communes of one province."""
    cells = [counted("2025-01843", 5), counted("2025-01906", 2)]

    assert by_unit(report(ACTIVITIES, area("commune", unit="2024-06"), cells)) == [
        ("Phường Phùng Chí Kiên", 0.0),
        ("Xã Nông Thượng", 0.0),
        ("Xã Khang Ninh", 2.0),
        (NOWHERE, 5.0),
    ]
    assert by_unit(report(ACTIVITIES, area("province", unit="2024-06"), cells)) == [
        ("Tỉnh Bắc Kạn", 7.0)
    ]


def test_what_was_bac_kan_goes_on_as_a_group() -> None:
    cells = [counted(NONG_THUONG, 280), counted("2025-01906", 2), counted(GIA_SANG, 9)]

    told = report(ACTIVITIES, area("province", "2025", LEGACY), cells)
    assert [(line.unit, line.unit_name, line.value, line.bridged) for line in told] == [
        (LEGACY, "Bắc Kạn (cũ)", 282.0, 0.0)
    ]
    assert by_unit(report(ACTIVITIES, area("commune", "2025", LEGACY), cells)) == [
        ("Phường Bắc Kạn", 280.0),
        ("Xã Ba Bể", 2.0),
    ]


def test_an_old_province_can_be_told_in_its_new_communes() -> None:
    cells = [counted(NONG_THUONG, 280), counted("2025-01906", 2), counted(GIA_SANG, 9)]

    assert by_unit(report(ACTIVITIES, area("commune", "2025", "2024-06"), cells)) == [
        ("Phường Bắc Kạn", 280.0),
        ("Xã Ba Bể", 2.0),
    ]
    assert by_unit(report(ACTIVITIES, area("province", "2025", "2024-06"), cells)) == [
        ("Tỉnh Bắc Kạn", 282.0)
    ]


def test_what_became_part_of_a_commune_across_the_border_is_not_lost() -> None:
    """Phong Quang is made of communes of two districts: it lies in neither of them."""
    country = SmallCountry(
        SmallUnit("2024-01849", "Xã Dương Quang", "commune", "2024-058", ("2025-01849",)),
        SmallUnit("2024-063", "Huyện Bạch Thông", "district", "2024-06"),
        SmallUnit("2024-01984", "Xã Đôn Phong", "commune", "2024-063", ("2025-01849",)),
        SmallUnit("2025-01849", "Xã Phong Quang", "commune", "2025-19"),
    )
    placing = Placing(country, Area(level="commune", vintage="2025", unit="2024-058"))
    cells = [counted("2024-01849", 3), counted("2024-01984", 4), counted(NONG_THUONG, 5)]

    assert by_unit(report(ACTIVITIES, placing, cells)) == [
        ("Phường Bắc Kạn", 5.0),
        (NOWHERE, 3.0),
    ]


def test_the_units_of_the_whole_country_take_their_places() -> None:
    """282 models of Bắc Kạn, reported before and after July 2025, and one of Quảng Ninh."""
    cells = [counted(PHUNG_CHI_KIEN, 270), counted("2025-01906", 12), counted(GIENG_DAY, 1)]

    def told(level: Level, vintage: str, unit: str | None) -> list[tuple[str, float | None]]:
        placing = Placing(load_units(), Area(level=level, vintage=vintage, unit=unit))
        return by_unit(report(ACTIVITIES, placing, cells))

    assert told("province", "2025", LEGACY) == [("37 xã, phường thuộc Bắc Kạn cũ", 282.0)]
    assert told("province", "2024", "2024-06") == [("Tỉnh Bắc Kạn", 282.0)]
    assert told("province", "2025", None) == [("Tỉnh Thái Nguyên", 282.0), ("Tỉnh Quảng Ninh", 1.0)]
    assert told("country", "2025", None) == [("Việt Nam", 283.0)]
    new = told("commune", "2025", "2024-06")
    assert (len(new), [one for one in new if one[1]]) == (
        37,
        [("Phường Bắc Kạn", 270.0), ("Xã Ba Bể", 12.0)],
    )


def test_a_unit_that_is_nowhere_holds_nothing() -> None:
    cells = [counted(NONG_THUONG), counted(None)]
    assert report(ACTIVITIES, area("commune", unit="2024-99"), cells) == []


def test_different_keys_count_once_in_each_unit() -> None:
    models = replace(ACTIVITIES, numerator=Measure(kind="distinct", value="${model}"))
    cells = [
        counted(KHANG_NINH, 4, key="A"),
        counted(KHANG_NINH, 1, key="B"),
        counted(NONG_THUONG, 2, key="A"),
    ]
    assert by_unit(report(models, area("province"), cells)) == [("Tỉnh Bắc Kạn", 2.0)]
    assert by_unit(report(models, area("district", unit="2024-06"), cells)) == [
        ("Thành phố Bắc Kạn", 1.0),
        ("Huyện Ba Bể", 2.0),
    ]


def test_of_different_keys_those_that_came_only_through_a_split_are_bridged() -> None:
    models = replace(ACTIVITIES, numerator=Measure(kind="distinct", value="${model}"))
    cells = [
        counted(GIA_SANG, key="A"),
        counted(GIA_SANG, key="B"),
        counted("2025-05467", key="B"),
    ]
    told = report(models, area("commune", "2025", "2025-05467"), cells)
    assert [(line.unit_name, line.value, line.bridged) for line in told] == [
        ("Phường Gia Sàng", 2.0, 1.0)
    ]


def test_communes_with_a_model_are_a_share_of_the_communes_of_that_tree() -> None:
    """Two old communes became one: they do not make more communes than there are."""
    covered = replace(
        ACTIVITIES,
        numerator=Measure(kind="distinct", value="${commune}"),
        denominator=Measure(kind="communes"),
    )
    cells = [counted(key, key=key) for key in (PHUNG_CHI_KIEN, NONG_THUONG, "2025-01843")]

    old = report(covered, area("province", "2024", "2024-06"), cells[:2])
    new = report(covered, area("province", "2025", LEGACY), cells)
    assert [(line.numerator, line.denominator, line.value) for line in (*old, *new)] == [
        (2.0, 3.0, 2 / 3),
        (1.0, 2.0, 0.5),
    ]
