"""The coordinator opens a page in the first days of a month and sees whom to call."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import openpyxl
import pytest

from server.pages.reporting import bar
from server.services import SYSTEM
from server.store import projects
from tests.exports.indicators.designer import indicator_row
from tests.kit.browser import open_browser
from tests.kit.coordinator import Coordinator
from tests.kit.running import RunningServer, alongside
from tests.kit.workbooks import XLSX
from tests.kit.workbooks import workbook as a_workbook
from tests.pages.desk import ADMIN, Desk, workbook
from tests.server.commune_reports import FORM_ID, CommuneReports
from tests.server.office import PASSWORD
from tests.server.survey import raw
from tests.server.trainings import FORM_ID as TRAINING
from tests.server.trainings import Trainings

SEPTEMBER = "2021-09-30"


@pytest.fixture
def reports(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommuneReports:
    with desk.office.parts.database.read() as cx:
        project = projects.get(SYSTEM, cx, desk.project_id)
    made = CommuneReports(desk.office, tmp_path, monkeypatch, project, indicators=False)
    made.comes("2024-01843", SEPTEMBER, "2021-10-02T08:00+07:00")
    made.comes("2024-01846", SEPTEMBER, "2021-10-08T08:00+07:00")
    made.is_now("2021-10-20T08:00+07:00")
    return made


def page(desk: Desk, query: str = "") -> str:
    return desk.opens(f"{desk.home}/reporting{query}")


def links(desk: Desk) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="([^"]*)"', desk.page.text)]


def test_a_project_without_forms_says_so(desk: Desk) -> None:
    assert "Chưa có biểu mẫu nào để xem." in page(desk)


@pytest.mark.usefixtures("reports")
def test_it_opens_with_the_form_for_reports_and_the_month_that_is_over(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", workbook("a_visit"))
    desk.sends(f"{desk.home}/forms/a_visit/draft/publish")
    said = page(desk)
    assert "Phiếu 8 – Báo cáo định kỳ cấp xã Tháng 9/2021 · Việt Nam · 108 xã" in said
    assert "Hạn: 05/10/2021 (5 ngày sau ngày cuối kỳ)" in said
    assert "1 Đúng hạn 1 Trễ hạn 106 Chưa báo cáo" in said


def test_of_several_forms_it_opens_with_that_of_the_indicator(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A follow-up answers once a month as well, of a model: no commune reports with it."""
    with desk.office.parts.database.read() as cx:
        project = projects.get(SYSTEM, cx, desk.project_id)
    CommuneReports(desk.office, tmp_path, monkeypatch, project)
    book = a_workbook(
        ("text", "model", "Mô hình", "one-per"),
        form_id="a_follow_up",
        headings=("type", "name", "label", "bind::app:is"),
    )
    forms = f"/v1/projects/{project.id}/forms?publish=true&ignoreWarnings=true"
    assert raw(desk.office.admin, "POST", forms, book, XLSX).status_code == 200
    assert "Phiếu 8 – Báo cáo định kỳ cấp xã Tháng" in page(desk)


@pytest.mark.usefixtures("reports")
def test_what_is_missing_is_listed_first_then_what_came_late(desk: Desk) -> None:
    said = page(desk, "?period=2021-09&unit=2024-058")
    assert said.endswith(
        "Chưa báo cáo: 6 Xã Huyện Tỉnh "
        "Phường Nguyễn Thị Minh Khai Thành Phố Bắc Kạn Tỉnh Bắc Kạn "
        "Phường Sông Cầu Thành Phố Bắc Kạn Tỉnh Bắc Kạn "
        "Phường Đức Xuân Thành Phố Bắc Kạn Tỉnh Bắc Kạn "
        "Xã Dương Quang Thành Phố Bắc Kạn Tỉnh Bắc Kạn "
        "Xã Nông Thượng Thành Phố Bắc Kạn Tỉnh Bắc Kạn "
        "Phường Xuất Hóa Thành Phố Bắc Kạn Tỉnh Bắc Kạn "
        "Trễ hạn: 1 Xã Huyện Tỉnh Số phiếu Nhận lần đầu Số ngày trễ "
        "Phường Huyền Tụng Thành Phố Bắc Kạn Tỉnh Bắc Kạn 1 08/10/2021 3"
    )


def test_before_the_last_day_nobody_is_missing(desk: Desk, reports: CommuneReports) -> None:
    reports.is_now("2021-10-05T23:00+07:00")
    said = page(desk, "?unit=2024-058")
    assert "1 Đúng hạn 1 Trễ hạn 0 Chưa báo cáo 6 Chưa đến hạn" in said
    assert "Chưa đến hạn: 6 Xã Huyện Tỉnh Phường Nguyễn Thị Minh Khai" in said


def test_all_who_have_reported_are_thanked_by_an_empty_list(
    desk: Desk, reports: CommuneReports
) -> None:
    assert "Mọi xã đã báo cáo đúng hạn." in page(desk, "?unit=2024-01843")
    reports.comes("2024-99999", SEPTEMBER, "2021-10-02T08:00+07:00")
    assert "1 phiếu không rõ của xã nào" in page(desk, "?period=2021-09")


