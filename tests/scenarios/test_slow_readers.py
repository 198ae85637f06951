"""Phones that fetch a large file over a poor network take no thread from anybody."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
import requests

from server.listen import THREADS
from tests.kit.fixtures import new_scene
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import RunningServer, running_server

MAP = bytes(range(256)) * (96 * 1024)
"""24 MB: more than the sockets of both sides hold."""
WITH_MAP = '<instance id="map" src="jr://file-csv/map.csv"/><bind '


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_server() as running:
        yield running


def test_a_phone_that_reads_slowly_keeps_nobody_waiting(server: RunningServer) -> None:
    coordinator, form = server.coordinator, Questionnaire(form_id="with_map")
    xform = form.xform().replace(b"<bind ", WITH_MAP.encode(), 1)
    coordinator.publishes_bytes(form.form_id, xform, "application/xml", {"map.csv": MAP})
    phone = coordinator.lets_in(form.form_id)
    address = urlsplit(phone.server_url)
    ask = f"GET {address.path}/forms/with_map/attachments/map.csv HTTP/1.1\r\nHost: x\r\n\r\n"
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection((address.hostname, address.port), 30))
            for _ in range(THREADS + 4)
        ]
        for line in lines:
            line.sendall(ask.encode())
            assert line.recv(12) == b"HTTP/1.1 200"
        begun = time.monotonic()
        assert requests.get(f"{server.url}/-/health", timeout=10).ok
        assert time.monotonic() - begun < 5
        came = bytearray()
        while len(came) < len(MAP):
            came += lines[-1].recv(1 << 20)
        while not came.endswith(MAP[-1000:]):
            came += lines[-1].recv(1 << 20)
    phone.leaves()


def test_a_file_that_is_not_in_its_place_is_said_before_anything_is_sent(
    server: RunningServer,
) -> None:
    with new_scene(server) as scene:
        scene.phone.sends(
            scene.phone.fills(scene.form, instance_id="uuid:a", photo="a.jpg"),
            files={"a.jpg": b"gone"},
        )
        (stored,) = scene.coordinator.lists_all_files(scene.form_id, "uuid:a")
        server.parts.blobs.path(stored["sha256"]).unlink()
        path = f"forms/{scene.form_id}/submissions/uuid:a/attachments/a.jpg"
        answer = scene.coordinator.asks("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (500, 500.1)
