"""What time it was when a form was filled: the submission's own clock, not the server's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from forms.definition import FormDef
from forms.markup import Element
from forms.xpath.moments import DAY_MS, Moment, Zone, parse_moment, zone_of

_OFFSET = re.compile(r"T.*?(?:Z|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?)$")
_DAYS_MAX = 366
"""Of a draft, between its begin and its end; before receipt, where it tells nothing itself."""


@dataclass(frozen=True, slots=True)
class OwnTime:
    """When and where the phone was."""

    zone: Zone
    now: Moment
    """When it was finished, else begun, else received: what ``today()`` and ``now()`` say."""
    told: tuple[Moment, ...]
    """What the submission tells itself."""

    def moments(self) -> list[Moment]:
        """Return all moments that must agree before what hangs on the clock is held against it.

        Those told, and each day between them; else each day of the year before it came. The first
        and the last stand first: where any differ, mostly they do.
        """
        if not self.told:
            return [self._days_later(days) for days in (1, -_DAYS_MAX, *range(-_DAYS_MAX + 1, 1))]
        first, last = min(self.told, key=_utc_ms), max(self.told, key=_utc_ms)
        between = min(last.day - first.day, _DAYS_MAX)
        days = (DAY_MS * (first.day + number) for number in range(1, between))
        return [*self.told, *map(self.zone.at, days)]

    def _days_later(self, days: int) -> Moment:
        return self.zone.of(_utc_ms(self.now) + days * DAY_MS)


def _utc_ms(moment: Moment) -> int:
    return moment.local_ms - moment.offset_ms


def stamps_of(form: FormDef) -> tuple[str, ...]:
    """Return the names of a form's ``end`` and ``start``, in this order, as far as it has them."""
    named = {
        node.bind.preload_params: node.name
        for node in form.children
        if node.bind.preload == "timestamp"
    }
    return tuple(named[which] for which in ("end", "start") if which in named)


def own_time(
    stamps: tuple[str, ...], root: Element, received_at: datetime, zone: ZoneInfo
) -> OwnTime:
    """Read the time that a submission tells of itself: its ``end`` and ``start``.

    Its offset is the phone's; where that is the zone's at the time, the zone is taken.
    """
    place = zone_of(zone)
    texts = [element.text.strip() for name in stamps if (element := root.find(name))]
    read = [(text, moment) for text in texts if (moment := parse_moment(text, place)) is not None]
    if not read:
        return OwnTime(place, place.of(int(received_at.timestamp() * 1000)), ())
    told = [moment for _, moment in read]
    if (offset_ms := _other_offset(*read[0])) is not None:
        place = zone_of(offset_ms)
        told = [place.of(_utc_ms(moment)) for moment in told]
    return OwnTime(place, told[0], tuple(told))


@lru_cache(maxsize=64)
def _suffix(offset_ms: int) -> str:
    """Return how a phone writes an offset: ``+07:00``."""
    hours, minutes = divmod(abs(offset_ms) // 60_000, 60)
    return f"{'-' if offset_ms < 0 else '+'}{hours:02d}:{minutes:02d}"


def _other_offset(text: str, moment: Moment) -> int | None:
    """Return the offset that a text gives, in milliseconds; None where it is that of the moment."""
    if text.endswith(_suffix(moment.offset_ms)):
        return None
    found = _OFFSET.search(text)
    if found is None:
        return None
    minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
    offset_ms = (-minutes if found["sign"] == "-" else minutes) * 60_000
    return None if offset_ms == moment.offset_ms else offset_ms
