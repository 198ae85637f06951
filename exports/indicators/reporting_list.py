"""Who has reported: a line for each commune and period, on time, late, missing or still open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from exports.indicators.definition import Level
from exports.indicators.periods import Period
from exports.indicators.roll_up import UNKNOWN, UNKNOWN_NAMES, Placing

State = Literal["on-time", "late", "missing", "open"]
"""``open``: nothing is here, and the last day to report has not passed."""
STATES: tuple[State, ...] = ("on-time", "late", "missing", "open")


class Arrived(NamedTuple):
    """The submissions of one unit and day that count."""

    unit: str | None
    """As reported."""
    day: date
    """Of the event."""
    submissions: int
    received_on: date
    """The day on which the first of them came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is asked for, beside where."""

    periods: Sequence[Period]
    """In order, none within another."""
    due_days: int
    """A report is on time until so many days after the day it is of."""
    today: date
    language: str = "vi"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingLine:
    """One commune in one period."""

    vintage: str
    unit: str
    """Key; "": what has no commune in the tree asked for."""
    unit_name: str
    district: str
    """Name; "" where the tree has none."""
    province: str
    period: Period
    due_on: date
    """The last day on which a report of the period's last day is on time."""
    submissions: int
    first_received_on: date | None
    state: State | None
    """None: it is not one commune, so nobody can be said to be late."""
    days_late: int | None
    """Of the report that was least late; None: none was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingList:
    """A list as it is printed."""

    project: str
    form: str
    """Its title."""
    area: str
    """Name of the unit that the list is about."""
    period: Period
    vintage: str
    due_days: int
    lines: Sequence[ReportingLine]
    made_at: datetime
    language: str = "vi"


@dataclass(slots=True)
class _Sum:
    """What came of one commune in one period."""

    submissions: int
    first: date
    delay_days: int
    """From the day a report is of to its receipt: of the quickest."""

    def add(self, other: _Sum) -> None:
        self.submissions += other.submissions
        self.first = min(self.first, other.first)
        self.delay_days = min(self.delay_days, other.delay_days)


def lines(arrived: Iterable[Arrived], placing: Placing, asked: Asked) -> Iterator[ReportingLine]:
    """Yield the lines by period, in each by commune; last what belongs to no commune.

    Each commune of the area has its line. One is on time where *any* of its reports came within
    ``due_days`` of the day that report is of, which is how an indicator over the same form counts:
    a quarter that has only its January, sent in time, has been reported on time. ``placing`` is
    of communes.
    """
    found = list(arrived)
    sums = _added_up(found, placing, asked.periods)
    units = [(unit.key, unit.label) for unit in placing.lines(one.unit for one in found)]
    names = _Names(placing)
    for number, period in enumerate(asked.periods):
        for key, name in units:
            yield _line(names, (key, name), period, sums.get((number, key)), asked)
        unknown = sums.get((number, UNKNOWN))
        if unknown is not None:
            none = (UNKNOWN, UNKNOWN_NAMES[asked.language])
            yield _line(names, none, period, unknown, asked)


def count(some: Iterable[ReportingLine]) -> dict[State, int]:
    """Count the communes in each state."""
    counted: dict[State, int] = dict.fromkeys(STATES, 0)
    for line in some:
        if line.state is not None:
            counted[line.state] += 1
    return counted


def _added_up(
    arrived: Iterable[Arrived], placing: Placing, periods: Sequence[Period]
) -> dict[tuple[int, str], _Sum]:
    """Add up what came, by the period's number and the commune; other days are left out."""
    starts = [period.start for period in periods]
    sums: dict[tuple[int, str], _Sum] = {}
    for one in arrived:
        number = bisect_right(starts, one.day) - 1
        place = placing.place(one.unit)
        if number < 0 or one.day > periods[number].end or place is None:
            continue
        told = _Sum(one.submissions, one.received_on, (one.received_on - one.day).days)
        known = sums.setdefault((number, place.unit), told)
        if known is not told:
            known.add(told)
    return sums


class _Names:
    """What the units above a commune are called."""

    def __init__(self, placing: Placing) -> None:
        self.vintage = placing.area.vintage
        self._units = placing.units
        self._known: dict[tuple[str, Level], str] = {}

    def above(self, key: str, level: Level) -> str:
        if (key, level) not in self._known:
            lifted = self._units.lift(key, level, self.vintage).key if key != UNKNOWN else None
            unit = self._units.find(lifted) if lifted else None
            self._known[key, level] = unit.label if unit else ""
        return self._known[key, level]


def _line(
    names: _Names, unit: tuple[str, str], period: Period, told: _Sum | None, asked: Asked
) -> ReportingLine:
    key, name = unit
    due_on = period.end + timedelta(days=asked.due_days)
    state = None if key == UNKNOWN else _state(told, due_on, asked)
    is_late = told is not None and state == "late"
    return ReportingLine(
        vintage=names.vintage,
        unit=key,
        unit_name=name,
        district=names.above(key, "district"),
        province=names.above(key, "province"),
        period=period,
        due_on=due_on,
        submissions=told.submissions if told else 0,
        first_received_on=told.first if told else None,
        state=state,
        days_late=told.delay_days - asked.due_days if told and is_late else None,
    )


def _state(told: _Sum | None, due_on: date, asked: Asked) -> State:
    if told is not None:
        return "on-time" if told.delay_days <= asked.due_days else "late"
    return "open" if asked.today <= due_on else "missing"
