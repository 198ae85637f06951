"""A submission is sent, looked at, edited, reviewed, talked about, deleted and restored."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.server.office import Office, said
from tests.server.survey import ANSWERS, Survey, filled, raw

OLDER = "<commune>2025-00001</commune><child><name>Lan</name><age>8</age></child>"


def survey_of(office: Office) -> Survey:
    return Survey(office, office.project("Thôn"))


def ids(answer: TestResponse) -> list[str]:
    return [one["instanceId"] for one in answer.get_json()]


def test_what_is_sent_over_rest_is_stored_and_comes_back_byte_for_byte(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    sent = survey.sends(admin)
    assert sent.status_code == 200
    assert sent.get_json() == admin.get(survey.at("uuid:A")).get_json()
    moment = sent.get_json()["createdAt"]
    assert sent.get_json() == {
        "instanceId": "uuid:A",
        "submitterId": admin.id,
        "deviceId": "tablet",
        "userAgent": sent.get_json()["userAgent"],
        "reviewState": None,
        "createdAt": moment,
        "updatedAt": None,
        "deletedAt": None,
        "currentVersion": {
            "instanceId": "uuid:A",
            "instanceName": "Thôn A",
            "submitterId": admin.id,
            "deviceId": "tablet",
            "userAgent": sent.get_json()["userAgent"],
            "createdAt": moment,
            "current": True,
        },
    }
    xml = admin.get(survey.at("uuid:A", ".xml"))
    assert xml.data == filled(ANSWERS, "uuid:A")
    assert xml.content_type == "application/xml; charset=utf-8"


def test_what_rest_does_not_take_is_refused_with_centrals_codes(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    assert said(survey.sends(admin)) == (200, None)
    assert said(survey.sends(admin)) == (409, 409.3)
    assert said(survey.sends(admin, OLDER)) == (409, 409.3)
    assert said(survey.sends(admin, instance_id="uuid:B", version="9")) == (404, 404.6)
    other = filled(ANSWERS, "uuid:C").replace(b'"village"', b'"town"')
    path = f"{survey.path}/submissions"
    assert said(raw(admin, "POST", path, other)) == (400, 400.8)
    assert said(raw(admin, "POST", path, b"<data")) == (400, 400.72)
    assert said(raw(admin, "POST", path, b"")) == (400, 400.72)
    assert said(survey.sends(admin, instance_id="uuid:B", edits="uuid:nowhere")) == (404, 404.1)
    assert ids(admin.get(path)) == ["uuid:A"]


def test_an_xml_without_an_instance_id_is_given_one(office: Office) -> None:
    survey = survey_of(office)
    xml = b'<data id="village" version="1"><commune>x</commune></data>'
    sent = raw(office.admin, "POST", f"{survey.path}/submissions", xml)
    assert sent.get_json()["instanceId"].startswith("uuid:")
    assert office.admin.get(survey.at(sent.get_json()["instanceId"], ".xml")).data == xml


def test_an_edit_takes_the_place_of_what_it_names_and_the_history_stays(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin, ANSWERS)
    edited = survey.sends(admin, OLDER, "uuid:B", edits="uuid:A")
    assert edited.get_json()["instanceId"] == "uuid:A"
    assert edited.get_json()["reviewState"] == "edited"
    assert edited.get_json()["currentVersion"]["instanceId"] == "uuid:B"
    assert said(survey.sends(admin, OLDER, "uuid:C", edits="uuid:A")) == (409, 409.9)
    without = filled(OLDER, "uuid:C")
    assert said(raw(admin, "PUT", survey.at("uuid:A"), without)) == (400, 400.19)

    versions = admin.get(survey.at("uuid:A", "/versions")).get_json()
    assert [(one["instanceId"], one["current"]) for one in versions] == [
        ("uuid:B", True),
        ("uuid:A", False),
    ]
    first = admin.get(survey.at("uuid:A", "/versions/uuid:A.xml"))
    assert first.data == filled(ANSWERS, "uuid:A")
    assert admin.get(survey.at("uuid:A", ".xml")).data == filled(OLDER, "uuid:B", edits="uuid:A")
    assert admin.get(survey.at("uuid:A", "/diffs")).get_json()["uuid:B"] == [
        {"new": "uuid:B", "old": "uuid:A", "path": ["meta", "instanceID"]},
        {"new": "Thôn B", "old": "Thôn A", "path": ["meta", "instanceName"]},
        {"new": "8", "old": "7", "path": [["child", 0], "age"]},
        {"new": None, "old": "2026-03-01", "path": ["visited"]},
        {"new": None, "old": "well rain", "path": ["home", "water"]},
        {"new": None, "old": "nhà.jpg", "path": ["home", "photo"]},
        {"new": None, "old": "21.03 105.85 12 4.5", "path": ["place"]},
        {"new": None, "old": "bóng", "path": [["child", 0], ["toy", 0], "name"]},
        {"new": None, "old": "diều", "path": [["child", 0], ["toy", 1], "name"]},
        {"new": None, "old": "Nam", "path": [["child", 1], "name"]},
        {"new": None, "old": "9", "path": [["child", 1], "age"]},
        {"new": None, "old": "xe", "path": [["child", 1], ["toy", 0], "name"]},
    ]


def test_who_asks_for_another_version_is_sent_on_to_it(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin, ANSWERS)
    survey.sends(admin, OLDER, "uuid:B", edits="uuid:A")
    moved = admin.get(survey.at("uuid:B", ".xml?a=1"))
    assert moved.status_code == 307
    assert moved.headers["Location"] == f"{survey.at('uuid:A')}/versions/uuid%3AB.xml?a=1"
    found = admin.get(moved.headers["Location"])
    assert found.data == filled(OLDER, "uuid:B", edits="uuid:A")
    assert admin.get(survey.at("uuid:B")).headers["Location"] == (
        f"{survey.at('uuid:A')}/versions/uuid%3AB"
    )
    assert said(admin.patch(survey.at("uuid:B"), {"reviewState": "approved"})) == (404, 404.1)


def test_a_review_and_comments_are_kept_with_who_made_them(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    reviewed = admin.patch(survey.at("uuid:A"), {"reviewState": "hasIssues"})
    assert reviewed.get_json()["reviewState"] == "hasIssues"
    assert said(admin.patch(survey.at("uuid:A"), {"reviewState": "fine"})) == (400, 400.8)
    assert said(admin.patch(survey.at("uuid:A"), {})) == (400, 400.2)
    assert admin.patch(survey.at("uuid:A"), {"reviewState": None}).get_json()["reviewState"] is None

    comments = survey.at("uuid:A", "/comments")
    assert admin.post(comments, {"body": "Gọi lại cho hộ này"}).get_json()["actorId"] == admin.id
    assert said(admin.post(comments, {})) == (400, 400.2)
    assert said(admin.post(comments, {"body": "x" * 10_001})) == (400, 400.13)
    listed = admin.get(comments, X_Extended_Metadata="true").get_json()
    assert [(one["body"], one["actor"]["id"]) for one in listed] == [
        ("Gọi lại cho hộ này", admin.id)
    ]
    audits = admin.get(survey.at("uuid:A", "/audits")).get_json()
    assert [(one["action"], one["details"]) for one in audits] == [
        ("submission.comment.create", {}),
        ("submission.update", {"reviewState": None}),
        ("submission.update", {"reviewState": "hasIssues"}),
        ("submission.create", {}),
    ]


def test_a_deleted_submission_is_left_out_until_it_is_restored(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    assert admin.delete(survey.at("uuid:A")).get_json() == {"success": True}
    listed = f"{survey.path}/submissions"
    assert said(admin.get(survey.at("uuid:A"))) == (404, 404.1)
    assert admin.get(listed).get_json() == []
    assert [one["instanceId"] for one in admin.get(f"{listed}?deleted=true").get_json()] == [
        "uuid:A"
    ]
    assert survey.column(admin, "KEY") == []
    assert said(admin.delete(survey.at("uuid:A"))) == (404, 404.1)
    assert admin.post(survey.at("uuid:A", "/restore")).get_json() == {"success": True}
    assert said(admin.post(survey.at("uuid:A", "/restore"))) == (404, 404.1)
    assert admin.get(survey.at("uuid:A")).get_json()["deletedAt"] is None
    assert survey.column(admin, "KEY") == ["uuid:A"]


def test_the_list_is_paged_newest_first_and_unchanged_it_is_not_sent_again(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    for letter in "ABC":
        survey.sends(admin, instance_id=f"uuid:{letter}")
    path = f"{survey.path}/submissions"
    assert [one["instanceId"] for one in admin.get(path).get_json()] == [
        "uuid:C",
        "uuid:B",
        "uuid:A",
    ]
    page = admin.get(f"{path}?limit=1&offset=1")
    assert [one["instanceId"] for one in page.get_json()] == ["uuid:B"]
    assert said(admin.get(f"{path}?limit=few")) == (400, 400.11)
    tag = page.headers["ETag"]
    assert tag.startswith('W/"')
    again = admin.get(f"{path}?limit=1&offset=1", If_None_Match=tag)
    assert (again.status_code, again.data) == (304, b"")
    strong = tag.removeprefix("W/")
    assert admin.get(f"{path}?limit=1&offset=1", If_None_Match=strong).status_code == 304
    assert admin.get(f"{path}?limit=2", If_None_Match=tag).status_code == 200
    admin.patch(survey.at("uuid:B"), {"reviewState": "approved"})
    assert admin.get(f"{path}?limit=1&offset=1", If_None_Match=tag).status_code == 200


def test_extended_lists_tell_who_sent(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    path = f"{survey.path}/submissions"
    (listed,) = admin.get(path, X_Extended_Metadata="True").get_json()
    assert listed["submitter"]["id"] == admin.id
    assert (
        listed["currentVersion"]["submitter"]["displayName"] == listed["submitter"]["displayName"]
    )
    assert listed["currentVersion"]["formVersion"] == "1"
    assert [one["id"] for one in admin.get(f"{path}/submitters").get_json()] == [admin.id]
    assert admin.get(f"{path}/keys").get_json() == []


def test_tests_of_a_draft_stay_apart(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    assert said(admin.get(f"{survey.path}/draft/submissions")) == (404, 404.1)
    assert admin.post(f"{survey.path}/draft").status_code == 200
    xml = filled(ANSWERS, "uuid:T")
    assert raw(admin, "POST", f"{survey.path}/draft/submissions", xml).status_code == 200
    assert admin.get(f"{survey.path}/submissions").get_json() == []
    assert ids(admin.get(f"{survey.path}/draft/submissions")) == ["uuid:T"]
    assert b"uuid:T" in admin.get(f"{survey.path}/draft/submissions.csv").data
    assert (
        admin.get(f"{survey.path}/draft.svc/Submissions").get_json()["value"][0]["__id"] == "uuid:T"
    )
