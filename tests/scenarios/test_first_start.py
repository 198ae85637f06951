"""The first start makes all that is needed; the next keeps it; SIGTERM ends it in order."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from server.config import Config
from tests.kit.coordinator import Coordinator
from tests.kit.library import PROGRAMME
from tests.kit.process import ServerProcess, serving
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import free_port, fresh_config

FORM = Questionnaire()


@pytest.fixture
def config() -> Iterator[Config]:
    with fresh_config("sqlite") as empty:
        yield replace(empty, admin_password=None)


def elsewhere(config: Config, folder: Path) -> Config:
    """Carry the data folder somewhere else; what stood where it was is gone."""
    data = Path(shutil.copytree(config.data, folder))
    shutil.rmtree(config.data)
    config.data.mkdir()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    return replace(config, data=data, database_url="", port=port, public_url=url)


@pytest.mark.slow
def test_an_empty_folder_becomes_a_server_that_can_be_carried_elsewhere(
    config: Config, tmp_path: Path
) -> None:
    with ServerProcess(config, until="  f2_") as broken_off:
        broken_off.kill()
    with serving(config) as first:
        password = re.search(r"Password: (\S{20})\n", first.said)
        assert password, first.said
        coordinator = Coordinator(config.public_url, 1)
        coordinator.signs_in(config.admin_email, password[1])
        me = coordinator.http.get(f"{config.public_url}/v1/users/current").json()
        assert me["id"] == 5
        forms = coordinator.does("GET", "forms").json()
        assert len(forms) == len(list(PROGRAMME.glob("f*.xlsx")))
        assert all(form["publishedAt"] for form in forms)
        coordinator.publishes(FORM)
        phone = coordinator.lets_in(FORM.form_id)
        filled = phone.fills(FORM, name="Hoa", photo="a.jpg", files={"a.jpg": b"JPEG"})
        assert phone.sends(filled).status == 201
        phone.leaves()
        coordinator.leaves()

    moved = elsewhere(config, tmp_path / "elsewhere")
    with serving(moved) as again:
        assert "Password" not in again.said
        coordinator = Coordinator(moved.public_url, 1)
        coordinator.signs_in(moved.admin_email, password[1])
        assert len(coordinator.does("GET", "forms").json()) == len(forms) + 1
        assert coordinator.reads(FORM.form_id, filled.instance_id) == filled.xml
        photo = coordinator.opens_file(FORM.form_id, filled.instance_id, "a.jpg")
        assert photo == b"JPEG"
        coordinator.leaves()
        address = phone.server_url.replace(config.public_url, moved.public_url)
        assert requests.get(f"{address}/formList", timeout=9).status_code == 200
    with ServerProcess(moved) as last:
        assert last.stop() == 0
