"""A line says what was counted; shares are of the whole; what may not be told has no figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exports.indicators.definition import (
    Dimension,
    Measure,
    Privacy,
    Split,
    Text,
)
from exports.indicators.periods import Period, parse_period
from exports.indicators.table import Asked, Line
from tests.exports.indicators.trainings import (
    ACTIVITIES,
    GIA_SANG,
    GIENG_DAY,
    KHANG_NINH,
    NONG_THUONG,
    PHUNG_CHI_KIEN,
    SHARE,
    area,
    by_unit,
    counted,
    report,
)

NOWHERE = "Không rõ đơn vị"


def test_a_line_says_what_where_when_and_how_many() -> None:
    told = report(ACTIVITIES, area("province"), [counted(KHANG_NINH, 3), counted(NONG_THUONG, 4)])

    period = parse_period("2021-9M")
    assert told == [
        Line(
            indicator="C1",
            label="Số cuộc tập huấn",
            vintage="2024",
            unit="2024-06",
            unit_name="Tỉnh Bắc Kạn",
            period="2021-9M",
            start=period.start,
            end=period.end,
            categories=(),
            category_labels=(),
            numerator=7.0,
            denominator=None,
            value=7.0,
            target=None,
            suppressed=False,
            bridged=0.0,
        )
    ]


def test_a_share_is_of_what_was_added_up_and_of_nothing_is_empty() -> None:
    told = report(
        SHARE,
        area("commune", unit="2024-06"),
        [counted(KHANG_NINH, 5)],
        [counted(KHANG_NINH, 6), counted(NONG_THUONG, 8)],
    )
    assert [(line.unit_name, line.numerator, line.denominator, line.value) for line in told] == [
        ("Phường Phùng Chí Kiên", 0.0, 0.0, None),
        ("Xã Nông Thượng", 0.0, 8.0, 0.0),
        ("Xã Khang Ninh", 5.0, 6.0, 5 / 6),
    ]


def test_another_indicator_can_be_the_denominator() -> None:
    followed = replace(
        ACTIVITIES,
        numerator=Measure(kind="distinct", value="${model}"),
        denominator=Measure(kind="indicator", indicator="M0", at_start=True),
    )
    told = report(
        followed,
        area("province"),
        [counted(KHANG_NINH, key="A"), counted(KHANG_NINH, key="B")],
        [
            counted(KHANG_NINH, key="A"),
            counted(KHANG_NINH, 9, key="C"),
            counted(NONG_THUONG, key="A"),
        ],
        other=Measure(kind="distinct", value="${name}"),
    )
    assert [(line.numerator, line.denominator, line.value) for line in told] == [(2.0, 2.0, 1.0)]


@pytest.mark.parametrize("kind", ["last_sum", "period_sum"])
def test_a_number_that_nobody_reported_is_unknown(kind: str) -> None:
    officers = replace(
        ACTIVITIES,
        numerator=Measure(kind="last_sum" if kind == "last_sum" else "period_sum", value="${n}"),
    )
    told = report(
        officers, area("commune", unit="2024-06"), [counted(KHANG_NINH, 0), counted(NONG_THUONG, 7)]
    )

    assert by_unit(told) == [
        ("Phường Phùng Chí Kiên", None),
        ("Xã Nông Thượng", 7.0),
        ("Xã Khang Ninh", 0.0),
    ]


def test_a_state_is_told_of_the_last_day_of_the_period() -> None:
    told = report(replace(ACTIVITIES, stock=True), area("country"), [], period="2021-Q3")

    last = parse_period("2021-09-30")
    assert [(line.period, line.start, line.end) for line in told] == [
        ("2021-Q3", last.start, last.end)
    ]


def test_by_a_dimension_each_unit_has_a_line_for_each_category() -> None:
    """Known categories in the definition's order, then others, then what was not answered."""
    told = report(
        ACTIVITIES,
        area("district", unit="2024-06"),
        [
            counted(KHANG_NINH, 3, "law"),
            counted(KHANG_NINH, 2, ""),
            counted(NONG_THUONG, 1, "new"),
        ],
        asked=Asked(dimensions=("topic",)),
    )
    assert [
        (line.unit_name, line.categories, line.category_labels, line.value) for line in told
    ] == [
        ("Thành phố Bắc Kạn", ("gbv",), ("Phòng, chống bạo lực",), 0.0),
        ("Thành phố Bắc Kạn", ("law",), ("Pháp luật",), 0.0),
        ("Thành phố Bắc Kạn", ("new",), ("new",), 1.0),
        ("Thành phố Bắc Kạn", ("",), ("Không trả lời",), 0.0),
        ("Huyện Ba Bể", ("gbv",), ("Phòng, chống bạo lực",), 0.0),
        ("Huyện Ba Bể", ("law",), ("Pháp luật",), 3.0),
        ("Huyện Ba Bể", ("new",), ("new",), 0.0),
        ("Huyện Ba Bể", ("",), ("Không trả lời",), 2.0),
    ]


def test_two_dimensions_are_crossed() -> None:
    told = report(
        ACTIVITIES,
        area("country"),
        [counted(KHANG_NINH, 3, "law", "union"), counted(GIENG_DAY, 2, "gbv", "police")],
        asked=Asked(dimensions=("topic", "agency"), language="en"),
    )
    assert [(line.label, line.category_labels, line.value) for line in told] == [
        ("Trainings", ("Violence prevention", "police"), 2.0),
        ("Trainings", ("Violence prevention", "union"), 0.0),
        ("Trainings", ("Law", "police"), 0.0),
        ("Trainings", ("Law", "union"), 3.0),
    ]


