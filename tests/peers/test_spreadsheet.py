"""The CSV opens in a spreadsheet: Vietnamese text is right, and no answer is run as a formula."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.kit.fixtures import Scene, new_scene
from tests.kit.running import running_server
from tests.kit.services import soffice

pytestmark = [pytest.mark.peer, pytest.mark.slow]
PEOPLE = ("Nguyễn Thị Ánh", "Đỗ Thị Hường, tổ 3", 'chị "Năm"\nấp dưới', "=1+1", "@SUM(A1)")


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with running_server() as server, new_scene(server) as made:
        for age, name in enumerate(PEOPLE, start=20):
            made.phone.sends(made.phone.fills(made.form, name=name, age=age))
        yield made


def opened(download: bytes, name: str, folder: Path) -> list[dict[str, object]]:
    """Let LibreOffice open a download as it comes, and read what it shows."""
    (folder / name).write_bytes(download)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    # Its import dialog proposes UTF-8 for the mark at the start; without a window it is told.
    reading = "--infilter=CSV:44,34,76,1"
    to = ("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "shown")
    command = (soffice(), profile, "--headless", reading, *to, folder / name)
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    book = openpyxl.load_workbook((folder / "shown" / name).with_suffix(".xlsx"))
    header, *rows = book.worksheets[0].iter_rows()
    formulas = [cell.value for row in rows for cell in row if cell.data_type == "f"]
    assert formulas == []
    names = [str(cell.value) for cell in header]
    return [dict(zip(names, (cell.value for cell in row), strict=True)) for row in rows]


def test_the_csv_of_the_page_opens_with_every_name_right(scene: Scene, tmp_path: Path) -> None:
    path = f"forms/{scene.form_id}/submissions.csv"
    answer = scene.coordinator.does("GET", path, params={"bom": "true", "safe": "true"})
    assert answer.content.startswith("\ufeffSubmissionDate,".encode())
    rows = opened(answer.content, "phiếu.csv", tmp_path)
    shown = [(str(row["name"]).lstrip("'"), row["age"]) for row in reversed(rows)]
    assert shown == [(name, age) for age, name in enumerate(PEOPLE, start=20)]


def test_the_dictionary_opens_with_a_row_for_each_column(scene: Scene, tmp_path: Path) -> None:
    csv = scene.coordinator.does("GET", f"forms/{scene.form_id}/submissions.csv").text
    answer = scene.coordinator.does("GET", f"forms/{scene.form_id}/dictionary.xlsx")
    rows = opened(answer.content, "từ điển.xlsx", tmp_path)
    header = csv.partition("\n")[0].split(",")
    assert [row["Cột"] for row in rows if row["Bảng"] == scene.form_id] == header
    assert {row["Cột"]: row["Kiểu"] for row in rows}["age"] == "integer"


def test_the_workbook_opens_with_every_name_right(scene: Scene, tmp_path: Path) -> None:
    answer = scene.coordinator.does("GET", f"forms/{scene.form_id}/submissions.xlsx")
    rows = opened(answer.content, "phiếu.xlsx", tmp_path)
    assert [row["name"] for row in reversed(rows)] == list(PEOPLE)
    assert [row["age"] for row in reversed(rows)] == [20, 21, 22, 23, 24]
