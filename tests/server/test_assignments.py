"""Roles: who may give which to whom, and what they let people do."""

from __future__ import annotations

import pytest

from server.store.forms import Form
from server.store.projects import Project
from tests.server.office import Asker, Office, said


def _app_user(office: Office, project: Project, name: str = "Hoa") -> int:
    path = f"/v1/projects/{project.id}/app-users"
    added: int = office.admin.post(path, {"displayName": name}).get_json()["id"]
    return added


def _lists(asker: Asker, path: str) -> list[tuple[int, int]]:
    found = asker.get(path).get_json()
    return [(assignment["actorId"], assignment["roleId"]) for assignment in found]


def _at(form: Form) -> str:
    return f"/v1/projects/{form.project_id}/forms/{form.xml_form_id}/assignments"


def test_the_roles_are_those_of_central(small_office: Office) -> None:
    roles = small_office.person("lan").get("/v1/roles").get_json()
    assert [(role["id"], role["system"]) for role in roles] == [
        (1, "admin"),
        (2, "app-user"),
        (5, "manager"),
        (6, "viewer"),
        (8, "formfill"),
    ]
    by_name = small_office.admin.get("/v1/roles/app-user").get_json()
    assert by_name == small_office.admin.get("/v1/roles/2").get_json()
    assert by_name["verbs"] == ["open_form.list", "open_form.read", "submission.create"]
    assert said(small_office.admin.get("/v1/roles/3")) == (404, 404.1)
    assert said(small_office.stranger.get("/v1/roles")) == (401, 401.2)


def test_a_role_on_a_project_is_given_seen_and_taken(office: Office) -> None:
    project, lan = office.project("Đề án 938"), office.person("lan")
    there = f"/v1/projects/{project.id}"
    assert said(lan.get(there)) == (403, 403.1)

    assert said(office.admin.post(f"{there}/assignments/viewer/{lan.id}")) == (200, None)
    assert said(office.admin.post(f"{there}/assignments/6/{lan.id}")) == (200, None)
    assert said(lan.get(there)) == (200, None)
    assert _lists(office.admin, f"{there}/assignments") == [(lan.id, 6)]
    actors = office.admin.get(f"{there}/assignments/viewer").get_json()
    assert [actor["id"] for actor in actors] == [lan.id]
    extended = office.admin.get(f"{there}/assignments", X_Extended_Metadata="true").get_json()
    assert extended[0]["actor"] == actors[0]

    assert said(office.admin.delete(f"{there}/assignments/6/{lan.id}")) == (200, None)
    assert said(lan.get(there)) == (403, 403.1)
    assert said(office.admin.delete(f"{there}/assignments/6/{lan.id}")) == (404, 404.1)


def test_a_role_on_the_site_is_good_everywhere(office: Office) -> None:
    lan = office.person("lan")
    there = f"/v1/projects/{office.project('Đề án 938').id}"
    assert said(office.admin.post(f"/v1/assignments/manager/{lan.id}")) == (200, None)
    assert said(lan.get(f"{there}/app-users")) == (200, None)
    assert _lists(office.admin, "/v1/assignments") == [(office.admin.id, 1), (lan.id, 5)]
    assert said(lan.get("/v1/assignments")) == (200, None)


def test_an_app_user_gets_one_form_of_two(office: Office) -> None:
    project = office.project("Đề án 938")
    visits, office_form = office.form(project, "visits"), office.form(project, "office")
    hoa = _app_user(office, project)
    assert said(office.admin.post(f"{_at(visits)}/2/{hoa}")) == (200, None)
    assert _lists(office.admin, _at(visits)) == [(hoa, 2)]
    assert _lists(office.admin, _at(office_form)) == []

    on_forms = office.admin.get(f"/v1/projects/{project.id}/assignments/forms").get_json()
    assert on_forms == [{"actorId": hoa, "roleId": 2, "unit": None, "xmlFormId": "visits"}]
    there = f"/v1/projects/{project.id}/assignments/forms"
    assert office.admin.get(f"{there}/app-user").get_json() == on_forms
    assert office.admin.get(f"{there}/viewer").get_json() == []


@pytest.mark.parametrize("role", ["admin", "manager", "viewer"])
def test_a_phone_is_given_nothing_but_forms_to_fill(small_office: Office, role: str) -> None:
    project = small_office.project("Đề án 938")
    hoa = _app_user(small_office, project)
    path = f"/v1/projects/{project.id}/assignments/{role}/{hoa}"
    assert said(small_office.admin.post(path)) == (400, 400.8)


def test_an_app_user_stays_in_its_project(office: Office) -> None:
    ours, theirs = office.project("Đề án 938"), office.project("Another")
    hoa = _app_user(office, ours)
    path = f"/v1/projects/{theirs.id}/assignments/app-user/{hoa}"
    assert said(office.admin.post(path)) == (404, 404.1)
    assert said(office.admin.post(f"/v1/assignments/app-user/{hoa}")) == (404, 404.1)


