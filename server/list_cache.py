"""Entity lists as phones get them, kept for a moment: checks look things up in them."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

KEPT_SECONDS = 60
"""How old a list may be that a check looks into: what does not fit is not held against anybody."""
_LISTS_MAX = 50


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list as it was."""

    stamp: str
    csv: bytes


class ListCache:
    """Lists by project and name."""

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str], tuple[float, KeptList]] = OrderedDict()

    def get(self, project_id: int, name: str, read: Callable[[], KeptList]) -> KeptList:
        """Return a list that is not too old; ``read`` reads it from the store."""
        key, now = (project_id, name), time.monotonic()
        with self._lock:
            made, kept = self._kept.get(key, (0.0, None))
            if kept is not None and now - made < KEPT_SECONDS:
                return kept
        fresh = read()
        with self._lock:
            self._kept[key] = (now, fresh)
            while len(self._kept) > _LISTS_MAX:
                self._kept.popitem(last=False)
        return fresh

    def forget(self) -> None:
        """Let the next check read the lists anew."""
        with self._lock:
            self._kept.clear()
