"""A workbook goes up: its faults at their cells, a draft, its files, a published form."""

from __future__ import annotations

import io

import pytest

from tests.kit.questionnaire import Questionnaire
from tests.pages.desk import Desk, workbook

WITH_FILE = (("select_one_from_file communes.csv", "commune", "Xã"), ("integer", "age", "Tuổi"))


def test_a_broken_cell_is_named_by_sheet_row_and_column_in_the_readers_language(
    desk: Desk,
) -> None:
    broken = workbook("visit", questions=(("text", "họ tên", "Họ tên"),))
    said = desk.uploads(f"{desk.home}/upload", broken)
    assert desk.page.status_code == 400
    assert "Biểu mẫu chưa được lưu." in said
    assert "Lỗi survey 2 name Tên này không dùng được." in said
    desk.browser.set_cookie("language", "en")
    assert "Error survey 2 name This name cannot be used." in desk.uploads(
        f"{desk.home}/upload", broken
    )
    assert "Dự án chưa có biểu mẫu nào." not in desk.text
    assert "There is no form yet." in desk.opens(desk.home)


def test_a_workbook_becomes_a_draft_then_a_published_form(desk: Desk) -> None:
    said = desk.uploads(f"{desk.home}/upload", workbook("visit"))
    assert desk.at == f"{desk.form}/draft"
    assert "Đã tạo bản nháp." in said
    said = desk.sends(f"{desk.form}/draft/publish")
    assert desk.at == desk.form
    assert "Đã phát hành." in said
    assert "Thăm hộ Đang mở" in said
    assert "Thăm hộ visit Đang mở 0 chưa có" in desk.opens(desk.home)


def test_warnings_are_shown_and_can_be_passed_over(desk: Desk) -> None:
    said = desk.uploads(
        f"{desk.home}/upload", workbook("visit", questions=(("image", "anh", "Ảnh"),))
    )
    assert desk.at == f"{desk.form}/draft/warnings"
    assert "Cảnh báo survey 2 parameters Ảnh sẽ gửi ở cỡ gốc." in said
    assert f'href="{desk.form}/draft">Bỏ qua cảnh báo, dùng bản nháp</a>' in desk.page.text