def test_a_share_by_category_is_of_that_category() -> None:
    told = report(
        SHARE,
        area("country"),
        [counted(KHANG_NINH, 3, "law"), counted(GIENG_DAY, 1, "law")],
        [counted(KHANG_NINH, 6, "law"), counted(GIENG_DAY, 2, "law"), counted(GIENG_DAY, 5, "gbv")],
        asked=Asked(dimensions=("topic",)),
    )
    assert [(line.categories, line.numerator, line.denominator, line.value) for line in told] == [
        (("gbv",), 0.0, 5.0, 0.0),
        (("law",), 4.0, 8.0, 0.5),
    ]


def test_a_part_of_the_numerator_is_a_share_of_the_whole() -> None:
    split = replace(
        SHARE,
        dimensions=(
            Dimension(
                name="sex",
                label=Text(vi="Giới tính", en="Sex"),
                splits=(
                    Split(category="female", value="${f}", label=Text(vi="Nữ", en="Female")),
                    Split(category="male", value="${m}", label=Text(vi="Nam", en="Male")),
                ),
            ),
        ),
    )
    told = report(
        split,
        area("country"),
        [counted(KHANG_NINH, 3, "female")],
        [counted(KHANG_NINH, 6, "")],
        asked=Asked(dimensions=("sex",)),
    )
    assert [
        (line.category_labels, line.numerator, line.denominator, line.value) for line in told
    ] == [
        (("Nữ",), 3.0, 6.0, 0.5),
        (("Nam",), 0.0, 6.0, 0.0),
    ]


def test_one_number_can_serve_all_categories() -> None:
    covered = replace(SHARE, denominator=Measure(kind="communes"))
    told = report(
        covered,
        area("province", unit="2024-06"),
        [counted(KHANG_NINH, 2, "law")],
        asked=Asked(dimensions=("topic",)),
    )
    assert [(line.categories, line.value) for line in told] == [(("gbv",), 0.0), (("law",), 2 / 3)]


def test_targets_stand_beside_totals_and_not_beside_categories() -> None:
    def target(code: str, unit: str, period: Period) -> float | None:
        return {("C1", "2024-06", "2021-9M"): 282.0}.get((code, unit, period.name))

    cells = [counted(KHANG_NINH, 3), counted(GIENG_DAY), counted(None)]
    told = report(ACTIVITIES, area("province"), cells, asked=Asked(target=target))
    assert [line.target for line in told] == [282.0, None, None]
    topics = Asked(target=target, dimensions=("topic",))
    crossed = report(ACTIVITIES, area("province"), [counted(KHANG_NINH, 3, "law")], asked=topics)
    assert [line.target for line in crossed] == [None, None]


def test_a_line_that_may_not_be_told_has_no_figures() -> None:
    asked: list[tuple[str, float | None, frozenset[str]]] = []

    def is_told(line: Line, places: frozenset[str]) -> bool:
        asked.append((line.unit_name, line.numerator, places))
        return line.numerator != 3

    cells = [counted(KHANG_NINH, 3), counted(NONG_THUONG, 4), counted(PHUNG_CHI_KIEN, 9)]
    told = report(
        SHARE,
        area("district", unit="2024-06"),
        cells,
        [counted(KHANG_NINH, 30), counted(NONG_THUONG, 20), counted(PHUNG_CHI_KIEN, 6)],
        asked=Asked(is_told=is_told, target=lambda *_: 0.8),
    )
    assert asked == [
        ("Thành phố Bắc Kạn", 13.0, frozenset({NONG_THUONG, PHUNG_CHI_KIEN})),
        ("Huyện Ba Bể", 3.0, frozenset({KHANG_NINH})),
    ]
    assert [
        (line.suppressed, line.numerator, line.denominator, line.value, line.bridged, line.target)
        for line in told
    ] == [
        (False, 13.0, 26.0, 0.5, 0.0, 0.8),
        (True, None, None, None, None, 0.8),
    ]


def test_of_private_figures_nothing_is_said_of_the_units_that_were_split() -> None:
    """A line of what is unknown stands there always: else its being there would be told."""
    private = replace(ACTIVITIES, privacy=Privacy(k=5, periods=("year",), lowest="commune"))
    told = report(
        private,
        area("commune", "2025", "2025-19"),
        [counted(GIA_SANG, 30)],
        asked=Asked(is_told=lambda _line, _places: True),
    )

    assert [(line.unit_name, line.value, line.bridged) for line in told] == [
        ("Phường Bắc Kạn", 0.0, None),
        ("Xã Ba Bể", 0.0, None),
        ("Phường Phan Đình Phùng", 0.0, None),
        ("Phường Gia Sàng", 30.0, None),
        (NOWHERE, 0.0, None),
    ]


def test_a_dimension_that_the_indicator_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        report(ACTIVITIES, area("country"), [], asked=Asked(dimensions=("colour",)))


def test_the_order_in_which_the_store_answers_changes_nothing() -> None:
    cells = [counted(KHANG_NINH, value) for value in (0.1, 0.2, 0.3, 1e16, -1e16)]
    there = report(ACTIVITIES, area("country"), cells)
    back = report(ACTIVITIES, area("country"), cells[::-1])
    assert there == back
