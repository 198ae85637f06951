"""What time it was when a form was filled: the submission's own clock, not the server's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from forms.definition import FormDef
from forms.markup import Element
from forms.xpath.moments import DAY_MS, Moment, Zone, parse_moment, zone_of

_OFFSET = re.compile(r"(?:Z|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?)$")
_DAYS_LATE = (-1, 0, 1, 2, 3, 7, 14, 30, 90, 365)
"""How long before it came a submission without a time of its own may have been filled."""


@dataclass(frozen=True, slots=True)
class OwnTime:
    """When and where the phone was."""

    zone: Zone
    now: Moment
    """When it was finished, else begun, else received: what ``today()`` and ``now()`` say."""
    moments: tuple[Moment, ...]
    """All moments that must agree before what hangs on the clock is held against it."""


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
    told = [element.text.strip() for name in stamps if (element := root.find(name))]
    place = zone_of(zone)
    moments = [moment for text in told if (moment := parse_moment(text, place)) is not None]
    if moments and (offset_ms := _other_offset(told[0], moments[0])) is not None:
        place = zone_of(offset_ms)
        moments = [place.of(moment.local_ms - moment.offset_ms) for moment in moments]
    if moments:
        return OwnTime(place, moments[0], tuple(moments))
    received_ms = int(received_at.timestamp() * 1000)
    possible = tuple(place.of(received_ms - days * DAY_MS) for days in _DAYS_LATE)
    return OwnTime(place, place.of(received_ms), possible)


def _other_offset(text: str, moment: Moment) -> int | None:
    """Return the offset that a text gives, in milliseconds; None where it is that of the moment."""
    found = _OFFSET.search(text)
    if found is None:
        return None
    minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
    offset_ms = (-minutes if found["sign"] == "-" else minutes) * 60_000
    return None if offset_ms == moment.offset_ms else offset_ms
