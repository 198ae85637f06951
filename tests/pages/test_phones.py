"""App users: made, given forms, let in by a QR code, and let in no longer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.kit.questionnaire import Questionnaire
from tests.pages.desk import Desk
from tests.server.office import PUBLIC_URL, open_office


@pytest.fixture
def hoa(desk: Desk) -> str:
    """The page of Chị Hoa, who was just added; two forms are published."""
    for form_id in ("visit", "census"):
        form = Questionnaire(form_id, title=form_id.title())
        desk.uploads(f"{desk.home}/upload", form.xform())
        desk.sends(f"{desk.home}/forms/{form_id}/draft/publish")
    desk.sends(f"{desk.home}/app-users", display_name="  Chị Hoa  ")
    return desk.at


def _asks(desk: Desk, token: str) -> TestResponse:
    return desk.office.phone(token).get(f"/v1{desk.home}/formList", X_OpenRosa_Version="1.0")


def _offered(desk: Desk, token: str) -> list[str]:
    listed = _asks(desk, token)
    assert listed.status_code == 200
    return re.findall(r"<formID>(.*?)</formID>", listed.text)


def _token(desk: Desk) -> str | None:
    token: str | None = desk.asks_api("/app-users")[0]["token"]
    return token


def _form_ids(desk: Desk) -> dict[str, str]:
    found = re.findall(
        r'value="(\d+)" id="form-\d+".*?<label for="form-\d+">(.*?)<', desk.page.text
    )
    return {title: number for number, title in found}


def test_a_project_without_app_users_says_what_to_do(desk: Desk) -> None:
    assert "Chưa có ai. Hãy thêm người đầu tiên ở trên." in desk.opens(f"{desk.home}/app-users")


@pytest.mark.usefixtures("hoa")
def test_a_new_app_user_has_a_qr_code_and_no_forms_yet(desk: Desk) -> None:
    assert "Đã thêm." in desk.text
    assert "Chị Hoa" in desk.text
    assert "Người này chưa được giao biểu mẫu nào" in desk.text
    assert f"Máy chủ: {PUBLIC_URL}" in desk.text
    assert desk.page.text.count("<svg") == 1


def test_ticked_forms_reach_the_phone_and_unticked_ones_leave_it(desk: Desk, hoa: str) -> None:
    token = _token(desk)
    assert token is not None
    numbers = _form_ids(desk)
    desk.sends(f"{hoa}/forms", form=[numbers["Visit"], numbers["Census"], "99", "x"])
    assert "Đã lưu các biểu mẫu được giao." in desk.text
    assert sorted(_offered(desk, token)) == ["census", "visit"]
    assert "Chị Hoa Đang dùng 2" in desk.opens(f"{desk.home}/app-users")
    desk.sends(f"{hoa}/forms", form=[numbers["Visit"]])
    assert _offered(desk, token) == ["visit"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "Hoa\x07"])
def test_a_name_that_is_none_is_asked_for_again(desk: Desk, name: str) -> None:
    said = desk.sends(f"{desk.home}/app-users", display_name=name)
    assert desk.page.status_code == 400
    assert "Hãy ghi tên, từ 1 đến 120 ký tự." in said
    assert "Chưa có ai." in said


def test_a_new_phone_gets_a_new_code_and_the_old_one_dies(desk: Desk, hoa: str) -> None:
    old = _token(desk)
    assert old is not None
    assert "Mã cũ không dùng được nữa." in desk.sends(f"{hoa}/token")
    new = _token(desk)
    assert new is not None
    assert _offered(desk, new) == []
    assert _asks(desk, old).status_code == 403


def test_a_lost_phone_is_refused_and_its_page_offers_a_new_code(desk: Desk, hoa: str) -> None:
    token = _token(desk)
    assert token is not None
    said = desk.sends(f"{hoa}/revoke")
    assert "Đã thu hồi: điện thoại của người này không gửi được." in said
    assert "<svg" not in desk.page.text
    assert _asks(desk, token).status_code == 403
    assert "Chị Hoa Đã thu hồi" in desk.opens(f"{desk.home}/app-users")
    desk.sends(f"{hoa}/token")
    assert "<svg" in desk.page.text


def test_a_device_password_is_shown_once(desk: Desk, hoa: str) -> None:
    said = desk.sends(f"{hoa}/device-password")
    found = re.search(r"Tên đăng nhập (dt\d+) Mật khẩu ([A-Za-z0-9]{20}) ", said)
    assert found is not None
    assert "<svg" in desk.page.text
    assert found[2] not in desk.opens(hoa)


def test_who_is_deleted_leaves_the_list(desk: Desk, hoa: str) -> None:
    token = _token(desk)
    assert token is not None
    assert "Chưa có ai." in desk.sends(f"{hoa}/delete")
    assert _asks(desk, token).status_code == 403


def test_a_server_that_no_phone_reaches_says_what_to_do_instead_of_a_code(tmp_path: Path) -> None:
    url = "http://127.0.0.1:8383"
    with open_office(tmp_path, public_url=url) as office:
        office.project("Đề án 938")
        desk = Desk(office).signs_in()
        said = desk.sends(f"{desk.home}/app-users", display_name="Chị Hoa")
        assert f"Địa chỉ {url} của máy chủ này chỉ dùng được trên chính máy này." in said
        assert "Hãy khởi động bằng make run LAN=1, hoặc đặt TINCAY_PUBLIC_URL." in said
        assert "<svg" not in desk.page.text
        desk.uploads(f"{desk.home}/upload", Questionnaire().xform())
        assert "make run LAN=1" in desk.text
        assert "<svg" not in desk.page.text


def test_a_manager_of_one_project_has_no_say_in_another(desk: Desk, hoa: str) -> None:
    office = desk.office
    office.person("quan", "manager", office.project("Nơi khác"))
    manager = Desk(office).signs_in("quan@example.org")
    manager.sends(f"{hoa}/revoke")
    assert manager.page.status_code == 403
    assert _token(desk) is not None
