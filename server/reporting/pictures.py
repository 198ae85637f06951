"""Pictures are drawn in a process of their own: one takes a second, which phones do not wait."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from server import child
from server.errors import Problem

AT_ONCE_MAX = 2
_CHILD = "server.reporting.picture_child"
_places = threading.BoundedSemaphore(AT_ONCE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    """What one picture may take."""

    memory_bytes: int = 512 * 1024 * 1024
    """Address space; the largest picture needs 200 MB."""
    cpu_seconds: int = 20
    """The largest picture needs 3."""
    wall_seconds: float = 30
    queue_seconds: float = 10
    """How long to wait for one of the ``AT_ONCE_MAX`` places."""


DEFAULT = PictureLimits()


class PictureBroken(RuntimeError):
    """The child failed in a way that no drawing of ours should cause."""


def picture(svg: str, width: int, *, limits: PictureLimits = DEFAULT) -> bytes:
    """Return a drawing as PNG; raise 503.2 where too many are being made, or one takes too much."""
    head = {
        "width": width,
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
    }
    with _place(limits.queue_seconds):
        ended = child.run(
            _CHILD, json.dumps(head).encode() + b"\n" + svg.encode(), limits.wall_seconds
        )
    if ended is None or ended.returncode in child.KILLED:
        raise _busy()
    if ended.returncode != 0:
        raise PictureBroken(f"exit status {ended.returncode}")
    return ended.stdout


@contextmanager
def _place(queue_seconds: float) -> Iterator[None]:
    if not _places.acquire(timeout=queue_seconds):
        raise _busy()
    try:
        yield
    finally:
        _places.release()


def _busy() -> Problem:
    return Problem("503.2", retry_after_s=10)
