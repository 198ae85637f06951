"""In which language a page speaks: the one chosen, else the person's own, else Vietnamese."""

from __future__ import annotations

from typing import Literal

from flask import request

from server.store.people import Actor

Language = Literal["vi", "en"]
COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600


def spoken(actor: Actor | None) -> Language:
    """Return the language for whoever asks; ``actor`` is None for a stranger."""
    chosen = request.cookies.get(COOKIE) or (actor.language if actor else "vi")
    return "en" if chosen == "en" else "vi"
