"""Signing in and out: by a program, by a page, over https and not."""

from __future__ import annotations

import base64
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from requests import Request
from requests.auth import HTTPDigestAuth

from server.auth import digest
from server.auth.lockout import FAILURES_MAX
from server.auth.secrets import digest_of
from tests.server.office import OVER_HTTPS, PASSWORD, Asker, Office, open_office, said

ADMIN = {"email": "admin@tincay.local", "password": PASSWORD}


def test_a_program_signs_in_and_asks_who_it_is(office: Office) -> None:
    session = office.stranger.post("/v1/sessions", ADMIN).get_json()
    assert {name: len(value) for name, value in session.items()} == {
        "token": 64,
        "csrf": 64,
        "createdAt": 24,
        "expiresAt": 24,
    }

    program = Asker(office.stranger.client, {"Authorization": f"Bearer {session['token']}"})
    me = program.get("/v1/users/current").get_json()
    assert (me["id"], me["email"], me["type"]) == (5, "admin@tincay.local", "user")
    restored = program.get("/v1/sessions/restore").get_json()
    assert restored == {name: session[name] for name in ("createdAt", "expiresAt")}


def test_an_email_is_the_same_in_capitals(small_office: Office) -> None:
    answer = small_office.stranger.post("/v1/sessions", ADMIN | {"email": " Admin@TinCay.local "})
    assert said(answer) == (200, None)


def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(office: Office) -> None:
    wrong = office.stranger.post("/v1/sessions", ADMIN | {"password": "not this one"})
    unknown = office.stranger.post("/v1/sessions", ADMIN | {"email": "nobody@example.org"})
    assert said(wrong) == (401, 401.2)
    assert (wrong.data, wrong.status_code) == (unknown.data, unknown.status_code)
    assert sorted(wrong.headers) == sorted(unknown.headers)


@pytest.mark.parametrize(
    "body, code",
    [
        ({"email": "admin@tincay.local"}, 400.3),
        ({}, 400.3),
        ({"email": 5, "password": "x"}, 400.8),
        ({"email": "a\0b@example.org", "password": "x"}, 400.8),
        ({"email": None, "password": "x"}, 400.8),
        (["email"], 400.1),
    ],
)
def test_half_a_sign_in_is_told_what_it_lacks(
    still_office: Office, body: object, code: float
) -> None:
    assert said(still_office.stranger.post("/v1/sessions", body)) == (400, code)


def test_who_fails_too_often_has_to_wait_even_with_the_right_password(small_office: Office) -> None:
    wrong = ADMIN | {"password": "guess after guess"}
    seen = Counter(
        said(small_office.stranger.post("/v1/sessions", wrong)) for _ in range(FAILURES_MAX + 2)
    )
    assert seen == {(401, 401.2): FAILURES_MAX, (429, 429.1): 2}

    answer = small_office.stranger.post("/v1/sessions", ADMIN)
    assert said(answer) == (429, 429.1)
    assert 0 < int(answer.headers["Retry-After"]) <= 301


def test_signing_out_ends_the_session(office: Office) -> None:
    lan = office.person("lan")
    assert said(lan.delete("/v1/sessions/current")) == (200, None)
    assert said(lan.get("/v1/users/current")) == (401, 401.2)


def test_nobody_ends_the_session_of_somebody_else_but_an_administrator(office: Office) -> None:
    lan, hoa = office.person("lan"), office.person("hoa")
    token = hoa.headers["Authorization"].removeprefix("Bearer ")
    assert said(lan.delete(f"/v1/sessions/{token}")) == (403, 403.1)
    assert said(hoa.get("/v1/users/current")) == (200, None)

    assert said(office.admin.delete(f"/v1/sessions/{token}")) == (200, None)
    assert said(hoa.get("/v1/users/current")) == (401, 401.2)
    assert said(office.admin.delete(f"/v1/sessions/{token}")) == (404, 404.1)


