"""Days and times as JavaRosa has them: a moment together with the zone that it is told in.

JavaRosa keeps a java.util.Date and tells it in the phone's zone. Here a moment carries its offset,
so that nothing else needs to know of zones. Years may be beyond 9999, as on the phone. Source:
measured on JavaRosa 5.1 (DateUtils).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY_MS = 86_400_000
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_INT = re.compile(r"[+-]?[0-9]{1,9}")
_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)\.(\d{3})([+-])(\d\d):(\d\d)", re.ASCII
)
_SECONDS = re.compile(r"([0-9]{0,9})(?:\.([0-9]*))?")
_CYCLE_DAYS = 146_097
"""Days of 400 years, after which the calendar repeats itself."""
_YEAR_MAX = 1_000_000
_QUARTER_MS = 900_000
_REMEMBERED_MAX = 20_000


class Moment(NamedTuple):
    """A point in time: milliseconds of the wall clock since 1970, and how far it is from UTC."""

    local_ms: int
    offset_ms: int

    @property
    def day(self) -> int:
        """Whole local days since 1970-01-01: what a date is as a number."""
        return self.local_ms // DAY_MS

    @property
    def fraction(self) -> float:
        """Days and parts of them since 1970 in UTC: ``decimal-date-time``."""
        return (self.local_ms - self.offset_ms) / DAY_MS

    def midnight(self, zone: Zone) -> Moment:
        """Return the begin of its day."""
        return zone.at(self.day * DAY_MS)


class Zone:
    """A time zone: how far the wall clock is from UTC at a moment of either."""

    def __init__(self, zone: ZoneInfo | int) -> None:
        """Take a zone of the tz database, or a fixed offset in milliseconds."""
        self._fixed = zone if isinstance(zone, int) else None
        self._info = None if isinstance(zone, int) else zone
        self._midnights: dict[int, Moment] = {}
        self._quarters: dict[int, int] = {}
        """Offsets by quarter of an hour in UTC: clocks change between quarters alone."""

    def at(self, local_ms: int) -> Moment:
        """Return the moment that a wall clock shows."""
        if self._fixed is not None:
            return Moment(local_ms, self._fixed)
        known = self._midnights.get(local_ms)
        if known is not None:
            return known
        moment = Moment(local_ms, self._offset(local_ms, utc=False))
        if local_ms % DAY_MS == 0:  # dates are many, and always the same few
            if len(self._midnights) >= _REMEMBERED_MAX:
                self._midnights.clear()
            self._midnights[local_ms] = moment
        return moment

    def of(self, utc_ms: int) -> Moment:
        """Return the moment that is so many milliseconds after 1970 in UTC."""
        if self._fixed is not None:
            return Moment(utc_ms + self._fixed, self._fixed)
        quarter = utc_ms // _QUARTER_MS
        offset = self._quarters.get(quarter)
        if offset is None:
            if len(self._quarters) >= _REMEMBERED_MAX:
                self._quarters.clear()
            offset = self._quarters[quarter] = self._offset(utc_ms, utc=True)
        return Moment(utc_ms + offset, offset)

    def _offset(self, ms: int, *, utc: bool) -> int:
        # Beyond the calendar of datetime, the rules of a like year hold.
        day, rest = divmod(ms, DAY_MS)
        ordinal = day + _EPOCH_ORDINAL
        if not 400 < ordinal < 3_652_000:
            ordinal = ordinal % _CYCLE_DAYS + 5 * _CYCLE_DAYS
        naive = datetime.combine(date.fromordinal(ordinal), datetime.min.time())
        naive += timedelta(milliseconds=rest)
        info = self._info
        told = naive.replace(tzinfo=UTC).astimezone(info) if utc else naive.replace(tzinfo=info)
        return int((told.utcoffset() or timedelta()).total_seconds() * 1000)


@lru_cache(maxsize=256)
def zone_of(zone: ZoneInfo | int) -> Zone:
    """Return the zone of the tz database, or of a fixed offset in milliseconds."""
    return Zone(zone)


def days_of(year: int, month: int, day: int) -> int | None:
    """Return the days since 1970-01-01 of a day of the calendar; None where there is no such."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and abs(year) <= _YEAR_MAX):
        return None
    cycles, like = divmod(year - 2000, 400)
    try:
        ordinal = date(2000 + like, month, day).toordinal()
    except ValueError:
        return None
    return ordinal - _EPOCH_ORDINAL + cycles * _CYCLE_DAYS


