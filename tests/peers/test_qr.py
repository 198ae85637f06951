"""What a phone reads in the QR picture is what the server wrote, and it leads to the server."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.kit.collect.client import Collect
from tests.kit.fixtures import new_scene
from tests.kit.qr import scan
from tests.kit.running import alongside, running_server
from tests.kit.services import chromium

pytestmark = pytest.mark.peer
PUBLIC = "https://tincay.example.org"


def drawn(svg: Path) -> Path:
    """Let a browser draw the SVG as large as the page shows it; return the PNG."""
    picture = svg.with_suffix(".drawn.png")
    command = (
        *(chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *(f"--user-data-dir={svg.parent}", "--window-size=480,600", f"--screenshot={picture}"),
        svg.as_uri(),
    )
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return picture


@pytest.mark.slow
def test_both_pictures_hold_the_settings_that_lead_to_the_server(tmp_path: Path) -> None:
    with (
        running_server() as server,
        new_scene(server) as scene,
        alongside(server, public_url=PUBLIC) as public,
    ):
        path = f"{public.url}/v1/projects/1/app-users/{scene.phone.app_user_id}/settings"
        for kind in ("png", "svg"):
            (tmp_path / f"qr.{kind}").write_bytes(
                server.coordinator.http.get(f"{path}.{kind}").content
            )
        written = server.coordinator.http.get(f"{path}.json").json()
        assert scan(tmp_path / "qr.png") == written
        assert scan(drawn(tmp_path / "qr.svg")) == written
        address = str(written["general"]["server_url"])
        assert address.startswith(f"{PUBLIC}/v1/key/")
        collect = Collect(address.replace(PUBLIC, server.url))
        assert [form.form_id for form in collect.form_list()] == [scene.form_id]
        collect.close()


def test_an_address_that_no_phone_reaches_is_not_drawn() -> None:
    with running_server() as server, new_scene(server) as scene:
        path = f"app-users/{scene.phone.app_user_id}/settings"
        answers = [server.coordinator.asks("GET", f"{path}.{kind}") for kind in ("png", "svg")]
        assert [answer.json()["code"] for answer in answers] == [409.31, 409.31]
