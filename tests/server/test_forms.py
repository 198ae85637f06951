"""A form's way: uploaded, given its files, published, changed, closed, deleted, restored."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
import requests

from tests.kit.coordinator import Coordinator
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import RunningServer
from tests.kit.workbooks import XLSX, workbook

XML = {"Content-Type": "application/xml"}
EXTENDED = {"X-Extended-Metadata": "true"}
QUESTIONS = (
    ("text", "place", "Xã"),
    ("integer", "people", "Số người"),
    ("select_one_from_file communes.csv", "commune", "Chọn xã"),
)


@pytest.fixture
def lan(any_server: RunningServer) -> Coordinator:
    return any_server.coordinator


def refusal(answer: requests.Response) -> tuple[int, float, dict[str, Any]]:
    """Return status, code and details."""
    said = answer.json()
    return answer.status_code, said["code"], said.get("details", {})


def uploads(lan: Coordinator, path: str, data: bytes, **query: str) -> requests.Response:
    return lan.asks("POST", path, data=data, headers={"Content-Type": XLSX}, params=query)


def test_a_workbook_goes_from_upload_to_a_second_version(lan: Coordinator) -> None:
    first = workbook(*QUESTIONS)
    made = uploads(lan, "forms", first).json()
    draft_token, created_at = made.pop("draftToken"), made.pop("createdAt")
    assert len(draft_token) == 64
    assert created_at.endswith("Z")
    assert made.pop("updatedAt") is not None
    xform = lan.does("GET", "forms/tap_huan/draft.xml").content
    assert made == {
        "projectId": lan.project_id,
        "xmlFormId": "tap_huan",
        "name": "Tập huấn",
        "version": "1",
        "hash": hashlib.md5(xform).hexdigest(),
        "sha": hashlib.sha1(xform).hexdigest(),
        "sha256": hashlib.sha256(xform).hexdigest(),
        "state": "open",
        "keyId": None,
        "enketoId": None,
        "enketoOnceId": None,
        "webformsEnabled": False,
        "publishedAt": None,
    }

    missing = {"name": "communes.csv", "type": "file", "exists": False}
    assert lan.does("GET", "forms/tap_huan/draft/attachments").json() == [
        missing
        | {
            "blobExists": False,
            "datasetExists": False,
            "hash": None,
            "size": None,
            "updatedAt": None,
        }
    ]
    communes = b"name,label\nx1,Xu\xc3\xa2n Giang\n"
    lan.does("POST", "forms/tap_huan/draft/attachments/communes.csv", data=communes)
    lan.does("POST", "forms/tap_huan/draft/publish")
    assert refusal(lan.asks("GET", "forms/tap_huan/draft"))[:2] == (404, 404.1)
    assert lan.does("GET", "forms/tap_huan.xml").content == xform
    assert lan.does("GET", "forms/tap_huan.xlsx").content == first
    assert refusal(lan.asks("GET", "forms/tap_huan.xls"))[:2] == (404, 404.1)

    changed_type = workbook(("text", "people", "Số người"), version="2")
    status, code, details = refusal(uploads(lan, "forms/tap_huan/draft", changed_type))
    assert (status, code) == (400, 400.17)
    assert details == {"path": "/people", "type": "int", "new_type": "string"}

    second = workbook(*QUESTIONS, ("date", "day", "Ngày"), version="2")
    assert uploads(lan, "forms/tap_huan/draft", second).json() == {"success": True}
    (carried,) = lan.does("GET", "forms/tap_huan/draft/attachments").json()
    assert carried["exists"]
    assert carried["hash"] == hashlib.md5(communes).hexdigest()
    lan.does("POST", "forms/tap_huan/draft/publish")
    assert lan.does("GET", "forms/tap_huan").json()["version"] == "2"
    assert lan.does("GET", "forms/tap_huan/attachments/communes.csv").content == communes

    versions = lan.does("GET", "forms/tap_huan/versions").json()
    assert [version["version"] for version in versions] == ["2", "1"]
    assert lan.does("GET", "forms/tap_huan/versions/1.xml").content == xform
    assert lan.does("GET", "forms/tap_huan/versions/1.xlsx").content == first
    fields = lan.does("GET", "forms/tap_huan/versions/1/fields").json()
    assert [field["path"] for field in fields] == [
        "/place",
        "/people",
        "/commune",
        "/meta",
        "/meta/instanceID",
    ]
    held = lan.does("GET", "forms/tap_huan/versions/1/attachments/communes.csv").content
    assert held == communes


def test_fields_say_what_each_question_is(lan: Coordinator) -> None:
    lan.publishes(
        Questionnaire(form_id="fields", questions=(("số-nhà", "int"), ("photo", "binary")))
    )
    fields = lan.does("GET", "forms/fields/fields").json()
    blank = {"binary": None, "selectMultiple": None}
    assert fields == [
        {"name": "số-nhà", "path": "/số-nhà", "type": "int", **blank},
        {"name": "photo", "path": "/photo", "type": "binary", **blank} | {"binary": True},
        {"name": "meta", "path": "/meta", "type": "structure", **blank},
        {"name": "instanceID", "path": "/meta/instanceID", "type": "string", **blank},
    ]
    odata = lan.does("GET", "forms/fields/fields?odata=true").json()
    assert odata[0] == {"name": "s_nh_", "path": "/s_nh_", "type": "int", **blank}


def test_an_id_that_is_taken_is_refused(lan: Coordinator) -> None:
    form = Questionnaire(form_id="taken")
    lan.publishes(form)
    again = lan.asks("POST", "forms", data=form.xform(), headers=XML)
    assert refusal(again) == (
        409,
        409.3,
        {
            "fields": ["projectId", "xmlFormId"],
            "values": [lan.project_id, "taken"],
            "table": "forms",
        },
    )


def test_a_version_is_published_once(lan: Coordinator) -> None:
    form = Questionnaire(form_id="once")
    lan.publishes(form)
    lan.does("POST", "forms/once/draft", data=form.xform(), headers=XML)
    refused = lan.asks("POST", "forms/once/draft/publish")
    assert refusal(refused) == (409, 409.6, {"xmlFormId": "once", "version": "1"})
    assert refused.json()["message"].startswith("Version 1 of the form once was published already")
    lan.does("GET", "forms/once/draft")  # the draft is still there

    lan.does("POST", "forms/once/draft/publish?version=2026-11-22T08%3A54%3A58.830090")
    now = lan.does("GET", "forms/once").json()
    assert now["version"] == "2026-11-22T08:54:58.830090"
    served = lan.does("GET", "forms/once.xml").content
    assert served == form.at_version("2026-11-22T08:54:58.830090").xform()
    assert now["hash"] == hashlib.md5(served).hexdigest()


def test_an_impossible_version_is_refused(lan: Coordinator) -> None:
    lan.does("POST", "forms", data=Questionnaire(form_id="odd").xform(), headers=XML)
    for version in ("%0A", "x" * 256, " 1"):
        refused = lan.asks("POST", f"forms/odd/draft/publish?version={version}")
        assert refusal(refused)[:2] == (400, 400.8)


def test_a_form_without_a_version_is_addressed_by_three_underscores(lan: Coordinator) -> None:
    xform = Questionnaire(form_id="plain").xform().replace(b' version="1"', b"")
    lan.publishes_bytes("plain", xform, "application/xml")
    assert lan.does("GET", "forms/plain/versions/___").json()["version"] == ""
    assert lan.does("GET", "forms/plain/versions/___.xml").content == xform
    assert lan.asks("GET", "forms/plain/versions/none").status_code == 404


@pytest.mark.parametrize("version", ["2026/11", "a b?#%", "phiên bản 2", "../x"])
def test_any_version_text_can_be_addressed(lan: Coordinator, version: str) -> None:
    form_id = f"text{len(version)}{ord(version[0])}"
    form = Questionnaire(form_id=form_id, version=version)
    lan.publishes(form)
    place = f"forms/{form_id}/versions/{quote(version, safe='')}"
    assert lan.does("GET", place).json()["version"] == version
    assert lan.does("GET", f"{place}.xml").content == form.xform()
    assert len(lan.does("GET", f"{place}/fields").json()) == 5
    assert lan.does("GET", f"{place}/attachments").json() == []


def test_two_who_publish_at_once_publish_once(lan: Coordinator) -> None:
    lan.does("POST", "forms", data=Questionnaire(form_id="race").xform(), headers=XML)
    with ThreadPoolExecutor(4) as crowd:
        tries = [crowd.submit(lan.asks, "POST", "forms/race/draft/publish") for _ in range(4)]
        statuses = sorted(tried.result().status_code for tried in tries)
    assert statuses == [200, 404, 404, 404]
    assert len(lan.does("GET", "forms/race/versions").json()) == 1


def test_two_who_make_the_same_form_make_one(lan: Coordinator) -> None:
    xform = Questionnaire(form_id="twins").xform()
    with ThreadPoolExecutor(4) as crowd:
        tries = [crowd.submit(lan.asks, "POST", "forms", data=xform, headers=XML) for _ in range(4)]
        codes = sorted(tried.result().status_code for tried in tries)
    assert codes == [200, 409, 409, 409]


def test_a_form_may_be_published_at_once(lan: Coordinator) -> None:
    form = Questionnaire(form_id="at.once", title="")
    made = lan.does("POST", "forms?publish=True", data=form.xform(), headers=XML).json()
    assert made["publishedAt"] is not None
    assert made["draftToken"] is None
    assert made["name"] == "at.once"  # phones discard a list with a nameless form


def test_sensitive_questions_are_not_published_without_a_key(lan: Coordinator) -> None:
    asked = workbook(
        ("text", "name", "Tên", "sensitive"),
        form_id="gbv",
        headings=("type", "name", "label", "bind::app:sensitivity"),
    )
    refused = uploads(lan, "forms", asked, publish="true")
    assert refusal(refused) == (400, 400.71, {"paths": ["/name"]})
    assert "/name" in refused.json()["message"]
    assert lan.asks("GET", "forms/gbv").status_code == 404  # nothing of it was stored


def test_a_draft_belongs_to_its_form(lan: Coordinator) -> None:
    lan.publishes(Questionnaire(form_id="mine"))
    other = Questionnaire(form_id="other").xform()
    refused = lan.asks("POST", "forms/mine/draft", data=other, headers=XML)
    status, code, details = refusal(refused)
    assert (status, code, details["field"], details["value"]) == (
        400,
        400.8,
        "xmlFormId",
        "other",
    )


def test_an_empty_draft_copies_what_is_published(lan: Coordinator) -> None:
    lan.publishes(Questionnaire(form_id="copied"))
    published = lan.does("GET", "forms/copied").json()
    lan.does("POST", "forms/copied/draft")
    draft = lan.does("GET", "forms/copied/draft").json()
    assert (draft["hash"], draft["publishedAt"]) == (published["hash"], None)
    token = draft["draftToken"]
    lan.does("POST", "forms/copied/draft")
    assert lan.does("GET", "forms/copied/draft").json()["draftToken"] != token
    lan.does("DELETE", "forms/copied/draft")
    assert lan.asks("GET", "forms/copied/draft").status_code == 404
    assert lan.does("GET", "forms/copied").json() | {"updatedAt": None} == (
        published | {"updatedAt": None}
    )


def test_the_only_draft_cannot_be_given_up(lan: Coordinator) -> None:
    form = Questionnaire(form_id="unpublished")
    lan.does("POST", "forms", data=form.xform(), headers=XML)
    assert refusal(lan.asks("DELETE", "forms/unpublished/draft"))[:2] == (409, 409.7)
    assert refusal(lan.asks("POST", "forms/unpublished/draft"))[:2] == (409, 409.7)


def test_a_form_is_closed_deleted_and_restored(lan: Coordinator) -> None:
    lan.publishes(Questionnaire(form_id="season"))
    assert lan.does("PATCH", "forms/season", json={"state": "closing"}).json()["state"] == "closing"
    assert refusal(lan.asks("PATCH", "forms/season", json={"state": "shut"}))[:2] == (400, 400.8)
    assert refusal(lan.asks("PATCH", "forms/season", json={}))[:2] == (400, 400.2)

    lan.does("DELETE", "forms/season")
    assert lan.asks("GET", "forms/season").status_code == 404
    (deleted,) = (
        form
        for form in lan.does("GET", "forms?deleted=true").json()
        if form["xmlFormId"] == "season"
    )
    assert deleted["deletedAt"] is not None
    lan.does("POST", f"forms/{deleted['id']}/restore")
    assert lan.does("GET", "forms/season").json()["state"] == "closing"
    assert lan.asks("POST", f"forms/{deleted['id']}/restore").status_code == 404

    lan.does("DELETE", "forms/season")
    lan.publishes(Questionnaire(form_id="season", version="2"))
    assert refusal(lan.asks("POST", f"forms/{deleted['id']}/restore"))[:2] == (409, 409.3)


def test_an_xform_keeps_its_etag_while_it_is_the_same(lan: Coordinator) -> None:
    lan.publishes(Questionnaire(form_id="cached"))
    first = lan.does("GET", "forms/cached.xml")
    assert first.headers["Content-Type"] == "application/xml"
    tag = first.headers["ETag"]
    again = lan.asks("GET", "forms/cached.xml", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    lan.publishes(Questionnaire(form_id="cached", version="2"))
    assert lan.asks("GET", "forms/cached.xml", headers={"If-None-Match": tag}).status_code == 200


def test_the_list_counts_what_came_in(lan: Coordinator) -> None:
    form = Questionnaire(form_id="counted", title="Á đầu tiên")
    lan.publishes(form)
    phone = lan.lets_in("counted")
    phone.sends(form.filled(name="Hoa", age=3))
    listed = lan.does("GET", "forms", headers=EXTENDED).json()
    (counted,) = (one for one in listed if one["xmlFormId"] == "counted")
    assert counted["submissions"] == 1
    assert counted["reviewStates"] == {"received": 1, "hasIssues": 0, "edited": 0}
    assert counted["lastSubmission"].endswith("Z")
    assert counted["createdBy"]["id"] == 5
    assert (counted["excelContentType"], counted["entityRelated"], counted["publicLinks"]) == (
        None,
        False,
        0,
    )
    assert lan.does("GET", "forms/counted", headers=EXTENDED).json() == counted
    names = [one["name"].casefold() for one in listed]
    assert names == sorted(names)


def test_what_a_draft_was_tried_with_goes_with_it(
    lan: Coordinator, any_server: RunningServer
) -> None:
    form = Questionnaire(form_id="tried")
    lan.does("POST", "forms", data=form.xform(), headers=XML)
    token = lan.does("GET", "forms/tried/draft").json()["draftToken"]
    address = f"{any_server.url}/v1/test/{token}/projects/{lan.project_id}/forms/tried/draft"
    assert requests.get(f"{address}.xml", timeout=60).content == form.xform()
    sent = requests.post(
        f"{address}/submission",
        files={"xml_submission_file": ("a.xml", form.filled(name="thử").xml, "text/xml")},
        timeout=60,
    )
    assert sent.status_code == 201, sent.text
    assert len(lan.does("GET", "forms/tried/draft/submissions").json()) == 1
    lan.does("POST", "forms/tried/draft/publish")
    dead = requests.get(f"{address}.xml", timeout=60)
    assert refusal(dead)[:2] == (404, 404.4)
    lan.does("POST", "forms/tried/draft")
    assert lan.does("GET", "forms/tried/draft/submissions").json() == []
    assert lan.counts("tried") == []
