"""ODK Collect gets every form and sends what was filled, however it signs in."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest

from tests.kit.collect.client import Collect
from tests.kit.library import workbooks
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, RunningServer, alongside, free_port
from tests.kit.tls import https_before
from tests.peers.conftest import FieldWork

pytestmark = [pytest.mark.peer, pytest.mark.slow]
LOOPBACK = ip_network("127.0.0.1")


def goes_through(
    collect: Collect, field_work: FieldWork, nth: int, folder: Path, server: RunningServer
) -> None:
    """Do all that Collect does with each form: list, download, send, send again."""
    forms = collect.form_list()
    assert len(forms) == len(workbooks())
    for number, listed in enumerate(forms):
        collect.download(listed, folder / str(number))
        filled = field_work.filled[listed.form_id][nth]
        first = collect.send(filled.xml, filled.files)
        again = collect.send(filled.xml, filled.files)
        assert (set(first.codes), set(again.codes)) == ({201}, {201})
        stored = server.coordinator.reads(listed.form_id, filled.instance_id)
        assert stored == filled.xml
    assert collect.verdict.findings == []


def test_by_the_token_in_its_address(
    library_server: RunningServer, field_work: FieldWork, tmp_path: Path
) -> None:
    phone = library_server.coordinator.lets_in(*field_work.forms)
    phone.leaves()
    collect = Collect(phone.server_url)
    goes_through(collect, field_work, 0, tmp_path, library_server)
    collect.close()


def test_by_a_device_password_over_plain_http(
    library_server: RunningServer, field_work: FieldWork, tmp_path: Path
) -> None:
    coordinator = library_server.coordinator
    phone = coordinator.lets_in(*field_work.forms)
    phone.leaves()
    made = coordinator.does("POST", f"app-users/{phone.app_user_id}/device-password").json()
    collect = Collect(
        f"{library_server.url}/v1/projects/{library_server.project_id}",
        user=made["username"],
        password=made["password"],
    )
    goes_through(collect, field_work, 1, tmp_path, library_server)
    collect.close()


@pytest.fixture
def behind_https(library_server: RunningServer, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    port = free_port()
    url = f"https://localhost:{port}"
    with (
        alongside(library_server, public_url=url, proxies=(LOOPBACK,)) as server,
        https_before(server.url, port, tmp_path) as certificate,
    ):
        yield url, certificate


def test_by_a_persons_password_behind_https(
    library_server: RunningServer,
    field_work: FieldWork,
    behind_https: tuple[str, Path],
    tmp_path: Path,
) -> None:
    url, certificate = behind_https
    collect = Collect(
        f"{url}/v1/projects/{library_server.project_id}",
        user=ADMIN_EMAIL,
        password=ADMIN_PASSWORD,
        certificates=str(certificate),
    )
    goes_through(collect, field_work, 2, tmp_path, library_server)
    collect.close()
