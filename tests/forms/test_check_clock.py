"""What hangs on the phone's clock is held against the submission's own time, in its own zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.forms.little import Little, ask, calculate, fault, little, note

START, END = "<start>{0}</start>".format, "<end>{0}</end>".format


@pytest.fixture(scope="module")
def timed() -> Little:
    """Told when it was begun and finished; received on the 5th of March at 10 in Hà Nội."""
    return little(
        ask("start", "start"),
        ask("end", "end"),
        ask("date", "day", constraint=". <= today()"),
        calculate("month", "format-date(today(), '%Y-%m-%d')"),
    )


def told(start: str, end: str, day: str, month: str) -> str:
    return f"{START(start)}{END(end)}<day>{day}</day><month>{month}</month>"


NOON = "T12:00:00.000+07:00"
TODAY_RULE = ". <= today()"
MONTH_RULE = "format-date(today(), '%Y-%m-%d')"


def test_today_is_the_day_on_which_it_was_filled_not_that_on_which_it_came(timed: Little) -> None:
    """It may have waited on the phone for a month."""
    then = f"2026-02-01{NOON}"
    assert timed.finds(told(then, then, "2026-02-01", "2026-02-01")) == []
    assert timed.finds(told(then, then, "2026-02-02", "2026-02-01")) == [
        fault("/data/day", "constraint", "2026-02-02", expression=TODAY_RULE)
    ]


def test_a_calculated_day_of_no_day_on_which_it_was_filled_is_not_compared(timed: Little) -> None:
    """The phone's clock proves nothing: it may have been set while the form was open."""
    then = f"2026-02-01{NOON}"
    assert timed.finds(told(then, then, "2026-02-01", "2026-02-02")) == [
        note("/data/month", "not-comparable", "2026-02-02", expression=MONTH_RULE)
    ]


def test_a_draft_that_was_filled_for_days_may_be_of_the_first_or_of_the_last(timed: Little) -> None:
    start, end = f"2026-02-01{NOON}", f"2026-02-04{NOON}"
    for calculated in ("2026-02-01", "2026-02-04"):
        assert timed.finds(told(start, end, "2026-02-01", calculated)) == []
        assert timed.finds(told(start, end, "2026-02-04", calculated)) == []
    assert timed.finds(told(start, end, "2026-02-05", "2026-02-04")) == [
        fault("/data/day", "constraint", "2026-02-05", expression=TODAY_RULE)
    ]


def test_what_holds_at_the_end_of_a_long_draft_and_not_at_its_begin_holds() -> None:
    visit = little(
        ask("start", "start"),
        ask("end", "end"),
        ask("date", "day", constraint=". >= today()"),
        ask("date", "other", constraint=". < today()"),
    )
    times = START(f"2026-02-01{NOON}") + END(f"2026-02-04{NOON}")
    assert visit.finds(f"{times}<day>2026-02-04</day><other>2026-01-31</other>") == []
    assert visit.finds(f"{times}<day>2026-02-02</day><other>2026-02-02</other>") == [
        note("/data/day", "not-comparable", "2026-02-02", expression=". >= today()"),
    ]
    assert visit.finds(f"{times}<day>2026-01-31</day><other>2026-02-04</other>") == [
        fault("/data/day", "constraint", "2026-01-31", expression=". >= today()"),
        fault("/data/other", "constraint", "2026-02-04", expression=". < today()"),
    ]


def test_a_draft_may_be_of_any_day_between() -> None:
    visit = little(
        ask("start", "start"), ask("end", "end"), ask("date", "day", constraint=". = today()")
    )
    times = START(f"2026-02-01{NOON}") + END(f"2026-02-09{NOON}")
    for day in ("2026-02-01", "2026-02-02", "2026-02-08"):
        assert visit.finds(f"{times}<day>{day}</day>") == [
            note("/data/day", "not-comparable", day, expression=". = today()")
        ]
    for day in ("2026-01-31", "2026-02-10"):
        assert visit.finds(f"{times}<day>{day}</day>") == [
            fault("/data/day", "constraint", day, expression=". = today()")
        ]


