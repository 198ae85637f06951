"""A chart shows units, or a development, beside their targets; it hides what is hidden."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from exports.indicators.chart import (
    Chart,
    Point,
    axis_top,
    chart_by_category,
    chart_by_period,
    chart_by_unit,
    written,
)
from exports.indicators.chart_svg import svg
from exports.indicators.chart_text import letters, short
from exports.indicators.periods import parse_period
from tests.exports.indicators.handed_in import MINORITIES, SHELTERED, TRAININGS, handed_in

TWO = Chart(
    kind="bars",
    title="Số cuộc",
    points=[Point("Xã Ba Bể", 50.0, 100.0), Point("Xã Chợ Rã", None, hidden=True)],
    subtitle="Tỉnh Bắc Kạn · Năm 2021",
)


def words(drawn: str) -> list[str]:
    """All that can be read in a chart, from above."""
    root = ET.fromstring(drawn)
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def joins(drawn: str) -> int:
    """How many pieces the line has."""
    return drawn.count('stroke="#1f5c99"')


def test_bars_are_drawn_to_scale_with_their_targets() -> None:
    assert svg(TWO, "C1") == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 178" width="720" '
        'height="178" role="img" aria-labelledby="C1-title C1-desc" font-family="\'Noto '
        "Sans', 'DejaVu Sans', 'Segoe UI', Arial, sans-serif\" font-size=\"13\" "
        'fill="#222222">\n'
        '<title id="C1-title">Số cuộc</title>\n'
        '<desc id="C1-desc">Tỉnh Bắc Kạn · Năm 2021. Xã Ba Bể: 50 (mục tiêu 100); Xã Chợ '
        "Rã: ẩn</desc>\n"
        '<rect width="720" height="178" fill="#ffffff"/>\n'
        '<text x="16" y="22" text-anchor="start" font-size="16" font-weight="bold">Số '
        "cuộc</text>\n"
        '<text x="16" y="42" text-anchor="start" font-size="12">Tỉnh Bắc Kạn · Năm '
        "2021</text>\n"
        '<line x1="610" y1="38" x2="632" y2="38" stroke="#b3261e" stroke-width="2" '
        'stroke-dasharray="4 3"/><text x="704" y="42" text-anchor="end" font-size="12">Mục '
        "tiêu</text>\n"
        '<text x="16" y="168" text-anchor="start" font-size="11">–: số liệu được ẩn để '
        "không nhận ra người trong cuộc</text>\n"
        '<line x1="96" y1="64" x2="96" y2="124" stroke="#d0d0d0" stroke-width="1"/>\n'
        '<text x="96" y="142" text-anchor="middle" font-size="11">0</text>\n'
        '<line x1="206.8" y1="64" x2="206.8" y2="124" stroke="#d0d0d0" stroke-width="1"/>\n'
        '<text x="206.8" y="142" text-anchor="middle" font-size="11">20</text>\n'
        '<line x1="317.6" y1="64" x2="317.6" y2="124" stroke="#d0d0d0" stroke-width="1"/>\n'
        '<text x="317.6" y="142" text-anchor="middle" font-size="11">40</text>\n'
        '<line x1="428.4" y1="64" x2="428.4" y2="124" stroke="#d0d0d0" stroke-width="1"/>\n'
        '<text x="428.4" y="142" text-anchor="middle" font-size="11">60</text>\n'
        '<line x1="539.2" y1="64" x2="539.2" y2="124" stroke="#d0d0d0" stroke-width="1"/>\n'
        '<text x="539.2" y="142" text-anchor="middle" font-size="11">80</text>\n'
        '<line x1="650" y1="64" x2="650" y2="124" stroke="#d0d0d0" stroke-width="1"/>\n'
        '<text x="650" y="142" text-anchor="middle" font-size="11">100</text>\n'
        '<text x="88" y="84" text-anchor="end" font-size="13">Xã Ba Bể</text>\n'
        '<rect x="96" y="69" width="277" height="20" fill="#1f5c99"/>\n'
        '<text x="378" y="84" text-anchor="start" font-size="13">50</text>\n'
        '<line x1="650" y1="65" x2="650" y2="93" stroke="#b3261e" stroke-width="2" '
        'stroke-dasharray="4 3"/>\n'
        '<text x="88" y="114" text-anchor="end" font-size="13">Xã Chợ Rã</text>\n'
        '<text x="101" y="114" text-anchor="start" font-size="13">–</text>\n'
        "</svg>\n"
    )


def test_the_units_of_a_report_stand_below_each_other() -> None:
    report = handed_in()
    lines = [line for line in report.lines if line.indicator == "C5"]

    assert words(svg(chart_by_unit(MINORITIES, lines, "vi"), "x")) == [
        "Tỷ lệ người dân tộc thiểu số",
        "0%", "20%", "40%", "60%", "80%", "100%",
        "Phường Phùng Chí Kiên",
        "Xã Nông Thượng", "37,5%",
        "Xã Khang Ninh", "83,3%",
    ]  # fmt: skip


def test_so_do_the_categories_of_a_unit() -> None:
    chart = chart_by_category(TRAININGS, handed_in("en").breakdowns[0].lines, "en")
    assert (chart.title, chart.points) == (
        "Trainings",
        [Point("Violence prevention", 1000.0), Point("Law", 500.0)],
    )


def test_what_is_hidden_is_neither_drawn_nor_told() -> None:
    lines = [line for line in handed_in().lines if line.indicator == "M6"]
    chart = chart_by_unit(SHELTERED, lines, "vi")

    assert chart.description == "Phường Phùng Chí Kiên: ẩn; Xã Nông Thượng: ẩn; Xã Khang Ninh: ẩn"
    drawn = svg(chart, "M6")
    assert words(drawn).count("–") == 3
    assert '<rect x="' not in drawn


def test_a_development_is_a_line_with_a_gap_where_nothing_may_be_told() -> None:
    periods = [parse_period(f"2021-Q{number}") for number in (1, 2, 3, 4)]
    report = handed_in("vi", "2021", [period.name for period in periods])
    lines = [line for line in report.totals if line.indicator == "C1"]
    whole = chart_by_period(TRAININGS, lines, periods, "vi")
    hidden = replace(lines[2], value=None, numerator=None, suppressed=True)
    gap = chart_by_period(TRAININGS, [*lines[:2], hidden, lines[3]], periods, "vi")

    assert joins(svg(whole, "a")) == 3
    assert joins(svg(gap, "a")) == 1
    assert words(svg(gap, "a"))[7:] == [
        "Quý I năm 2021", "Quý II năm 2021", "Quý III năm 2021", "Quý IV năm 2021",
        "1.142", "1.142", "–", "1.142",
    ]  # fmt: skip
    assert svg(gap, "a").count("stroke-dasharray") == 5  # the legend's and one a quarter


def test_many_periods_leave_names_out_rather_than_write_them_over_each_other() -> None:
    months = [parse_period(f"{year}-{month:02}") for year in (2020, 2021) for month in range(1, 13)]
    points = [Point(month.label("vi"), None) for month in months]
    drawn = svg(Chart(kind="line", title="t", points=points), "x")

    assert words(drawn)[3:] == [
        "Tháng 1/2020", "Tháng 6/2020", "Tháng 11/2020", "Tháng 4/2021", "Tháng 9/2021",
    ]  # fmt: skip


def test_so_do_many_figures_but_none_that_is_hidden() -> None:
    some = [Point(f"{number}", None, hidden=number % 20 == 19) for number in range(150)]
    points = [one if one.hidden else replace(one, value=1_001.0) for one in some]
    told = words(svg(Chart(kind="line", title="t", points=points), "x"))

    assert (told.count("1.001"), told.count("–")) == (15, 7)


def test_a_long_title_stands_on_two_lines_and_is_then_cut() -> None:
    title = "Số phụ nữ và trẻ em bị bạo lực được tư vấn, hỗ trợ tại các địa chỉ tin cậy " * 3
    drawn = svg(Chart(kind="bars", title=title.strip(), points=[]), "x")

    assert words(drawn)[:2] == [
        "Số phụ nữ và trẻ em bị bạo lực được tư vấn, hỗ trợ tại các địa chỉ",
        "tin cậy Số phụ nữ và trẻ em bị bạo lực được tư vấn, hỗ trợ tại các đ…",
    ]


def test_letters_count_as_the_room_they_take() -> None:
    marked = unicodedata.normalize("NFD", "Số địa chỉ")
    told = [letters(text) for text in ("Số địa chỉ", marked, "WW", "女")]
    assert told == pytest.approx([10.3, 10.3, 2.6, 2])
    assert (short(marked, 11), short("Số địa chỉ", 8)) == (marked, "Số địa…")


def test_the_title_and_the_description_tell_those_who_cannot_see() -> None:
    root = ET.fromstring(svg(replace(TWO, language="en"), 'C1 by "unit"'))

    assert root.get("role") == "img"
    told = {one.get("id"): one.text for one in root if one.get("id")}
    assert [told[name] for name in (root.get("aria-labelledby") or "").split()] == [
        "Số cuộc",
        "Tỉnh Bắc Kạn · Năm 2021. Xã Ba Bể: 50 (target 100); Xã Chợ Rã: hidden",
    ]


def test_names_are_text_and_never_markup() -> None:
    told = "<script>alert('Xã')</script>\x00"
    drawn = svg(Chart(kind="bars", title=told, points=[Point(told, 1.0)]), told)

    assert "<script" not in drawn
    assert words(drawn)[0] == "<script>alert('Xã')</script>\ufffd"


@pytest.mark.parametrize("kind", ["bars", "line"])
def test_a_chart_of_nothing_is_still_one(kind: str) -> None:
    empty = Chart(kind="bars" if kind == "bars" else "line", title="Số cuộc", points=[])
    assert words(svg(empty, "x")) == ["Số cuộc", "0", "1"]


def test_an_axis_ends_at_a_round_number_that_nothing_exceeds() -> None:
    ends = {0: 1, 0.83: 1, 1: 1, 3: 3, 7: 8, 9: 10, 12: 15, 282: 300, 1_100: 1_500, 0.045: 0.05}
    assert {largest: axis_top(largest) for largest in ends} == pytest.approx(ends)


def test_an_axis_is_cut_at_round_numbers() -> None:
    def ticks(*values: float, percent: bool = False) -> list[float]:
        points = [Point("x", value) for value in values]
        return Chart(kind="bars", title="t", points=points, percent=percent).ticks

    assert ticks(2) == [0, 1, 2]
    assert ticks(1.7) == [0, 0.5, 1, 1.5, 2]
    assert ticks(7, 2) == [0, 2, 4, 6, 8]
    assert ticks(1_100) == [0, 500, 1_000, 1_500]
    assert ticks(1, percent=True) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert ticks(0.045) == pytest.approx([0, 0.01, 0.02, 0.03, 0.04, 0.05])


def test_numbers_are_written_as_each_language_does() -> None:
    told = [(282.0, False), (1_234.5, False), (0.25, False), (5 / 6, True), (1.0, True), (0, True)]
    assert [written(number, percent=percent, language="vi") for number, percent in told] == [
        "282", "1.234,5", "0,25", "83,3%", "100%", "0%",
    ]  # fmt: skip
    assert written(1_234.5, percent=False, language="en") == "1,234.5"
