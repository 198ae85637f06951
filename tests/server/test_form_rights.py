"""Who may read a form, make one, publish it, delete it."""

from __future__ import annotations

import pytest

from server.store.projects import Project
from tests.kit.questionnaire import Questionnaire
from tests.server.office import Asker, Office, said

XML = "application/xml"
REFUSED = (403, 403.1)


def uploads(who: Asker, path: str, form: Questionnaire) -> tuple[int, float | None]:
    return said(who.client.post(path, data=form.xform(), content_type=XML, headers=who.headers))


@pytest.fixture
def project(office: Office) -> Project:
    return office.project("Đề án")


@pytest.fixture
def forms(office: Office, project: Project) -> str:
    """Where a published form lies that is changed in a draft, and one that is a draft only."""
    place = f"/v1/projects/{project.id}/forms"
    assert uploads(office.admin, f"{place}?publish=true", Questionnaire())[0] == 200
    assert uploads(office.admin, f"{place}/visit/draft", Questionnaire(version="2"))[0] == 200
    assert uploads(office.admin, place, Questionnaire(form_id="new"))[0] == 200
    return place


def test_a_viewer_reads_everything_and_changes_nothing(
    office: Office, project: Project, forms: str
) -> None:
    viewer = office.person("viewer", "viewer", project)
    for path in (
        "",
        "/visit",
        "/visit.xml",
        "/visit/fields",
        "/visit/versions",
        "/visit/versions/1.xml",
        "/visit/draft",
        "/visit/draft.xml",
        "/visit/draft/fields",
        "/visit/attachments",
        "/new",
        "/new.xml",
    ):
        assert said(viewer.get(forms + path)) == (200, None), path
    form = Questionnaire(form_id="another")
    assert uploads(viewer, forms, form) == REFUSED
    assert uploads(viewer, f"{forms}/visit/draft", form) == REFUSED
    assert uploads(viewer, f"{forms}/visit/draft/attachments/a.csv", form) == REFUSED
    assert said(viewer.post(f"{forms}/visit/draft/publish")) == REFUSED
    assert said(viewer.patch(f"{forms}/visit", {"state": "closed"})) == REFUSED
    assert said(viewer.delete(f"{forms}/visit/draft")) == REFUSED
    assert said(viewer.delete(f"{forms}/visit")) == REFUSED
    assert said(viewer.get(f"{forms}?deleted=true")) == REFUSED
    assert said(office.admin.post(f"{forms}/visit/draft/publish")) == (200, None)


def test_who_fills_forms_in_sees_what_is_published_and_open(
    office: Office, project: Project, forms: str
) -> None:
    collector = office.person("collector", "formfill", project)
    listed = collector.get(forms).get_json()
    assert [(one["xmlFormId"], one["version"], one["draftToken"]) for one in listed] == [
        ("visit", "1", None)
    ]
    assert said(collector.get(f"{forms}/visit.xml")) == (200, None)
    for path in ("/visit/draft", "/visit/draft.xml", "/visit/versions", "/visit/fields"):
        assert said(collector.get(forms + path)) == REFUSED, path
    assert said(collector.get(f"{forms}/new")) == (404, 404.1)
    assert said(collector.get(f"{forms}/new.xml")) == (404, 404.1)
    office.admin.patch(f"{forms}/visit", {"state": "closing"})
    assert collector.get(forms).get_json() == []
    assert said(collector.get(f"{forms}/visit.xml")) == REFUSED


def test_a_manager_of_another_project_is_nobody_here(office: Office, forms: str) -> None:
    manager = office.person("manager", "manager", office.project("Khác"))
    for path in ("", "/visit", "/visit.xml", "/visit/draft"):
        assert said(manager.get(forms + path)) == REFUSED, path
    assert uploads(manager, forms, Questionnaire(form_id="another")) == REFUSED
    assert said(manager.post(f"{forms}/visit/draft/publish")) == REFUSED


def test_a_stranger_is_asked_to_sign_in(office: Office, forms: str) -> None:
    for path in ("", "/visit", "/visit.xml", "/visit/draft.xml"):
        assert said(office.stranger.get(forms + path)) == (401, 401.2), path


def test_a_test_link_opens_its_own_draft_alone(office: Office, forms: str) -> None:
    token = office.admin.get(f"{forms}/visit/draft").get_json()["draftToken"]
    tested = forms.replace("/v1/", f"/v1/test/{token}/")
    stranger = office.stranger
    assert stranger.get(f"{tested}/visit/draft.xml").data == Questionnaire(version="2").xform()
    assert said(stranger.get(f"{tested}/new/draft.xml")) == (404, 404.4)
    assert said(stranger.get(f"{tested}/visit/draft")) == (401, 401.2)
    assert said(stranger.get(f"{tested}/visit.xml")) == (401, 401.2)
    other = forms.replace("/v1/", f"/v1/test/{'x' * 64}/")
    assert said(stranger.get(f"{other}/visit/draft.xml")) == (404, 404.4)
