"""Which version text to propose for a draft whose own is used already."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo


def next_version(own: str, used: AbstractSet[str], now: datetime, zone: str) -> str | None:
    """Return a version for today (``2026030501``, as ODK has it); None where its own is free."""
    if own not in used:
        return None
    day = now.astimezone(ZoneInfo(zone)).strftime("%Y%m%d")
    return next(text for number in count(1) if (text := f"{day}{number:02d}") not in used)
