"""The power fails while phones send: what was answered 201 is on the disk, byte for byte.

``make trust`` runs it: it needs root and a loop device.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from server.config import Config
from tests.kit.cluster import Cluster
from tests.kit.coordinator import Coordinator
from tests.kit.process import ServerProcess
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import (
    ADMIN_EMAIL,
    ADMIN_PASSWORD,
    DatabaseKind,
    fresh_config,
    prepare,
)
from tests.kit.services import own_cluster
from tests.trust.history import History, missing, phones_sending, sheets, torn_contents
from tests.trust.power import Disk, new_disk, without_syncing

CUTS = int(os.environ.get("TRUST_POWER_CUTS", "0"))
SENT_BETWEEN_CUTS = 60
FORM = Questionnaire()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CUTS, reason="`make trust` cuts the power (root, loop device)"),
]


@pytest.fixture
def disk() -> Iterator[Disk]:
    with new_disk() as mounted:
        yield mounted


@dataclass(frozen=True, slots=True)
class Site:
    """An installation whose data folder, and cluster if it has one, are on one disk."""

    disk: Disk
    config: Config
    cluster: Cluster | None
    coordinator: Coordinator
    phone_url: str

    def loses_power(self, server: ServerProcess) -> None:
        """Cut it, take away what still runs, and bring the disk back."""
        processes = self.cluster.processes() if self.cluster else []
        self.disk.cut_power()
        server.kill()
        if self.cluster:
            self.cluster.kill(processes)
        self.disk.unmount()
        self.disk.mount()
        if self.cluster:
            self.cluster.comes_up_on_a_new_machine()

    def lets_send(self, history: History, *within: str) -> None:
        """Let phones send until so many more are kept, and the power fails."""
        with ServerProcess(self.config, within=within) as server:
            assert missing(self.coordinator, FORM.form_id, history.kept) == []
            with phones_sending(history, self.phone_url):
                history.wait_for(len(history.kept) + SENT_BETWEEN_CUTS)
                self.loses_power(server)


@contextmanager
def site_on(disk: Disk, kind: DatabaseKind) -> Iterator[Site]:
    """Publish a form and let a phone in; so far everything is on the disk."""
    with fresh_config("sqlite") as settings:
        data = disk.folder / "data"
        config = replace(settings, data=data, database_url=f"sqlite:///{data / 'tincay.sqlite3'}")
        if kind == "sqlite":
            yield _prepared(disk, config, None)
            return
        folder = disk.folder / "postgresql"
        folder.mkdir()
        with own_cluster(folder) as cluster:
            yield _prepared(disk, replace(config, database_url=cluster.url), cluster)


def _prepared(disk: Disk, config: Config, cluster: Cluster | None) -> Site:
    coordinator = Coordinator(config.public_url, prepare(config))
    with ServerProcess(config) as server:
        coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
        coordinator.publishes(FORM)
        phone = coordinator.lets_in(FORM.form_id)
        phone.leaves()
        assert server.stop() == 0
    disk.sync()
    return Site(disk, config, cluster, coordinator, phone.server_url)


def is_sound(config: Config) -> bool:
    """Ask SQLite whether its file is whole."""
    with closing(sqlite3.connect(config.data / "tincay.sqlite3")) as connection:
        return bool(connection.execute("pragma integrity_check").fetchall() == [("ok",)])


def test_what_was_answered_201_is_there_after_every_power_cut(
    disk: Disk, any_database: DatabaseKind
) -> None:
    history = History(sheets(FORM, (CUTS + 2) * SENT_BETWEEN_CUTS))
    everything = list(history.to_send)
    with site_on(disk, any_database) as site:
        for _ in range(CUTS):
            site.lets_send(history)
            assert torn_contents(site.config.data) == []
            assert site.cluster or is_sound(site.config)
        acknowledged = len(history.kept)
        with ServerProcess(site.config) as server:
            assert missing(site.coordinator, FORM.form_id, history.kept) == []
            history.to_send[:] = everything
            with phones_sending(history, site.phone_url):
                pass
            assert missing(site.coordinator, FORM.form_id, everything) == []
            assert len(site.coordinator.counts(FORM.form_id)) == len(everything)
            assert site.coordinator.lists_kept_aside(FORM.form_id) == []
            site.coordinator.leaves()
            assert server.stop() == 0
        assert list((site.config.data / "tmp").iterdir()) == []
    print(f"\n{CUTS} power cuts on {any_database}: {acknowledged} answered 201, 0 lost.")  # noqa: T201


@pytest.mark.parametrize("unsynced", ["/tmp/", "/tincay.sqlite3"])
def test_a_power_cut_finds_what_was_not_synced(disk: Disk, tmp_path: Path, unsynced: str) -> None:
    """The control: without it, nobody knows whether the test above can fail at all."""
    history = History(sheets(FORM, 3 * SENT_BETWEEN_CUTS))
    with site_on(disk, "sqlite") as site:
        unsynced = f"/data{unsynced}"
        site.lets_send(history, *without_syncing(tmp_path, unsynced))
        with ServerProcess(site.config) as server:
            lost = missing(site.coordinator, FORM.form_id, history.kept)
            assert lost != []
            site.coordinator.leaves()
            server.stop()
    print(f"\nWithout syncing {unsynced}: {len(lost)} of {len(history.kept)} lost.")  # noqa: T201
