"""What the pages say of forms: counts, times, states, what is kept aside, what is downloaded."""

from __future__ import annotations

import html
import io
import re
from datetime import UTC, datetime

import openpyxl
import pytest

from server.pages.version_text import next_version
from server.pages.workbook import form_id_of
from server.pages.writing import Writing
from tests.kit.phone import multipart
from tests.kit.questionnaire import Filled, Questionnaire
from tests.pages.desk import Desk

VISIT = Questionnaire(questions=(("name", "string"), ("age", "int")))


class Volunteer:
    """An app user with the form on the phone."""

    def __init__(self, desk: Desk) -> None:
        desk.uploads(f"{desk.home}/upload", VISIT.xform())
        desk.sends(f"{desk.form}/draft/publish")
        desk.sends(f"{desk.home}/app-users", display_name="Chị Hoa")
        ticked = re.findall(r'name="form" value="(\d+)"', desk.page.text)
        desk.sends(f"{desk.at}/forms", form=ticked)
        token = desk.asks_api("/app-users")[0]["token"]
        self._address = f"/v1/key/{token}{desk.home}/submission"
        self._client = desk.office.app.test_client()

    def sends(self, filled: Filled) -> int:
        body = multipart(filled.xml, filled.files)
        answer = self._client.post(self._address, data=body.content, content_type=body.content_type)
        return answer.status_code


@pytest.fixture
def hoa(desk: Desk) -> Volunteer:
    return Volunteer(desk)


def _links(desk: Desk) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="(/v1/[^"]*)"', desk.page.text)]


@pytest.mark.usefixtures("hoa")
def test_a_form_without_submissions_says_what_to_do(desk: Desk) -> None:
    assert "Chưa có phiếu nào. Hãy giao biểu mẫu cho người thu thập." in desk.opens(desk.form)


def test_what_came_in_is_counted_and_its_time_is_the_projects(desk: Desk, hoa: Volunteer) -> None:
    for age in (15, 16):
        assert hoa.sends(VISIT.filled(name="Nguyễn Thị Ân", age=age)) == 201
    said = desk.opens(desk.home)
    assert re.search(r"visit Đang mở 2 \d\d/\d\d/\d{4} \d\d:\d\d CSV", said)
    assert re.search(r"2 phiếu, gần nhất: \d\d/\d\d/\d{4} \d\d:\d\d", desk.opens(desk.form))


def test_the_links_bring_tables_that_spreadsheets_read(desk: Desk, hoa: Volunteer) -> None:
    hoa.sends(VISIT.filled(name="=Nguyễn Thị Ân", age=15))
    desk.opens(desk.form)
    csv, archive, xlsx = (link for link in _links(desk) if "submissions" in link)
    assert csv == f"/v1{desk.form}/submissions.csv?bom=true&safe=true"
    table = desk.browser.get(csv)
    assert table.data.startswith(b"\xef\xbb\xbfSubmissionDate,name,age,")
    assert "'=Nguyễn Thị Ân,15" in table.text
    assert desk.browser.get(archive).data.startswith(b"PK")
    assert desk.browser.get(xlsx).data.startswith(b"PK")


@pytest.mark.usefixtures("hoa")
@pytest.mark.parametrize("language, sheet", [("vi", "Từ điển dữ liệu"), ("en", "Data dictionary")])
def test_beside_them_lies_the_dictionary_in_the_language_of_the_page(
    desk: Desk, language: str, sheet: str
) -> None:
    desk.sends("/language", language=language, next=desk.form)
    assert f"{sheet} (Excel)" in desk.opens(desk.form)
    (link,) = (link for link in _links(desk) if "dictionary" in link)
    book = openpyxl.load_workbook(io.BytesIO(desk.browser.get(link).data))
    columns = [row[1] for row in book[sheet].iter_rows(min_row=2, values_only=True)]
    assert columns[:3] == ["SubmissionDate", "name", "age"]


@pytest.mark.parametrize("ending", ["csv", "csv.zip", "xlsx"])
def test_what_the_form_of_choices_asks_for_is_answered(
    desk: Desk, hoa: Volunteer, ending: str
) -> None:
    hoa.sends(VISIT.filled(name="Ân", age=15))
    desk.opens(desk.form)
    assert f'action="/v1{desk.form}/submissions.{ending}"' in desk.page.text
    labels = re.findall(r'<option value="([^"]*)">', desk.page.text)
    reviews = ["", "received", "edited", "hasIssues", "approved", "rejected"]
    assert labels == ["", "default", *reviews, "", "fault", "note", "none", "unchecked"]
    for label in ("", "default"):
        for review in ("", "approved"):
            answer = desk.browser.get(
                f"/v1{desk.form}/submissions.{ending}"
                f"?bom=true&safe=true&labels={label}&reviewState={review}&findings="
            )
            assert answer.status_code == 200
            assert answer.data


