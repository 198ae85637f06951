"""The front door over a real socket: what is refused at the headers, in the dialect of the path."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.app import create_app
from server.config import Argon2Cost, Config
from server.listen import listen
from server.services import open_services

SUBMISSION = "/v1/projects/1/submission"


@contextlib.contextmanager
def door(
    data: Path, *, upload_bytes_max: int = 2_000_000, disk_bytes_min: int = 0
) -> Iterator[int]:
    """Serve on a free port; yield it."""
    config = Config(
        data=data,
        database_url=f"sqlite:///{data / 'tincay.sqlite3'}",
        port=0,
        argon2=Argon2Cost(1, 8, 1),
        upload_bytes_max=upload_bytes_max,
        disk_bytes_min=disk_bytes_min,
    )
    parts = open_services(config)
    server = listen(create_app(parts), parts)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.socket.getsockname()[1]
    finally:
        server.close()
        parts.database.close()


def ask(port: int, *lines: str) -> tuple[str, str]:
    """Send a request's head alone; return the answer's status line and the rest."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall("\r\n".join([*lines, "Host: x", "Connection: close", "", ""]).encode())
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    head, _, rest = answer.decode().partition("\r\n")
    return head, rest


def test_a_post_that_is_too_large_is_refused_before_its_body(tmp_path: Path) -> None:
    with door(tmp_path) as port:
        head, rest = ask(port, f"POST {SUBMISSION} HTTP/1.1", "Content-Length: 3000000")
        assert head.startswith("HTTP/1.1 413")
        assert 'nature="error">Dữ liệu lớn hơn mức 2000000 byte' in rest
        assert "X-Openrosa-Version: 1.0" in rest
        head, rest = ask(port, "POST /v1/sessions HTTP/1.1", "Content-Length: 3000000")
        assert head.startswith("HTTP/1.1 413")
        assert '"code":413.1' in rest
        assert ask(port, "GET /-/health HTTP/1.1")[0] == "HTTP/1.1 200 OK"


def test_a_phone_that_goes_on_sending_still_reads_why(tmp_path: Path) -> None:
    with door(tmp_path) as port, socket.create_connection(("127.0.0.1", port), 10) as line:
        head = f"POST {SUBMISSION} HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n"
        line.sendall(head.encode())
        for _ in range(30):
            line.sendall(b"x" * 100_000)
        assert line.makefile("rb").readline() == b"HTTP/1.1 413 Content Too Large\r\n"


def test_a_full_disk_asks_the_phone_to_come_again(tmp_path: Path) -> None:
    with door(tmp_path, disk_bytes_min=2**50) as port:
        head, rest = ask(port, f"POST {SUBMISSION} HTTP/1.1", "Content-Length: 10")
        assert head == "HTTP/1.1 503 Service Unavailable"
        assert "Retry-After: 120" in rest
        assert "Ổ đĩa máy chủ gần đầy" in rest
        assert ask(port, "GET /-/health HTTP/1.1")[0].startswith("HTTP/1.1 503")


@pytest.mark.parametrize(
    "head, status",
    [
        (("POST /v1/sessions HTTP/1.1", "Content-Length: 5", "Transfer-Encoding: chunked"), 400),
        (("POST /v1/sessions HTTP/1.1", "Transfer-Encoding: gzip"), 501),
        (("GET /v1/projects HTTP/1.1", f"X-Long: {'x' * 20_000}"), 431),
        (("nonsense",), 400),
    ],
)
def test_requests_that_cannot_be_trusted_are_refused(
    tmp_path: Path, head: tuple[str, ...], status: int
) -> None:
    with door(tmp_path) as port:
        assert ask(port, *head)[0].split()[1] == str(status)
        assert ask(port, "GET /-/health HTTP/1.1")[0] == "HTTP/1.1 200 OK"


@pytest.mark.parametrize("target", ["http://[x/v1", "http://a]/v1", "//[/x"])
def test_an_address_that_is_none_is_answered(tmp_path: Path, target: str) -> None:
    with door(tmp_path) as port:
        head, _ = ask(port, f"GET {target} HTTP/1.1")
        assert head.startswith(("HTTP/1.0 400", "HTTP/1.1 400", "HTTP/1.1 404"))
        head, _ = ask(port, "GET /-/health HTTP/1.1")
        assert head == "HTTP/1.1 200 OK"


def test_a_disk_that_cannot_spool_a_large_body_asks_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with door(tmp_path) as port, socket.create_connection(("127.0.0.1", port), 10) as line:
        head = f"POST {SUBMISSION} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
        line.sendall(head.encode() + bytes(1_000_000))
        assert line.makefile("rb").readline() == b"HTTP/1.1 503 Service Unavailable\r\n"
        assert ask(port, "GET /-/health HTTP/1.1")[0] == "HTTP/1.1 200 OK"
