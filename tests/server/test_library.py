"""A folder of workbooks makes a project; loading it again changes only what has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from server.commands.form import form
from server.commands.project import project
from server.publishing.library import PROGRAMME, load_folder
from tests.kit.running import CHEAP, RunningServer, project_of, running_server
from tests.kit.workbooks import workbook

QUESTIONS = (("text", "place", "Xã"), ("select_one_from_file communes.csv", "commune", "Chọn xã"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Tập huấn"
    made.mkdir()
    (made / "training.xlsx").write_bytes(workbook(*QUESTIONS))
    (made / "communes.csv").write_text("name,label\nx1,Xuân Giang\n", "utf-8")
    (made / "~$training.xlsx").write_bytes(b"open in Excel")
    (made / "README.md").write_text("Not a form.", "utf-8")
    return made


def loads(server: RunningServer, folder: Path) -> list[str]:
    place = project_of(server.parts, server.project_id)
    return [str(loaded) for loaded in load_folder(server.parts, place, folder)]


def test_a_folder_is_published_once_and_again_where_it_changed(folder: Path) -> None:
    with running_server() as server:
        lan = server.coordinator
        assert loads(server, folder) == ["training.xlsx: tap_huan 1 published"]
        first = lan.does("GET", "forms").json()
        assert loads(server, folder) == ["training.xlsx: tap_huan 1 unchanged"]
        assert lan.does("GET", "forms").json() == first

        communes = b"name,label\nx2,Xu\xc3\xa2n Minh\n"
        (folder / "communes.csv").write_bytes(communes)
        (said,) = loads(server, folder)
        version = lan.does("GET", "forms/tap_huan").json()["version"]
        assert version.startswith("1-")
        assert said == f"training.xlsx: tap_huan {version} published"
        served = lan.does("GET", "forms/tap_huan/attachments/communes.csv").content
        assert served == communes
        assert loads(server, folder) == [f"training.xlsx: tap_huan {version} unchanged"]

        (folder / "training.xlsx").write_bytes(
            workbook(*QUESTIONS, ("date", "day", "Ngày"), version="2")
        )
        assert loads(server, folder) == ["training.xlsx: tap_huan 2 published"]


def test_what_cannot_be_published_is_told_and_does_not_stop_the_rest(folder: Path) -> None:
    (folder / "communes.csv").unlink()
    (folder / "a broken one.xlsx").write_bytes(b"PK")
    (folder / "secret.xlsx").write_bytes(
        workbook(
            ("text", "name", "Tên", "sensitive"),
            form_id="secret",
            headings=("type", "name", "label", "bind::app:sensitivity"),
        )
    )
    with running_server() as server:
        told = loads(server, folder)
        assert [line.partition(":")[0] for line in told] == [
            "a broken one.xlsx",
            "secret.xlsx",
            "training.xlsx",
        ]
        assert told[0].endswith("(400.15)")
        assert told[1].endswith("(400.71)")
        assert told[2] == "training.xlsx: tap_huan 1 published, without communes.csv"
        token = server.coordinator.does("GET", "forms/secret/draft").json()["draftToken"]
        assert loads(server, folder)[1] == told[1]
        same = server.coordinator.does("GET", "forms/secret/draft").json()["draftToken"]
        assert same == token


@pytest.mark.slow
def test_the_programme_s_own_forms_are_published() -> None:
    with running_server() as server:
        told = loads(server, PROGRAMME)
        assert [line for line in told if not line.endswith(" published")] == []
        assert len(told) == 7


def test_the_shell_does_the_same(folder: Path, tmp_path: Path) -> None:
    environment = {
        "TINCAY_DATA": str(tmp_path / "data"),
        "TINCAY_DISK_MIN": "0",
        "TINCAY_ARGON2": f"t={CHEAP.passes},m={CHEAP.memory_kib},p={CHEAP.lanes}",
    }
    shell = CliRunner(env=environment)
    first = shell.invoke(project, ["load", str(folder)])
    assert (first.exit_code, first.output) == (0, "training.xlsx: tap_huan 1 published\n")
    again = shell.invoke(project, ["load", str(folder), "--name", "Tập huấn"])
    assert (again.exit_code, again.output) == (0, "training.xlsx: tap_huan 1 unchanged\n")
    one = shell.invoke(form, ["publish", str(folder / "training.xlsx")])
    assert (one.exit_code, one.output) == (0, "training.xlsx: tap_huan 1 unchanged\n")
    (folder / "training.xlsx").write_bytes(b"PK")
    broken = shell.invoke(form, ["publish", str(folder / "training.xlsx")])
    assert broken.exit_code == 1
    assert "(400.15)" in broken.output
    assert shell.invoke(form, ["publish", str(folder / "README.md")]).exit_code == 2

    shell.invoke(project, ["load", str(folder), "--name", "Khác"])
    unclear = shell.invoke(form, ["publish", str(folder / "training.xlsx")])
    assert unclear.exit_code == 2
    assert "1 (Tập huấn), 2 (Khác)" in unclear.output
