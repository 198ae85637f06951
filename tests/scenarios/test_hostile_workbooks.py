"""A workbook that is broken, or a bomb, is told so at once; nothing of it is stored."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

import pytest
import requests

from tests.kit.ledger import ledger
from tests.kit.running import RunningServer, running_server
from tests.kit.workbooks import XLSX, workbook


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_server() as running:
        yield running


def uploads(server: RunningServer, content: bytes) -> requests.Response:
    before = ledger(server.parts)
    answer = server.coordinator.asks(
        "POST", "forms", data=content, headers={"Content-Type": XLSX, "Accept-Language": "vi"}
    )
    assert ledger(server.parts) == before
    assert server.coordinator.does("GET", "forms").json() == []
    return answer


def test_a_broken_row_is_named(server: RunningServer) -> None:
    rows = [("text", "ten", "Tên"), ("select_one nowhere", "xa", "Xã")]
    said = uploads(server, workbook(*rows)).json()
    assert said["code"] == 400.15
    assert "survey" in said["details"]["error"]
    assert "3" in said["details"]["error"]


def test_a_bomb_of_two_megabytes_does_not_go_off(server: RunningServer) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for number in range(300):
                sheet.write(random.Random(number).randbytes(2000) + bytes(1_000_000))
    bomb = packed.getvalue()
    assert 1_900_000 < len(bomb) < 2_300_000
    answer = uploads(server, bomb)
    assert (answer.status_code, answer.json()["code"]) == (400, 400.15)
    assert answer.elapsed.total_seconds() < 5


@pytest.mark.parametrize(
    "content, code", [(b"", 400.1), (b"PK\3\4", 400.15), (b"not a workbook", 400.15)]
)
def test_what_is_no_workbook_is_refused(server: RunningServer, content: bytes, code: float) -> None:
    answer = uploads(server, content)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