@pytest.mark.parametrize("headers, cookie", [({}, "session"), (OVER_HTTPS, "__Host-session")])
def test_a_page_gets_a_cookie_that_scripts_cannot_read(
    small_office: Office, headers: dict[str, str], cookie: str
) -> None:
    answer = small_office.stranger.client.post("/v1/sessions", json=ADMIN, headers=headers)
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    assert name == cookie
    flags = {part.strip().partition("=")[0] for part in rest.split(";")[1:]}
    assert flags == {"Expires", "HttpOnly", "Path", "SameSite"} | ({"Secure"} if headers else set())


def test_a_form_on_another_site_leaves_no_cookie(small_office: Office) -> None:
    body = b'{"email": "admin@tincay.local", "password": "%s", "x": "="}' % PASSWORD.encode()
    answer = small_office.stranger.client.post("/v1/sessions", data=body, content_type="text/plain")
    assert said(answer) == (200, None)
    assert "Set-Cookie" not in answer.headers


def test_a_cookie_changes_nothing_without_the_proof_that_our_page_sent_it(
    small_office: Office,
) -> None:
    page = small_office.app.test_client()
    page.post("/v1/sessions", json=ADMIN)
    assert said(page.get("/v1/users/current")) == (200, None)
    new = {"name": "Đề án 938"}
    assert said(page.post("/v1/projects", json=new)) == (401, 401.7)
    proof = {"X-Requested-With": "XMLHttpRequest"}
    assert said(page.post("/v1/projects", json=new, headers=proof)) == (200, None)
    out = page.delete("/v1/sessions/current", headers=proof)
    assert all("Max-Age=0" in line for line in out.headers.getlist("Set-Cookie"))
    assert said(page.get("/v1/users/current")) == (401, 401.2)


def _basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def test_a_password_in_a_header_is_taken_over_https_alone(small_office: Office) -> None:
    basic = _basic("admin@tincay.local", PASSWORD)
    assert said(small_office.stranger.get("/v1/users/current", **basic)) == (401, 401.3)
    assert said(small_office.stranger.get("/v1/users/current", **basic, **OVER_HTTPS)) == (
        200,
        None,
    )
    wrong = _basic("admin@tincay.local", "something else")
    assert said(small_office.stranger.get("/v1/users/current", **wrong, **OVER_HTTPS)) == (
        401,
        401.2,
    )


def test_only_a_known_proxy_may_say_that_it_was_https(tmp_path: Path) -> None:
    with open_office(tmp_path, proxies=()) as office:
        basic = _basic("admin@tincay.local", PASSWORD)
        answer = office.stranger.get("/v1/users/current", **basic, **OVER_HTTPS)
        assert said(answer) == (401, 401.3)


def test_a_device_password_signs_in_by_digest(office: Office) -> None:
    project = office.project("Đề án 938")
    app_users = f"/v1/projects/{project.id}/app-users"
    hoa = office.admin.post(app_users, {"displayName": "Hoa"}).get_json()["id"]
    given = office.admin.post(f"{app_users}/{hoa}/device-password").get_json()

    def answers(password: str) -> tuple[int, float | None]:
        auth: Any = HTTPDigestAuth(given["username"], password)
        auth.init_per_thread_state()
        challenge = digest.challenge(office.parts.box).removeprefix("Digest ")
        fields = (part.partition("=") for part in challenge.split(", "))
        auth._thread_local.chal = {name: value.strip('"') for name, _, value in fields}
        url = Request("GET", "http://localhost/v1/roles?deviceID=collect%3A1").prepare().url
        header = auth.build_digest_header("GET", url)
        return said(office.stranger.get("/v1/roles?deviceID=collect%3A1", Authorization=header))

    assert answers(given["password"]) == (200, None)
    assert answers("x" * 20) == (401, 401.2)

    office.admin.post(f"{app_users}/{hoa}/device-password")
    assert answers(given["password"]) == (401, 401.2)


def test_the_database_holds_no_token_and_no_password(office: Office) -> None:
    session = office.stranger.post("/v1/sessions", ADMIN).get_json()
    with office.parts.database.read() as cx:
        rows = cx.exec_driver_sql("select lookup, secret from credential").all()
    kept = " ".join(str(cell) for row in rows for cell in row)
    assert digest_of(session["token"]) in kept
    assert session["token"] not in kept
    assert PASSWORD not in kept
