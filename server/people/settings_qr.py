"""What a phone scans: ODK Collect's settings, packed into the text of a QR code and drawn."""

from __future__ import annotations

import base64
import io
import ipaddress
import json
import zlib
from dataclasses import dataclass
from urllib.parse import urlsplit

import segno

Settings = dict[str, dict[str, object]]
"""Collect's own document: ``general``, ``admin`` and ``project``, each with named values."""

_PIXELS_PER_MODULE = 6
_QUIET_MODULES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One app user on one project, as Collect has to know it."""

    server_url: str
    person: str
    """The display name of the app user: what forms get as ``username``."""
    language: str
    project: str
    username: str | None = None
    """With a device password; a token stands in the address instead."""
    password: str | None = None


def settings_of(phone: Phone) -> Settings:
    """Return Collect's settings (client-settings.schema.json of collect:settings).

    Forms follow the server, filled ones leave by themselves on any network; photos are made
    smaller, since the networks are poor. The address cannot be changed on the phone.
    """
    general: dict[str, object] = {
        "server_url": phone.server_url,
        "form_update_mode": "match_exactly",
        "periodic_form_updates_check": "every_fifteen_minutes",
        "automatic_update": True,
        "autosend": "wifi_and_cellular",
        "image_size": "medium",
        "app_language": phone.language,
        "metadata_username": phone.person,
    }
    if phone.username is not None:
        general |= {"username": phone.username, "password": phone.password}
    return {
        "general": general,
        "admin": {"change_server": False},
        "project": {"name": phone.project},
    }


def pack(settings: Settings) -> str:
    """Return the text of the QR code: Base64 of the zlib stream of the JSON."""
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(written, 9)).decode()


def draw_svg(text: str) -> bytes:
    """Draw the QR code as an SVG that takes the size it is given."""
    picture = io.BytesIO()
    _code(text).save(picture, kind="svg", border=_QUIET_MODULES, omitsize=True, light="white")
    return picture.getvalue()


def draw_png(text: str) -> bytes:
    """Draw the QR code as a PNG."""
    picture = io.BytesIO()
    _code(text).save(picture, kind="png", border=_QUIET_MODULES, scale=_PIXELS_PER_MODULE)
    return picture.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="l")


def is_loopback(url: str) -> bool:
    """Say whether an address leads a phone to itself: localhost, 127.*, ::1, 0.0.0.0, ::."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_unspecified
