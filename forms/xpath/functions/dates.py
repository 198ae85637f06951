"""Functions on dates and times. Source: measured on JavaRosa (DateUtils, its Western calendar)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from forms.xpath.faults import EvaluationError
from forms.xpath.functions.function import Function
from forms.xpath.moments import DAY_MS, Moment, calendar_of, days_of, parse_moment
from forms.xpath.run import Run
from forms.xpath.values import INT_MAX, INT_MIN, Value, text_of

Writer = Callable[[Moment], str]
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
LOCAL_MARKS = ("%a", "%b", "%W")
"""What the phone's language decides: names of days and months, where a week begins."""


def _moment(run: Run, value: Value) -> Moment | Value:
    """Return a value as a moment; "" and NaN stay. Raises EvaluationError where it is none."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return value
        if not INT_MIN <= value <= INT_MAX:
            raise EvaluationError("The number is out of range for a date.")
        return run.zone.of(round(value * DAY_MS))
    if value == "":
        return value
    found = parse_moment(text_of(value), run.zone)
    if found is None:
        raise EvaluationError("The value can't be converted to a date.")
    return found


def date(run: Run, value: Value) -> Value:
    """Return a value as a day; a number is whole days since 1970.

    A moment loses its time; a text keeps the one that is written in it.
    """
    if isinstance(value, Moment):
        return value.midnight(run.zone)
    if isinstance(value, float) and INT_MIN <= value <= INT_MAX:
        return run.zone.at(math.trunc(value) * DAY_MS)
    return _moment(run, value)


def date_time(run: Run, value: Value) -> Value:
    """Return a value as a moment; a number is days since 1970 in UTC."""
    return _moment(run, value)


def decimal_date_time(run: Run, value: Value) -> Value:
    """Return days and parts of days since 1970 in UTC."""
    moment = _moment(run, value)
    return moment.fraction if isinstance(moment, Moment) else moment


def decimal_time(run: Run, value: Value) -> Value:
    """Return the part of the day that has passed, by the offset that the phone has now."""
    moment = _moment(run, value)
    if isinstance(value, float) and not math.isnan(value):
        return value - math.floor(value)
    if not isinstance(moment, Moment):
        return moment
    utc_ms = moment.local_ms - moment.offset_ms
    passed_ms = (utc_ms + run.now.offset_ms) % DAY_MS
    return utc_ms / DAY_MS - (utc_ms - passed_ms) / DAY_MS


def format_date(run: Run, value: Value, pattern: Value) -> str:
    """Write a date or dateTime as a pattern says: ``%d/%m/%Y``."""
    moment = _moment(run, value)
    if not isinstance(moment, Moment):
        return ""
    return "".join([writer(moment) for writer in _writers(text_of(pattern))])


@lru_cache(maxsize=256)
def _writers(pattern: str) -> tuple[Writer, ...]:
    """Read a pattern: what writes each of its parts."""
    writers: list[Writer] = []
    marks = iter(pattern)
    for char in marks:
        mark = next(marks, "") if char == "%" else None
        writer = _text_part(char) if mark is None else _WRITERS.get(mark)
        if writer is None:
            raise EvaluationError(f"format-date does not know %{mark}")
        writers.append(writer)
    return tuple(writers)


def _text_part(char: str) -> Writer:
    return lambda _moment: char


def _date_part(index: int, form: str) -> Writer:
    return lambda moment: format(calendar_of(moment.day)[index], form)


def _time_part(size_ms: int, count: int, form: str) -> Writer:
    return lambda moment: format(moment.local_ms % DAY_MS // size_ms % count, form)


def _week(moment: Moment) -> str:
    """Write the week of the year; it begins on Sunday, and 1 January is in week 1."""
    year, month, day = calendar_of(moment.day)
    first = days_of(year, 1, 1) or 0
    begin = (first + 4) % 7
    if month == 12 and day + 6 - (moment.day + 4) % 7 > 31:
        return "1"
    return str((moment.day - first + begin) // 7 + 1)


_WRITERS: dict[str, Writer] = {
    "%": lambda _: "%",
    "Y": _date_part(0, "04d"),
    "y": lambda moment: f"{calendar_of(moment.day)[0]:04d}"[2:],
    "m": _date_part(1, "02d"),
    "n": _date_part(1, "d"),
    "d": _date_part(2, "02d"),
    "e": _date_part(2, "d"),
    "b": lambda moment: _MONTHS[calendar_of(moment.day)[1] - 1],
    "a": lambda moment: _WEEKDAYS[(moment.day + 4) % 7],
    "W": _week,
    "H": _time_part(3_600_000, 24, "02d"),
    "h": _time_part(3_600_000, 24, "d"),
    "M": _time_part(60_000, 60, "02d"),
    "S": _time_part(1000, 60, "02d"),
    "3": _time_part(1, 1000, "03d"),
}

FUNCTIONS = (
    Function(
        "today", "values", 0, 0, "moment", lambda run: run.now.midnight(run.zone), True, "clock"
    ),
    Function("now", "values", 0, 0, "moment", lambda run: run.now, True, "clock"),
    Function("date", "values", 1, 1, "moment", date, True),
    Function("date-time", "values", 1, 1, "moment", date_time, True),
    Function("decimal-date-time", "values", 1, 1, "number", decimal_date_time, True),
    Function("decimal-time", "values", 1, 1, "number", decimal_time, True),
    Function("format-date", "values", 2, 2, "text", format_date, True),
    Function("format-date-time", "values", 2, 2, "text", format_date, True),
)
