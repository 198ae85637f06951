"""The coordinator closes a period on the page, sees what changed since, and opens it again."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from server.services import SYSTEM
from server.store import projects
from tests.exports.indicators.designer import indicator_row
from tests.pages.desk import Desk
from tests.server.office import PASSWORD
from tests.server.trainings import FORM_ID, Trainings

SESSIONS = indicator_row(
    "C1", "count()", FORM_ID, **{"label::vi": "Số cuộc", "label::en": "Sessions"}
)
SHARE = indicator_row(
    "C7",
    "count(selected(${topics}, 'food'))",
    FORM_ID,
    denominator="count()",
    percent="yes",
    **{"label::vi": "Tỷ lệ"},
)
QUERY = "?period=2021-9M&unit=2024-06"


@pytest.fixture
def trainings(desk: Desk) -> Trainings:
    with desk.office.parts.database.read() as cx:
        project = projects.get(SYSTEM, cx, desk.project_id)
    made = Trainings(desk.office, project=project)
    made.defines(SESSIONS, SHARE)
    made.settles()
    made.sends("uuid:1")
    made.sends("uuid:2", commune="2024-01846")
    return made


def closes(desk: Desk) -> str:
    desk.opens(f"{desk.home}/indicators{QUERY}")
    assert "Chốt kỳ này…" in desk.text
    return desk.sends(f"{desk.home}/releases", period="2021-9M", unit="2024-06")


@pytest.mark.usefixtures("trainings")
def test_a_period_is_closed_from_its_report(desk: Desk) -> None:
    assert "Đã chốt kỳ. Báo cáo được giữ nguyên như khi nộp." in closes(desk)
    assert "Tỉnh Bắc Kạn – 9 tháng năm 2021" in desk.text
    assert "Không có số liệu nào thay đổi từ khi chốt (18 số liệu)." in desk.text
    again = desk.opens(f"{desk.home}/indicators{QUERY}")
    assert "Kỳ này đã chốt: bản số 1," in again
    assert "Chốt kỳ này…" not in again


def test_what_came_later_stands_beside_it(desk: Desk, trainings: Trainings) -> None:
    closes(desk)
    trainings.sends("uuid:3", topics="gbv")
    told = desk.opens(f"{desk.home}/releases/1")
    assert "4 trong 18 số liệu đã thay đổi từ khi chốt." in told
    assert "C1 Số cuộc Tỉnh Bắc Kạn 2 3 +1" in told
    assert "C7 Tỷ lệ Thành Phố Bắc Kạn 100% 66,67% -33,33%" in told
    report = desk.opens(f"{desk.home}/indicators{QUERY}")
    assert "C1 Số cuộc 2021-9M Tỉnh Bắc Kạn 3 3 …" in report
    assert "Dấu … là số liệu đã thay đổi sau khi kỳ được chốt." in report


def test_it_is_opened_with_a_reason_and_closed_anew(desk: Desk, trainings: Trainings) -> None:
    closes(desk)
    told = desk.sends(f"{desk.home}/releases/1/open", reason="Xã gửi thiếu phiếu")
    assert "Đã mở lại kỳ." in told
    (entry,) = desk.office.admin.get("/v1/audits?action=release.open").get_json()
    assert entry["notes"] == "Xã gửi thiếu phiếu"
    twice = desk.sends(f"{desk.home}/releases/1/open", reason="")
    assert "Bản số 1 đã được mở lại rồi." in twice
    trainings.sends("uuid:3")
    assert "Thay bản số 1." in closes(desk)
    listed = desk.opens(f"{desk.home}/releases")
    assert re.search(r"2 Tỉnh Bắc Kạn .* Đã chốt .* 1 Tỉnh Bắc Kạn .* Đã mở lại", listed)


@pytest.mark.usefixtures("trainings")
def test_the_report_handed_in_is_downloaded_from_the_list(desk: Desk) -> None:
    closes(desk)
    desk.opens(f"{desk.home}/releases")
    (link,) = re.findall(r'href="([^"]*\.xlsx)"', desk.page.text)
    book = openpyxl.load_workbook(io.BytesIO(desk.browser.get(link).data))
    assert book.sheetnames[0] == "Tổng hợp"


@pytest.mark.usefixtures("trainings")
def test_a_clash_is_told_on_the_page(desk: Desk) -> None:
    closes(desk)
    told = desk.sends(f"{desk.home}/releases", period="2021-9M", unit="2024-06")
    assert "Kỳ 2021-9M của đơn vị này đã chốt: bản số 1." in told
    future = desk.sends(f"{desk.home}/releases", period="2099", unit="2024-06")
    assert "Kỳ 2099 chưa kết thúc" in future
    assert "Kỳ 2099" not in desk.opens(f"{desk.home}/releases")


@pytest.mark.usefixtures("trainings")
def test_a_viewer_reads_and_closes_nothing(desk: Desk) -> None:
    closes(desk)
    office = desk.office
    with office.parts.database.read() as cx:
        project = projects.get(SYSTEM, cx, desk.project_id)
    office.person("xem", "viewer", project)
    viewer = Desk(office).signs_in("xem@example.org", PASSWORD)
    assert "Mở lại kỳ này…" not in viewer.opens(f"{viewer.home}/releases/1")
    assert "Chốt kỳ này…" not in viewer.opens(f"{viewer.home}/indicators?period=2021&unit=2024-06")
    viewer.sends(f"{viewer.home}/releases", period="2021", unit="2024-06")
    assert viewer.page.status_code == 403
