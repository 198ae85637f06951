"""A draft is tried on a phone before it is published; what is sent then never counts."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import requests

from tests.kit.phone import Phone
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import RunningServer

XML = {"Content-Type": "application/xml"}


def test_a_draft_is_tried_with_its_own_link(any_server: RunningServer) -> None:
    desk = any_server.coordinator
    form = Questionnaire(form_id="trial", version="draft 1")
    draft = desk.does("POST", "forms?publish=false", data=form.xform(), headers=XML).json()
    token = desk.does("GET", "forms/trial/draft").json()["draftToken"]
    assert draft["publishedAt"] is None
    phone = Phone(
        f"{any_server.url}/v1/test/{token}/projects/{any_server.project_id}/forms/trial/draft"
    )
    assert phone.lists_forms() == ["trial"]
    listed = requests.get(f"{phone.server_url}/formList", timeout=10).content
    (download,) = [one.text for one in ET.fromstring(listed).iter() if one.tag.endswith("Url")]
    assert requests.get(download or "", timeout=10).content == form.xform()
    filled = phone.fills(form, name="thử")
    assert phone.sends(filled).status == 201
    assert "thử" in desk.does("GET", "forms/trial/draft/submissions.csv").text
    assert phone.sends(phone.fills(Questionnaire(form_id="other"), name="x")).status == 404

    desk.does("POST", "forms/trial/draft/publish")
    assert "thử" not in desk.downloads("trial")
    assert phone.sends(filled).status == 404
    assert phone.is_told("formList") == 404
    phone.leaves()


def test_a_wrong_link_opens_nothing(any_server: RunningServer) -> None:
    form = Questionnaire(form_id="shut")
    any_server.coordinator.does("POST", "forms?publish=false", data=form.xform(), headers=XML)
    base = f"{any_server.url}/v1/test/{'x' * 64}/projects/{any_server.project_id}/forms/shut/draft"
    phone = Phone(base)
    assert phone.is_told("formList") == 404
    assert phone.sends(phone.fills(form, name="x")).status == 404
    phone.leaves()
