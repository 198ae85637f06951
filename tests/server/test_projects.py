"""Projects: made, seen by those who may, changed within limits, deleted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from server import clock
from server.store import forms, versions
from server.store.forms import Form
from tests.server.office import Office, said


def test_a_new_project_has_what_a_poor_network_and_vietnam_need(office: Office) -> None:
    made = office.admin.post("/v1/projects", {"name": "Đề án 938"}).get_json()
    assert made.pop("createdAt").endswith("Z")
    assert made == {
        "id": 1,
        "name": "Đề án 938",
        "description": None,
        "archived": False,
        "keyId": None,
        "updatedAt": None,
        "deletedAt": None,
        "language": "vi",
        "zone": "Asia/Ho_Chi_Minh",
        "cutoffDay": None,
        "acceptContentLength": 10_000_000,
    }


def test_a_project_is_changed(office: Office) -> None:
    project = office.project("Đề án 938")
    changes = {
        "name": "Đề án 938 – giai đoạn 2",
        "description": "Hai dòng\nmô tả",
        "archived": True,
        "language": "en",
        "zone": "Asia/Bangkok",
        "cutoffDay": 15,
        "acceptContentLength": 1_000_000,
    }
    changed = office.admin.patch(f"/v1/projects/{project.id}", changes).get_json()
    assert {name: changed[name] for name in changes} == changes
    assert changed["updatedAt"] is not None
    assert office.admin.get(f"/v1/projects/{project.id}").get_json() == changed


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"name": "x" * 201},
        {"name": None},
        {"zone": "Asia/Saigon City"},
        {"zone": "../../etc/passwd"},
        {"zone": "Asia"},
        {"language": "fr"},
        {"cutoffDay": 0},
        {"cutoffDay": 32},
        {"cutoffDay": 1.5},
        {"acceptContentLength": 999_999},
        {"acceptContentLength": 100_000_001},
        {"archived": "perhaps"},
    ],
)
def test_a_project_takes_no_wrong_value(still_office: Office, wrong: dict[str, object]) -> None:
    admin = still_office.admin
    path = f"/v1/projects/{still_office.project('Đề án 938').id}"
    before = admin.get(path).get_json()
    refused = admin.patch(path, wrong)
    assert said(refused) == (400, 400.8)
    assert refused.get_json()["details"]["field"] == next(iter(wrong))
    assert admin.get(path).get_json() == before
    assert said(admin.post("/v1/projects", {})) == (400, 400.2)


def test_everybody_lists_their_own_projects_archived_ones_last(office: Office) -> None:
    first, second, third = (office.project(name) for name in ("C", "b", "A"))
    office.admin.patch(f"/v1/projects/{third.id}", {"archived": True})
    lan = office.person("lan", "viewer", second)
    office.gives("formfill", lan.id, third)

    def names(answer: list[dict[str, str]]) -> list[str]:
        return [project["name"] for project in answer]

    assert names(office.admin.get("/v1/projects").get_json()) == ["b", "C", "A"]
    assert names(lan.get("/v1/projects").get_json()) == ["b", "A"]
    assert said(lan.post("/v1/projects", {"name": "Mine"})) == (403, 403.1)
    assert said(lan.get(f"/v1/projects/{first.id}")) == (403, 403.1)
    assert said(lan.patch(f"/v1/projects/{second.id}", {"name": "Mine"})) == (403, 403.1)
    assert said(office.stranger.get("/v1/projects")) == (401, 401.2)


def _submission(office: Office, form: Form, at: datetime, **more: object) -> None:
    number = clock.new_id()
    with office.parts.database.write() as cx:
        values = {
            "project_id": form.project_id,
            "id": number,
            "form_id": form.id,
            "draft": False,
            "instance_id": f"uuid:{number}",
            "form_version": "1",
            "edits": 0,
            "created_at": at,
        }
        versions.add_submission(cx, **(values | more))


def test_an_extended_project_counts_what_it_holds(office: Office) -> None:
    project, empty = office.project("Đề án 938"), office.project("Empty")
    visits, training = office.form(project, "visits"), office.form(project, "training")
    path = f"/v1/projects/{project.id}/app-users"
    _, mai = (office.admin.post(path, {"displayName": name}) for name in ("Hoa", "Mai"))
    office.admin.delete(f"{path}/{mai.get_json()['id']}")
    _submission(office, visits, datetime(2026, 3, 1, tzinfo=UTC))
    _submission(office, visits, datetime(2026, 3, 2, tzinfo=UTC))
    _submission(office, training, datetime(2026, 2, 1, tzinfo=UTC))
    _submission(office, visits, datetime(2026, 4, 1, tzinfo=UTC), draft=True)
    _submission(
        office,
        visits,
        datetime(2026, 5, 1, tzinfo=UTC),
        deleted_at=datetime(2026, 5, 2, tzinfo=UTC),
    )
    gone = office.form(project, "gone")
    with office.parts.database.write() as cx:
        forms.change(cx, gone.id, deleted_at=clock.now())

    shown = office.admin.get("/v1/projects", X_Extended_Metadata="true").get_json()
    counted = ("appUsers", "forms", "datasets", "lastSubmission", "lastEntity")
    assert {one["id"]: [one[name] for name in counted] for one in shown} == {
        project.id: [1, 2, 0, "2026-03-02T00:00:00.000Z", None],
        empty.id: [0, 0, 0, None, None],
    }
    viewer = office.person("viewer", "viewer", project)
    one = viewer.get(f"/v1/projects/{project.id}", X_Extended_Metadata="True").get_json()
    assert one["verbs"] == [
        "dataset.list",
        "entity.list",
        "form.list",
        "form.read",
        "open_form.list",
        "open_form.read",
        "project.read",
        "submission.list",
        "submission.read",
    ]


def test_a_deleted_project_is_gone_for_people_and_phones(office: Office) -> None:
    project = office.project("Đề án 938")
    path = f"/v1/projects/{project.id}"
    hoa = office.admin.post(f"{path}/app-users", {"displayName": "Hoa"}).get_json()
    assert said(office.admin.delete(path)) == (200, None)
    assert said(office.admin.get(path)) == (404, 404.1)
    assert office.admin.get("/v1/projects").get_json() == []
    assert said(office.phone(hoa["token"]).get(f"{path}/app-users")) == (404, 404.1)


def test_lists_of_forms_inside_projects_are_not_there_yet(small_office: Office) -> None:
    assert said(small_office.admin.get("/v1/projects?forms=true")) == (501, 501.1)
    assert said(small_office.admin.get("/v1/projects?forms=false")) == (200, None)
