"""An export from the shell is the same as over HTTP, and whole or not there."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from server.commands.export import export
from server.errors import Problem
from tests.server.office import Office
from tests.server.survey import Survey


@pytest.fixture
def survey(small_office: Office, monkeypatch: pytest.MonkeyPatch) -> Survey:
    monkeypatch.setenv("TINCAY_DATA", str(small_office.parts.config.data))
    monkeypatch.setenv("TINCAY_DATABASE_URL", small_office.parts.config.database_url)
    monkeypatch.setenv("TINCAY_ARGON2", "t=1,m=8,p=1")
    survey = Survey(small_office, small_office.project("Thôn"))
    survey.sends(small_office.admin)
    return survey


def runs(survey: Survey, file: Path, *options: str) -> Result:
    where = ("--project", str(survey.project.id), "--form", "village")
    return CliRunner().invoke(export, (*where, *options, str(file)))


def test_a_csv_from_the_shell_is_the_one_of_the_api(survey: Survey, tmp_path: Path) -> None:
    file = tmp_path / "thôn.csv"
    result = runs(survey, file, "--with", "labels=vi", "--with", "bom=true")
    assert (result.exit_code, result.exception) == (0, None)
    assert result.stdout == f"{file}: 1 submissions, {file.stat().st_size} bytes\n"
    admin = survey.office.admin
    assert file.read_bytes().decode() == survey.csv(admin, "?labels=vi&bom=true")
    log = admin.get("/v1/audits?action=form.submission.export").get_json()
    assert [one["actorId"] for one in log] == [admin.id, 1]


def test_zip_and_workbook_are_chosen_by_the_ending_or_by_name(
    survey: Survey, tmp_path: Path
) -> None:
    assert runs(survey, tmp_path / "a.zip").exit_code == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["village.csv", "village-child.csv", "village-toy.csv"]
    assert runs(survey, tmp_path / "a", "--format", "xlsx").exit_code == 0
    (tmp_path / "a").rename(tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == ["village", "child", "toy"]
    book.close()


def test_what_is_asked_wrongly_writes_nothing(survey: Survey, tmp_path: Path) -> None:
    here = sorted(tmp_path.iterdir())
    assert runs(survey, tmp_path / "a.pdf").exit_code == 2
    assert runs(survey, tmp_path / "a.csv", "--with", "bom").exit_code == 2
    wrong = runs(survey, tmp_path / "a.csv", "--with", "parentFields=/nowhere")
    assert isinstance(wrong.exception, Problem)
    assert wrong.exception.code == "400.8"
    draft = runs(survey, tmp_path / "a.csv", "--draft")
    assert isinstance(draft.exception, Problem)
    assert draft.exception.code == "404.1"
    assert sorted(tmp_path.iterdir()) == here
