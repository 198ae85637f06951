"""The server is asked to stop while phones send: what is under way ends or breaks, never lies.

Then its data folder is carried elsewhere, and nobody notices but for the address.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.config import Config
from tests.kit.coordinator import Coordinator
from tests.kit.process import ServerProcess
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, free_port, fresh_config, prepare
from tests.trust.history import (
    History,
    missing,
    phones_sending,
    send_until_it_dies,
    sheets,
    torn_contents,
)
from tests.trust.writing import FORM

STOPS = int(os.environ.get("TRUST_STOPS", "1"))
SENT_BETWEEN_STOPS = 20

pytestmark = pytest.mark.slow


@pytest.fixture
def config() -> Iterator[Config]:
    with fresh_config("sqlite") as empty:
        yield empty


def carried(config: Config, folder: Path) -> Config:
    """Carry the data folder to another place, to be served on another port."""
    shutil.move(config.data, folder)
    config.data.mkdir()
    port = free_port()
    return replace(
        config,
        data=folder,
        database_url=f"sqlite:///{folder / 'tincay.sqlite3'}",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
    )


def mentions_of(config: Config) -> list[str]:
    """Return the files of the data folder that know where it lies or who serves it."""
    marks = (str(config.data).encode(), f"127.0.0.1:{config.port}".encode())
    return [
        str(path)
        for path in config.data.rglob("*")
        if path.is_file() and any(mark in path.read_bytes() for mark in marks)
    ]


def test_what_was_answered_201_is_there_after_a_stop_and_elsewhere(
    config: Config, tmp_path: Path
) -> None:
    history = History(sheets(FORM, (STOPS + 1) * SENT_BETWEEN_STOPS))
    everything = list(history.to_send)
    coordinator = Coordinator(config.public_url, prepare(config))
    with ServerProcess(config):
        coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
        coordinator.publishes(FORM)
        phone = coordinator.lets_in(FORM.form_id)
        phone.leaves()
    for stop in range(STOPS):
        address = phone.server_url.replace(coordinator.url, config.public_url)
        with ServerProcess(config) as server, phones_sending(history, address):
            history.wait_for(len(history.kept) + SENT_BETWEEN_STOPS)
            assert server.stop() == 0
        assert list((config.data / "tmp").iterdir()) == []
        assert torn_contents(config.data) == []
        assert mentions_of(config) == []
        config = carried(config, tmp_path / f"elsewhere{stop}")
    with ServerProcess(config) as server:
        address = phone.server_url.replace(coordinator.url, config.public_url)
        coordinator.url = config.public_url
        assert missing(coordinator, FORM.form_id, history.kept) == []
        send_until_it_dies(history, address)
        assert missing(coordinator, FORM.form_id, everything) == []
        assert len(coordinator.counts(FORM.form_id)) == len(everything)
        coordinator.leaves()
        assert server.stop() == 0
    print(f"\nStopped {STOPS} times, {history.broken} posts broke off: none lost.")  # noqa: T201
