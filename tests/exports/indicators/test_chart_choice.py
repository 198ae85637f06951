"""Which chart shows a report: by period, by category or by unit, and nothing by two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from exports.indicators.chart_choice import POINTS_MAX, CannotBeDrawn, Subject, choose
from exports.indicators.periods import parse_period
from exports.indicators.table import Line
from tests.exports.indicators.handed_in import TRAININGS, handed_in

QUARTERS = [parse_period(f"2021-Q{number}") for number in (1, 2, 3, 4)]
TOPIC = TRAININGS.dimension("topic")
assert TOPIC is not None
YEAR = Subject(
    indicator=TRAININGS,
    period=parse_period("2021"),
    parts=[parse_period("2021")],
    area="Tỉnh Bắc Kạn",
    dimensions=(),
    language="vi",
)


def of_trainings(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.indicator == "C1"]


def refused(subject: Subject, lines: Sequence[Line]) -> str:
    with pytest.raises(CannotBeDrawn) as refusal:
        choose(subject, lines)
    return refusal.value.reason


def test_the_units_of_one_period_are_bars() -> None:
    chart = choose(YEAR, of_trainings(handed_in().lines))
    assert (chart.kind, chart.subtitle) == ("bars", "Tỉnh Bắc Kạn · Năm 2021")
    assert [(point.name, point.value) for point in chart.points] == [
        ("Phường Phùng Chí Kiên", 30.0),
        ("Xã Nông Thượng", 12.0),
        ("Xã Khang Ninh", 1100.0),
    ]


def test_the_periods_of_one_unit_are_a_line() -> None:
    report = handed_in("en", "2021", [period.name for period in QUARTERS])
    subject = replace(YEAR, parts=QUARTERS, language="en")
    chart = choose(subject, of_trainings(report.totals))
    assert (chart.kind, chart.subtitle) == ("line", "Tỉnh Bắc Kạn · Year 2021")
    assert [point.name for point in chart.points][-1] == "Quarter 4 of 2021"


def test_a_line_is_named_after_the_unit_that_it_is_of() -> None:
    report = handed_in("vi", "2021", [period.name for period in QUARTERS])
    subject = replace(YEAR, parts=QUARTERS, area="Việt Nam")
    assert choose(subject, of_trainings(report.totals)).subtitle == "Tỉnh Bắc Kạn · Năm 2021"


def test_the_categories_of_one_unit_are_bars_that_say_by_what() -> None:
    assert TOPIC is not None
    subject = replace(YEAR, dimensions=[TOPIC])
    chart = choose(subject, handed_in().breakdowns[0].lines)
    assert chart.subtitle == f"Tỉnh Bắc Kạn · Năm 2021 · theo {TOPIC.label.vi}"
    assert [point.value for point in chart.points] == [1000.0, 500.0]


def test_a_single_figure_is_one_bar() -> None:
    chart = choose(YEAR, of_trainings(handed_in().totals))
    assert (chart.kind, [point.name for point in chart.points]) == ("bars", ["Tỉnh Bắc Kạn"])


def test_several_of_two_things_are_no_chart() -> None:
    assert TOPIC is not None
    report = handed_in("vi", "2021", [period.name for period in QUARTERS])
    by_topic = report.breakdowns[0].lines
    of_two_units = [replace(line, unit=unit) for unit in ("a", "b") for line in by_topic]

    assert refused(replace(YEAR, parts=QUARTERS), of_trainings(report.lines)) == "combined"
    assert refused(replace(YEAR, parts=QUARTERS, dimensions=[TOPIC]), by_topic) == "combined"
    assert refused(replace(YEAR, dimensions=[TOPIC]), of_two_units) == "combined"
    assert refused(replace(YEAR, dimensions=[TOPIC, TOPIC]), by_topic) == "dimensions"


def test_points_have_a_limit() -> None:
    (line,) = of_trainings(handed_in().totals)
    most = [replace(line, unit=str(number)) for number in range(POINTS_MAX)]

    assert len(choose(YEAR, most).points) == POINTS_MAX
    assert refused(YEAR, [*most, replace(line, unit="one more")]) == "many"
