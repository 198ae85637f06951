"""App users: let in by a token or a device password, shown by a picture, and let out again."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path

import pytest

from server.people import settings_qr
from tests.server.office import PUBLIC_URL, Office, open_office, said


def _all(office: Office) -> str:
    return f"/v1/projects/{office.project('Đề án 938').id}/app-users"


def test_an_app_user_is_added_with_a_token(office: Office) -> None:
    added = office.admin.post(_all(office), {"displayName": "Hoa"}).get_json()
    assert added.pop("createdAt").endswith("Z")
    assert re.fullmatch(r"[A-Za-z0-9!$]{64}", added.pop("token"))
    assert added == {
        "id": 6,
        "type": "field_key",
        "displayName": "Hoa",
        "projectId": 1,
        "language": "vi",
        "unit": None,
        "updatedAt": None,
        "deletedAt": None,
    }


def test_app_users_are_listed_with_their_tokens_newest_first(office: Office) -> None:
    path = _all(office)
    hoa = office.admin.post(path, {"displayName": "Hoa", "unit": "2025-05443"}).get_json()
    mai = office.admin.post(path, {"displayName": "Mai", "language": "en"}).get_json()
    assert office.admin.get(path).get_json() == [mai, hoa]
    assert (hoa["unit"], mai["language"]) == ("2025-05443", "en")

    office.phone(hoa["token"]).get("/v1/roles")
    extended = office.admin.get(path, X_Extended_Metadata="true").get_json()
    assert [one["createdBy"]["id"] for one in extended] == [office.admin.id] * 2
    assert [one["lastUsed"] is None for one in extended] == [True, False]
    assert [one["properties"] for one in extended] == [{}, {}]


@pytest.mark.parametrize(
    "wanted, code",
    [
        ({}, 400.2),
        ({"displayName": " "}, 400.8),
        ({"displayName": "x" * 121}, 400.8),
        ({"displayName": "Hoa", "unit": "Đông Anh"}, 400.8),
        ({"displayName": "Hoa", "language": "fr"}, 400.8),
    ],
)
def test_an_app_user_who_cannot_be_is_refused(
    still_office: Office, wanted: dict[str, str], code: float
) -> None:
    path = _all(still_office)
    assert said(still_office.admin.post(path, wanted)) == (400, code)
    assert still_office.admin.get(path).get_json() == []


def test_an_app_user_is_renamed(small_office: Office) -> None:
    path = _all(small_office)
    hoa = small_office.admin.post(path, {"displayName": "Hoa"}).get_json()
    changes = {"displayName": "Hoa – thôn Đông", "unit": "2025-05443", "language": "en"}
    changed = small_office.admin.patch(f"{path}/{hoa['id']}", changes).get_json()
    assert changed.pop("updatedAt") is not None
    assert changed == {k: v for k, v in (hoa | changes).items() if k != "updatedAt"}


def test_a_viewer_can_neither_see_nor_make_app_users(small_office: Office) -> None:
    project = small_office.project("Đề án 938")
    path = f"/v1/projects/{project.id}/app-users"
    hoa = small_office.admin.post(path, {"displayName": "Hoa"}).get_json()["id"]
    viewer = small_office.person("viewer", "viewer", project)
    for refused in (
        viewer.get(path),
        viewer.post(path, {"displayName": "Mai"}),
        viewer.patch(f"{path}/{hoa}", {"displayName": "Mai"}),
        viewer.delete(f"{path}/{hoa}"),
        viewer.post(f"{path}/{hoa}/token"),
        viewer.delete(f"{path}/{hoa}/token"),
        viewer.post(f"{path}/{hoa}/device-password"),
        viewer.delete(f"{path}/{hoa}/device-password"),
        viewer.get(f"{path}/{hoa}/settings.json"),
        viewer.get(f"{path}/{hoa}/settings.svg"),
        viewer.get(f"{path}/{hoa}/settings.png"),
    ):
        assert said(refused) == (403, 403.1), refused.request.path


def test_a_new_token_kills_the_old_one(office: Office) -> None:
    path = _all(office)
    old = office.admin.post(path, {"displayName": "Hoa"}).get_json()
    assert said(office.phone(old["token"]).get("/v1/roles")) == (200, None)

    new = office.admin.post(f"{path}/{old['id']}/token").get_json()
    assert new["id"] == old["id"]
    assert said(office.phone(old["token"]).get("/v1/roles")) == (403, 403.1)
    assert said(office.phone(new["token"]).get("/v1/roles")) == (200, None)
    assert office.admin.get(path).get_json() == [new]


def test_a_revoked_token_is_refused_and_no_longer_shown(office: Office) -> None:
    path = _all(office)
    hoa = office.admin.post(path, {"displayName": "Hoa"}).get_json()
    assert said(office.admin.delete(f"{path}/{hoa['id']}/token")) == (200, None)
    assert said(office.phone(hoa["token"]).get("/v1/roles")) == (403, 403.1)
    assert office.admin.get(path).get_json() == [hoa | {"token": None}]
    assert said(office.admin.get(f"{path}/{hoa['id']}/settings.svg")) == (404, 404.1)


def test_a_token_is_revoked_the_way_central_does_it_by_its_project_alone(office: Office) -> None:
    project, other = office.project("Đề án 938"), office.project("Another")
    path = f"/v1/projects/{project.id}/app-users"
    hoa = office.admin.post(path, {"displayName": "Hoa"}).get_json()
    manager = office.person("manager", "manager", project)
    stranger = office.person("stranger", "manager", other)
    ending = f"/v1/sessions/{hoa['token']}"
    assert said(stranger.delete(ending)) == (403, 403.1)
    assert said(office.phone(hoa["token"]).get("/v1/roles")) == (200, None)

    assert said(manager.delete(ending)) == (200, None)
    assert said(office.phone(hoa["token"]).get("/v1/roles")) == (403, 403.1)
    assert manager.get(path).get_json()[0]["token"] is None


def test_a_lost_phone_is_out_by_every_way(office: Office) -> None:
    path = _all(office)
    hoa = office.admin.post(path, {"displayName": "Hoa"}).get_json()["id"]
    office.admin.post(f"{path}/{hoa}/device-password")
    office.admin.delete(f"{path}/{hoa}/token")
    with office.parts.database.read() as cx:
        left = cx.exec_driver_sql("select kind from credential where actor_id = 6").all()
    assert left == []


def test_a_deleted_app_user_is_out_and_not_listed(office: Office) -> None:
    path = _all(office)
    hoa = office.admin.post(path, {"displayName": "Hoa"}).get_json()
    assert said(office.admin.delete(f"{path}/{hoa['id']}")) == (200, None)
    assert said(office.phone(hoa["token"]).get("/v1/roles")) == (403, 403.1)
    assert office.admin.get(path).get_json() == []
    assert said(office.admin.post(f"{path}/{hoa['id']}/token")) == (404, 404.1)


def test_a_device_password_is_shown_once_with_its_settings(office: Office) -> None:
    path = _all(office)
    hoa = office.admin.post(path, {"displayName": "Hoa"}).get_json()["id"]
    answer = office.admin.post(f"{path}/{hoa}/device-password")
    given = answer.get_json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert given["username"] == f"dt{hoa}"
    assert re.fullmatch(r"[A-Za-z0-9]{20}", given["password"])
    settings = json.loads(zlib.decompress(base64.b64decode(given["settings"])))
    names = ("server_url", "username", "password")
    assert [settings["general"][name] for name in names] == [
        f"{PUBLIC_URL}/v1/projects/1",
        given["username"],
        given["password"],
    ]
    with office.parts.database.read() as cx:
        rows = cx.exec_driver_sql("select lookup, secret from credential").all()
    assert given["password"] not in str(rows)


def test_a_device_password_can_be_taken_while_the_token_stays(office: Office) -> None:
    path = _all(office)
    hoa = office.admin.post(path, {"displayName": "Hoa"}).get_json()
    office.admin.post(f"{path}/{hoa['id']}/device-password")
    assert said(office.admin.delete(f"{path}/{hoa['id']}/device-password")) == (200, None)
    assert said(office.phone(hoa["token"]).get("/v1/roles")) == (200, None)
    with office.parts.database.read() as cx:
        left = cx.exec_driver_sql("select kind from credential where actor_id = 6").all()
    assert [row.kind for row in left] == ["key"]


def test_the_settings_lead_the_phone_to_its_project(small_office: Office) -> None:
    path = _all(small_office)
    hoa = small_office.admin.post(path, {"displayName": "Hoa"}).get_json()
    one = f"{path}/{hoa['id']}"
    shown = small_office.admin.get(f"{one}/settings.json")
    settings = shown.get_json()
    assert settings["general"]["server_url"] == f"{PUBLIC_URL}/v1/key/{hoa['token']}/projects/1"
    assert settings["general"]["metadata_username"] == "Hoa"
    assert settings["project"] == {"name": "Đề án 938"}

    svg, png = (small_office.admin.get(f"{one}/settings.{kind}") for kind in ("svg", "png"))
    text = settings_qr.pack(settings)
    assert (svg.data, svg.content_type) == (settings_qr.draw_svg(text), "image/svg+xml")
    assert (png.data, png.content_type) == (settings_qr.draw_png(text), "image/png")
    assert {answer.headers["Cache-Control"] for answer in (shown, svg, png)} == {"no-store"}


def test_no_picture_leads_a_phone_to_itself(tmp_path: Path) -> None:
    with open_office(tmp_path, public_url="http://127.0.0.1:8383") as office:
        path = _all(office)
        hoa = office.admin.post(path, {"displayName": "Hoa"}).get_json()["id"]
        for kind in ("svg", "png", "json"):
            refused = office.admin.get(f"{path}/{hoa}/settings.{kind}")
            assert said(refused) == (409, 409.31)
            assert "make run LAN=1" in refused.get_json()["message"]
        given = office.admin.post(f"{path}/{hoa}/device-password").get_json()
        assert given["settings"] is None
        assert len(given["password"]) == 20
