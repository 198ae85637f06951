"""The disk fails at every call of a submission: never a 201, and the next attempt is well.

Here with one error and a small photo; ``make trust`` adds a full disk and a large photo.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.config import Config
from tests.kit.coordinator import Coordinator
from tests.kit.process import ServerProcess
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, fresh_config, prepare
from tests.trust.history import PHOTO_BYTES
from tests.trust.tracer import Injection, injecting, must_have_strace
from tests.trust.writing import FORM, Desk, filled_with

EVERY_CALL = bool(os.environ.get("TRUST_EVERY_CALL"))
CALLS = ("openat", "write", "fsync", "rename", "unlink", "pwrite64", "fdatasync", "ftruncate")
LARGE_PHOTO_BYTES = 900_000
"""More than the front door keeps in memory: it is spooled."""
HARMLESS = re.compile(r'unlink\(|<pipe:|O_TMPFILE|/tincay-data-\w+", O_RDONLY\|O_CLOEXEC\)')
"""Clearing up, and waking the loop: nothing of a submission hangs on them.

A file without a name, for what is spooled: Python makes one with a name instead. And that SQLite
opens the folder when a connection syncs for the first time: it would make the entry of its log
durable, which was there before.
"""

only_at_length = pytest.mark.skipif(not EVERY_CALL, reason="`make trust` fails every call")
pytestmark = pytest.mark.slow


@pytest.fixture
def config() -> Iterator[Config]:
    must_have_strace()
    with fresh_config("sqlite") as empty:
        yield empty


def is_harmless(strike: str) -> bool:
    return HARMLESS.search(strike) is not None


@pytest.mark.parametrize(
    "error, photo_bytes",
    [
        ("EIO", PHOTO_BYTES),
        pytest.param("EIO", LARGE_PHOTO_BYTES, marks=only_at_length),
        pytest.param("ENOSPC", PHOTO_BYTES, marks=only_at_length),
        pytest.param("ENOSPC", LARGE_PHOTO_BYTES, marks=only_at_length),
    ],
)
def test_a_disk_that_fails_at_any_call_never_makes_a_201(
    config: Config, tmp_path: Path, error: str, photo_bytes: int
) -> None:
    coordinator = Coordinator(config.public_url, prepare(config))
    failures = harmless = 0
    with ServerProcess(config) as server:
        coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
        coordinator.publishes(FORM)
        desk = Desk(coordinator, coordinator.lets_in(FORM.form_id))
        for call in CALLS:
            for nth in itertools.count(1):
                filled = filled_with(f"{call}{nth}", photo_bytes)
                injection = Injection(call, nth, f"error={error}")
                with injecting(server.pid, injection, tmp_path) as trace:
                    answer = desk.phone.sends(filled)
                if not trace.strikes:
                    assert answer.status == 201
                    break
                if all(map(is_harmless, trace.strikes)):
                    harmless += 1
                else:
                    failures += 1
                    assert answer.status == 503, trace.strikes
                    assert int(answer.headers["Retry-After"]) > 0
                again = desk.phone.sends(filled)
                assert again.status == 201, (trace.strikes, again, server.said[-2000:])
                assert desk.has(filled)
                assert list((config.data / "tmp").iterdir()) == []
        assert coordinator.lists_kept_aside(FORM.form_id) == []
        desk.phone.leaves()
        coordinator.leaves()
        assert server.stop() == 0
    assert failures > 20
    print(  # noqa: T201
        f"\n{failures} calls failed with {error}: each 503, the next attempt 201; "
        f"{harmless} more on which no submission hangs."
    )
