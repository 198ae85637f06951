"""The log: what was done is there, in Central's words, and nothing that must not be."""

from __future__ import annotations

import pytest

from server.services import SYSTEM
from server.store import audit
from tests.server.office import PASSWORD, Office, said


def _actions(office: Office, query: str = "") -> list[str]:
    return [entry["action"] for entry in office.admin.get(f"/v1/audits{query}").get_json()]


def _a_day_at_the_office(office: Office) -> list[str]:
    """Do one of each, and return what must never be in the log."""
    admin = office.admin
    lan = admin.post("/v1/users", {"email": "lan@example.org", "displayName": "Lan Anh"}).get_json()
    admin.patch(f"/v1/users/{lan['id']}", {"displayName": "Lan Anh Nguyễn"})
    admin.put(f"/v1/users/{lan['id']}/password", {"new": PASSWORD})
    project = admin.post("/v1/projects", {"name": "Đề án mật"}).get_json()
    there = f"/v1/projects/{project['id']}"
    admin.patch(there, {"description": "Mô tả mật"})
    admin.post(f"{there}/assignments/viewer/{lan['id']}")
    admin.delete(f"{there}/assignments/viewer/{lan['id']}")
    hoa = admin.post(f"{there}/app-users", {"displayName": "Hoa Mai"}).get_json()
    one = f"{there}/app-users/{hoa['id']}"
    admin.patch(one, {"displayName": "Hoa Mai Trần"})
    admin.post(f"{there}/assignments/app-user/{hoa['id']}")
    renewed = admin.post(f"{one}/token").get_json()["token"]
    device = admin.post(f"{one}/device-password").get_json()["password"]
    admin.delete(f"{one}/device-password")
    admin.delete(f"{one}/token")
    admin.delete(one)
    admin.delete(there)
    admin.delete(f"/v1/users/{lan['id']}")
    return ["Lan Anh", "Hoa Mai", "lan@", "mật", PASSWORD, hoa["token"], renewed, device]


def test_each_change_leaves_one_entry_and_no_secret(office: Office) -> None:
    before = len(_actions(office))
    secrets = _a_day_at_the_office(office)
    entries = office.admin.get("/v1/audits").get_json()
    done = entries[: len(entries) - before]
    assert [entry["action"] for entry in reversed(done)] == [
        "user.create",
        "user.update",
        "user.update",
        "project.create",
        "project.update",
        "user.assignment.create",
        "user.assignment.delete",
        "field_key.create",
        "field_key.update",
        "field_key.assignment.create",
        "field_key.token.renew",
        "field_key.device_password.create",
        "field_key.device_password.delete",
        "field_key.session.end",
        "field_key.delete",
        "project.delete",
        "user.delete",
    ]
    assert {entry["actorId"] for entry in done} == {office.admin.id}
    assert [secret for secret in secrets if secret in str(entries)] == []


def test_an_entry_says_who_did_what_to_whom(office: Office) -> None:
    project, lan = office.project("Đề án 938"), office.person("lan")
    office.admin.post(f"/v1/projects/{project.id}/assignments/viewer/{lan.id}")
    query = "/v1/audits?action=user.assignment.create&limit=1"
    entry = office.admin.get(query, X_Extended_Metadata="true").get_json()[0]
    assert entry.pop("loggedAt").endswith("Z")
    assert entry.pop("actor")["id"] == office.admin.id
    assert entry.pop("actee")["displayName"] == "lan@example.org"
    assert entry == {
        "actorId": office.admin.id,
        "action": "user.assignment.create",
        "acteeId": f"actor:{lan.id}",
        "details": {"roleId": 6, "grantedActeeId": f"project:{project.id}"},
        "notes": None,
    }


def test_entries_are_filtered_by_action_and_by_topic(office: Office) -> None:
    office.admin.post("/v1/projects", {"name": "Đề án 938"})
    with office.parts.database.write() as cx:
        audit.log(SYSTEM, cx, "submission.create", "submission:1", project_id=1)
        audit.log(SYSTEM, cx, "formally.not.a.form")
    assert _actions(office, "?action=project.create") == ["project.create"]
    assert _actions(office, "?action=project") == ["project.create"]
    assert _actions(office, "?action=submission") == ["submission.create"]
    assert _actions(office, "?action=form") == []
    assert _actions(office, "?action=%25") == []
    everything = _actions(office)
    assert [a for a in everything if a != "submission.create"] == _actions(
        office, "?action=nonverbose"
    )


def test_entries_are_paged_and_bounded_in_time(office: Office) -> None:
    for name in ("A", "B", "C"):
        office.admin.post("/v1/projects", {"name": name})
    entries = office.admin.get("/v1/audits?action=project").get_json()
    middle = entries[1]["loggedAt"]
    assert [entry["acteeId"] for entry in entries] == ["project:3", "project:2", "project:1"]

    def found(query: str) -> list[str]:
        answer = office.admin.get(f"/v1/audits?action=project&{query}").get_json()
        return [entry["acteeId"] for entry in answer]

    assert found("limit=1&offset=1") == ["project:2"]
    assert found("limit=0") == []
    assert found("offset=3") == []
    since, until = found(f"start={middle}"), found(f"end={middle}")
    assert set(since) | set(until) == {"project:1", "project:2", "project:3"}
    assert "project:2" in since
    assert "project:2" in until
    assert found("start=2999-01-01") == []
    assert found("end=1999-01-01T00:00:00+07:00") == []


@pytest.mark.parametrize(
    "query",
    [
        "limit=-1",
        "limit=ten",
        "limit=",
        "limit=99999999999999999999",
        "offset=1.5",
        "offset=٣",
        "start=yesterday",
        "end=2026-13-01",
        "end=0001-01-01T00:00:00%2B14:00",
        "action=%00",
    ],
)
def test_a_parameter_that_cannot_be_is_told(still_office: Office, query: str) -> None:
    refused = still_office.admin.get(f"/v1/audits?{query}")
    assert said(refused) == (400, 400.11)
    assert refused.get_json()["details"]["field"] == query.partition("=")[0]


def test_only_an_administrator_reads_the_log(small_office: Office) -> None:
    project = small_office.project("Đề án 938")
    manager = small_office.person("manager", "manager", project)
    assert said(manager.get("/v1/audits")) == (403, 403.1)
    assert said(small_office.stranger.get("/v1/audits")) == (401, 401.2)