def test_warnings_of_an_xform_are_shown_as_well(desk: Desk) -> None:
    xform = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
      <h:head><h:title>Xem</h:title><model><instance><data id="visit" version="1"><age/>
      <meta><instanceID/></meta></data></instance>
      <bind nodeset="/data/age" type="int" constraint=". &lt; 120"/></model></h:head>
      <h:body><input ref="/data/age"><label>Age</label></input></h:body></h:html>"""
    said = desk.uploads(f"{desk.home}/upload", xform, name="visit.xml")
    assert desk.at == f"{desk.form}/draft/warnings"
    assert "không có lời giải thích khi nhập sai" in said


def test_a_workbook_without_warnings_has_none_to_show(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", workbook("visit"))
    assert "Sổ tính không có cảnh báo nào." in desk.opens(f"{desk.form}/draft/warnings")


def test_a_workbook_that_names_no_form_id_is_called_as_its_file(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", workbook(""), name="Điều tra hộ 2026.xlsx")
    assert desk.at == f"{desk.home}/forms/Dieu_tra_ho_2026/draft"


def test_a_missing_file_is_named_and_taken_whatever_it_was_called(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", workbook("visit", questions=WITH_FILE))
    assert "communes.csv Còn thiếu" in desk.text
    assert "Còn thiếu 1 tệp: vẫn phát hành được" in desk.text
    said = desk.sends(
        f"{desk.form}/draft/files",
        name="communes.csv",
        file=(io.BytesIO(b"name,label\n1,Xa\n"), "communes (1).csv"),
    )
    assert "Đã nhận tệp." in said
    assert "communes.csv Có (1 kB)" in said
    assert "Có (1 kB)" in desk.sends(f"{desk.form}/draft/publish")


def test_a_file_that_the_form_does_not_ask_for_is_refused(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
    desk.sends(f"{desk.form}/draft/files", name="../x", file=(io.BytesIO(b"x"), "x"))
    assert desk.page.status_code == 404


def test_a_published_form_gets_a_missing_file_as_a_new_version(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", workbook("visit", questions=WITH_FILE))
    desk.sends(f"{desk.form}/draft/publish")
    assert "Còn thiếu 1 tệp. Điện thoại sẽ không hiện" in desk.text
    said = desk.sends(f"{desk.form}/draft/begin")
    assert "Phiên bản 1 đã phát hành rồi, nên bản này cần số mới." in said
    desk.sends(f"{desk.form}/draft/files", name="communes.csv", file=(io.BytesIO(b"x"), "x.csv"))
    said = desk.sends(f"{desk.form}/draft/publish", version="2")
    assert "Phiên bản 2 " in said
    assert "Còn thiếu" not in said


def test_the_same_version_again_is_told_on_the_draft(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
    desk.sends(f"{desk.form}/draft/publish")
    desk.uploads(f"{desk.form}/upload", Questionnaire().xform())
    said = desk.sends(f"{desk.form}/draft/publish", version="1")
    assert (desk.page.status_code, desk.at) == (409, f"{desk.form}/draft/publish")
    assert "Phiên bản 1 của biểu mẫu visit đã phát hành rồi." in said


def test_a_question_that_changed_its_type_is_told_with_its_name(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
    desk.sends(f"{desk.form}/draft/publish")
    said = desk.uploads(
        f"{desk.form}/upload", Questionnaire(version="2", questions=(("age", "string"),)).xform()
    )
    assert desk.page.status_code == 400
    assert "Trường /age ở phiên bản trước có kiểu int, nay lại là string." in said


def test_a_form_that_is_here_leads_to_its_own_page(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
    said = desk.uploads(f"{desk.home}/upload", Questionnaire().at_version("2").xform())
    assert desk.page.status_code == 409
    assert "Dự án đã có biểu mẫu mã visit." in said
    assert f'href="{desk.form}/upload"' in desk.page.text


def test_the_workbook_of_another_form_is_told_so(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
    said = desk.uploads(f"{desk.form}/upload", Questionnaire("census").xform())
    assert "Sổ tính này là của biểu mẫu khác (mã census). Hãy ghi form_id là visit" in said


def test_a_draft_can_be_given_up_and_what_is_published_stays(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
    desk.sends(f"{desk.form}/draft/publish")
    desk.uploads(f"{desk.form}/upload", Questionnaire().at_version("2").xform())
    assert "Có bản nháp (phiên bản 2) chưa phát hành." in desk.opens(desk.form)
    said = desk.sends(f"{desk.form}/draft/discard")
    assert desk.at == desk.form
    assert "Đã bỏ bản nháp." in said
    assert "chưa phát hành" not in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"just text"])
def test_what_is_no_workbook_is_told_so_and_nothing_is_stored(desk: Desk, content: bytes) -> None:
    said = desk.uploads(f"{desk.home}/upload", content)
    assert desk.page.status_code == 400
    assert "Lỗi" in said
    assert "Dự án chưa có biểu mẫu nào." in desk.opens(desk.home)


def test_no_file_at_all_is_asked_for(desk: Desk) -> None:
    assert "Hãy chọn một tệp." in desk.sends(f"{desk.home}/upload")


def test_a_viewer_sees_forms_but_uploads_none(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
    desk.sends(f"{desk.form}/draft/publish")
    office, project = desk.office, desk.office.project("Nơi khác")
    office.person("xem", "viewer", project)
    viewer = Desk(office).signs_in("xem@example.org")
    assert (viewer.at, "Chưa có biểu mẫu nào." in viewer.text) == (f"/projects/{project.id}", True)
    assert "Tải biểu mẫu lên" not in viewer.text
    viewer.uploads(f"/projects/{project.id}/upload", Questionnaire().xform())
    assert viewer.page.status_code == 403
    viewer.opens(desk.form)
    assert viewer.page.status_code == 403
    assert "Bạn không có quyền thực hiện việc này." in viewer.text
