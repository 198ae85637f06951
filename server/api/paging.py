"""Parameters of long lists: where to begin, how many, and from when to when."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import request

from server.errors import Problem

_OFFSET_MAX = 1_000_000_000


def page_of(entries_max: int) -> tuple[int, int]:
    """Return ``limit`` and ``offset`` of the query, at most ``entries_max``; raise 400.11."""
    limit = _count("limit", entries_max)
    return min(limit, entries_max), _count("offset", 0)


def _count(name: str, default: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= _OFFSET_MAX):
        raise Problem("400.11", field=name, value=text, type="whole number")
    return int(text)


def time_of(name: str) -> datetime | None:
    """Return a time of the query (ISO 8601; without a zone: UTC); raise 400.11."""
    text = request.args.get(name)
    if text is None:
        return None
    try:
        # A plus sign that was not encoded arrives as a space.
        time = datetime.fromisoformat(text[:19] + text[19:].replace(" ", "+"))
        return time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Problem("400.11", field=name, value=text, type="ISO 8601 time") from error


def word_of(name: str) -> str | None:
    """Return a short text of the query without control characters; raise 400.11."""
    text = request.args.get(name)
    if text is not None and (len(text) > 200 or not text.isprintable()):
        raise Problem("400.11", field=name, value=text[:200], type="text")
    return text
