"""The server is killed while phones send: what was answered 201 is there, once, afterwards."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import pytest
import requests

from server.config import Config
from tests.kit.coordinator import Coordinator
from tests.kit.phone import Phone
from tests.kit.process import ServerProcess
from tests.kit.questionnaire import Filled, Questionnaire
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, DatabaseKind, fresh_config, prepare

KILLS = int(os.environ.get("TRUST_KILLS", "1"))
SENT_BETWEEN_KILLS = 20
PHONES = 4


@dataclass(slots=True)
class History:
    """What the phones know: what they still have to send, and what was answered 201."""

    to_send: list[Filled]
    kept: list[Filled] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self) -> Filled | None:
        """Take the next to send."""
        with self.changed:
            return self.to_send.pop() if self.to_send else None

    def answered(self, filled: Filled, *, kept: bool) -> None:
        """Note what became of it."""
        with self.changed:
            (self.kept if kept else self.to_send).append(filled)
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        """Wait until so many were answered 201."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.kept) >= count, timeout=60)


def send_until_it_dies(history: History, server_url: str) -> None:
    """Send one after another; when the line breaks, the sheet goes back on the pile."""
    phone = Phone(server_url)
    while filled := history.take():
        try:
            history.answered(filled, kept=phone.sends(filled).status == 201)
        except requests.RequestException:
            history.answered(filled, kept=False)
            break
    phone.leaves()


@pytest.fixture
def config(any_database: DatabaseKind) -> Iterator[Config]:
    with fresh_config(any_database) as empty:
        yield empty


def sheets(form: Questionnaire, count: int) -> list[Filled]:
    return [
        form.filled(
            instance_id=f"uuid:{number}",
            age=number,
            photo="a.jpg",
            files={"a.jpg": b"JPEG %d " % number + bytes(20_000)},
        )
        for number in range(count)
    ]


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
            all_are_there(coordinator, form, history.kept)
            count = (kill + 1) * SENT_BETWEEN_KILLS
            kill_while_sending(server, history, phone.server_url, count)
    with ServerProcess(config) as server:
        send_until_it_dies(history, phone.server_url)
        assert len(history.kept) == total
        all_are_there(coordinator, form, history.kept)
        assert len(coordinator.counts(form.form_id)) == total
        assert coordinator.lists_kept_aside(form.form_id) == []
        coordinator.leaves()
        assert server.stop() == 0
    assert list((config.data / "tmp").iterdir()) == []
    print(f"\nKilled {KILLS} times while {PHONES} phones sent {total}: nothing lost or doubled.")  # noqa: T201


def kill_while_sending(
    server: ServerProcess, history: History, server_url: str, count: int
) -> None:
    """Let phones send, and kill the server when ``count`` were answered."""
    with ThreadPoolExecutor(PHONES) as pool:
        sending = [pool.submit(send_until_it_dies, history, server_url) for _ in range(PHONES)]
        history.wait_for(count)
        server.kill()
        wait(sending)
    for done in sending:
        done.result()


def all_are_there(coordinator: Coordinator, form: Questionnaire, kept: Sequence[Filled]) -> None:
    counted = coordinator.counts(form.form_id)
    assert {filled.instance_id for filled in kept} <= set(counted)
    assert len(counted) == len(set(counted))
    for filled in kept:
        assert coordinator.reads(form.form_id, filled.instance_id) == filled.xml
        photo = coordinator.opens_file(form.form_id, filled.instance_id, "a.jpg")
        assert photo == filled.files["a.jpg"]
