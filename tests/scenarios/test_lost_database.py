"""The database is lost while a phone sends: 503 and come again; then it is there, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
import requests
from sqlalchemy import make_url

from tests.kit.cluster import Cluster
from tests.kit.fixtures import Scene, new_scene
from tests.kit.phone import Answer
from tests.kit.questionnaire import Filled
from tests.kit.running import RunningServer, running_server
from tests.kit.services import own_cluster

WAITS = "select pid from pg_stat_activity where wait_event_type = 'Lock'"
LOOKS_MAX = 500
A = "uuid:a"


@pytest.fixture(scope="module")
def database() -> Iterator[Cluster]:
    with own_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def server(database: Cluster) -> Iterator[RunningServer]:
    with running_server(database_url=database.url) as running:
        yield running


@pytest.fixture
def scene(server: RunningServer) -> Iterator[Scene]:
    with new_scene(server) as made:
        yield made


@contextmanager
def held_up_at(table: str, scene: Scene, filled: Filled) -> Iterator[list[Answer]]:
    """Let the phone send, and the server come as far as ``table``; the answer, once it is there."""
    url = make_url(scene.server.parts.config.database_url).set(drivername="postgresql")
    given: list[Answer] = []
    sending = threading.Thread(target=lambda: given.append(scene.phone.sends(filled)))
    with closing(psycopg.connect(url.render_as_string(hide_password=False))) as other:
        other.execute(f"lock table {table} in access exclusive mode")
        sending.start()
        for _ in range(LOOKS_MAX):
            if other.execute(WAITS).fetchall():
                break
            other.execute("select pg_sleep(0.01)")
        yield given
    sending.join()


def end_what_waits(database: Cluster) -> int:
    """End the connections that wait; return how many there were."""
    address = f"host=127.0.0.1 port={database.port} user=postgres"
    with psycopg.connect(address, autocommit=True) as administrator:
        ended = administrator.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'"
        )
        return len(ended.fetchall())


def photographed(scene: Scene) -> Filled:
    return scene.phone.fills(
        scene.form, instance_id=A, name="Hoa", photo="a.jpg", files={"a.jpg": b"JPEG"}
    )


def health(scene: Scene) -> int:
    return requests.get(f"{scene.server.url}/-/health", timeout=30).status_code


def comes_once(scene: Scene, filled: Filled) -> None:
    """It is not there; sent again it is, once, every byte."""
    assert scene.coordinator.counts(scene.form_id) == []
    assert scene.phone.sends(filled).status == 201
    assert scene.coordinator.counts(scene.form_id) == [A]
    assert scene.coordinator.reads(scene.form_id, A) == filled.xml
    assert scene.coordinator.opens_file(scene.form_id, A, "a.jpg") == b"JPEG"
    assert scene.coordinator.lists_kept_aside(scene.form_id) == []


@pytest.mark.parametrize(
    "table",
    ["project", "submission", "version", "form_version", "blob", "attachment", "flat_row", "audit"],
)
def test_a_connection_that_is_lost_on_the_way_costs_nothing(
    database: Cluster, scene: Scene, table: str
) -> None:
    filled = photographed(scene)
    with held_up_at(table, scene, filled) as given:
        assert end_what_waits(database) == 1
    assert (given[0].status, given[0].headers["Retry-After"]) == (503, "30")
    comes_once(scene, filled)


@pytest.mark.slow
def test_a_database_that_is_taken_away_and_comes_back_costs_nothing(
    database: Cluster, scene: Scene
) -> None:
    filled = photographed(scene)
    with held_up_at("flat_row", scene, filled) as given:
        database.stop()
    assert given[0].status == 503
    assert scene.phone.sends(filled).status == 503
    assert health(scene) == 503
    database.start()
    assert health(scene) == 200
    comes_once(scene, filled)