def test_nobody_gives_more_than_they_have(office: Office) -> None:
    project, lan = office.project("Đề án 938"), office.person("lan")
    manager = office.person("manager", "manager", project)
    there = f"/v1/projects/{project.id}/assignments"
    assert said(manager.post(f"{there}/admin/{lan.id}")) == (403, 403.1)
    assert said(manager.post(f"/v1/assignments/viewer/{lan.id}")) == (403, 403.1)
    assert said(manager.post(f"{there}/manager/{lan.id}")) == (200, None)
    assert said(manager.post(f"{there}/viewer/{lan.id}")) == (200, None)

    assert said(office.admin.post(f"{there}/admin/{lan.id}")) == (200, None)
    assert said(manager.delete(f"{there}/admin/{lan.id}")) == (403, 403.1)


def test_who_is_bound_to_a_unit_gives_that_unit_alone(office: Office) -> None:
    project, lan = office.project("Đề án 938"), office.person("lan")
    bound = office.person("bound")
    office.gives("manager", bound.id, project, unit="2025-05443")
    path = f"/v1/projects/{project.id}/assignments/viewer/{lan.id}"
    assert said(bound.post(path)) == (403, 403.1)
    assert said(bound.post(path, {"unit": "2025-05500"})) == (403, 403.1)
    assert said(bound.post(path, {"unit": "all of it"})) == (400, 400.8)
    assert said(bound.post(path, {"unit": "2025-05443"})) == (200, None)
    listed = bound.get(f"/v1/projects/{project.id}/assignments/").get_json()
    assert listed[1] == {"actorId": lan.id, "roleId": 6, "unit": "2025-05443"}


def test_a_manager_of_one_project_is_nobody_in_another(small_office: Office) -> None:
    ours, theirs = small_office.project("Đề án 938"), small_office.project("Another")
    form, hoa = small_office.form(theirs, "visits"), _app_user(small_office, theirs)
    manager = small_office.person("manager", "manager", ours)
    there = f"/v1/projects/{theirs.id}"
    for refused in (
        manager.get(there),
        manager.patch(there, {"name": "Ours"}),
        manager.delete(there),
        manager.get(f"{there}/app-users"),
        manager.post(f"{there}/app-users", {"displayName": "Mai"}),
        manager.post(f"{there}/app-users/{hoa}/token"),
        manager.post(f"{there}/app-users/{hoa}/device-password"),
        manager.get(f"{there}/app-users/{hoa}/settings.png"),
        manager.delete(f"{there}/app-users/{hoa}"),
        manager.get(f"{there}/assignments"),
        manager.get(f"{there}/assignments/forms"),
        manager.post(f"{there}/assignments/viewer/{manager.id}"),
        manager.get(_at(form)),
        manager.post(f"{_at(form)}/2/{hoa}"),
        manager.delete(f"{_at(form)}/2/{hoa}"),
    ):
        assert said(refused) == (403, 403.1), refused.request.path
    # The app user of another project is not among ours, whatever its number.
    assert said(manager.post(f"/v1/projects/{ours.id}/app-users/{hoa}/token")) == (404, 404.1)
    assert said(manager.delete(f"/v1/projects/{ours.id}/app-users/{hoa}")) == (404, 404.1)


def test_what_is_not_there_cannot_be_assigned(office: Office) -> None:
    project, lan = office.project("Đề án 938"), office.person("lan")
    there = f"/v1/projects/{project.id}"
    for missing in (
        f"{there}/assignments/king/{lan.id}",
        f"{there}/assignments/3/{lan.id}",
        f"{there}/assignments/viewer/999",
        f"{there}/assignments/viewer/1",
        f"{there}/forms/none/assignments/2/{lan.id}",
        f"/v1/projects/999/assignments/viewer/{lan.id}",
    ):
        assert said(office.admin.post(missing)) == (404, 404.1), missing


def test_an_administrator_is_not_bound_to_a_unit(office: Office) -> None:
    lan = office.person("lan")
    bound = office.admin.post(f"/v1/assignments/admin/{lan.id}", {"unit": "2025-05443"})
    assert said(bound) == (400, 400.8)
    assert said(lan.get("/v1/users")) == (403, 403.1)


def test_who_is_bound_to_a_unit_binds_nobody_who_is_not(office: Office) -> None:
    project = office.project("Đề án 938")
    boss, bound = office.person("boss", "manager", project), office.person("bound")
    office.gives("manager", bound.id, project, unit="2025-05443")
    path = f"/v1/projects/{project.id}/assignments/manager/{boss.id}"
    assert said(bound.post(path, {"unit": "2025-05443"})) == (403, 403.1)
    listed = office.admin.get(f"/v1/projects/{project.id}/assignments").get_json()
    assert listed[0] == {"actorId": boss.id, "roleId": 5, "unit": None}
