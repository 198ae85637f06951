"""The server is killed at every system call that makes something durable: nothing is ever half.

Here at a few; ``make trust`` takes every call of every request, until one comes through unharmed.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from server.config import Config
from tests.kit.coordinator import Coordinator
from tests.kit.process import ServerProcess
from tests.kit.running import (
    ADMIN_EMAIL,
    ADMIN_PASSWORD,
    DatabaseKind,
    fresh_config,
    prepare,
)
from tests.trust.history import torn_contents
from tests.trust.tracer import Injection, injecting, must_have_strace
from tests.trust.writing import FORM, WRITINGS, Desk, Writing, new_submission

EVERY_CALL = bool(os.environ.get("TRUST_EVERY_CALL"))
CALLS = (
    *("openat", "write", "fsync", "rename", "unlink"),  # blobs
    *("pwrite64", "fdatasync", "ftruncate"),  # SQLite
    "sendto",  # PostgreSQL, and the answer
)
A_FEW = (("fsync", 1), ("rename", 1), ("fsync", 2), ("fdatasync", 1), ("sendto", 1))
"""Before the photo is durable, before it has its name, before the commit, before the answer."""
SECONDS = 20
A_MOMENT_SECONDS = 0.5

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _strace() -> None:
    must_have_strace()


@dataclass(slots=True)
class Place:
    """An installation whose server is killed and started again and again."""

    config: Config
    desk: Desk
    folder: Path
    server: ServerProcess
    kills: int = 0
    stored: int = 0
    """Kills after which the request's work was there nevertheless."""

    def is_killed_at(self, call: str, nth: int, writing: Writing) -> bool:
        """Send; say whether the server was killed at that call. Afterwards all is well again."""
        injection = Injection(call, nth, "signal=KILL")
        with injecting(self.server.pid, injection, self.folder) as trace:
            status = send(writing)
        # Killed between its answer and the end of the tracing, it leaves no line in the trace.
        if not self.server.is_over(SECONDS if trace.strikes else A_MOMENT_SECONDS):
            assert trace.strikes == []
            assert status in writing.done
            return False
        self.server.kill()
        self.server = ServerProcess(self.config)
        self.kills += 1
        self.stored += self._is_mended(writing, status)
        return True

    def _is_mended(self, writing: Writing, status: int | None) -> bool:
        """Find nothing half, send again, find it whole; say whether it was whole before."""
        assert list((self.config.data / "tmp").iterdir()) == []
        was_kept = writing.is_there()
        assert was_kept or (status is None and writing.is_absent())
        assert writing.sends() in writing.done
        assert writing.is_there()
        assert self.desk.coordinator.lists_kept_aside(FORM.form_id) == []
        assert torn_contents(self.config.data) == []
        return was_kept


def send(writing: Writing) -> int | None:
    """Send it; return the status, or None where the line broke."""
    try:
        return writing.sends()
    except requests.RequestException:
        return None


@contextmanager
def place_on(kind: DatabaseKind, folder: Path) -> Iterator[Place]:
    """Publish a form and let a phone in."""
    with fresh_config(kind) as config:
        coordinator = Coordinator(config.public_url, prepare(config))
        server = ServerProcess(config)
        coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
        coordinator.publishes(FORM)
        phone = coordinator.lets_in(FORM.form_id)
        place = Place(config, Desk(coordinator, phone), folder, server)
        try:
            yield place
        finally:
            place.server.kill()
            phone.leaves()
            coordinator.leaves()


def test_a_server_that_is_killed_at_a_durable_call_leaves_nothing_half(tmp_path: Path) -> None:
    with place_on("sqlite", tmp_path) as place:
        for call, nth in A_FEW:
            assert place.is_killed_at(call, nth, new_submission(place.desk, f"{call}{nth}"))
        # Killed at fdatasync, the commit is with the kernel already, which lives on.
        assert (place.kills, place.stored) == (len(A_FEW), 2)


@pytest.mark.skipif(not EVERY_CALL, reason="`make trust` kills the server at every call")
@pytest.mark.parametrize("kind", WRITINGS)
def test_a_server_that_is_killed_at_any_call_leaves_nothing_half(
    any_database: DatabaseKind, tmp_path: Path, kind: str
) -> None:
    with place_on(any_database, tmp_path) as place:
        for call in CALLS:
            for nth in itertools.count(1):
                writing = WRITINGS[kind](place.desk, f"{call}{nth}")
                if not place.is_killed_at(call, nth, writing):
                    break
        assert 0 < place.stored < place.kills
    print(  # noqa: T201
        f"\n{kind.capitalize()}, {any_database}: killed at {place.kills} calls, "
        f"{place.stored} were stored, none half."
    )
