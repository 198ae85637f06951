"""Days and numbers as people type them: the day first, a decimal comma, dots between thousands."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
"""1.234 and 1.234.567,8: dots between thousands."""
_GROUPED_BY_COMMAS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?", re.ASCII)
"""1,234,567.8: of one comma nobody could say it."""
_ONE_DOT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""Thousands to a Vietnamese reader, thousandths to Excel."""
_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)


def typed_day(text: str) -> date | None:
    """Read ``2021-09-14`` or, the day first, ``14/09/2021``; None: it is no day."""
    parts: tuple[int, ...] = ()
    if found := _ISO.fullmatch(text):
        parts = tuple(map(int, found.groups()))
    elif found := _DAY_FIRST.fullmatch(text):
        parts = tuple(map(int, reversed(found.groups())))
    try:
        return date(*parts)
    except (TypeError, ValueError):
        return None


def typed_number(text: str) -> str | None:
    """Return a number as programs write it (``1234.5``); None: it is none.

    Ask ``is_ambiguous`` first: of ``1.234`` nobody knows what it is.
    """
    bare = text.replace(" ", "")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    if _GROUPED_BY_COMMAS.fullmatch(bare):
        bare = bare.replace(",", "")
    return bare.replace(",", ".") if _DECIMAL.fullmatch(bare) else None


def is_ambiguous(text: str) -> bool:
    """Say whether the dot of a number may part thousands or decimals: ``1.234``."""
    return _ONE_DOT.fullmatch(text.replace(" ", "")) is not None
