"""Signing in and out, and the language."""

from __future__ import annotations

from tests.pages.desk import ADMIN, Desk
from tests.server.office import OVER_HTTPS, PASSWORD, Office


def test_who_is_not_signed_in_is_asked_to_and_comes_back_where_it_was(office: Office) -> None:
    desk = Desk(office)
    desk.opens("/projects/1/app-users")
    assert (desk.at, desk.page.request.args["next"]) == ("/sign-in", "/projects/1/app-users")
    desk.signs_in(to="/projects/1/app-users")
    assert desk.at == "/projects/1/app-users"


def test_who_has_one_project_goes_straight_to_it(office: Office) -> None:
    assert Desk(office).signs_in().at == "/projects/1"


def test_who_has_several_projects_chooses(office: Office) -> None:
    office.project("Một dự án khác")
    desk = Desk(office).signs_in()
    assert desk.at == "/"
    assert "Đề án 938" in desk.text
    assert "Một dự án khác" in desk.text


def test_a_wrong_password_is_told_and_says_not_which_of_the_two(office: Office) -> None:
    told = [
        (desk.page.status_code, desk.text)
        for desk in (
            Desk(office).signs_in(ADMIN, "wrong"),
            Desk(office).signs_in("nobody@example.org", "wrong"),
        )
    ]
    assert told[0] == told[1]
    assert told[0][0] == 401
    assert "Đăng nhập không được chấp nhận." in told[0][1]


def test_too_many_wrong_passwords_have_to_wait(office: Office) -> None:
    desk = Desk(office)
    for _ in range(10):
        desk.signs_in(password="wrong")
    desk.signs_in()
    assert desk.page.status_code == 429
    assert "giây" in desk.text


def test_signing_in_leads_nowhere_but_to_our_pages(office: Office) -> None:
    browser = Desk(office).browser
    for to in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/v1/projects",
        "x",
        "",
    ):
        answer = browser.post("/sign-in", data={"email": ADMIN, "password": PASSWORD, "next": to})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/"), to


def test_another_site_cannot_sign_somebody_in(office: Office) -> None:
    answer = Desk(office).browser.post(
        "/sign-in",
        data={"email": ADMIN, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_the_session_cookie_is_out_of_reach(office: Office) -> None:
    browser = Desk(office).browser
    given = {"email": ADMIN, "password": PASSWORD}
    plain = browser.post("/sign-in", data=given).headers["Set-Cookie"]
    secure = browser.post("/sign-in", data=given, headers=OVER_HTTPS).headers["Set-Cookie"]
    assert plain.startswith("session=")
    assert secure.startswith("__Host-session=")
    assert "Secure" in secure
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(plain.split("; ")) & set(
        secure.split("; ")
    )


def test_signing_out_ends_the_session_itself(desk: Desk) -> None:
    cookie = desk.browser.get_cookie("session")
    assert cookie is not None
    assert "Bạn đã đăng xuất." in desk.sends("/sign-out")
    desk.browser.set_cookie("session", cookie.value)
    desk.opens(desk.home)
    assert desk.at == "/sign-in"


def test_a_form_sent_after_the_session_ended_asks_to_sign_in(desk: Desk) -> None:
    desk.browser.delete_cookie("session")
    desk.sends(f"{desk.home}/app-users", display_name="Chị Hoa")
    assert desk.at == "/sign-in"
    assert "Phiên đăng nhập đã hết." in desk.text


def test_pages_are_vietnamese_until_english_is_chosen_and_remembered(office: Office) -> None:
    desk = Desk(office)
    assert "Đăng nhập" in desk.text
    assert '<html lang="vi">' in desk.page.text
    desk.sends("/language", language="en", next="/sign-in")
    assert (desk.at, "Sign in" in desk.text) == ("/sign-in", True)
    desk.signs_in()
    assert '<html lang="en">' in desk.page.text
    assert "App users" in desk.text