def test_a_clash_is_seen_in_the_list_and_on_its_own_page(desk: Desk, hoa: Volunteer) -> None:
    first = VISIT.filled(name="Ân", age=15)
    assert hoa.sends(first) == 201
    assert hoa.sends(VISIT.filled(instance_id=first.instance_id, name="Bình", age=15)) == 201
    edit = VISIT.filled(edits="uuid:not-here-yet", name="Cúc", age=1)
    assert hoa.sends(edit) == 201
    assert "2 phiếu để riêng" in desk.opens(desk.home)
    assert "Có 2 phiếu được giữ riêng và chưa tính vào dữ liệu." in desk.opens(desk.form)
    said = desk.opens(f"{desk.form}/kept-aside")
    assert said.index("Đang chờ bản gốc mà phiếu này sửa.") < said.index(
        "Cùng mã với một phiếu đã có nhưng nội dung khác."
    )
    assert f"Chị Hoa {edit.instance_id}" in said
    kept = desk.browser.get(_links(desk)[0])
    assert (kept.status_code, kept.data) == (200, edit.xml)


def test_a_form_is_closed_and_what_comes_then_is_kept_aside(desk: Desk, hoa: Volunteer) -> None:
    said = desk.sends(f"{desk.form}/state", state="closed")
    assert "Đã đổi trạng thái biểu mẫu." in said
    assert "Thăm hộ gia đình Đã đóng" in said
    assert hoa.sends(VISIT.filled(name="Ân", age=15)) == 201
    assert "Biểu mẫu đã đóng khi phiếu đến." in desk.opens(f"{desk.form}/kept-aside")


@pytest.mark.usefixtures("hoa")
def test_a_state_that_there_is_not_is_refused(desk: Desk) -> None:
    desk.sends(f"{desk.form}/state", state="ajar")
    assert desk.page.status_code == 400
    assert "Đang mở" in desk.opens(desk.form)


@pytest.mark.usefixtures("hoa")
def test_a_deleted_form_leaves_the_list(desk: Desk) -> None:
    said = desk.sends(f"{desk.form}/delete")
    assert "Đã xóa biểu mẫu." in said
    assert "Dự án chưa có biểu mẫu nào." in said


def test_tests_of_a_draft_are_counted_on_its_page(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", VISIT.xform())
    token = desk.asks_api("/forms/visit/draft")["draftToken"]
    filled = VISIT.filled(name="Thử", age=1)
    body = multipart(filled.xml, {})
    sent = desk.office.app.test_client().post(
        f"/v1/test/{token}{desk.form}/draft/submission",
        data=body.content,
        content_type=body.content_type,
    )
    assert sent.status_code == 201
    assert "Số phiếu thử đã nhận: 1" in desk.opens(f"{desk.form}/draft")


def test_times_numbers_and_sizes_are_written_as_people_do() -> None:
    at = datetime(2026, 3, 5, 17, 30, tzinfo=UTC)
    written = {
        language: (
            writing.moment(at, "Asia/Ho_Chi_Minh"),
            writing.moment(None, "Asia/Ho_Chi_Minh"),
            writing.number(12345),
            writing.size(1),
            writing.size(3_400_000),
        )
        for language, writing in (("vi", Writing("vi")), ("en", Writing("en")))
    }
    assert written == {
        "vi": ("06/03/2026 00:30", "", "12.345", "1 kB", "3,2 MB"),
        "en": ("6 Mar 2026, 00:30", "", "12,345", "1 kB", "3.2 MB"),
    }


def test_a_version_is_proposed_where_the_drafts_own_is_used() -> None:
    late = datetime(2026, 3, 5, 17, 30, tzinfo=UTC)
    zone = "Asia/Ho_Chi_Minh"
    assert next_version("2", {"1"}, late, zone) is None
    assert next_version("1", {"1"}, late, zone) == "2026030601"
    assert next_version("1", {"1", "2026030601"}, late, zone) == "2026030602"


@pytest.mark.parametrize(
    "file_name, form_id",
    [
        ("Điều tra hộ.xlsx", "Dieu_tra_ho"),
        (r"C:\forms\f1.xls", "f1"),
        ("../../etc/passwd", "passwd"),
        ("___.xlsx", None),
        ("x" * 300 + ".xlsx", "x" * 60),
    ],
)
def test_a_file_name_makes_a_form_id(file_name: str, form_id: str | None) -> None:
    assert form_id_of(file_name) == form_id
