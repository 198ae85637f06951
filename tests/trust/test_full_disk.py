"""The disk is full: come again later; nothing that was answered 201 is lost; freed, all is well.

``make trust`` runs it: it needs root, for a small disk in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests

from server.config import Config
from tests.kit.coordinator import Coordinator
from tests.kit.phone import Answer
from tests.kit.process import ServerProcess
from tests.kit.questionnaire import Filled
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, fresh_config, prepare
from tests.trust.history import missing, torn_contents
from tests.trust.power import small_memory_disk
from tests.trust.writing import FORM, Desk, filled_with

DISK_MEBIBYTES = 24
BALLAST_BYTES = 6_000_000
SHEETS = 120
SIZES = (300, 60_000, 250_000, 900_000)
"""From what fits beside the XML to what the front door spools."""
RETRY_SECONDS_MAX = 5

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("TRUST_POWER_CUTS"), reason="`make trust` fills a disk (root)"
    ),
]


@pytest.fixture(params=[0, 4_000_000], ids=["to the last byte", "to what is kept free"])
def config(request: pytest.FixtureRequest) -> Iterator[Config]:
    """Settings on a small disk, with and without the space that the server keeps free."""
    with small_memory_disk(DISK_MEBIBYTES) as folder, fresh_config("sqlite") as settings:
        data = folder / "data"
        yield replace(
            settings,
            data=data,
            database_url=f"sqlite:///{data / 'tincay.sqlite3'}",
            disk_bytes_min=request.param,
        )


def sends_all(desk: Desk, sheets: list[Filled]) -> list[tuple[Filled, Answer]]:
    return [(filled, desk.phone.sends(filled)) for filled in sheets]


def test_a_full_disk_loses_nothing_and_recovers(config: Config) -> None:
    coordinator = Coordinator(config.public_url, prepare(config))
    ballast = config.data.parent / "ballast"
    ballast.write_bytes(bytes(BALLAST_BYTES))
    sheets = [filled_with(f"{number}", SIZES[number % 4]) for number in range(SHEETS)]
    with ServerProcess(config) as server:
        coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
        coordinator.publishes(FORM)
        desk = Desk(coordinator, coordinator.lets_in(FORM.form_id))
        answers = sends_all(desk, sheets)
        kept = [filled for filled, answer in answers if answer.status == 201]
        refused = [(filled, answer) for filled, answer in answers if answer.status != 201]
        assert kept
        assert refused
        assert {answer.status for _, answer in refused} == {503}
        assert all(int(answer.headers["Retry-After"]) > 0 for _, answer in refused)
        is_as_it_should(config, coordinator, kept)
        assert server.stop() == 0
    with ServerProcess(config) as server:
        is_as_it_should(config, coordinator, kept)
        ballast.unlink()
        healthy = requests.get(f"{config.public_url}/-/health", timeout=RETRY_SECONDS_MAX)
        assert healthy.status_code == 200
        again = [filled for filled, _ in refused if len(filled.files["a.jpg"]) < SIZES[2]]
        assert {answer.status for _, answer in sends_all(desk, again)} == {201}
        is_as_it_should(config, coordinator, [*kept, *again])
        assert coordinator.lists_kept_aside(FORM.form_id) == []
        desk.phone.leaves()
        coordinator.leaves()
        assert server.stop() == 0
    print(f"\nDisk full: {len(kept)} kept, {len(refused)} times 503; none lost.")  # noqa: T201


def is_as_it_should(config: Config, coordinator: Coordinator, kept: list[Filled]) -> None:
    """All that was answered 201 is there, nothing half is."""
    assert missing(coordinator, FORM.form_id, kept) == []
    assert torn_contents(config.data) == []
    assert list((config.data / "tmp").iterdir()) == []
