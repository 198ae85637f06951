"""The periods of reports: months, quarters, six and nine months, years, phases, days, ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from exports.indicators.definition import Every

Kind = Literal[Every, "range"]
Tile = Literal["month", "quarter", "half", "year"]
"""Kinds that follow each other without a gap: what ``every=`` may be."""

YEARS = range(2000, 2100)
"""What is further away is a slip of the pen."""
CUTOFF_DAY_MAX = 28
"""Every month has that day."""
PHASES = {1: ((2017, 7), (2021, 12)), 2: ((2022, 1), (2027, 12))}
"""First and last month of the phases of project 938 (decision 938/QĐ-TTg of 30 June 2017).

Papers write "2017–2022" and "2022–2027". No day may count twice, so the first ends with 2021, as in
the Union's own review of it ("giai đoạn 2017–2021"), and the second has 2022 as a whole.
"""

_MONTHS: dict[Tile, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_NAMED = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine>9M)))?",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PHASE = re.compile(r"phase-([12])")
_ROMAN = ("I", "II", "III", "IV")
_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_Month = tuple[int, int]


class RefusedPeriod(ValueError):
    """A period that cannot be reported; ``reason`` is a stable word.

    ``unreadable``, ``no-such-day``, ``backwards`` (a range that ends before it begins), ``far``
    (not in YEARS), ``cutoff`` (a cut-off day that some month does not have).
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Period:
    """Days that are reported together. A stock figure is taken at the last of them."""

    kind: Kind
    name: str
    """As it is asked for: ``2021-Q3``."""
    start: date
    end: date
    """Its last day, which belongs to it."""

    def label(self, language: str) -> str:
        """Return its name in ``vi`` or ``en``: ``Quý III năm 2021``."""
        return _label_en(self) if language == "en" else _label_vi(self)


def parse_period(text: str, cutoff_day: int = 0) -> Period:
    """Read what ``period=`` may be.

    ``2021-09``, ``2021-Q3``, ``2021-H1``, ``2021-9M``, ``2021``, ``phase-1``; ``2022-08-04``;
    ``2017-07-01/2022-08-04``. With a cut-off day, say 14, a month runs from the 15th of the one
    before, and all that is made of months with it; days and ranges mean what they say. 0: calendar
    months. Raises RefusedPeriod.
    """
    if found := _NAMED.fullmatch(text):
        return _named(text, found, cutoff_day)
    if found := _PHASE.fullmatch(text):
        first, last = PHASES[int(found[1])]
        return _of_months("phase", text, first, last, cutoff_day)
    if "/" in text:
        begin, _, end = text.partition("/")
        return _range(_day(begin), _day(end))
    return _of_day(_day(text))


def containing(day: date, kind: Tile | Literal["day"], cutoff_day: int = 0) -> Period:
    """Return the period of that kind in which a day lies. Raises RefusedPeriod."""
    if kind == "day":
        return _of_day(day)
    year, month = day.year, day.month
    if 0 < cutoff_day < day.day:
        year, month = _later((year, month), 1)
    months = _MONTHS[kind]
    first = (month - 1) // months * months + 1
    last = first + months - 1
    return _of_months(kind, _tile_name(kind, year, first), (year, first), (year, last), cutoff_day)


def spanning(start: date, end: date, cutoff_day: int = 0) -> Period:
    """Return the period of exactly these days: by its name where it has one, else as a range."""
    if end.year in YEARS and start.year + 1 >= YEARS.start:  # a cut-off day begins the year before
        for period in _named_around(start, end, cutoff_day):
            if (period.start, period.end) == (start, end):
                return period
    return _of_day(start) if start == end else _range(start, end)


def _named_around(start: date, end: date, cutoff_day: int) -> Iterator[Period]:
    """Yield the periods with a name that may have these days."""
    for kind in _MONTHS:
        yield containing(start, kind, cutoff_day)
    yield parse_period(f"{end.year}-9M", cutoff_day)
    for number in PHASES:
        yield parse_period(f"phase-{number}", cutoff_day)


def parts(period: Period, every: Tile, cutoff_day: int = 0) -> list[Period]:
    """Cut a period into its months, quarters, halves or years, in order; together they are it.

    One that lies in it only partly (the August of ``2017-07-01/2022-08-04``) is given as the range
    of days that do, and not by the name of the whole.
    """
    found = []
    day = period.start
    while day <= period.end:
        whole = containing(day, every, cutoff_day)
        if whole.start >= period.start and whole.end <= period.end:
            found.append(whole)
        else:
            found.append(_range(day, min(whole.end, period.end)))
        day = whole.end + timedelta(days=1)
    return found


