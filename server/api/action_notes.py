"""``X-Action-Notes``: what the client says about its change, kept in the log."""

from __future__ import annotations

from urllib.parse import unquote

from flask import request

from server.errors import Problem

_HEADER = "X-Action-Notes"
_LENGTH_MAX = 10_000


def action_notes() -> str | None:
    """Return the notes, percent-decoded; raise 400.6 where they cannot be."""
    written = request.headers.get(_HEADER)
    if written is None:
        return None
    try:
        notes = unquote(written, errors="strict")
    except UnicodeDecodeError as error:
        raise Problem("400.6", field=_HEADER, value=written[:200]) from error
    if len(notes) > _LENGTH_MAX:
        raise Problem("400.13", field=_HEADER, length=_LENGTH_MAX)
    return notes
