"""More slow phones than a process may hold files open by default keep nobody from sending."""

from __future__ import annotations

import resource
import socket
from collections.abc import Iterator

import pytest

from tests.kit.coordinator import Coordinator
from tests.kit.process import serving
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, fresh_config, prepare
from tests.kit.services import absent

SLOW_PHONES = 1100
DESCRIPTORS = 1500


@pytest.fixture
def descriptors() -> Iterator[None]:
    """Let this process hold one line to each phone, and the server begin with the usual limit."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    if before[1] < DESCRIPTORS:
        absent(f"{DESCRIPTORS} open files are not allowed here: ulimit -Hn")
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.slow
@pytest.mark.usefixtures("descriptors")
def test_a_crowd_of_slow_phones_keeps_nobody_out() -> None:
    with fresh_config("sqlite") as config:
        coordinator = Coordinator(config.public_url, prepare(config))
        with serving(config):
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, hard))
            form = Questionnaire()
            coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
            coordinator.publishes(form)
            lines = [
                socket.create_connection(("127.0.0.1", config.port)) for _ in range(SLOW_PHONES)
            ]
            for line in lines:
                line.sendall(b"POST /v1/projects/1/submission HTTP/1.1\r\nContent-Le")
            phone = coordinator.lets_in(form.form_id)
            filled = phone.fills(form, name="Hoa", files={"a.jpg": b"JPEG"})
            assert phone.sends(filled).status == 201
            phone.leaves()
            for line in lines:
                line.close()
        coordinator.leaves()
