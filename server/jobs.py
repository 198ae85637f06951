"""What the server does by itself: it derives again what is pending, late or asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from server import clock
from server.errors import Problem
from server.ingest.again import derive_again
from server.reporting.definitions import finish
from server.scope import Scope
from server.services import SYSTEM, Services
from server.store import people, rechecks, to_derive
from server.store.database import Cx
from server.store.rechecks import Recheck
from server.store.statistics import refresh_statistics
from server.store.to_derive import VersionKey

EVERY_SECONDS = 60
_BREATH_SECONDS = 0.01
_PAGES_OF_A_RECHECK = 20
"""Before what came in meanwhile has its turn."""
log = structlog.get_logger()
_Page = Callable[[Scope, Cx, VersionKey | None], list[VersionKey]]


class Mender:
    """A thread that derives again what should be, every minute and when asked, until stopped."""

    def __init__(self, parts: Services) -> None:
        """Take the server's parts; nothing runs yet."""
        self._parts = parts
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mender", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the versions that are being derived."""
        self._stopping.set()
        self._parts.bell.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        more = False
        while not self._stopping.is_set():
            if not more:
                self._parts.bell.wait(EVERY_SECONDS)
            self._parts.bell.clear()
            more = self._round()

    def _round(self) -> bool:
        try:
            return not self._stopping.is_set() and self.mend()
        except Problem as problem:
            log.warning("mending has to wait", code=problem.code)
        except Exception as error:  # noqa: BLE001 - the thread has to live
            log.error("mending broke off", error=type(error).__name__)
        return False

    def mend(self) -> bool:
        """Do one round; say whether there is more to do at once."""
        with self._parts.database.write() as cx:
            people.drop_expired(cx, clock.now())
            refresh_statistics(cx)
        for page in (to_derive.list_pending, to_derive.list_late):
            self._derive(page)
        with self._parts.database.read() as cx:
            asked = rechecks.list_unfinished(SYSTEM, cx)
        unfinished = [recheck for recheck in asked if self._goes_on(recheck)]
        finish(self._parts)
        return bool(unfinished)

    def _derive(self, page: _Page) -> None:
        """Derive again all that is listed, each once: what fails waits for the next round."""
        last: VersionKey | None = None
        while not self._stopping.wait(_BREATH_SECONDS):
            with self._parts.database.read() as cx:
                keys = page(SYSTEM, cx, last)
            if not keys:
                return
            derive_again(self._parts, keys)
            last = keys[-1]

    def _goes_on(self, recheck: Recheck) -> bool:
        """Do some of what was asked for; say whether there is more of it."""
        reached, done = recheck.reached_id, recheck.done
        for _ in range(_PAGES_OF_A_RECHECK):
            if self._stopping.wait(_BREATH_SECONDS):
                return False
            with self._parts.database.read() as cx:
                keys = to_derive.list_collected(
                    SYSTEM, cx, recheck.collection, after=reached, last=recheck.last_id
                )
            derive_again(self._parts, keys)
            with self._parts.database.write() as cx:
                if not keys:
                    rechecks.advance(cx, recheck, finished_at=clock.now())
                    return False
                reached, done = keys[-1].id, done + len(keys)
                rechecks.advance(cx, recheck, reached_id=reached, done=done)
        return True
