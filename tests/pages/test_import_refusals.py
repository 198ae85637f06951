"""Who may import nothing, and what is imported nowhere."""

from __future__ import annotations

import io

import pytest

from server.pages.import_request import IMPORT_BYTES_MAX
from tests.kit.questionnaire import Questionnaire
from tests.pages.desk import Desk, workbook
from tests.pages.importer import VISITS, brings, names, original, project_of, publishes, undoing
from tests.server.address_book import address_book
from tests.server.test_form_faults import bomb


@pytest.mark.parametrize(
    "name, data, told",
    [
        ("so.csv", "Họ tên\nHoa\n".encode("utf-16"), "Tệp CSV không phải UTF-8."),
        ("so.xlsx", b"Ho ten\n", "không phải là sổ tính Excel"),
        ("so.xlsx", b"PK\x03\x04 no zip", "không phải là sổ tính Excel"),
        ("so.csv", b"", "Không tiêu đề nào hợp với câu hỏi của biểu mẫu."),
        ("so.csv", "Họ tên\n".encode(), "Dưới hàng tiêu đề không có hàng nào."),
        ("so.csv", "Cột A\n1\n".encode(), "Không tiêu đề nào hợp với câu hỏi của biểu mẫu."),
        ("so.csv", "name\n" + "Hoa\n" * 2001, "Bảng có 2001 hàng; trang này mỗi lần chỉ nhập"),
        ("so.csv", "name\nH\x00oa\n", "2 name Ô có ký tự ẩn không lưu được."),
        ("so.csv", "name\nH\x0boa\n", "2 name Ô có ký tự ẩn không lưu được."),
    ],
)
def test_what_is_no_table_for_the_form_is_told_and_stores_nothing(
    desk: Desk, name: str, data: str | bytes, told: str
) -> None:
    publishes(desk)
    assert told in brings(desk, data, name)
    assert desk.page.status_code == 400
    assert "Chưa nhập bảng nào." in desk.text
    assert names(desk) == []


def test_a_bomb_a_wrong_sheet_and_a_file_too_large_are_refused(desk: Desk) -> None:
    publishes(desk)
    assert "Sổ tính quá lớn." in brings(desk, bomb(), "so.xlsx")
    assert "Tệp không có trang “Sổ 2021”, chỉ có: Sheet. Chưa lưu gì." in brings(
        desk, address_book(1), "so.xlsx", sheet="Sổ 2021"
    )
    for too_large in (IMPORT_BYTES_MAX + 1, IMPORT_BYTES_MAX + 300_000):
        told = brings(desk, b"x" * too_large)
        desk.page.request.environ["wsgi.input"].close()  # the test client's own file
        assert (desk.page.status_code, "Dữ liệu lớn hơn mức 8388608 byte" in told) == (413, True)
    assert "Hãy chọn một tệp." in desk.sends(f"{desk.form}/import", **{"answer:/name": "Hoa"})
    assert 'name="answer:/name" type="text" value="Hoa"' in desk.page.text


def test_a_closed_form_takes_no_table(desk: Desk) -> None:
    publishes(desk)
    desk.sends(f"{desk.form}/state", state="closed")
    told = brings(desk, "Họ tên\nHoa\n")
    assert (desk.page.status_code, "Biểu mẫu đã đóng" in told) == (400, True)
    assert names(desk) == []


def test_a_form_whose_submissions_are_encrypted_takes_no_table(desk: Desk) -> None:
    key = b'<submission base64RsaPublicKey="a2V5"/></model>'
    publishes(desk, Questionnaire().xform().replace(b"</model>", key))
    told = brings(desk, "name\nHoa\n")
    assert (desk.page.status_code, "phải được mã hóa trên điện thoại" in told) == (400, True)


def test_a_form_that_was_never_published_has_no_such_page(desk: Desk) -> None:
    desk.uploads(f"{desk.home}/upload", workbook("visit", questions=VISITS))
    brings(desk, "Họ tên\nHoa\n")
    assert desk.page.status_code == 404
    desk.opens(f"{desk.form}/import")
    assert desk.page.status_code == 404


def test_a_viewer_reads_the_file_and_imports_nothing(desk: Desk) -> None:
    publishes(desk)
    brings(desk, "Họ tên\nHoa\n")
    file, undo = original(desk), undoing(desk)
    desk.office.person("xem.nhap", "viewer", project_of(desk))
    viewer = Desk(desk.office, desk.project_id).signs_in("xem.nhap@example.org")
    assert "Nhập bảng đã có" not in viewer.opens(desk.form)
    assert "Nhập bảng đã có (Excel, CSV)…" in desk.opens(desk.form)
    assert viewer.browser.get(file).status_code == 200
    assert answers(viewer, desk, undo) == (403, 403, 403)
    assert names(desk) == ["Hoa"]


def test_whoever_is_bound_to_a_unit_neither_imports_nor_reads_the_file(desk: Desk) -> None:
    """Rows of other units could come in, and stand in the file."""
    publishes(desk)
    brings(desk, "Họ tên\nHoa\n")
    file, undo = original(desk), undoing(desk)
    bound = desk.office.person("huyen", None)
    desk.office.gives("manager", bound.id, project_of(desk), unit="2024-058")
    at = Desk(desk.office, desk.project_id).signs_in("huyen@example.org")
    assert "Nhập bảng đã có" not in at.opens(desk.form)
    assert at.page.status_code == 200
    assert at.browser.get(file).status_code == 403
    assert answers(at, desk, undo) == (403, 403, 403)
    assert names(desk) == ["Hoa"]


def test_an_import_of_another_form_is_not_found_at_this_one(desk: Desk) -> None:
    publishes(desk)
    brings(desk, "Họ tên\nHoa\n")
    file, undo = original(desk), undoing(desk)
    desk.uploads(f"{desk.home}/upload", workbook("census", questions=VISITS))
    desk.sends(f"{desk.home}/forms/census/draft/publish")
    assert desk.browser.get(file.replace("/visit/", "/census/")).status_code == 404
    desk.sends(undo.replace("/visit/", "/census/"))
    assert desk.page.status_code == 404
    assert names(desk) == ["Hoa"]


def answers(who: Desk, desk: Desk, undo: str) -> tuple[int, int, int]:
    """Return how the page, a table and an undo are answered."""
    who.opens(who.home)
    statuses = []
    for path, fields in (
        (f"{desk.form}/import", {"table": (io.BytesIO(b"name\nMai\n"), "so.csv")}),
        (undo, {}),
    ):
        answer = who.browser.post(path, data={"__csrf": who.proof, **fields})
        statuses.append(answer.status_code)
    return who.browser.get(f"{desk.form}/import").status_code, statuses[0], statuses[1]
