"""A QR code within a page, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from server.errors import Problem
from server.people import settings_qr
from server.people.settings_qr import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Qr:
    """What a page shows to a phone's camera."""

    svg: Markup
    address: str
    """The server's address in it, without what lets the phone in."""


def qr_of(make_settings: Callable[[], Settings]) -> Qr | Problem:
    """Draw the settings; return the problem with making them, to be told in the picture's place."""
    try:
        settings = make_settings()
    except Problem as problem:
        return problem
    address = str(settings["general"]["server_url"]).partition("/v1/")[0]
    return Qr(svg=drawn(settings_qr.pack(settings)), address=address)


def drawn(text: str) -> Markup:
    """Draw the text of a QR code, to stand within HTML."""
    _, _, svg = settings_qr.draw_svg(text).decode().partition("?>")
    return Markup(svg)  # noqa: S704 - our own drawing: nothing of the text is in it but squares
