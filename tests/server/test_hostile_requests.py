"""Requests that no client of ours sends: each is answered quickly, in words, and with no 500."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest

from tests.server.office import OVER_HTTPS, Office, said
from tests.server.survey import Survey

HUGE = "9" * 5000
"""More digits than Python turns into a number."""
SECONDS_MAX = 30


@pytest.fixture(scope="module")
def survey(still_office: Office) -> Survey:
    made = Survey(still_office, still_office.project("Thôn"))
    made.sends(still_office.admin)
    return made


@pytest.mark.parametrize("path", ["/v1/roles/", "/v1/projects/", "/v1/users/", "/v1/assignments/"])
def test_a_number_that_no_number_can_be_is_not_found(still_office: Office, path: str) -> None:
    assert said(still_office.admin.get(f"{path}{HUGE}")) == (404, 404.1)


def test_a_form_of_such_a_number_is_not_given(still_office: Office, survey: Survey) -> None:
    who = still_office.admin
    users = f"/v1/projects/{survey.project.id}/app-users"
    hoa = who.post(users, {"displayName": "Hoa"}).get_json()["id"]
    page = f"/projects/{survey.project.id}/app-users/{hoa}/forms"
    assert who.client.post(page, data={"form": HUGE}, headers=who.headers).status_code == 303


@pytest.mark.parametrize(
    "shown",
    [
        "Digest " + "a" * 15_000,
        "Digest " + 'a="' * 5_000,
        "Digest " + 'a="\\' * 3_500,
        "Digest " + 'a="\\",' * 2_000,
        "Basic é",
        "Basic ////",
        "Basic",
        "Bearer é",
        "Bearer " + "x" * 15_000,
    ],
)
def test_a_sign_in_that_is_none_is_refused_at_once(still_office: Office, shown: str) -> None:
    begun = time.monotonic()
    answer = still_office.stranger.get("/v1/roles", Authorization=shown, **OVER_HTTPS)
    assert answer.status_code in (400, 401), answer.text
    assert time.monotonic() - begun < SECONDS_MAX


@pytest.mark.parametrize("uri", ["http://[", "//[x", "/" + "%" * 1000])
def test_a_digest_of_no_address_is_refused(still_office: Office, survey: Survey, uri: str) -> None:
    users = f"/v1/projects/{survey.project.id}/app-users"
    hoa = still_office.admin.post(users, {"displayName": "Hoa"}).get_json()["id"]
    given = still_office.admin.post(f"{users}/{hoa}/device-password").get_json()
    path = f"/v1/projects/{survey.project.id}/formList"
    challenge = still_office.stranger.get(path).headers["WWW-Authenticate"]
    nonce = challenge.partition('nonce="')[2].partition('"')[0]
    shown = (
        f'Digest username="{given["username"]}", realm="tincay", nonce="{nonce}", uri="{uri}", '
        'response="x", nc=00000001, cnonce="a", qop=auth'
    )
    assert still_office.stranger.get(path, Authorization=shown).status_code == 401


@pytest.mark.parametrize(
    "unreadable",
    [
        "/".join("a" * 1900) + " eq 1",
        "year(" * 600 + "__id" + ")" * 600 + " eq 1",
        "not " * 900 + "true",
        "year() eq 1",
        "__id eq 'a",
        "__system/submitterId eq " + HUGE[:3900],
    ],
)
@pytest.mark.parametrize("table", [".svc/Submissions", "/submissions.csv", "/submissions.csv.zip"])
def test_a_filter_that_cannot_be_read_is_answered_as_one(
    still_office: Office, survey: Survey, table: str, unreadable: str
) -> None:
    begun = time.monotonic()
    answer = still_office.admin.get(f"{survey.path}{table}?%24filter={quote(unreadable)}")
    assert said(answer)[0] in (400, 501)
    assert time.monotonic() - begun < SECONDS_MAX


def test_an_order_of_too_many_fields_is_refused(still_office: Office, survey: Survey) -> None:
    order = ",".join(["__id"] * 1999)
    answer = still_office.admin.get(f"{survey.path}.svc/Submissions?%24orderby={order}")
    assert said(answer) == (400, 400.18)
