"""What a browser is told, so that nobody's file, address or other site can use it against us."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from tests.server.office import OVER_HTTPS, PASSWORD, Asker, Office, open_office, said
from tests.server.survey import Survey, filled, raw

ADMIN = {"email": "admin@tincay.local", "password": PASSWORD}
PAGE = b"<html><script>alert(1)</script></html>"
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
HOSTILE_FILES = [
    ("a.html", "text/html"),
    ("a.svg", "image/svg+xml"),
    ("a.xhtml", "application/xhtml+xml"),
    ("a.js", "text/javascript"),
    ("a.jpg", "image/jpeg"),
    ("a.jpg", "text/html; charset=utf-7"),
    ('a"; filename="b.html', "image/png\r\nX-Evil: 1"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One server for all: each story makes its own project."""
    with open_office(tmp_path_factory.mktemp("house")) as office:
        yield office


def is_harmless(answer: TestResponse, *, inline: bool = False) -> bool:
    """Nothing in it runs, nothing guesses what it is; all but pictures are saved."""
    headers = answer.headers
    kind, _, _ = headers["Content-Disposition"].partition(";")
    return (
        headers["X-Content-Type-Options"] == "nosniff"
        and headers["Content-Security-Policy"] == POLICY
        and (kind == "attachment" or inline)
        and "X-Evil" not in headers
    )


@pytest.mark.parametrize("name, kind", HOSTILE_FILES)
def test_a_file_that_is_a_page_is_a_file(house: Office, name: str, kind: str) -> None:
    admin = house.admin
    survey = Survey(house, house.project("Thôn"))
    quoted = name.replace('"', "&quot;")
    survey.sends(admin, f"<home><photo>{quoted}</photo></home>")
    path = survey.at("uuid:A", f"/attachments/{quote(name)}")
    kind = kind.replace("\r\n", "")
    assert raw(admin, "POST", path, PAGE, kind).status_code == 200
    (sha256,) = (one["sha256"] for one in admin.get(survey.at("uuid:A", "/files")).get_json())
    for stored in (path, survey.at("uuid:A", f"/files/{sha256}")):
        answer = admin.get(stored)
        assert (answer.data, is_harmless(answer, inline=kind == "image/jpeg")) == (PAGE, True)


def test_an_answer_that_is_a_page_is_data(house: Office) -> None:
    admin = house.admin
    survey = Survey(house, house.project("Thôn"))
    script = '<commune><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></commune>'
    raw(admin, "POST", f"{survey.path}/submissions", filled(script, "uuid:A"))
    for tail in (".xml", "/versions/uuid:A.xml"):
        headers = admin.get(survey.at("uuid:A", tail)).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "evil.example/../x", "[::1", "a:b:c", ""])
def test_no_address_of_ours_is_made_of_the_host_that_a_client_names(
    house: Office, host: str
) -> None:
    survey = Survey(house, house.project("Thôn"))
    survey.sends(house.admin)
    phone, page = survey.phone(), f"/projects/{survey.project.id}"
    forged = {"Host": host, "X-Forwarded-Host": "evil.example", "X-Original-URL": "/v1/users"}
    paths = (
        f"/v1/projects/{survey.project.id}/formList",
        f"{survey.path}/manifest",
        f"{survey.path}.svc",
        f"{survey.path}.svc/Submissions?%24top=1&%24count=true",
        page,
        "/nowhere",
    )
    for who in (phone, house.admin):
        for path in paths:
            answer = who.get(path, **forged)
            told = f"{answer.headers}{answer.get_data(as_text=True)}"
            assert ("evil" in told, answer.status_code < 500) == (False, True), path


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: a=b",
        "\\\\evil.example",
        "/v1/users",
        "/sign-out",
        "",
        "evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(house: Office, to: str) -> None:
    for path, more in (("/sign-in", ADMIN), ("/language", {"language": "vi"})):
        answer = house.stranger.client.post(path, data={**more, "next": to})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_over_https_the_cookie_of_a_plain_connection_signs_nobody_in(house: Office) -> None:
    token = house.admin.headers["Authorization"].removeprefix("Bearer ")
    for headers, cookie, status in (
        ({}, "session", 200),
        (OVER_HTTPS, "__Host-session", 200),
        (OVER_HTTPS, "session", 401),
        ({}, "__Host-session", 401),
    ):
        browser = Asker(house.stranger.client, headers | {"Cookie": f"{cookie}={token}"})
        assert browser.get("/v1/users/current").status_code == status


def test_signing_in_makes_a_new_session_whatever_the_browser_brought(house: Office) -> None:
    browser = house.app.test_client()
    browser.set_cookie("session", "x" * 64)
    browser.post("/sign-in", data=ADMIN)
    first = browser.get_cookie("session")
    browser.post("/sign-in", data=ADMIN)
    second = browser.get_cookie("session")
    assert first is not None
    assert second is not None
    assert len({"x" * 64, first.value, second.value}) == 3


def test_a_browser_that_others_use_too_keeps_nothing(house: Office) -> None:
    survey = Survey(house, house.project("Thôn"))
    survey.sends(house.admin)
    browser = house.app.test_client()
    browser.post("/sign-in", data=ADMIN)
    for path in (
        survey.at("uuid:A", ".xml"),
        f"{survey.path}/submissions.csv",
        f"/projects/{survey.project.id}",
    ):
        assert browser.get(path).headers["Cache-Control"] == "no-store", path
    kept = house.admin.get(f"{survey.path}/submissions").headers["Cache-Control"]
    assert kept == "private, no-cache"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_another_site_changes_nothing_with_our_cookie(
    house: Office, kind: str, origin: str
) -> None:
    browser = house.app.test_client()
    browser.post("/sign-in", data=ADMIN)
    for method, path in (("POST", "/v1/projects"), ("POST", "/v1/users"), ("POST", "/sign-out")):
        answer = browser.open(
            path, method=method, data='{"name": "x"}', content_type=kind, headers={"Origin": origin}
        )
        assert answer.status_code in (401, 303)
    assert said(browser.get("/v1/users/current")) == (200, None)
    assert "x" not in [one["name"] for one in house.admin.get("/v1/projects").get_json()]
    preflight = browser.options("/v1/projects", headers={"Origin": origin})
    assert "Access-Control" not in str(preflight.headers)
