"""Two hundred phones on a mountain send at 32 kbit/s; others are answered at once meanwhile.

``make trust`` runs it: it takes as long as a slow phone does.
"""

from __future__ import annotations

import os
import socket
import statistics
import threading
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest

from tests.kit.coordinator import Coordinator
from tests.kit.phone import multipart
from tests.kit.process import serving
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, fresh_config, prepare
from tests.trust.history import missing
from tests.trust.writing import FORM, Desk, filled_with

SLOW_PHONES = int(os.environ.get("TRUST_SLOW_PHONES", "0"))
PHOTO_BYTES = range(60_000, 100_000, 200)
"""Not all come to their end in the same moment."""
BYTES_A_SECOND = 4_000
TICKS_A_SECOND = 4
ANSWER_SECONDS_MAX = 1.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SLOW_PHONES, reason="`make trust` waits for slow phones"),
]


class SlowPhone:
    """A post that goes out a little at a time."""

    def __init__(self, server_url: str, number: int) -> None:
        self.filled = filled_with(f"slow{number}", PHOTO_BYTES[number % len(PHOTO_BYTES)])
        body = multipart(self.filled.xml, self.filled.files)
        parts = urlsplit(server_url)
        head = (
            f"POST {parts.path}/submission HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Content-Type: {body.content_type}\r\nContent-Length: {len(body.content)}\r\n"
            "X-OpenRosa-Version: 1.0\r\nConnection: close\r\n\r\n"
        )
        self._to_send = memoryview(head.encode() + body.content)
        self._line = socket.create_connection((str(parts.hostname), parts.port or 80), timeout=60)

    def goes_on(self) -> bool:
        """Send a little; say whether there is more."""
        piece = self._to_send[: BYTES_A_SECOND // TICKS_A_SECOND]
        self._line.sendall(piece)
        self._to_send = self._to_send[len(piece) :]
        return bool(self._to_send)

    def is_told(self) -> int:
        """Read the answer's status."""
        with self._line, self._line.makefile("rb") as answer:
            return int(answer.readline().split()[1])


def send_slowly(phones: Sequence[SlowPhone], all_sent: threading.Event) -> None:
    clock = threading.Event()
    try:
        left = list(phones)
        while left := [phone for phone in left if phone.goes_on()]:
            clock.wait(1 / TICKS_A_SECOND)
    finally:
        all_sent.set()


def test_slow_phones_keep_nobody_waiting() -> None:
    with fresh_config("sqlite") as config:
        coordinator = Coordinator(config.public_url, prepare(config))
        with serving(config):
            coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
            coordinator.publishes(FORM)
            desk = Desk(coordinator, coordinator.lets_in(FORM.form_id))
            slow = [SlowPhone(desk.phone.server_url, n) for n in range(SLOW_PHONES)]
            all_sent = threading.Event()
            sending = threading.Thread(target=send_slowly, args=(slow, all_sent))
            sending.start()
            seconds: list[float] = []
            while not all_sent.wait(0.05):
                begun = time.monotonic()
                assert desk.phone.sends(filled_with(f"quick{len(seconds)}")).status == 201
                seconds.append(time.monotonic() - begun)
            sending.join()
            assert [phone.is_told() for phone in slow] == [201] * SLOW_PHONES
            assert missing(coordinator, FORM.form_id, [phone.filled for phone in slow]) == []
            desk.phone.leaves()
            coordinator.leaves()
    assert len(seconds) > 20
    assert max(seconds) < ANSWER_SECONDS_MAX
    print(  # noqa: T201
        f"\n{SLOW_PHONES} slow phones; {len(seconds)} posts beside them: median "
        f"{statistics.median(seconds) * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms."
    )
