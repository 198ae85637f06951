"""Somebody who has never seen it, in a real browser: from signing in to a table on the disk."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zlib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.browser import Browser, open_browser
from tests.kit.phone import Phone
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, RunningServer, running_server
from tests.kit.services import zbarimg
from tests.pages.desk import workbook

PHONES_SEE = "http://tincay.lan:8383"
"""What is in the QR code: an address that is not loopback, or there would be none."""
VISIT = Questionnaire(questions=(("name", "string"), ("age", "int")))

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_server("sqlite", public_url=PHONES_SEE) as server:
        yield server


@pytest.fixture
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


def _scanned(picture: Path) -> dict[str, dict[str, object]]:
    """Read a picture's QR code as Collect does."""
    read = subprocess.run(
        [zbarimg(), "--quiet", "--raw", picture], check=True, capture_output=True, timeout=60
    )
    settings: dict[str, dict[str, object]] = json.loads(zlib.decompress(b64decode(read.stdout)))
    return settings


def test_from_signing_in_to_the_table(
    server: RunningServer, browser: Browser, tmp_path: Path
) -> None:
    broken, mended, picture = (tmp_path / name for name in ("hong.xlsx", "tot.xlsx", "qr.png"))
    broken.write_bytes(workbook("visit", questions=(("text", "họ tên", "Họ tên"),)))
    mended.write_bytes(workbook("visit"))

    browser.opens(f"{server.url}/")
    browser.fills("#email", ADMIN_EMAIL)
    browser.fills("#password", ADMIN_PASSWORD)
    browser.presses("Đăng nhập")

    browser.presses("Tải biểu mẫu lên")
    browser.chooses_file("#workbook", broken)
    browser.presses("Tải lên và kiểm tra")
    assert browser.reads(".faults tbody td:nth-child(3)") == "2"
    assert "Tên này không dùng được." in browser.reads(".faults")
    browser.chooses_file("#workbook", mended)
    browser.presses("Tải lên và kiểm tra")
    browser.presses("Phát hành")
    assert "Đã phát hành." in browser.reads()

    browser.presses("Người thu thập")
    browser.fills("#display_name", "Chị Hoa, xã Tân Lập")
    browser.presses("Thêm")
    browser.ticks("input[name=form]")
    browser.presses("Lưu")
    browser.photographs(picture)
    settings = _scanned(picture)
    address = str(settings["general"].pop("server_url"))
    assert address.startswith(f"{PHONES_SEE}/v1/key/")
    assert settings == {
        "general": {
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_fifteen_minutes",
            "automatic_update": True,
            "autosend": "wifi_and_cellular",
            "image_size": "medium",
            "app_language": "vi",
            "metadata_username": "Chị Hoa, xã Tân Lập",
        },
        "admin": {"change_server": False},
        "project": {"name": "Hội Liên hiệp Phụ nữ – Đề án 938"},
    }

    phone = Phone(address.replace(PHONES_SEE, server.url))
    assert phone.lists_forms() == ["visit"]
    assert phone.sends(phone.fills(VISIT, name="Nguyễn Thị Ân", age=15)).status == 201
    phone.leaves()

    browser.presses("Biểu mẫu")
    assert "Số phiếu" in browser.reads("thead")
    table = browser.downloads("CSV")
    assert table.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert dict(zip(header, row, strict=True))["name"] == "Nguyễn Thị Ân"
    assert browser.complaints == [
        "Failed to load resource: the server responded with a status of 400 (BAD REQUEST)"
    ]  # the broken workbook; no style or script was refused
