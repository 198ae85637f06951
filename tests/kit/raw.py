"""HTTP by hand: what no well-behaved client would send."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS = 30


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """A status (0: the line was closed without one) and all that came."""

    status: int
    text: str


def request(url: str, headers: Mapping[str, str], *, method: str = "POST") -> bytes:
    """Write a request's head; Host and the headers exactly as given."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"{method} {path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def talk(url: str, *pieces: bytes, hang_up: bool = False) -> RawAnswer:
    """Send the pieces and read to the end; ``hang_up``: the sender goes away after the last."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=SECONDS) as line:
        for piece in pieces:
            line.sendall(piece)
        if hang_up:
            line.shutdown(socket.SHUT_WR)
        return _read(line)


def _read(line: socket.socket) -> RawAnswer:
    came = bytearray()
    while piece := line.recv(1 << 16):
        came += piece
    first = came.split(b"\r\n", 1)[0].split(b" ")
    status = int(first[1]) if len(first) > 1 else 0
    return RawAnswer(status, came.decode("utf-8", "replace"))