@pytest.mark.parametrize(
    "end, today",
    [
        ("2026-03-05T00:30:00.000+09:00", "2026-03-05"),  # the 4th in Hà Nội
        ("2026-03-04T20:00:00.000-03:00", "2026-03-04"),  # the 5th in Hà Nội
        ("2026-03-04T23:30:00.000Z", "2026-03-04"),
        ("2026-03-05T00:30:00.000+05:45", "2026-03-05"),
        ("2026-03-04T23:59:59.999+07:00", "2026-03-04"),
        ("2026-03-05T00:30:00.000+07", "2026-03-05"),
    ],
)
def test_the_day_is_that_of_the_zone_in_which_the_phone_was(
    timed: Little, end: str, today: str
) -> None:
    assert timed.finds(told(end, end, today, today)) == []
    tomorrow = f"2026-03-{int(today[-2:]) + 1:02}"
    assert timed.finds(told(end, end, tomorrow, today)) == [
        fault("/data/day", "constraint", tomorrow, expression=TODAY_RULE)
    ]


def test_a_time_without_a_zone_is_of_the_projects_zone() -> None:
    visit = little(
        ask("dateTime", "seen"),
        calculate("hours", "round((decimal-date-time(${seen}) mod 1) * 24, 0)"),
        calculate("day", "format-date(${seen}, '%d')"),
    )
    at = "<seen>2026-03-04T23:00:00.000+00:00</seen><hours>23</hours>"
    assert visit.finds(f"{at}<day>05</day>") == []
    assert visit.finds(f"{at}<day>04</day>") == [
        fault("/data/day", "calculate", "04", "05", expression="format-date( /data/seen , '%d')")
    ]


def test_where_the_end_is_not_told_the_zone_is_that_of_the_start(timed: Little) -> None:
    start = "2026-03-05T00:30:00.000+09:00"  # the 4th in Hà Nội
    assert timed.finds(told(start, "", "2026-03-05", "2026-03-05")) == []
    assert timed.finds(told(start, "", "2026-03-06", "2026-03-05")) == [
        fault("/data/day", "constraint", "2026-03-06", expression=TODAY_RULE)
    ]


def test_a_day_is_no_offset(timed: Little) -> None:
    """The -05 at its end is not one of five hours."""
    assert timed.finds(told("", "2026-03-05", "2026-03-05", "2026-03-05")) == []


@pytest.fixture(scope="module")
def untimed() -> Little:
    """It does not tell when it was filled."""
    return little(
        ask("date", "day", constraint=". <= today()"),
        ask("date", "due", constraint=". > today()"),
        calculate("age", "int((today() - ${day}) div 365.25)"),
    )


def test_without_a_time_of_its_own_it_may_have_been_filled_long_before_it_came(
    untimed: Little,
) -> None:
    """What fails on the day of receipt might have held on another; what never holds is found."""
    last_year = "<due>2025-06-01</due>"
    assert untimed.finds(f"<day>1990-01-01</day>{last_year}<age>36</age>") == [
        note("/data/due", "not-comparable", "2025-06-01", expression=". > today()")
    ]
    assert untimed.finds("<day>2027-01-01</day><due>1999-01-01</due><age>0</age>") == [
        fault("/data/day", "constraint", "2027-01-01", expression=TODAY_RULE),
        fault("/data/due", "constraint", "1999-01-01", expression=". > today()"),
    ]


def test_without_a_time_of_its_own_it_may_be_of_any_day_of_the_year_before() -> None:
    visit = little(ask("date", "day", constraint=". = today()"))
    assert visit.finds("<day>2026-03-05</day>") == []
    for day in ("2026-02-20", "2025-03-06"):
        assert visit.finds(f"<day>{day}</day>") == [
            note("/data/day", "not-comparable", day, expression=". = today()")
        ]
    for day in ("2026-03-07", "2024-01-01"):
        assert visit.finds(f"<day>{day}</day>") == [
            fault("/data/day", "constraint", day, expression=". = today()")
        ]


