"""The coordinator sees what the check has found, chooses from it, and lets it be done again."""

from __future__ import annotations

import html
import io
import re

import openpyxl
import pytest

from server.jobs import Mender
from server.pages import findings
from server.services import SYSTEM
from server.store import projects
from tests.kit import family
from tests.pages.desk import Desk
from tests.server.family import WRONG, Families

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def families(desk: Desk) -> Families:
    with desk.office.parts.database.read() as cx:
        project = projects.get(SYSTEM, cx, desk.project_id)
    return Families(desk.office, project)


def page(desk: Desk, query: str = "") -> str:
    return desk.opens(f"{desk.home}/forms/{family.FORM_ID}/findings{query}")


def links(desk: Desk, part: str) -> list[str]:
    found = re.findall(r'href="([^"]*)"', desk.page.text)
    return [link for link in map(html.unescape, found) if part in link]


def test_the_forms_page_says_how_many_need_a_look(desk: Desk, families: Families) -> None:
    form = f"{desk.home}/forms/{family.FORM_ID}"
    families.sends("uuid:A")
    assert "phiếu có lỗi" not in desk.opens(form)
    families.sends("uuid:B", **WRONG)
    families.phone().hears(family.filled("uuid:C", version="0"))
    said = desk.opens(form)
    assert "2 phiếu có lỗi. Xem kết quả kiểm tra" in said
    assert "Kết quả kiểm tra phiếu · 1 phiếu không kiểm tra được" in said
    assert "2 phiếu có lỗi" in desk.opens(desk.home)
    desk.browser.set_cookie("language", "en")
    assert "With faults: 2. See what the check found" in desk.opens(form)


def test_what_was_found_is_listed_with_its_question(desk: Desk, families: Families) -> None:
    assert page(desk).count("Không có gì.") == 2
    families.sends("uuid:A", age=130)
    families.sends("uuid:B", name="", twice=1)
    said = page(desk)
    assert (
        "uuid:A Tuổi của … /data/age Lỗi Không thỏa điều kiện Tuổi phải nhỏ hơn 120. Đã ghi: 130"
    ) in said
    assert (
        "Họ tên /data/name Lỗi Thiếu câu trả lời bắt buộc Câu hỏi bắt buộc chưa có câu trả lời. "
        "Đã ghi: (để trống)"
    ) in said
    assert "Đã ghi: 1 Lẽ ra: 68" in said
    (xml,) = links(desk, "uuid%3AA.xml")
    assert desk.browser.get(xml).data == family.filled("uuid:A", age=130)


def test_the_list_is_chosen_from_and_paged(
    desk: Desk, families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    families.sends("uuid:B", **WRONG)
    assert page(desk, "?kind=choice").count("uuid:B") == 1
    assert page(desk, "?level=note").count("uuid:B") == 1
    assert page(desk, "?path=/child/age").count("/data/child[2]/age") == 1
    assert 'value="/child/age" selected' in desk.page.text
    monkeypatch.setattr(findings, "_AT_ONCE", 3)
    assert page(desk, "?level=fault").count("uuid:B") == 3
    (after,) = links(desk, "offset=3")
    assert "level=fault" in after
    assert desk.opens(after).count("uuid:B") == 2
    (before,) = links(desk, "offset=0")
    assert desk.opens(before).count("uuid:B") == 3
    desk.opens(f"{desk.home}/forms/{family.FORM_ID}/findings?kind=wrong")
    assert desk.page.status_code == 400


def test_what_is_found_most_often_stands_first(desk: Desk, families: Families) -> None:
    for letter in "AB":
        families.sends(f"uuid:{letter}", age=130)
    families.sends("uuid:C", sex="x")
    said = page(desk)
    assert "Tuổi của … Lỗi Không thỏa điều kiện 2 2 Giới tính Lỗi Ngoài danh sách" in said
    (link,) = (one for one in links(desk, "path=/age") if "kind=constraint" in one)
    assert desk.opens(link).count("uuid:") == 2


def test_submissions_with_faults_are_downloaded_with_what_was_found(
    desk: Desk, families: Families
) -> None:
    families.sends("uuid:A")
    families.sends("uuid:B", age=130)
    page(desk)
    (link,) = links(desk, "findings=fault")
    book = openpyxl.load_workbook(io.BytesIO(desk.browser.get(link).data))
    header, *rows = book["family"].values
    assert [row[header.index("KEY")] for row in rows] == ["uuid:B"]
    assert rows[0][-3:] == (1, 0, "/data/age constraint")
    book.close()


def test_the_button_lets_all_be_checked_again(desk: Desk, families: Families) -> None:
    families.sends("uuid:A")
    page(desk)
    said = desk.sends(f"{desk.home}/forms/{family.FORM_ID}/findings/rerun")
    assert "Máy chủ sẽ kiểm tra lại mọi phiếu của biểu mẫu này." in said
    assert "Đang kiểm tra lại: 0 trong 1 phiên bản phiếu." in said
    Mender(desk.office.parts).mend()
    assert "Đã kiểm tra lại xong lúc" in page(desk)


def test_a_viewer_looks_and_has_no_button(desk: Desk, families: Families) -> None:
    families.sends("uuid:A", age=130)
    viewer = desk.office.person("xem")
    desk.office.gives("viewer", viewer.id, families.project)
    looking = Desk(desk.office, desk.project_id).signs_in("xem@example.org")
    said = page(looking)
    assert "Tuổi phải nhỏ hơn 120." in said
    assert "Kiểm tra lại mọi phiếu" not in said
    looking.sends(f"{desk.home}/forms/{family.FORM_ID}/findings/rerun")
    assert looking.page.status_code == 403


def test_an_answer_is_never_markup(desk: Desk, families: Families) -> None:
    families.sends("uuid:A", sex=HOSTILE)
    assert f"Đã ghi: {HOSTILE}" in page(desk)
    assert HOSTILE not in desk.page.text
