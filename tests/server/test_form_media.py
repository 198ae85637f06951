"""The files beside a form come as clients send them: chunked, packed, under decomposed names."""

from __future__ import annotations

import gzip
import hashlib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from tests.kit.coordinator import Coordinator
from tests.kit.running import RunningServer, running_server
from tests.kit.workbooks import XLSX, workbook

MEBIBYTE = 1024 * 1024
NAME = unicodedata.normalize("NFC", "xã.csv")
FILE = f"forms/tap_huan/draft/attachments/{quote(NAME)}"
COMMUNES = "name,label\nx1,Xuân Giang\n".encode()


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with running_server(upload_bytes_max=2 * MEBIBYTE) as running:
        form = workbook((f"select_one_from_file {NAME}", "commune", "Chọn xã"))
        running.coordinator.does("POST", "forms", data=form, headers={"Content-Type": XLSX})
        yield running


@pytest.fixture
def lan(server: RunningServer) -> Coordinator:
    return server.coordinator


def pieces(data: bytes) -> Iterator[bytes]:
    """Yield a body whose length nobody tells: requests sends it chunked."""
    for start in range(0, len(data), 1000):
        yield data[start : start + 1000]


def left_over(server: RunningServer) -> list[Path]:
    return list(server.parts.blobs.temporary.iterdir())


def test_a_chunked_file_arrives_whole(lan: Coordinator, server: RunningServer) -> None:
    content = COMMUNES * 3000
    sent = lan.does("POST", FILE, data=pieces(content), headers={"Content-Type": "text/csv"})
    assert sent.request.headers["Transfer-Encoding"] == "chunked"
    said = sent.json()
    assert said.pop("updatedAt").endswith("Z")
    assert said == {
        "name": NAME,
        "type": "file",
        "exists": True,
        "blobExists": True,
        "datasetExists": False,
        "hash": hashlib.md5(content).hexdigest(),
        "size": len(content),
    }
    served = lan.does("GET", FILE, headers={"Accept-Encoding": "identity"})
    assert served.content == content
    assert served.headers["Content-Type"].startswith("text/csv")
    assert served.headers["Content-Disposition"] == (
        "attachment; filename=\"x-.csv\"; filename*=UTF-8''x%C3%A3.csv"
    )
    assert served.headers["ETag"] == f'"{hashlib.md5(content).hexdigest()}"'
    again = lan.asks("GET", FILE, headers={"If-None-Match": f"W/{served.headers['ETag']}"})
    assert (again.status_code, again.content) == (304, b"")
    assert left_over(server) == []


def test_a_decomposed_name_is_the_same_file(lan: Coordinator) -> None:
    decomposed = unicodedata.normalize("NFD", NAME)
    assert decomposed != NAME
    lan.does("POST", f"forms/tap_huan/draft/attachments/{quote(decomposed)}", data=COMMUNES)
    assert lan.does("GET", FILE).content == COMMUNES


def test_a_file_that_no_question_asks_for_is_refused(
    lan: Coordinator, server: RunningServer
) -> None:
    for name in ("other.csv", "..%2F..%2Fx", "x%00.csv"):
        refused = lan.asks("POST", f"forms/tap_huan/draft/attachments/{name}", data=COMMUNES)
        assert (refused.status_code, refused.json()["code"]) == (404, 404.1)
    assert left_over(server) == []


def test_a_file_is_replaced_and_taken_away(lan: Coordinator) -> None:
    lan.does("POST", FILE, data=COMMUNES)
    lan.does("POST", FILE, data=b"name,label\n")
    assert lan.does("GET", FILE).content == b"name,label\n"
    lan.does("DELETE", FILE)
    assert lan.asks("GET", FILE).status_code == 404
    (listed,) = lan.does("GET", "forms/tap_huan/draft/attachments").json()
    assert (listed["exists"], listed["hash"]) == (False, None)
    linked = lan.asks("PATCH", FILE, json={"dataset": True})
    assert (linked.status_code, linked.json()["code"]) == (501, 501.1)


def test_a_packed_file_is_unpacked(lan: Coordinator) -> None:
    packed = gzip.compress(COMMUNES)
    lan.does("POST", FILE, data=packed, headers={"Content-Encoding": "gzip"})
    assert lan.does("GET", FILE).content == COMMUNES


@pytest.mark.parametrize(
    "data, encoding, status, code",
    [
        (b"x" * (2 * MEBIBYTE + 1), "identity", 413, 413.1),
        (gzip.compress(b"x" * (2 * MEBIBYTE + 1)), "gzip", 413, 413.1),
        (gzip.compress(COMMUNES * 100)[:-20], "gzip", 400, 400.1),
        (gzip.compress(COMMUNES) + b"more", "gzip", 400, 400.1),
        (b"no gzip", "gzip", 400, 400.1),
        (COMMUNES, "br", 415, 415.1),
    ],
    ids=["large", "bomb", "cut", "more", "no gzip", "brotli"],
)
def test_a_file_that_cannot_be_taken_leaves_nothing(
    server: RunningServer, data: bytes, encoding: str, status: int, code: float
) -> None:
    lan = server.coordinator
    refused = lan.asks("POST", FILE, data=pieces(data), headers={"Content-Encoding": encoding})
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert left_over(server) == []
    assert lan.asks("GET", FILE).status_code == 404


def test_a_phone_gets_the_files_of_what_is_published(lan: Coordinator) -> None:
    lan.does("POST", FILE, data=COMMUNES)
    lan.does("POST", "forms/tap_huan/draft/publish")
    phone = lan.lets_in("tap_huan")
    place = f"{phone.server_url}/forms/tap_huan"
    assert requests.get(f"{place}/attachments/{quote(NAME)}", timeout=60).content == COMMUNES
    assert requests.get(f"{place}.xml", timeout=60).ok
    for secret in ("draft.xml", "versions", "draft", "attachments", "draft/attachments", "fields"):
        assert requests.get(f"{place}/{secret}", timeout=60).status_code == 403
    lan.sets_state("tap_huan", "closed")
    assert requests.get(f"{place}.xml", timeout=60).status_code == 403