@pytest.mark.usefixtures("reports")
def test_of_a_longer_period_it_is_said_that_one_report_is_enough(desk: Desk) -> None:
    hint = "Muốn biết thiếu tháng nào, hãy xem từng tháng."
    assert hint in page(desk, "?period=2021-Q3")
    assert hint not in page(desk, "?period=2021-09")


@pytest.mark.usefixtures("reports")
def test_downloads_carry_the_same_question(desk: Desk) -> None:
    page(desk, "?period=2021-09&unit=2024-058")
    asked = f"/v1{desk.home}/forms/{FORM_ID}/reporting"
    csv, xlsx = (one for one in links(desk) if one.startswith(asked))
    assert csv == f"{asked}.csv?period=2021-09&unit=2024-058&lang=vi&bom=true&safe=true"
    table = desk.office.admin.get(csv).text
    assert table.startswith("\ufeffvintage,unit,unit_name,")
    assert table.count("\n") == 9
    answer = desk.office.admin.get(xlsx)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.worksheets[0]["C4"].value == "Phiếu 8 – Báo cáo định kỳ cấp xã"
    assert "f8_commune_report 2021-09.xlsx" in answer.headers["Content-Disposition"]


@pytest.mark.usefixtures("reports")
def test_a_period_that_nobody_knows_is_told_beside_the_form(desk: Desk) -> None:
    said = page(desk, "?period=2021-13")
    assert (desk.page.status_code, "2021-13" in said) == (400, True)
    assert 'name="period" type="text" required value="2021-13"' in desk.page.text


def test_a_form_about_cases_cannot_be_chosen(desk: Desk) -> None:
    with desk.office.parts.database.read() as cx:
        project = projects.get(SYSTEM, cx, desk.project_id)
    trainings = Trainings(desk.office, project=project)
    protected = {"privacy_k": 5, "privacy_periods": "year"}
    trainings.defines(indicator_row("G1", "count()", TRAINING, **protected))
    assert "Chưa có biểu mẫu nào để xem." in page(desk)
    said = page(desk, f"?form={TRAINING}")
    assert (desk.page.status_code, "biểu mẫu này nói về vụ việc" in said) == (400, True)
    page(desk, "?form=nobody")
    assert desk.page.status_code == 404


def test_who_is_bound_to_a_district_begins_with_it(desk: Desk, reports: CommuneReports) -> None:
    office = desk.office
    person = office.person(f"hoa{desk.project_id}")
    office.gives("viewer", person.id, reports.project, unit="2024-058")
    hers = Desk(office, desk.project_id).signs_in(f"hoa{desk.project_id}@example.org")
    assert "Tháng 9/2021 · Thành Phố Bắc Kạn · 8 xã" in page(hers)
    page(hers, "?unit=2024-06")
    assert hers.page.status_code == 403


@pytest.mark.usefixtures("reports")
def test_the_page_of_reports_leads_here(desk: Desk) -> None:
    assert "Xã nào chưa báo cáo?" in desk.opens(f"{desk.home}/indicators")
    assert links(desk).count(f"{desk.home}/reporting") == 2  # above, and in the text


@pytest.mark.slow
def test_in_a_browser_it_is_asked_looked_at_and_taken_along(
    desk: Desk, reports: CommuneReports, tmp_path: Path
) -> None:
    reports.goes_on()
    here = RunningServer("", desk.office.parts, reports.project.id, Coordinator("", 0))
    with alongside(here) as server, open_browser() as browser:
        browser.opens(f"{server.url}{desk.home}/reporting?period=2021-09")
        browser.fills("#email", ADMIN)
        browser.fills("#password", PASSWORD)
        browser.presses("Đăng nhập")
        assert browser.reads(".figures") == "1 Đúng hạn\n1 Trễ hạn\n106 Chưa báo cáo"
        assert browser.prints() <= 4  # a table on paper, not a card for each commune
        browser.fills("#unit", "2024-058")
        browser.presses("Xem")
        assert browser.reads(".figures") == "1 Đúng hạn\n1 Trễ hạn\n6 Chưa báo cáo"
        assert browser.reads(".share") == "█" * 5 + "▓" * 5 + "░" * 30
        assert browser.reads("nav [aria-current]") == "Ai đã báo cáo"
        browser.photographs(tmp_path / "page.png", width=1100)
        browser.photographs(tmp_path / "narrow.png", width=400)
        assert browser.runs("document.documentElement.scrollWidth") == 400
        book = openpyxl.load_workbook(io.BytesIO(browser.downloads("Excel để nộp")))
        assert book.worksheets[0]["C5"].value == "Thành Phố Bắc Kạn"
        assert browser.complaints == []


def test_the_bar_has_a_stretch_for_each_state_in_proportion() -> None:
    assert bar({"on-time": 3, "late": 1, "missing": 0, "open": 0}) == [
        ("on-time", "█" * 30),
        ("late", "▓" * 10),
    ]
    thirds = bar({"on-time": 1, "late": 1, "missing": 1, "open": 0})
    assert sum(len(signs) for _, signs in thirds) == 40
    assert bar(dict.fromkeys(("on-time", "late", "missing", "open"), 0)) == []
