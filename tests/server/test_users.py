"""People of the site: who may see, add, change and delete whom."""

from __future__ import annotations

import pytest

from tests.server.office import PASSWORD, Asker, Office, said


def test_an_administrator_adds_a_person_who_signs_in(office: Office) -> None:
    wanted = {"email": "Lan@Example.org", "displayName": " Nguyễn Thị Lan ", "password": PASSWORD}
    added = office.admin.post("/v1/users", wanted).get_json()
    moment = added.pop("createdAt")
    assert moment.endswith("Z")
    assert added == {
        "id": 6,
        "type": "user",
        "displayName": "Nguyễn Thị Lan",
        "email": "lan@example.org",
        "language": "vi",
        "updatedAt": None,
        "deletedAt": None,
        "lastLoginAt": None,
    }
    lan = office.signs_in("lan@example.org")
    me = lan.get("/v1/users/current", X_Extended_Metadata="true").get_json()
    assert me["verbs"] == []
    assert me["preferences"] == {"site": {}, "projects": {}}
    assert me["lastLoginAt"] is not None


def test_a_person_without_a_password_cannot_sign_in(office: Office) -> None:
    office.admin.post("/v1/users", {"email": "lan@example.org"})
    for password in ("", "None", "null"):
        tried = {"email": "lan@example.org", "password": password}
        assert said(office.stranger.post("/v1/sessions", tried)) == (401, 401.2)


@pytest.mark.parametrize(
    "wanted, code",
    [
        ({}, 400.2),
        ({"email": "no address"}, 400.8),
        ({"email": "a@b"}, 400.8),
        ({"email": "lan@example.org", "password": "too short"}, 400.21),
        ({"email": "lan@example.org", "password": "x" * 201}, 400.38),
        ({"email": "lan@example.org", "displayName": ""}, 400.8),
        ({"email": "lan@example.org", "displayName": "x" * 121}, 400.8),
        ({"email": "lan@example.org", "displayName": "L\0n"}, 400.8),
        ({"email": "lan@example.org", "language": "fr"}, 400.8),
        ({"email": "x" * 250 + "@example.org"}, 400.8),
    ],
)
def test_a_person_who_cannot_be_is_refused(
    still_office: Office, wanted: dict[str, str], code: float
) -> None:
    assert said(still_office.admin.post("/v1/users", wanted)) == (400, code)
    assert len(still_office.admin.get("/v1/users").get_json()) == 1


def test_an_email_is_taken_once_until_its_person_is_deleted(office: Office) -> None:
    wanted = {"email": "lan@example.org"}
    lan = office.admin.post("/v1/users", wanted).get_json()["id"]
    hoa = office.admin.post("/v1/users", {"email": "hoa@example.org"}).get_json()["id"]
    refused = office.admin.post("/v1/users", {"email": "LAN@example.org"})
    assert said(refused) == (409, 409.3)
    assert refused.get_json()["details"]["fields"] == ["email"]
    assert said(office.admin.patch(f"/v1/users/{hoa}", wanted)) == (409, 409.3)

    assert said(office.admin.delete(f"/v1/users/{lan}")) == (200, None)
    assert said(office.admin.get(f"/v1/users/{lan}")) == (404, 404.1)
    assert said(office.admin.patch(f"/v1/users/{hoa}", wanted)) == (200, None)


def _found(asker: Asker, query: str) -> list[str]:
    return [person["email"] for person in asker.get(f"/v1/users?q={query}").get_json()]


def test_people_are_found_by_a_part_of_their_name_or_email(office: Office) -> None:
    for email, name in (("do@example.org", "Đỗ Thị Hạnh"), ("lan@example.org", "100% Lan")):
        office.admin.post("/v1/users", {"email": email, "displayName": name})
    assert _found(office.admin, "đỗ") == ["do@example.org"]
    assert _found(office.admin, "EXAMPLE") == ["do@example.org", "lan@example.org"]
    assert _found(office.admin, "0%25") == ["lan@example.org"]
    assert _found(office.admin, "_") == []
    assert _found(office.admin, "%00") == []