@lru_cache(maxsize=8192)
def calendar_of(day: int) -> tuple[int, int, int]:
    """Return year, month and day of the month of so many days since 1970-01-01."""
    cycles, ordinal = divmod(day + _EPOCH_ORDINAL - date(2000, 1, 1).toordinal(), _CYCLE_DAYS)
    told = date.fromordinal(date(2000, 1, 1).toordinal() + ordinal)
    return told.year + 400 * cycles, told.month, told.day


@lru_cache(maxsize=8192)
def day_text(day: int) -> str:
    """Write a day as JavaRosa does: ``2026-03-05``; a year is not filled up with zeros."""
    year, month, of_month = calendar_of(day)
    return f"{year}-{month:02d}-{of_month:02d}"


@lru_cache(maxsize=8192)
def parse_day(text: str) -> int | None:
    """Read ``2026-3-5``: days since 1970; None where it is no date."""
    pieces = text.split("-")
    if len(pieces) != 3 or not all(map(_INT.fullmatch, pieces)):
        return None
    year, month, day = map(int, pieces)
    return days_of(year, month, day)


def parse_moment(text: str, zone: Zone) -> Moment | None:
    """Read a date or a dateTime; one without an offset is told in ``zone``. None: it is neither."""
    found = _STAMP.fullmatch(text)
    if found is not None:
        return _stamp(found, zone)
    head, sign, tail = text.partition("T")
    day = parse_day(head)
    if day is None:
        return None
    if not sign:
        return zone.at(day * DAY_MS)
    return parse_clock(tail, day, zone)


def _stamp(found: re.Match[str], zone: Zone) -> Moment | None:
    """Read what every phone writes into ``start`` and ``end``, without asking piece by piece."""
    head, hour, minute, second, ms, sign, hours, minutes = found.groups()
    day = parse_day(head)
    if day is None:
        return None
    local_ms = ((day * 24 + int(hour)) * 60 + int(minute)) * 60_000 + int(second) * 1000 + int(ms)
    offset_ms = (int(hours) * 60 + int(minutes)) * 60_000
    return zone.of(local_ms - offset_ms if sign == "+" else local_ms + offset_ms)


def parse_clock(text: str, day: int, zone: Zone) -> Moment | None:
    """Read ``10:30:15.500+07:00`` on a day: the moment as ``zone`` tells it; None: no time."""
    clock, offset_ms = _offset(text)
    time_ms = None if clock is None else _time(clock)
    if time_ms is None:
        return None
    local_ms = day * DAY_MS + time_ms
    return zone.at(local_ms) if offset_ms is None else zone.of(local_ms - offset_ms)


def _offset(text: str) -> tuple[str | None, int | None]:
    """Split a time from its offset in milliseconds, None where it gives none."""
    if text.endswith("Z"):
        return text[:-1], 0
    sign = "+" if "+" in text else "-" if "-" in text else ""
    if not sign:
        return text, None
    clock, _, offset = text.partition(sign)
    hours, colon, minutes = offset.partition(":")
    if not _INT.fullmatch(hours) or (colon and not _INT.fullmatch(minutes)):
        return None, None
    if not colon and len(hours) == 4:
        hours, minutes = hours[:2], hours[2:]
    total = int(hours) * 60 + int(minutes or "0")
    return clock, (total if sign == "+" else -total) * 60_000


def _time(text: str) -> int | None:
    """Read ``10:30`` or ``10:30:15.5``: milliseconds of the day; None: no time."""
    pieces = text.split(":")
    if len(pieces) not in (2, 3) or not all(map(_INT.fullmatch, pieces[:2])):
        return None
    hour, minute, ms = int(pieces[0]), int(pieces[1]), 0
    if len(pieces) == 3:
        seconds = _SECONDS.match(pieces[2])
        whole, parts = seconds.groups() if seconds else ("", "")
        ms = int(whole or "0") * 1000 + int(((parts or "") + "000")[:3])
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= ms < 60_000):
        return None
    return hour * 3_600_000 + minute * 60_000 + ms


def clock_text(moment: Moment) -> str:
    """Write the time of a day with its offset, as a phone stores it: ``10:30:15.500+07:00``."""
    ms = moment.local_ms % DAY_MS
    hours, minutes = divmod(abs(moment.offset_ms) // 60_000, 60)
    sign = "-" if moment.offset_ms < 0 else "+"
    offset = f"{sign}{hours:02d}:{minutes:02d}" if moment.offset_ms else "Z"
    seconds, ms = divmod(ms, 1000)
    hour, seconds = divmod(seconds, 3600)
    return f"{hour:02d}:{seconds // 60:02d}:{seconds % 60:02d}.{ms:03d}{offset}"


def moment_text(moment: Moment) -> str:
    """Write a dateTime as a phone stores it: ``2026-03-05T10:30:15.500+07:00``."""
    return f"{day_text(moment.day)}T{clock_text(moment)}"
