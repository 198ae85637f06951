"""Time, new ids and new secrets: the only place that asks the machine for them."""

from __future__ import annotations

import secrets
import string
import threading
import time
import uuid
from datetime import UTC, datetime

_lock = threading.Lock()
_last_v7 = 0


def now() -> datetime:
    """Return the present moment, aware, in UTC, whole milliseconds (what the API prints)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id() -> uuid.UUID:
    """Make a UUIDv7 (RFC 9562) that is greater than every one this process made before.

    The 12 bits after the version and the first 10 of the variant part count on from the last id,
    so that a clock that stands still or jumps back does not disorder the ids.
    """
    global _last_v7  # noqa: PLW0603 - the one counter of the process, under its lock
    with _lock:
        stamp = (time.time_ns() // 1_000_000) << 22
        _last_v7 = max(stamp, _last_v7 + 1)
        head = _last_v7
    milliseconds, count = head >> 22, head & 0x3FFFFF
    number = (
        (milliseconds & 0xFFFFFFFFFFFF) << 80
        | 0x7 << 76
        | (count >> 10) << 64
        | 0b10 << 62
        | (count & 0x3FF) << 52
        | secrets.randbits(52)
    )
    return uuid.UUID(int=number)


def new_instance_id() -> str:
    """Make an instance id for an XML that brings none."""
    return f"uuid:{uuid.uuid4()}"


def new_token() -> str:
    """Make a token as ODK Central's clients expect it: 64 characters of ``[A-Za-z0-9!$]``."""
    alphabet = string.ascii_letters + string.digits + "!$"
    return "".join(secrets.choice(alphabet) for _ in range(64))


def new_password(length: int = 20) -> str:
    """Make a password of unmistakable ASCII letters and digits (no 0O1lI)."""
    alphabet = "".join(set(string.ascii_letters + string.digits) - set("0O1lI"))
    return "".join(secrets.choice(alphabet) for _ in range(length))
