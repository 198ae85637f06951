"""Texts that no database likes: one answer on SQLite and PostgreSQL, and never "come again"."""

from __future__ import annotations

import random
import string
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from server.ingest.envelope import NAME_BYTES_MAX
from tests.server.office import Office, said
from tests.server.survey import ANSWERS, Survey, SurveyPhone, filled

NUL = "a\0b"
LONG = "".join(random.Random(1).choices(string.ascii_letters, k=100_000))
"""Too long for any index, and not to be compressed into one."""


def survey_of(office: Office) -> Survey:
    return Survey(office, office.project("Thôn"))


def posts(
    phone: SurveyPhone, survey: Survey, xml: bytes, *files: bytes, device: str = "x"
) -> TestResponse:
    """Post by hand; ``files`` are whole parts, headers and all."""
    head = b'Content-Disposition: form-data; name="xml_submission_file"\r\n\r\n'
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in (head + xml, *files)) + b"--b--\r\n"
    return phone.client.post(
        f"/v1/key/{phone.token}/projects/{survey.project.id}/submission?deviceID={quote(device)}",
        data=body,
        content_type="multipart/form-data; boundary=b",
    )


def part(name: str, content_type: str = "image/jpeg") -> bytes:
    head = f'Content-Disposition: form-data; name="f"; filename="{name}"'
    return f"{head}\r\nContent-Type: {content_type}\r\n\r\nx".encode()


def test_what_a_phone_says_of_itself_costs_no_submission(office: Office) -> None:
    survey = survey_of(office)
    phone = survey.phone()
    for number, device in enumerate((NUL, LONG[:10_000])):
        xml = filled(ANSWERS, f"uuid:{number}")
        assert posts(phone, survey, xml, device=device).status_code == 201
    nul = part("nhà.jpg", f"image/{NUL}")
    assert posts(phone, survey, filled(ANSWERS, "uuid:2"), nul).status_code == 201
    (file,) = office.admin.get(survey.at("uuid:2", "/files")).get_json()
    assert file["name"] == "nhà.jpg"
    assert survey.column(office.admin, "KEY") == ["uuid:2", "uuid:1", "uuid:0"]


def test_what_is_as_long_as_can_be_is_kept(office: Office) -> None:
    survey = survey_of(office)
    phone = survey.phone()
    name = f"{LONG[: NAME_BYTES_MAX - 4]}.jpg"
    answers = f"<commune>{LONG}</commune><home><photo>{name}</photo></home>"
    xml = filled(answers, "uuid:A", version=LONG).replace("Thôn A".encode(), LONG.encode())
    assert posts(phone, survey, xml, part(name)).status_code == 201
    assert office.admin.get(survey.at("uuid:A", f"/attachments/{name}")).data == b"x"


def test_what_no_index_holds_is_told_so_and_not_to_come_again(office: Office) -> None:
    survey = survey_of(office)
    phone = survey.phone()
    long_name = part("ả" * (NAME_BYTES_MAX // 3 + 1) + ".jpg")
    assert posts(phone, survey, filled(ANSWERS, "uuid:A"), long_name).status_code == 400
    edit = filled(ANSWERS, "uuid:B", edits=LONG[:10_000])
    assert posts(phone, survey, edit).status_code == 400
    assert survey.column(office.admin, "KEY") == []


@pytest.mark.parametrize("body", [{"body": NUL}, {"body": ""}, {"body": 5}])
def test_a_comment_is_text(office: Office, body: object) -> None:
    survey = survey_of(office)
    survey.sends(office.admin)
    comments = survey.at("uuid:A", "/comments")
    assert said(office.admin.post(comments, body)) == (400, 400.8)
    assert office.admin.get(comments).get_json() == []


def test_a_note_on_what_one_does_is_text(office: Office) -> None:
    survey = survey_of(office)
    survey.sends(office.admin)
    for note in ("a%00b", "%ed%a0%80"):
        answer = office.admin.client.patch(
            survey.at("uuid:A"),
            json={"reviewState": "approved"},
            headers=office.admin.headers | {"X-Action-Notes": note},
        )
        assert said(answer) == (400, 400.6)
    assert office.admin.get(survey.at("uuid:A")).get_json()["reviewState"] is None


@pytest.mark.parametrize("name", [f"{NUL}@example.org", f"{NUL}", "a@example.org\u2028"])
def test_a_name_that_nobody_has_signs_nobody_in(office: Office, name: str) -> None:
    page = {"email": name, "password": NUL}
    assert office.stranger.client.post("/sign-in", data=page).status_code in (400, 401)
