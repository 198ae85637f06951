"""The files of a submission: named in its XML or not, each comes back as it was sent."""

from __future__ import annotations

import hashlib
import unicodedata

from tests.server.office import Office, said
from tests.server.survey import Survey, raw

PHOTO = "<home><photo>nhà.jpg</photo></home>"
PICTURE = b"\xff\xd8 a picture"


def survey_of(office: Office) -> Survey:
    return Survey(office, office.project("Thôn"))


def test_a_named_file_is_awaited_taken_and_sent_again(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin, PHOTO)
    listed = survey.at("uuid:A", "/attachments")
    assert admin.get(listed).get_json() == [{"name": "nhà.jpg", "exists": False}]
    assert said(admin.get(f"{listed}/nhà.jpg")) == (404, 404.1)
    other_form = unicodedata.normalize("NFD", "nhà.jpg")
    assert raw(admin, "POST", f"{listed}/{other_form}", PICTURE, "image/jpeg").get_json() == {
        "success": True
    }
    assert admin.get(listed).get_json() == [{"name": "nhà.jpg", "exists": True}]
    photo = admin.get(f"{listed}/nhà.jpg")
    assert photo.data == PICTURE
    assert photo.content_type == "image/jpeg"
    assert photo.headers["Content-Disposition"].startswith("inline; ")
    assert photo.headers["X-Content-Type-Options"] == "nosniff"
    tag = photo.headers["ETag"]
    assert tag == f'"{hashlib.sha256(PICTURE).hexdigest()}"'
    assert admin.get(f"{listed}/nhà.jpg", If_None_Match=tag).status_code == 304
    assert survey.column(admin, "AttachmentsPresent") == ["1"]
    assert admin.get(survey.at("uuid:A", "/audits")).get_json()[0]["action"] == (
        "submission.attachment.update"
    )


def test_a_file_that_the_xml_does_not_name_is_not_taken_over_rest(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin, PHOTO)
    attachments = survey.at("uuid:A", "/attachments")
    assert said(raw(admin, "POST", f"{attachments}/other.jpg", b"x")) == (404, 404.1)
    assert admin.get(survey.at("uuid:A", "/files")).get_json() == []
    assert list(office.parts.blobs.temporary.iterdir()) == []


def test_a_file_that_replaces_another_leaves_it_in_the_store(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin, PHOTO)
    photo = survey.at("uuid:A", "/attachments/nhà.jpg")
    for content in (b"first", b"second"):
        raw(admin, "POST", photo, content, "image/jpeg")
    assert admin.get(photo).data == b"second"
    files = admin.get(survey.at("uuid:A", "/files")).get_json()
    assert [(one["name"], one["size"], one["isCurrent"], one["named"]) for one in files] == [
        ("nhà.jpg", 5, False, True),
        ("nhà.jpg", 6, True, True),
    ]
    assert {one["versionInstanceId"] for one in files} == {"uuid:A"}
    first = admin.get(survey.at("uuid:A", f"/files/{files[0]['sha256']}"))
    assert first.data == b"first"
    raw(admin, "POST", photo, b"first", "image/jpeg")
    assert admin.get(photo).data == b"first"
    assert survey.column(admin, "AttachmentsPresent") == ["1"]


def test_what_could_be_a_page_is_never_shown_as_one(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin, PHOTO)
    photo = survey.at("uuid:A", "/attachments/nhà.jpg")
    raw(admin, "POST", photo, b"<script>", "text/html")
    page = admin.get(photo)
    assert page.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in page.headers["Content-Security-Policy"]
    raw(admin, "POST", photo, b"<script>2", "image\x00/jpeg")
    assert admin.get(photo).content_type == "application/octet-stream"


def test_an_earlier_version_keeps_its_own_files(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin, PHOTO)
    raw(admin, "POST", survey.at("uuid:A", "/attachments/nhà.jpg"), PICTURE, "image/jpeg")
    survey.sends(admin, PHOTO.replace("nhà", "ao"), "uuid:B", edits="uuid:A")
    assert admin.get(survey.at("uuid:A", "/attachments")).get_json() == [
        {"name": "ao.jpg", "exists": False}
    ]
    earlier = survey.at("uuid:A", "/versions/uuid:A/attachments")
    assert admin.get(earlier).get_json() == [{"name": "nhà.jpg", "exists": True}]
    assert admin.get(f"{earlier}/nhà.jpg").data == PICTURE
