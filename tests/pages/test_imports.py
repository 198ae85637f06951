"""The coordinator brings her spreadsheet in on a page: faults by cell, stored, taken out again."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from server.jobs import Mender
from server.publishing import library
from server.reporting.loading import load_definitions
from tests.kit.migrated import migrated_database
from tests.kit.workbooks import workbook as sheets
from tests.pages.desk import Desk
from tests.pages.importer import (
    brings,
    faults_shown,
    names,
    original,
    project_of,
    publishes,
    undoing,
)
from tests.server.address_book import ADDRESSES, FOUND, address_book
from tests.server.office import open_office

REGISTER = "f1_model_register"

REQUIRED = sheets(
    ("text", "name", "Họ tên", "yes"),
    ("integer", "women", "Số thành viên nữ", ""),
    form_id="visit",
    headings=("type", "name", "label", "required"),
)


def counted(desk: Desk) -> str:
    """Return what M2 says: how many trusted addresses are active."""
    asked = "indicator=M2&unit=2024-06&period=2022-08-04"
    table = desk.office.admin.get(f"/v1{desk.home}/indicators.csv?{asked}").text
    (line,) = csv.DictReader(io.StringIO(table))
    return line["value"]


@pytest.mark.slow
def test_282_addresses_with_ten_faults_are_mended_stored_taken_out_and_brought_in_again(
    desk: Desk,
) -> None:
    parts, project = desk.office.parts, project_of(desk)
    for loaded in library.load_folder(parts, project, library.PROGRAMME):
        assert loaded.problem is None
    list(load_definitions(parts, project, library.PROGRAMME))
    Mender(parts).mend()
    desk.form = f"{desk.home}/forms/{REGISTER}"
    new: dict[str, Any] = {"answer:/mode": "new"}

    told = brings(desk, address_book(faulty=True), "so.xlsx", **new)
    assert desk.page.status_code == 400
    assert f"{ADDRESSES} hàng, 10 lỗi. Chưa hàng nào được lưu." in told
    assert faults_shown(desk) == [(row, column) for row, column, _ in FOUND]
    assert "Cột không hợp với câu hỏi nào, sẽ bị bỏ qua: Ghi chú của văn phòng." in told
    assert '<option value="new" selected>' in desk.page.text

    told = brings(desk, address_book(), "so.xlsx", check="true", **new)
    assert (desk.page.status_code, desk.at) == (200, f"{desk.form}/import")
    assert "282 hàng, không có lỗi. Chưa lưu gì. Để nhập, hãy chọn lại đúng tệp ấy" in told
    assert "Chưa nhập bảng nào." in told

    told = brings(desk, address_book(), "so.xlsx", **new)
    assert "Đã nhập 282 hàng: 282 phiếu mới, 0 phiếu trở lại, 0 đã có từ trước, 0 bị để" in told
    assert "Số cột không hợp với câu hỏi nào và đã bỏ qua: 1." in told
    assert counted(desk) == "282"

    told = desk.sends(undoing(desk))
    assert "Đã rút lại. Nhập lại đúng tệp ấy thì các phiếu trở lại." in told
    assert counted(desk) == "0"

    told = brings(desk, address_book(), "so.xlsx", **new)
    assert "0 phiếu mới, 282 phiếu trở lại, 0 đã có từ trước" in told
    assert counted(desk) == "282"
    assert "0 phiếu mới, 0 phiếu trở lại, 282 đã có" in brings(
        desk, address_book(), "so.xlsx", **new
    )


def test_a_heading_that_fits_two_questions_is_settled_by_choosing_one(desk: Desk) -> None:
    publishes(desk)
    table = "Họ tên,Số thành viên\nHoa,7\n"
    told = brings(desk, table)
    assert desk.page.status_code == 400
    assert "1 Số thành viên Hợp với nhiều câu hỏi (women, men). Hãy chỉ rõ cột này là" in told
    assert "--column" not in desk.page.text
    settled: dict[str, Any] = {"heading": ["Họ tên", "Số thành viên"], "column": ["", "/men"]}
    assert "Đã nhập 1 hàng: 1 phiếu mới" in brings(desk, table, **settled)
    table = desk.office.admin.get(f"/v1{desk.form}/submissions.csv").text
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["name"], row["women"], row["men"]) == ("Hoa", "", "7")


def test_what_was_chosen_stays_while_the_file_is_chosen_again(desk: Desk) -> None:
    publishes(desk)
    told = brings(
        desk,
        "Họ tên,Nữ\nHoa,ba\n",
        heading=["Họ tên", "Nữ", "Không còn"],
        column=["-", "/women", "/men"],
        sheet="Sổ",
        check="true",
        **{"answer:/men": "4"},
    )
    assert "2 Nữ Không phải số nguyên." in told
    page = desk.page.text
    assert '<input id="sheet" name="sheet" type="text" maxlength="31" value="Sổ">' in page
    assert 'name="answer:/men" type="text" value="4"' in page
    assert page.count(" selected>") == 2
    assert '<option value="-" selected>Bỏ qua cột này</option>' in page
    assert '<option value="/women" selected>Số thành viên nữ (women)</option>' in page
    assert 'name="check" value="true" checked>' in page


def test_a_heading_of_two_lines_is_known_again(desk: Desk) -> None:
    """A browser sends other ends of lines than the workbook has."""
    publishes(desk)
    table = '"Tên\ncủa chị"\nHoa\n'
    settled: dict[str, Any] = {"heading": "Tên\r\ncủa chị", "column": "/name"}
    assert "1 phiếu mới" in brings(desk, table, **settled)
    assert names(desk) == ["Hoa"]


def test_an_answer_of_all_rows_that_cannot_be_is_told_once(desk: Desk) -> None:
    publishes(desk)
    brings(desk, "Họ tên\nHoa\nMai\n", **{"answer:/women": "ba"})
    assert faults_shown(desk) == [(1, "women")]


def test_a_question_that_must_be_answered_and_has_no_column_is_pointed_to(desk: Desk) -> None:
    publishes(desk, REQUIRED)
    told = brings(desk, "Số thành viên nữ\n3\n4\n")
    where = "Câu trả lời giống nhau ở mọi hàng"
    assert f"Câu bắt buộc mà bảng không có cột, hãy điền ở “{where}”: Họ tên." in told
    assert faults_shown(desk) == [(2, "name"), (3, "name")]


def test_rows_that_say_the_same_are_told_on_a_check(desk: Desk) -> None:
    publishes(desk)
    told = brings(desk, "Họ tên\nHoa\nMai\nHoa\n", check="true")
    assert "Hàng giống hệt một hàng trước đó: 4 (như hàng 2)." in told
    assert names(desk) == []


def test_of_a_longer_table_the_rows_that_are_in_are_left_out_when_asked(desk: Desk) -> None:
    publishes(desk)
    brings(desk, "Họ tên,Số thành viên nữ\nHoa,1\nMai,2\n")
    longer = "Họ tên,Số thành viên nữ\nHoa,1\nMai,3\nLan,1\n"
    told = brings(desk, longer)
    assert "Hàng này giống hệt một phiếu đã nhập ngày" in told
    assert faults_shown(desk) == [(2, "–")]
    assert names(desk) == ["Hoa", "Mai"]
    told = brings(desk, longer, skip_known="true")
    assert "2 phiếu mới" in told
    assert "1 đã có từ trước" in told
    assert names(desk) == ["Hoa", "Lan", "Mai", "Mai"]


def test_of_many_faults_the_first_are_shown_and_all_are_counted(desk: Desk) -> None:
    publishes(desk)
    told = brings(desk, "women\n" + "ba\n" * 250)
    assert "250 hàng, 250 lỗi." in told
    assert "Chỉ hiện 200 lỗi đầu trong 250." in told
    assert len(faults_shown(desk)) == 200


def test_the_page_speaks_english(desk: Desk) -> None:
    publishes(desk)
    desk.browser.set_cookie("language", "en")
    told = brings(desk, "Họ tên,Số thành viên\nHoa,7\n")
    assert "Rows: 1, faults: 1. No row was stored." in told
    assert "1 Số thành viên Fits several questions (women, men). Say which of them this" in told
    assert "By its heading: Họ tên" in told


def test_a_table_that_is_in_is_not_read_otherwise_until_it_is_taken_out(desk: Desk) -> None:
    publishes(desk)
    table = "Họ tên\nHoa\n"
    brings(desk, table)
    told = brings(desk, table, **{"answer:/men": "2"})
    assert desk.page.status_code == 409
    assert "Bảng này đã được nhập, với câu trả lời hay cột được chọn khác:" in told
    assert names(desk) == ["Hoa"]
    desk.sends(undoing(desk))
    assert "1 phiếu mới" in brings(desk, table, **{"answer:/men": "2"})


def test_the_same_bytes_under_another_name_are_the_same_import(desk: Desk) -> None:
    publishes(desk)
    brings(desk, "Họ tên\nHoa\n", "so.csv")
    assert "0 phiếu mới, 0 phiếu trở lại, 1 đã có" in brings(desk, "Họ tên\nHoa\n", "so (2).csv")


def test_earlier_imports_stand_below_with_their_file_and_who_did_what(desk: Desk) -> None:
    publishes(desk)
    desk.office.person("hoa", "manager", project_of(desk))
    hoa = Desk(desk.office, desk.project_id).signs_in("hoa@example.org")
    brings(hoa, "Họ tên\nHoa\n")
    assert re.search(r"hoa@example.org 1 Đã nhập CSV Rút lại…", hoa.text)
    desk.opens(f"{desk.form}/import")
    got = desk.browser.get(original(desk))
    assert got.data == "Họ tên\nHoa\n".encode()
    assert got.headers["Content-Disposition"].startswith('attachment; filename="import-')
    assert (got.mimetype, got.headers["Cache-Control"]) == ("text/csv", "no-store")
    told = desk.sends(undoing(desk))
    assert re.search(r"hoa@example.org 1 Đã rút lại: [\d/]+ [\d:]+, \S.* CSV$", told)
    assert "Rút lại…" not in told


def test_what_is_imported_is_hers_in_the_data_and_in_the_log(desk: Desk) -> None:
    publishes(desk)
    hoa = desk.office.person("hoa.nhap", "manager", project_of(desk))
    at = Desk(desk.office, desk.project_id).signs_in("hoa.nhap@example.org")
    at.opens(f"{at.form}/import")
    at.browser.environ_base["HTTP_X_ACTION_NOTES"] = "s%E1%BB%95%20c%C5%A9"
    at.sends(f"{at.form}/import", table=(io.BytesIO("Họ tên\nHoa\n".encode()), "so.csv"))
    at.sends(undoing(at))
    entries = desk.office.admin.get("/v1/audits?limit=6").get_json()
    done = [(one["action"], one["actorId"], one["notes"]) for one in entries]
    assert done[:5] == [
        (action, hoa.id, "sổ cũ")
        for action in (
            "submission.delete",
            "import.undo",
            "import.finish",
            "submission.create",
            "import.create",
        )
    ]
    assert "Hoa" not in str(entries)
    brings(desk, "Họ tên\nHoa\n")
    (one,) = desk.asks_api("/forms/visit/submissions")
    assert one["submitterId"] == hoa.id


def test_on_postgresql(tmp_path: Path) -> None:
    with migrated_database() as url, open_office(tmp_path, url) as office:
        desk = Desk(office, office.project("Đề án 938").id).signs_in()
        publishes(desk)
        assert "2 Số thành viên nữ Không phải số nguyên." in brings(
            desk, "Họ tên,Số thành viên nữ\nHoa,ba\n"
        )
        table = "Họ tên,Số thành viên nữ\nHoa,3\nMai,4\n"
        assert "2 phiếu mới" in brings(desk, table)
        assert names(desk) == ["Hoa", "Mai"]
        desk.sends(undoing(desk))
        assert names(desk) == []
        assert "0 phiếu mới, 2 phiếu trở lại" in brings(desk, table)
        assert names(desk) == ["Hoa", "Mai"]
