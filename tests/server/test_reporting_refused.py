"""Who has reported is not told of cases, nor to whom it is no business, nor without end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from server.publishing import library
from tests.exports.indicators.designer import Row, indicator_row, indicator_workbook
from tests.kit.workbooks import XLSX
from tests.server.commune_reports import CommuneReports
from tests.server.models import LIST, Models
from tests.server.office import Office
from tests.server.survey import raw
from tests.server.test_case_forms import CASES, locks
from tests.server.trainings import FORM_ID, Trainings

PROTECTED = {"privacy_k": 5, "privacy_periods": "year", "privacy_lowest": "province"}
PEOPLE = indicator_row("G1", "sum(${people})", FORM_ID, **PROTECTED)


def refusal(office: Office, path: str) -> float | None:
    """The code of the refusal; None: it is told."""
    answer = office.admin.get(path)
    return None if answer.status_code == 200 else answer.get_json()["code"]


def of_trainings(office: Office, *rows: Row, one_per_day: bool = True) -> float | None:
    trainings = Trainings(office, one_per_day=one_per_day)
    trainings.defines(*rows)
    return refusal(office, f"{trainings.path}/reporting.csv?period=2021&unit=2024-06")


def test_a_report_with_protected_figures_is_told_of(small_office: Office) -> None:
    assert of_trainings(small_office, PEOPLE) is None
    assert of_trainings(small_office, indicator_row("C1", "count()", FORM_ID)) is None


@pytest.mark.parametrize(
    "row",
    [
        indicator_row("G1", "count()", FORM_ID, **PROTECTED),
        indicator_row("G1", "sum(${people})", FORM_ID, denominator="count()", **PROTECTED),
        indicator_row("G1", "distinct(${kind})", FORM_ID, **PROTECTED),
    ],
)
def test_what_a_protected_indicator_counts_is_not_told_of(small_office: Office, row: Row) -> None:
    assert of_trainings(small_office, row) == 400.76


def test_a_form_that_may_be_filled_for_each_case_is_not_told_of(small_office: Office) -> None:
    assert of_trainings(small_office, PEOPLE, one_per_day=False) == 400.76


def test_a_form_that_speaks_of_the_cases_of_another_is_not_told_of(small_office: Office) -> None:
    trainings = Trainings(small_office, one_per_day=True)
    trainings.publishes("1", "follow_up")
    joined = {"key": "${kind}", "join_source": "follow_up", "join_key": "${kind}"}
    row = indicator_row(
        "G1", "count()", FORM_ID, **PROTECTED, **joined, join_condition="${people} > 0"
    )
    trainings.defines(row)
    path = f"/v1/projects/{trainings.project.id}/forms/follow_up/reporting.csv?period=2021"
    assert refusal(small_office, path) == 400.76


def test_a_form_that_fills_a_protected_list_is_not_told_of(small_office: Office) -> None:
    models = Models(small_office, "register")
    row = indicator_row("M1", "count()", f"entities:{LIST}", kind="stock", **PROTECTED)
    book = indicator_workbook(row, dimensions=())
    sent = raw(small_office.admin, "PUT", f"{models.path}/indicators", book, XLSX)
    assert sent.status_code == 200, sent.text
    path = f"{models.path}/forms/register/reporting.csv?period=2021"
    assert refusal(small_office, path) == 400.76


def test_an_encrypted_form_is_not_told_of(small_office: Office, tmp_path: Path) -> None:
    project = small_office.project("Vụ việc")
    for path in CASES.iterdir():
        shutil.copy(path, tmp_path)
    for name in ("f4_gbv_case", "f5_gbv_service"):
        locks(tmp_path / f"{name}.xlsx")
    assert len(list(library.load_folder(small_office.parts, project, tmp_path))) == 2
    told = {
        ending: refusal(
            small_office,
            f"/v1/projects/{project.id}/forms/f4_gbv_case/reporting.{ending}?period=2021",
        )
        for ending in ("csv", "json", "xlsx")
    }
    assert told == dict.fromkeys(("csv", "json", "xlsx"), 400.76)


def test_a_form_that_nobody_can_have_filled_is_not_found(small_office: Office) -> None:
    project = small_office.project("Bản nháp")
    small_office.form(project, "visit")
    path = f"/v1/projects/{project.id}/forms/visit/reporting.csv?period=2021"
    assert refusal(small_office, path) == 404.1


@pytest.mark.parametrize(
    "asked, code",
    [
        ("", 400.2),
        ("period=2021-13", 400.8),
        ("period=2021&state=early", 400.8),
        ("period=2021&due=-1", 400.8),
        ("period=2021&due=367", 400.8),
        ("period=2021&due=five", 400.8),
        ("period=2021&unit=2024-99", 400.8),
        ("period=2021&every=week", 400.8),
        ("period=2021&safe=perhaps", 400.8),
        ("period=2021&unit=2024-00&every=half", 400.77),
        ("period=2021&unit=2024-00", None),
    ],
)
def test_what_cannot_be_told_is_refused(
    still_office: Office, asked: str, code: float | None
) -> None:
    trainings = Trainings(still_office)
    assert refusal(still_office, f"{trainings.path}/reporting.csv?{asked}") == code


def test_a_list_that_is_too_long_says_what_to_narrow(still_office: Office) -> None:
    trainings = Trainings(still_office)
    path = f"{trainings.path}/reporting.csv?period=2021&unit=2024-00&every=month"
    answer = still_office.admin.get(path, Accept_Language="vi").get_json()
    assert answer["message"] == (
        "Danh sách sẽ có 120420 dòng; mỗi lần chỉ cho tối đa 20000 dòng. "
        "Hãy chọn kỳ ngắn hơn, phần dài hơn (every=quarter) hoặc đơn vị nhỏ hơn."
    )


def test_who_is_bound_to_a_district_sees_its_communes_alone(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    reports = CommuneReports(office, folder, monkeypatch)
    for commune in ("2024-01843", "2024-06688"):
        reports.comes(commune, "2021-09-30", "2021-10-02T08:00+07:00")
    hoa = office.person("hoa")
    office.gives("viewer", hoa.id, reports.project, unit="2024-058")
    bound = office.signs_in("hoa@example.org")
    for unit in ("2024-06", "2024-22", "2024-06688", "legacy-06", ""):
        asked = {"period": "2021-09"} | ({"unit": unit} if unit else {})
        for ending in ("csv", "json", "xlsx"):
            answer = bound.get(reports.address(ending, **asked))
            assert (answer.status_code, answer.get_json()["code"]) == (403, 403.1), unit
    own = bound.get(reports.address(period="2021-09", unit="2024-058")).text
    assert len(own.splitlines()) == 9
    assert "2024-01843,Phường Phùng Chí Kiên,Thành Phố Bắc Kạn,Tỉnh Bắc Kạn,2021-09," in own
    assert "2024-06688" not in own


def test_who_may_read_that_form_alone_is_let_in(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    reports = CommuneReports(office, folder, monkeypatch)
    reports.comes("2024-01843", "2021-09-30", "2021-10-02T08:00+07:00")
    hoa = office.person("hoa")
    path = f"{reports.path}/assignments/viewer/{hoa.id}"
    assert office.admin.post(path).status_code == 200
    reader = office.signs_in("hoa@example.org")
    told = reader.get(reports.address(period="2021-09"))
    assert (told.status_code, len(told.text.splitlines())) == (200, 109)
