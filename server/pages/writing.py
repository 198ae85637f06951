"""Times, numbers and sizes as people write them in Vietnamese and English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.numbers import format_decimal

from server.pages.language import Language

_PATTERNS = {"vi": "dd/MM/yyyy HH:mm", "en": "d MMM yyyy, HH:mm"}
_KIBIBYTE = 1024


@dataclass(frozen=True, slots=True)
class Writing:
    """How one reader writes."""

    language: Language

    def moment(self, at: datetime | None, zone: str) -> str:
        """Write a time on the clock of ``zone`` ("05/03/2026 14:30"); nothing for none."""
        if at is None:
            return ""
        return format_datetime(
            at, _PATTERNS[self.language], tzinfo=ZoneInfo(zone), locale=self.language
        )

    def number(self, value: int) -> str:
        """Write a number with its thousands set apart."""
        return str(format_decimal(value, locale=self.language))

    def amount(self, value: float) -> str:
        """Write a figure, to two places."""
        return str(format_decimal(round(value, 2), locale=self.language))

    def size(self, size_bytes: int) -> str:
        """Write a size in kB or MB, rounded up so that nothing is 0 kB."""
        kilobytes = -(-size_bytes // _KIBIBYTE)
        if kilobytes < _KIBIBYTE:
            return f"{self.number(kilobytes)} kB"
        return f"{format_decimal(round(kilobytes / _KIBIBYTE, 1), locale=self.language)} MB"
