"""What the server does by itself: it derives again what is pending or was not known before."""

from __future__ import annotations

import threading
import uuid

import structlog

from server import clock
from server.errors import Problem
from server.ingest.derived import derive_again
from server.services import SYSTEM, Services
from server.store import derivations, people
from server.store.statistics import refresh_statistics

EVERY_SECONDS = 60
log = structlog.get_logger()


class Mender:
    """A thread that derives again what should be, every minute, until it is stopped."""

    def __init__(self, parts: Services) -> None:
        """Take the server's parts; nothing runs yet."""
        self._parts = parts
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mender", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the version that is being derived."""
        self._stopping.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            try:
                self.mend()
            except Problem as problem:
                log.warning("mending has to wait", code=problem.code)

    def mend(self) -> None:
        """Do one round."""
        with self._parts.database.write() as cx:
            people.drop_expired(cx, clock.now())
            refresh_statistics(cx)
        with self._parts.database.read() as cx:
            waiting = derivations.list_to_mend(SYSTEM, cx)
        for project_id, version_id in waiting:
            if self._stopping.is_set():
                return
            self._mend_version(project_id, version_id)

    def _mend_version(self, project_id: int, version_id: uuid.UUID) -> None:
        """Derive one again; one that cannot even be read keeps the others from nothing."""
        try:
            derive_again(self._parts, project_id, version_id)
        except Problem:
            raise
        except Exception as error:  # noqa: BLE001 - the thread has to live
            log.error("cannot be mended", version=str(version_id), error=type(error).__name__)