def test_a_phone_in_front_of_us_is_a_day_ahead_at_most(untimed: Little) -> None:
    """Received on the 5th here; where it is filled, it may be the 6th already."""
    assert untimed.finds("<day>2026-03-06</day><due>2027-01-01</due><age>0</age>") == [
        note("/data/day", "not-comparable", "2026-03-06", expression=TODAY_RULE)
    ]


def test_the_day_of_receipt_counts_in_the_projects_zone(untimed: Little) -> None:
    """It is 23:30 on the 4th in UTC, and 6:30 on the 5th in Hà Nội."""
    late = untimed.told(received_at=datetime(2026, 3, 4, 23, 30, tzinfo=UTC))
    assert late.finds("<day>2026-03-05</day><due>2027-01-01</due><age>0</age>") == []


def test_a_time_that_cannot_be_read_tells_nothing(timed: Little) -> None:
    assert timed.finds(told("hôm qua", "", "1990-01-01", "2026-03-05")) == [
        fault("/data/start", "type", "hôm qua", "dateTime")
    ]


def test_what_applies_on_some_days_only_is_neither_missed_nor_blamed() -> None:
    visit = little(
        ask("start", "start"),
        ask("end", "end"),
        ask("text", "thanks", relevant="today() > date('2026-02-02')", required="yes"),
        calculate("said", "string-length(${thanks})"),
    )
    over_the_day = START(f"2026-02-01{NOON}") + END(f"2026-02-04{NOON}")
    assert visit.finds(f"{over_the_day}<said>0</said>") == []
    assert visit.finds(f"{over_the_day}<thanks>có</thanks><said>2</said>") == []
    before = START(f"2026-02-01{NOON}") + END(f"2026-02-01{NOON}")
    rule = "today() > date('2026-02-02')"
    assert visit.finds(f"{before}<thanks>có</thanks><said>0</said>") == [
        fault("/data/thanks", "relevant", "có", expression=rule)
    ]
    after = START(f"2026-02-04{NOON}") + END(f"2026-02-04{NOON}")
    assert visit.finds(f"{after}<said>0</said>") == [
        fault("/data/thanks", "missing"),
        fault("/data/thanks", "required", expression="true()"),
    ]


def test_what_is_required_on_some_days_only_is_not_compared() -> None:
    visit = little(
        ask("start", "start"),
        ask("end", "end"),
        ask("text", "why", required="today() > date('2026-02-02')"),
    )
    rule = "today() > date('2026-02-02')"
    over_the_day = START(f"2026-02-01{NOON}") + END(f"2026-02-04{NOON}")
    assert visit.finds(f"{over_the_day}<why/>") == [
        note("/data/why", "not-comparable", "", expression=rule)
    ]
    after = START(f"2026-02-04{NOON}") + END(f"2026-02-05{NOON}")
    assert visit.finds(f"{after}<why/>") == [fault("/data/why", "required", "", expression=rule)]


def test_the_clock_may_stand_behind_a_calculation() -> None:
    """Held against the day that was sent, which may be any day."""
    visit = little(
        ask("text", "name"),
        calculate("day", "today()"),
        calculate("next", "format-date(date(${day}) + 1, '%Y-%m-%d')"),
    )
    day = "<day>2019-05-05</day>"
    assert visit.finds(f"<name/>{day}<next>2019-05-06</next>") == [
        note("/data/day", "not-comparable", "2019-05-05", expression="today()")
    ]
    assert visit.finds(f"<name/>{day}<next>2019-05-07</next>") == [
        note("/data/day", "not-comparable", "2019-05-05", expression="today()"),
        fault(
            "/data/next",
            "calculate",
            "2019-05-07",
            "2019-05-06",
            expression="format-date(date( /data/day ) + 1, '%Y-%m-%d')",
        ),
    ]
