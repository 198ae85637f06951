"""A coordinator types what is aimed at; what cannot be meant is told at its field."""

from __future__ import annotations

from datetime import date

import pytest

from exports.indicators.targets import TargetRow
from exports.indicators.typed_target import (
    RefusedTarget,
    TypedTarget,
    read_typed,
    written_value,
)
from exports.indicators.units import load_units

PERCENTS = {"C1": False, "B1": True}


def typed(
    indicator: str = "C1",
    unit: str = "",
    period: str = "2021",
    value: str = "10",
    source: str = "",
) -> TypedTarget:
    return TypedTarget(indicator=indicator, unit=unit, period=period, value=value, source=source)


def read(one: TypedTarget, cutoff_day: int = 0) -> TargetRow:
    return read_typed(one, PERCENTS, load_units(), cutoff_day)


def faults(one: TypedTarget) -> list[tuple[str, str | None]]:
    with pytest.raises(RefusedTarget) as refused:
        read(one)
    return [(fault.code, fault.column) for fault in refused.value.faults]


def test_a_target_is_read_as_a_person_would_say_it() -> None:
    said = typed("C1", "bac kan", "2021-9M", "1.250.000,5", "  Kế hoạch\tsố 12 ")
    assert read(said) == TargetRow(
        code="C1",
        unit="2024-06",
        value=1_250_000.5,
        from_day=date(2021, 1, 1),
        to_day=date(2021, 9, 30),
        source="Kế hoạch số 12",
    )


@pytest.mark.parametrize("unit", ["", "country", "Việt Nam", "2024-00", "2025-00"])
def test_the_country_is_one_whatever_it_is_called(unit: str) -> None:
    assert read(typed(unit=unit)).unit == "country"


def test_the_cut_off_day_of_the_project_holds_for_its_targets() -> None:
    found = read(typed(period="2021-09"), cutoff_day=14)
    assert (found.from_day, found.to_day) == (date(2021, 8, 15), date(2021, 9, 14))


@pytest.mark.parametrize(
    "indicator, text, value",
    [
        ("C1", "1500", 1500.0),
        ("C1", "0,5", 0.5),
        ("C1", "0.5", 0.5),
        ("C1", "20.000.000", 20_000_000.0),
        ("C1", "20,000,000", 20_000_000.0),
        ("C1", "20 000 000", 20_000_000.0),
        ("C1", "1,2340", 1.234),
        ("B1", "80%", 0.8),
        ("B1", "80 %", 0.8),
        ("B1", "80", 0.8),
        ("B1", "7,5%", 0.075),
        ("B1", "0,5%", 0.005),
        ("B1", "0", 0.0),
    ],
)
def test_numbers_are_read_as_they_are_written_here(indicator: str, text: str, value: float) -> None:
    assert read(typed(indicator, value=text)).value == value


@pytest.mark.parametrize(
    "indicator, text, code",
    [
        ("C1", "", "target-number"),
        ("C1", "nhiều", "target-number"),
        ("C1", "1e3", "target-number"),
        ("C1", "nan", "target-number"),
        ("C1", "9" * 41, "target-number"),
        ("C1", "55.000", "number-unclear"),
        ("C1", "55,000", "number-unclear"),
        ("C1", "80%", "no-percent"),
        ("C1", "9" * 20, "number-far"),
        ("B1", "0,8", "percent-unclear"),
        ("B1", "1", "percent-unclear"),
    ],
)
def test_a_number_that_may_be_two_is_none(indicator: str, text: str, code: str) -> None:
    assert faults(typed(indicator, value=text)) == [(code, "value")]


@pytest.mark.parametrize(
    "period, code",
    [
        ("", "target-period"),
        ("2021-13", "target-period"),
        ("2021-02-30/2021-03-01", "target-period"),
        ("1921", "day-far"),
        ("2021-12-31/2021-01-01", "backwards"),
    ],
)
def test_a_period_that_is_none_is_told(period: str, code: str) -> None:
    assert faults(typed(period=period)) == [(code, "period")]


@pytest.mark.parametrize("source", ["x" * 501, "a\0b", "a\u202eb"])
def test_a_source_is_a_line_that_can_be_printed(source: str) -> None:
    assert faults(typed(source=source)) == [("source", "source")]


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = typed("C9", "Không Có", "hè", "x", "x" * 501)
    assert faults(wrong) == [
        ("target-indicator", "indicator"),
        ("no-such-unit", "unit"),
        ("target-period", "period"),
        ("target-number", "value"),
        ("source", "source"),
    ]


def test_a_unit_that_may_be_several_is_told_with_them() -> None:
    with pytest.raises(RefusedTarget) as refused:
        read(typed(unit="Cao Sơn"))
    (fault,) = refused.value.faults
    assert fault.vi.startswith("“Cao Sơn” có thể là: 2024-")
    assert "Tỉnh Bắc Kạn" in fault.vi


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("indicator", ["C1", "B1"])
@pytest.mark.parametrize(
    "value", [0.0, 1.0, 0.07, 0.8333333333333334, 1.234, 0.01234, -12.5, 20_000_000.0, 1e15]
)
def test_what_a_page_writes_is_read_as_exactly_the_same(
    value: float, indicator: str, language: str
) -> None:
    text = written_value(value, language, is_percent=PERCENTS[indicator])
    assert read(typed(indicator, value=text)).value == value


def test_a_value_is_written_with_the_mark_of_the_language() -> None:
    told = [written_value(0.075, language, is_percent=True) for language in ("vi", "en")]
    assert told == ["7,5%", "7.5%"]
