"""Sign-ins that fail too often have to wait, whoever asks and in whatever spelling."""

from __future__ import annotations

import threading
import time
from collections import deque

from server.errors import Problem

FAILURES_MAX = 10
WINDOW_SECONDS = 300
_NAMES_MAX = 10_000


class Lockout:
    """Counts failures by name and by address, for a few minutes, in this process."""

    def __init__(self) -> None:
        """Begin with nobody locked out."""
        self._lock = threading.Lock()
        self._failures: dict[str, deque[float]] = {}

    def must_be_open(self, *keys: str) -> None:
        """Raise 429.1 where one of the keys has failed too often of late."""
        with self._lock:
            wait = max((self._wait(key) for key in keys), default=0.0)
        if wait > 0:
            raise Problem("429.1", seconds=int(wait) + 1, retry_after_s=int(wait) + 1)

    def failed(self, *keys: str) -> None:
        """Count a failure."""
        with self._lock:
            if len(self._failures) > _NAMES_MAX:
                self._failures.clear()
            for key in keys:
                self._failures.setdefault(key, deque(maxlen=FAILURES_MAX)).append(time.monotonic())

    def succeeded(self, key: str) -> None:
        """Forget the failures of a name that has signed in."""
        with self._lock:
            self._failures.pop(key, None)

    def _wait(self, key: str) -> float:
        moments = self._failures.get(key)
        if moments is None or len(moments) < FAILURES_MAX:
            return 0.0
        return moments[0] + WINDOW_SECONDS - time.monotonic()