def test_who_gives_roles_asks_for_one_whole_email_and_others_for_none(small_office: Office) -> None:
    project = small_office.project("Đề án 938")
    manager = small_office.person("manager", "manager", project)
    viewer = small_office.person("viewer", "viewer", project)
    assert _found(manager, "viewer@example.org") == ["viewer@example.org"]
    assert _found(manager, "viewer") == []
    assert said(manager.get("/v1/users")) == (403, 403.1)
    assert said(viewer.get("/v1/users?q=manager@example.org")) == (403, 403.1)
    assert said(small_office.stranger.get("/v1/users")) == (401, 401.2)


def test_a_person_sees_and_changes_itself_alone(small_office: Office) -> None:
    lan, hoa = small_office.person("lan"), small_office.person("hoa")
    changed = lan.patch(f"/v1/users/{lan.id}", {"displayName": "Lan", "language": "en"})
    assert (changed.get_json()["displayName"], changed.get_json()["language"]) == ("Lan", "en")
    assert changed.get_json()["updatedAt"] is not None
    for refused in (
        lan.get(f"/v1/users/{hoa.id}"),
        lan.patch(f"/v1/users/{hoa.id}", {"displayName": "Lan"}),
        lan.put(f"/v1/users/{hoa.id}/password", {"new": "somebody else's now"}),
        lan.delete(f"/v1/users/{hoa.id}"),
        lan.delete(f"/v1/users/{lan.id}"),
        lan.post("/v1/users", {"email": "new@example.org"}),
    ):
        assert said(refused) == (403, 403.1)


def test_a_new_password_ends_all_sessions_but_the_one_that_set_it(office: Office) -> None:
    lan = office.person("lan")
    elsewhere = office.signs_in("lan@example.org")
    path, new = f"/v1/users/{lan.id}/password", "another long password"
    assert said(lan.put(path, {"new": new})) == (401, 401.2)
    assert said(lan.put(path, {"old": "a wrong password", "new": new})) == (401, 401.2)
    assert said(elsewhere.get("/v1/users/current")) == (200, None)

    assert said(lan.put(path, {"old": PASSWORD, "new": new})) == (200, None)
    assert said(lan.get("/v1/users/current")) == (200, None)
    assert said(elsewhere.get("/v1/users/current")) == (401, 401.2)
    office.signs_in("lan@example.org", new)


def test_an_administrator_sets_a_forgotten_password_and_ends_all_sessions(office: Office) -> None:
    lan = office.person("lan")
    new = "another long password"
    path = f"/v1/users/{lan.id}/password"
    assert said(office.admin.put(path, {"new": "short"})) == (400, 400.21)
    assert said(office.admin.put(path, {"new": new})) == (200, None)
    assert said(lan.get("/v1/users/current")) == (401, 401.2)
    office.signs_in("lan@example.org", new)


def test_who_is_deleted_is_out_at_once(office: Office) -> None:
    lan = office.person("lan")
    office.admin.delete(f"/v1/users/{lan.id}")
    assert said(lan.get("/v1/users/current")) == (401, 401.2)
    again = {"email": "lan@example.org", "password": PASSWORD}
    assert said(office.stranger.post("/v1/sessions", again)) == (401, 401.2)


def test_the_last_administrator_stays(office: Office) -> None:
    mine = f"/v1/users/{office.admin.id}"
    assert said(office.admin.delete(mine)) == (409, 409.32)
    assert said(office.admin.delete(f"/v1/assignments/admin/{office.admin.id}")) == (409, 409.32)

    office.person("lan", "admin")
    assert said(office.admin.delete(mine)) == (200, None)


def test_a_phone_is_nobody_of_the_site(small_office: Office) -> None:
    project = small_office.project("Đề án 938")
    wanted = {"displayName": "Hoa"}
    added = small_office.admin.post(f"/v1/projects/{project.id}/app-users", wanted).get_json()
    phone = small_office.phone(added["token"])
    assert said(phone.get("/v1/users/current")) == (404, 404.1)
    assert said(phone.get("/v1/users?q=admin@tincay.local")) == (403, 403.1)
    assert said(small_office.admin.get(f"/v1/users/{added['id']}")) == (404, 404.1)


def test_a_number_that_no_database_has_is_not_found(office: Office) -> None:
    assert said(office.admin.get(f"/v1/users/{10**30}")) == (404, 404.1)
    assert said(office.admin.get(f"/v1/projects/{2**31}")) == (404, 404.1)
