"""The server is killed while phones send: what was answered 201 is there, once, afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from server.config import Config
from tests.kit.coordinator import Coordinator
from tests.kit.process import ServerProcess
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, DatabaseKind, fresh_config, prepare
from tests.trust.history import (
    PHONES,
    History,
    missing,
    phones_sending,
    send_until_it_dies,
    sheets,
    torn_contents,
)

KILLS = int(os.environ.get("TRUST_KILLS", "1"))
SENT_BETWEEN_KILLS = 20


@pytest.fixture
def config(any_database: DatabaseKind) -> Iterator[Config]:
    with fresh_config(any_database) as empty:
        yield empty


@pytest.mark.slow
def test_what_was_answered_201_is_there_after_every_kill(config: Config) -> None:
    coordinator = Coordinator(config.public_url, prepare(config))
    form = Questionnaire()
    history = History(sheets(form, (KILLS + 1) * SENT_BETWEEN_KILLS))
    total = len(history.to_send)
    with ServerProcess(config) as server:
        coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
        coordinator.publishes(form)
        phone = coordinator.lets_in(form.form_id)
        phone.leaves()
        kill_while_sending(server, history, phone.server_url, SENT_BETWEEN_KILLS)
    for kill in range(1, KILLS):
        with ServerProcess(config) as server:
            assert missing(coordinator, form.form_id, history.kept) == []
            count = (kill + 1) * SENT_BETWEEN_KILLS
            kill_while_sending(server, history, phone.server_url, count)
    with ServerProcess(config) as server:
        send_until_it_dies(history, phone.server_url)
        assert len(history.kept) == total
        assert missing(coordinator, form.form_id, history.kept) == []
        assert len(coordinator.counts(form.form_id)) == total
        assert coordinator.lists_kept_aside(form.form_id) == []
        coordinator.leaves()
        assert server.stop() == 0
    assert list((config.data / "tmp").iterdir()) == []
    assert torn_contents(config.data) == []
    print(f"\nKilled {KILLS} times while {PHONES} phones sent {total}: nothing lost or doubled.")  # noqa: T201


def kill_while_sending(
    server: ServerProcess, history: History, server_url: str, count: int
) -> None:
    """Let phones send, and kill the server when ``count`` were answered."""
    with phones_sending(history, server_url):
        history.wait_for(count)
        server.kill()
