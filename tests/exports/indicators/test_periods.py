"""A report is over the days that its period means to the people who wrote it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from exports.indicators.periods import (
    CUTOFF_DAY_MAX,
    Period,
    RefusedPeriod,
    Tile,
    containing,
    parse_period,
    parts,
    spanning,
)


def days(text: str, cutoff_day: int = 0) -> str:
    """The first and the last day of a period."""
    period = parse_period(text, cutoff_day)
    return f"{period.start}..{period.end}"


def test_a_period_is_read_as_it_is_asked_for() -> None:
    asked = [
        "2021-09", "2024-02", "2021-Q3", "2021-H1", "2021-H2", "2021-9M", "2021",
        "2022-08-04", "2017-07-01/2022-08-04", "phase-1", "phase-2",
    ]  # fmt: skip
    periods = [parse_period(text) for text in asked]

    assert [period.name for period in periods] == asked
    assert [(period.kind, f"{period.start}..{period.end}") for period in periods] == [
        ("month", "2021-09-01..2021-09-30"),
        ("month", "2024-02-01..2024-02-29"),
        ("quarter", "2021-07-01..2021-09-30"),
        ("half", "2021-01-01..2021-06-30"),
        ("half", "2021-07-01..2021-12-31"),
        ("nine", "2021-01-01..2021-09-30"),
        ("year", "2021-01-01..2021-12-31"),
        ("day", "2022-08-04..2022-08-04"),
        ("range", "2017-07-01..2022-08-04"),
        ("phase", "2017-07-01..2021-12-31"),
        ("phase", "2022-01-01..2027-12-31"),
    ]


def test_with_a_cut_off_day_a_month_runs_from_the_day_after_it() -> None:
    """The review of nine months was held on 15 September 2021."""
    assert {
        text: days(text, 14) for text in ("2021-09", "2021-01", "2021-9M", "2021-Q1", "2021")
    } == {
        "2021-09": "2021-08-15..2021-09-14",
        "2021-01": "2020-12-15..2021-01-14",
        "2021-9M": "2020-12-15..2021-09-14",
        "2021-Q1": "2020-12-15..2021-03-14",
        "2021": "2020-12-15..2021-12-14",
    }
    assert days("2021-03", 28) == "2021-03-01..2021-03-28"
    assert days("2024-03", 28) == "2024-02-29..2024-03-28"


def test_a_cut_off_day_moves_no_day_that_was_named() -> None:
    assert days("2022-08-04", 14) == "2022-08-04..2022-08-04"
    assert days("2017-07-01/2022-08-04", 14) == "2017-07-01..2022-08-04"


def test_no_day_counts_in_both_phases() -> None:
    for cutoff_day in (0, 14):
        first, second = (parse_period(name, cutoff_day) for name in ("phase-1", "phase-2"))
        assert second.start - first.end == timedelta(days=1)


@pytest.mark.parametrize(
    "text,reason",
    [
        ("", "unreadable"),
        ("2021-Q5", "unreadable"),
        ("2021-q3", "unreadable"),
        ("２０２１", "unreadable"),
        ("2021-09-01T00:00", "unreadable"),
        ("2021-09-01/", "unreadable"),
        ("2021-09-01/2021-09-02/2021-09-03", "unreadable"),
        ("phase-3", "unreadable"),
        ("2021-13", "no-such-day"),
        ("2021-02-29", "no-such-day"),
        ("2022-08-04/2017-07-01", "backwards"),
        ("0001", "far"),
        ("9999-12-31", "far"),
    ],
)
def test_what_is_no_period_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(RefusedPeriod) as refused:
        parse_period(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize("cutoff_day", [-1, CUTOFF_DAY_MAX + 1])
def test_a_cut_off_day_must_be_in_every_month(cutoff_day: int) -> None:
    with pytest.raises(RefusedPeriod) as refused:
        parse_period("2021", cutoff_day)
    assert refused.value.reason == "cutoff"


@pytest.mark.parametrize("kind", ["month", "quarter", "half", "year"])
@pytest.mark.parametrize("cutoff_day", [0, 1, 14, 28])
def test_every_day_lies_in_one_period_of_a_kind(kind: Tile, cutoff_day: int) -> None:
    day = date(2020, 1, 1)
    before = containing(day, kind, cutoff_day)
    while day <= date(2022, 12, 31):
        period = containing(day, kind, cutoff_day)
        assert period.start <= day <= period.end
        assert period == before or period.start == before.end + timedelta(days=1) == day
        before, day = period, day + timedelta(days=1)


def test_a_day_lies_in_itself() -> None:
    assert containing(date(2021, 9, 15), "day", 14) == parse_period("2021-09-15")


def test_a_period_is_cut_into_its_parts() -> None:
    assert [part.name for part in parts(parse_period("2021-9M"), "quarter")] == [
        "2021-Q1", "2021-Q2", "2021-Q3",
    ]  # fmt: skip
    assert parts(parse_period("2021-9M", 14), "month", 14)[0] == Period(
        "month", "2021-01", date(2020, 12, 15), date(2021, 1, 14)
    )
    assert parts(parse_period("2021"), "year") == [parse_period("2021")]


def test_a_part_that_is_not_whole_is_told_by_its_days() -> None:
    assert [part.name for part in parts(parse_period("2020-11-10/2022-08-04"), "year")] == [
        "2020-11-10/2020-12-31", "2021", "2022-01-01/2022-08-04",
    ]  # fmt: skip
    assert [part.name for part in parts(parse_period("2021-9M"), "half")] == [
        "2021-H1", "2021-07-01/2021-09-30",
    ]  # fmt: skip
    assert [part.name for part in parts(parse_period("2022-08-04"), "month")] == [
        "2022-08-04/2022-08-04"
    ]


def test_the_last_day_that_can_be_asked_for_has_its_parts() -> None:
    last = parts(parse_period("2099-12-01/2099-12-31"), "month", 14)
    assert [part.name for part in last] == ["2099-12-01/2099-12-14", "2099-12-15/2099-12-31"]


def test_a_period_is_named_in_both_languages() -> None:
    asked = [
        "2021-09", "2021-Q3", "2021-H1", "2021-H2", "2021-9M", "2021",
        "2022-08-04", "2017-07-01/2022-08-04", "phase-1", "phase-2",
    ]  # fmt: skip
    assert [parse_period(text).label("vi") for text in asked] == [
        "Tháng 9/2021",
        "Quý III năm 2021",
        "6 tháng đầu năm 2021",
        "6 tháng cuối năm 2021",
        "9 tháng năm 2021",
        "Năm 2021",
        "Ngày 04/08/2022",
        "Từ 01/07/2017 đến 04/08/2022",
        "Giai đoạn 1 (2017–2021)",
        "Giai đoạn 2 (2022–2027)",
    ]
    assert [parse_period(text).label("en") for text in asked] == [
        "September 2021",
        "Quarter 3 of 2021",
        "First half of 2021",
        "Second half of 2021",
        "First nine months of 2021",
        "Year 2021",
        "4 August 2022",
        "1 July 2017 to 4 August 2022",
        "Phase 1 (2017–2021)",
        "Phase 2 (2022–2027)",
    ]


@pytest.mark.parametrize("cutoff_day", [0, 14])
@pytest.mark.parametrize(
    "name",
    [
        *("2021-01", "2024-02", "2021-12", "2021-Q4", "2021-H1", "2021-9M", "2021"),
        *("phase-1", "phase-2", "2000", "2099-12", "2022-08-04", "2017-07-01/2022-12-31"),
    ],
)
def test_days_that_are_a_period_have_its_name(name: str, cutoff_day: int) -> None:
    period = parse_period(name, cutoff_day)
    assert spanning(period.start, period.end, cutoff_day) == period


def test_days_beyond_all_reports_are_a_range_as_any_other() -> None:
    assert spanning(date.min, date.max).name == "0001-01-01/9999-12-31"