def _named(text: str, found: re.Match[str], cutoff_day: int) -> Period:
    year = int(found["year"])
    if year not in YEARS:
        raise RefusedPeriod("far", text)
    if found["month"]:
        month = int(found["month"])
        if not 1 <= month <= 12:
            raise RefusedPeriod("no-such-day", text)
        return _of_months("month", text, (year, month), (year, month), cutoff_day)
    if found["quarter"]:
        last = int(found["quarter"]) * 3
        return _of_months("quarter", text, (year, last - 2), (year, last), cutoff_day)
    if found["half"]:
        last = int(found["half"]) * 6
        return _of_months("half", text, (year, last - 5), (year, last), cutoff_day)
    if found["nine"]:
        return _of_months("nine", text, (year, 1), (year, 9), cutoff_day)
    return _of_months("year", text, (year, 1), (year, 12), cutoff_day)


def _of_months(kind: Every, name: str, first: _Month, last: _Month, cutoff_day: int) -> Period:
    if not 0 <= cutoff_day <= CUTOFF_DAY_MAX:
        raise RefusedPeriod("cutoff", str(cutoff_day))
    start = _after_cutoff(_later(first, -1), cutoff_day)
    return Period(kind, name, start, _after_cutoff(last, cutoff_day) - timedelta(days=1))


def _after_cutoff(month: _Month, cutoff_day: int) -> date:
    """Return the first day that no longer counts to a month."""
    if cutoff_day:
        return date(*month, cutoff_day) + timedelta(days=1)
    return date(*_later(month, 1), 1)


def _later(month: _Month, months: int) -> _Month:
    year, place = divmod(month[0] * 12 + month[1] - 1 + months, 12)
    return year, place + 1


def _of_day(day: date) -> Period:
    return Period("day", day.isoformat(), day, day)


def _range(begin: date, end: date) -> Period:
    name = f"{begin.isoformat()}/{end.isoformat()}"
    if end < begin:
        raise RefusedPeriod("backwards", name)
    return Period("range", name, begin, end)


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise RefusedPeriod("unreadable", text)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise RefusedPeriod("no-such-day", text) from error
    if day.year not in YEARS:
        raise RefusedPeriod("far", text)
    return day


def _tile_name(kind: Tile, year: int, first_month: int) -> str:
    match kind:
        case "month":
            return f"{year}-{first_month:02}"
        case "quarter":
            return f"{year}-Q{first_month // 3 + 1}"
        case "half":
            return f"{year}-H{first_month // 6 + 1}"
        case "year":
            return str(year)


def _label_vi(period: Period) -> str:
    year, rest = period.name[:4], period.name[5:]
    match period.kind:
        case "month":
            return f"Tháng {int(rest)}/{year}"
        case "quarter":
            return f"Quý {_ROMAN[int(rest[1]) - 1]} năm {year}"
        case "half":
            return f"6 tháng {'đầu' if rest == 'H1' else 'cuối'} năm {year}"
        case "nine":
            return f"9 tháng năm {year}"
        case "year":
            return f"Năm {year}"
        case "phase":
            return f"Giai đoạn {_phase(period)}"
        case "day":
            return f"Ngày {written_day(period.start, 'vi')}"
        case "range":
            return f"Từ {written_day(period.start, 'vi')} đến {written_day(period.end, 'vi')}"


def _label_en(period: Period) -> str:
    year, rest = period.name[:4], period.name[5:]
    match period.kind:
        case "month":
            return f"{_ENGLISH[int(rest) - 1]} {year}"
        case "quarter":
            return f"Quarter {rest[1]} of {year}"
        case "half":
            return f"{'First' if rest == 'H1' else 'Second'} half of {year}"
        case "nine":
            return f"First nine months of {year}"
        case "year":
            return f"Year {year}"
        case "phase":
            return f"Phase {_phase(period)}"
        case "day":
            return written_day(period.start, "en")
        case "range":
            return f"{written_day(period.start, 'en')} to {written_day(period.end, 'en')}"


def _phase(period: Period) -> str:
    number = int(period.name.removeprefix("phase-"))
    (first, _), (last, _) = PHASES[number]
    return f"{number} ({first}–{last})"


def written_day(day: date, language: str) -> str:
    """Write a day as papers do: ``04/08/2022``, ``4 August 2022``."""
    if language == "en":
        return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}"
    return f"{day.day:02}/{day.month:02}/{day.year}"
