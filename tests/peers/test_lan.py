"""make run LAN=1: a phone on the same network scans the QR and gets its forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import lan
from server.config import Config
from tests.kit.collect.client import Collect
from tests.kit.coordinator import Coordinator
from tests.kit.process import serving
from tests.kit.qr import scan
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, fresh_config, prepare
from tests.kit.services import absent
from tests.kit.two_machines import SERVER_ADDRESS, two_machines

pytestmark = [pytest.mark.peer, pytest.mark.slow]
FORM = Questionnaire()


def scans_and_sends(config: Config, address: str, picture: Path) -> list[int]:
    """Make an app user over the network, scan its QR, get the form, send it filled."""
    coordinator = Coordinator(f"http://{address}:{config.port}", 1)
    coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
    coordinator.publishes(FORM)
    phone = coordinator.lets_in(FORM.form_id)
    phone.leaves()
    path = f"app-users/{phone.app_user_id}/settings.png"
    picture.write_bytes(coordinator.does("GET", path).content)
    coordinator.leaves()
    server_url = scan(picture)["general"]["server_url"]
    assert server_url.startswith(f"http://{address}:{config.port}/v1/key/")
    collect = Collect(server_url)
    forms = collect.form_list()
    collect.download(forms[0], picture.parent)
    filled = FORM.filled(name="Hoa", files={"a.jpg": b"JPEG"})
    codes = collect.send(filled.xml, filled.files).codes
    collect.close()
    assert collect.verdict.findings == []
    return codes


def test_a_phone_on_another_machine_gets_its_forms(tmp_path: Path) -> None:
    with fresh_config("sqlite") as config, two_machines() as (desk, field):
        prepare(config)
        with serving(config, "--lan", within=desk.command) as server:
            assert f"Tincay: http://{SERVER_ADDRESS}:{config.port}\n" in server.said
            codes = field.does(lambda: scans_and_sends(config, SERVER_ADDRESS, tmp_path / "qr.png"))
    assert codes == [201]


def test_the_qr_has_an_address_of_this_machine_that_others_reach(tmp_path: Path) -> None:
    address = lan.lan_address()
    if address is None:
        absent("this machine is on no network")
    with fresh_config("sqlite") as config:
        prepare(config)
        with serving(config, "--lan"):
            assert scans_and_sends(config, address, tmp_path / "qr.png") == [201]
