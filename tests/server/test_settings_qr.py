"""The picture that a phone scans holds Collect's settings, and no address it cannot reach."""

from __future__ import annotations

import base64
import json
import subprocess
import zlib
from pathlib import Path

import pytest

from server.people import settings_qr
from server.people.settings_qr import Phone
from tests.kit.services import zbarimg

HOA = Phone(
    server_url="https://tincay.example.org/v1/key/" + "aB3!$" * 12 + "Zz09/projects/1",
    person="Hoa – chi hội thôn Đông",
    language="vi",
    project="Hội LHPN",
)


def _unpacked(text: str) -> object:
    return json.loads(zlib.decompress(base64.b64decode(text, validate=True)))


def test_the_settings_are_those_that_collect_imports() -> None:
    assert _unpacked(settings_qr.pack(settings_qr.settings_of(HOA))) == {
        "general": {
            "server_url": HOA.server_url,
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_fifteen_minutes",
            "automatic_update": True,
            "autosend": "wifi_and_cellular",
            "image_size": "medium",
            "app_language": "vi",
            "metadata_username": "Hoa – chi hội thôn Đông",
        },
        "admin": {"change_server": False},
        "project": {"name": "Hội LHPN"},
    }


def test_a_device_password_stands_in_the_settings() -> None:
    phone = Phone(
        server_url="https://tincay.example.org/v1/projects/1",
        person="Hoa",
        language="vi",
        project="Hội LHPN",
        username="dt9",
        password="abcdefghijkmnpqrstuv",
    )
    general = settings_qr.settings_of(phone)["general"]
    assert (general["username"], general["password"]) == ("dt9", "abcdefghijkmnpqrstuv")
    assert "username" not in settings_qr.settings_of(HOA)["general"]


def test_a_camera_reads_back_what_was_drawn(tmp_path: Path) -> None:
    text = settings_qr.pack(settings_qr.settings_of(HOA))
    picture = tmp_path / "settings.png"
    picture.write_bytes(settings_qr.draw_png(text))
    command = (zbarimg(), "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture)
    read = subprocess.run(command, capture_output=True, check=True, timeout=30)
    assert read.stdout.decode().strip() == text


def test_the_drawing_is_an_svg_on_white() -> None:
    drawn = settings_qr.draw_svg(settings_qr.pack(settings_qr.settings_of(HOA))).decode()
    assert drawn.startswith("<?xml")
    assert 'viewBox="0 0 ' in drawn
    assert 'fill="#fff"' in drawn


def test_the_longest_names_still_fit() -> None:
    """In the worst script, emoji, which neither zlib nor the QR code make smaller."""
    person = "".join(chr(0x1F300 + 7 * number) for number in range(120))
    project = "".join(chr(0x1F600 + 3 * number) for number in range(200))
    phone = Phone(server_url=HOA.server_url, person=person, language="vi", project=project)
    assert settings_qr.draw_png(settings_qr.pack(settings_qr.settings_of(phone)))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8383",
        "http://LOCALHOST.:8383",
        "http://tincay.localhost",
        "http://127.0.0.1:8383",
        "http://127.8.9.1",
        "http://[::1]:8383",
        "http://[::ffff:127.0.0.1]:8383",
        "http://0.0.0.0:8383",
        "http://[::]:8383",
    ],
)
def test_an_address_that_leads_a_phone_to_itself_is_told(url: str) -> None:
    assert settings_qr.is_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.7:8383",
        "https://tincay.example.org",
        "http://[2001:db8::1]:8383",
        "http://localhost.example.org",
    ],
)
def test_an_address_that_others_reach_is_not(url: str) -> None:
    assert not settings_qr.is_loopback(url)
