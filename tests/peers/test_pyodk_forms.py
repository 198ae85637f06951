"""pyodk publishes forms and their files, unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyodk.client import Client
from pyodk.errors import PyODKError

from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, RunningServer
from tests.kit.workbooks import workbook

pytestmark = pytest.mark.peer
QUESTIONS = (("text", "place", "Xã"), ("select_one_from_file xã.csv", "commune", "Chọn xã"))


@pytest.fixture
def odk(any_server: RunningServer, tmp_path: Path) -> Iterator[Client]:
    config = tmp_path / "pyodk.toml"
    config.write_text(
        f'[central]\nbase_url = "{any_server.url}"\nusername = "{ADMIN_EMAIL}"\n'
        f'password = "{ADMIN_PASSWORD}"\ndefault_project_id = {any_server.project_id}\n',
        "utf-8",
    )
    with Client(config_path=config, cache_path=tmp_path / "cache.toml") as client:
        yield client


def test_pyodk_creates_updates_and_lists_a_form(odk: Client, tmp_path: Path) -> None:
    form, communes = tmp_path / "địa chỉ.xlsx", tmp_path / "xã.csv"
    form.write_bytes(workbook(*QUESTIONS, form_id=None))
    communes.write_text("name,label\nx1,Xuân Giang\n", "utf-8")
    made = odk.forms.create(definition=form, attachments=[communes], form_id="địa_chỉ")
    assert (made.xmlFormId, made.version, made.state) == ("địa_chỉ", "1", "open")

    communes.write_text("name,label\nx2,Xuân Minh\n", "utf-8")
    odk.forms.update("địa_chỉ", attachments=[communes])
    stamped = odk.forms.get("địa_chỉ")
    assert stamped.version.startswith("20")
    assert stamped.publishedAt is not None

    odk.forms.update("địa_chỉ", definition=workbook(*QUESTIONS, form_id="địa_chỉ", version="2"))
    assert odk.forms.get("địa_chỉ").version == "2"
    odk.forms.update("địa_chỉ", attachments=[communes], version_updater=lambda old: f"{old}.1")
    assert 'version="2.1"' in str(odk.forms.get_xml("địa_chỉ"))
    (listed,) = odk.forms.list()
    assert (listed.xmlFormId, listed.version) == ("địa_chỉ", "2.1")


def test_pyodk_hears_central_s_codes(odk: Client) -> None:
    sent = workbook(("text", "place", "Xã"), form_id="codes")
    odk.forms.create(definition=sent, form_id="codes")
    with pytest.raises(PyODKError) as wrong:
        odk.forms.create(definition=sent, form_id="codes")
    assert wrong.value.is_central_error("409.3")
    with pytest.raises(PyODKError) as wrong:
        odk.forms.update("codes", definition=sent)
    assert wrong.value.is_central_error("409.6")
    with pytest.raises(PyODKError) as wrong:
        odk.forms.update("codes", definition=workbook(("integer", "place", "Xã"), form_id="codes"))
    assert wrong.value.is_central_error("400.17")
