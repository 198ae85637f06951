"""pyodk, the client that ODK publishes for ODK Central, works unchanged against this server."""

from __future__ import annotations

import itertools
import logging
import mimetypes
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyodk.client import Client
from pyodk.errors import PyODKError

from tests.kit.library import PROOFS
from tests.kit.questionnaire import Filled, Questionnaire
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, RunningServer

pytestmark = pytest.mark.peer
_numbers = itertools.count(1)
A, B = "uuid:a", "uuid:b"


@pytest.fixture
def client(any_server: RunningServer, tmp_path: Path) -> Iterator[Client]:
    """A pyodk that reads its sign-in from a file, as its documentation says."""
    settings = tmp_path / "pyodk_config.toml"
    settings.write_text(
        "[central]\n"
        f'base_url = "{any_server.url}"\nusername = "{ADMIN_EMAIL}"\n'
        f'password = "{ADMIN_PASSWORD}"\ndefault_project_id = {any_server.project_id}\n',
        "utf-8",
    )
    logging.getLogger("pyodk").setLevel(logging.CRITICAL)
    with Client(config_path=settings, cache_path=tmp_path / "cache.toml") as opened:
        yield opened


@pytest.fixture
def form(client: Client) -> Questionnaire:
    """A form that pyodk has just published."""
    made = Questionnaire(form_id=f"pyodk_{next(_numbers)}")
    client.forms.create(made.xform().decode(), form_id=made.form_id)
    return made


def create(client: Client, filled: Filled, form: Questionnaire, **given: Any) -> Any:
    return client.submissions.create(filled.xml.decode(), form_id=form.form_id, **given)


def test_a_sign_in_is_kept_and_used_again(any_server: RunningServer, tmp_path: Path) -> None:
    settings = tmp_path / "pyodk_config.toml"
    settings.write_text(
        f'[central]\nbase_url = "{any_server.url}"\nusername = "{ADMIN_EMAIL}"\n'
        f'password = "{ADMIN_PASSWORD}"\n',
        "utf-8",
    )
    tokens = []
    for _ in range(2):
        with Client(config_path=settings, cache_path=tmp_path / "cache.toml") as client:
            tokens.append(client.session.headers["Authorization"])
    assert tokens[0] == tokens[1]


def test_a_wrong_password_is_told_so(any_server: RunningServer, tmp_path: Path) -> None:
    settings = tmp_path / "pyodk_config.toml"
    settings.write_text(
        f'[central]\nbase_url = "{any_server.url}"\nusername = "nobody@example.org"\n'
        'password = "sai mật khẩu"\n',
        "utf-8",
    )
    logging.getLogger("pyodk").setLevel(logging.CRITICAL)
    with pytest.raises(PyODKError) as refused:
        Client(config_path=settings, cache_path=tmp_path / "cache.toml").open()
    assert refused.value.args[1].status_code == 401


def test_projects_are_listed_and_shown(client: Client) -> None:
    project = client.projects.get()
    assert project.id == client.project_id
    assert project in client.projects.list()
    assert project.createdAt.utcoffset() == timedelta(0)


def test_app_users_are_made_once_and_given_forms(client: Client, form: Questionnaire) -> None:
    names = [f"Chị {form.form_id} {n}" for n in range(2)]
    made = client.projects.create_app_users(names, forms=[form.form_id])
    assert [user.displayName for user in made] == names
    assert all(user.token and user.type == "field_key" for user in made)
    again = client.projects.create_app_users([*names, f"Chị {form.form_id} 3"])
    assert [user.displayName for user in again] == [f"Chị {form.form_id} 3"]
    listed = client.get(
        f"projects/{client.project_id}/forms/{form.form_id}/assignments/app-user"
    ).json()
    assert sorted(actor["id"] for actor in listed) == sorted(user.id for user in made)


def test_a_form_is_listed_shown_and_read_back(client: Client, form: Questionnaire) -> None:
    shown = client.forms.get(form.form_id)
    assert (shown.xmlFormId, shown.version, shown.state) == (form.form_id, "1", "open")
    assert shown.publishedAt is not None
    assert shown in client.forms.list()
    assert client.forms.get_xml(form.form_id, encoding=None) == form.xform()


def test_a_workbook_is_published_with_its_files(client: Client, tmp_path: Path) -> None:
    workbook = PROOFS / "f1_training.xlsx"
    files = [PROOFS / "communes.csv", PROOFS / "villages.csv"]
    assert client.forms.create(workbook, attachments=files).xmlFormId == "f1_training"
    base = f"projects/{client.project_id}/forms/f1_training"
    listed = client.get(f"{base}/attachments").json()
    assert [(one["name"], one["exists"]) for one in listed] == [(f.name, True) for f in files]
    more = tmp_path / "communes.csv"
    more.write_text("name,label\nc9,Xã mới\n", "utf-8")
    client.forms.update("f1_training", attachments=[more], version_updater=lambda v: f"{v}-a")
    assert client.forms.get("f1_training").version == "2025112201-a"
    assert client.get(f"{base}/attachments/communes.csv").content == more.read_bytes()


def test_a_form_gets_a_new_version(client: Client, form: Questionnaire) -> None:
    client.forms.update(form.form_id, definition=form.at_version("2").xform().decode())
    assert client.forms.get(form.form_id).version == "2"
    versions = client.get(f"projects/{client.project_id}/forms/{form.form_id}/versions").json()
    assert sorted(version["version"] for version in versions) == ["1", "2"]


def test_a_submission_comes_with_its_files(
    client: Client, form: Questionnaire, tmp_path: Path
) -> None:
    photo = tmp_path / "hoa.jpg"
    photo.write_bytes(b"JPEG" * 10_000)
    assert mimetypes.guess_type(photo)[0] == "image/jpeg"
    filled = form.filled(instance_id=A, name="Hoa", photo="hoa.jpg")
    made = create(client, filled, form, device_id="máy 1", attachments=[photo])
    assert (made.instanceId, made.deviceId, made.userAgent) == (A, "máy 1", "pyodk v1.3.0")
    assert [(file.name, file.exists) for file in made.attachments] == [("hoa.jpg", True)]
    path = f"projects/{client.project_id}/forms/{form.form_id}/submissions/{A}"
    assert client.get(f"{path}/attachments/hoa.jpg").content == photo.read_bytes()
    assert client.get(f"{path}.xml").content == filled.xml


def test_submissions_are_listed_and_shown(client: Client, form: Questionnaire) -> None:
    for name in (A, B):
        create(client, form.filled(instance_id=name), form)
    listed = client.submissions.list(form_id=form.form_id)
    assert [one.instanceId for one in listed] == [B, A]
    assert client.submissions.get(A, form_id=form.form_id) == listed[1]


def test_a_submission_is_edited_and_reviewed_with_comments(
    client: Client, form: Questionnaire
) -> None:
    create(client, form.filled(instance_id=A, name="Hoa"), form)
    edit = form.filled(instance_id=B, edits=A, name="Lan")
    client.submissions.edit(A, edit.xml.decode(), form_id=form.form_id, comment="sửa tên")
    assert client.submissions.get(A, form_id=form.form_id).reviewState == "edited"
    client.submissions.review(A, "approved", form_id=form.form_id, comment="đúng rồi")
    assert client.submissions.get(A, form_id=form.form_id).reviewState == "approved"
    said = client.submissions.add_comment(A, "cảm ơn", form_id=form.form_id)
    listed = list(client.submissions.list_comments(A, form_id=form.form_id))
    assert [comment.body for comment in listed] == ["cảm ơn", "đúng rồi", "sửa tên"]
    assert listed[0] == said


@pytest.fixture
def table(client: Client, form: Questionnaire) -> Callable[..., dict[str, Any]]:
    """Three submissions, one of them rejected; asks for their table."""
    for number in range(3):
        create(client, form.filled(instance_id=f"uuid:{number}", age=number), form)
    client.submissions.review("uuid:1", "rejected", form_id=form.form_id)

    def get_table(**asked: Any) -> dict[str, Any]:
        answer: dict[str, Any] = client.submissions.get_table(form_id=form.form_id, **asked)
        return answer

    return get_table


def ids(table: dict[str, Any]) -> list[str]:
    return [row["__id"] for row in table["value"]]


def test_a_table_is_read_whole(table: Callable[..., dict[str, Any]]) -> None:
    read = table()
    assert [(row["__id"], row["age"]) for row in read["value"]] == [
        ("uuid:2", 2),
        ("uuid:1", 1),
        ("uuid:0", 0),
    ]
    assert read["value"][1]["__system"]["reviewState"] == "rejected"


def test_a_table_is_read_in_pages(table: Callable[..., dict[str, Any]]) -> None:
    page = table(top=1, skip=1, count=True)
    assert (ids(page), page["@odata.count"]) == (["uuid:1"], 3)
    assert "@odata.nextLink" in page


@pytest.mark.parametrize(
    "asked, found",
    [
        ("__system/reviewState eq 'rejected'", ["uuid:1"]),
        ("__system/reviewState ne 'rejected'", ["uuid:2", "uuid:0"]),
        ("__system/reviewState eq null", ["uuid:2", "uuid:0"]),
        ("__system/submissionDate gt 2100-01-01", []),
        ("year(__system/submissionDate) ge 2020 and not (__id eq 'uuid:2')", ["uuid:1", "uuid:0"]),
        ("__system/submitterId eq 5 or __system/updatedAt eq null", ["uuid:2", "uuid:1", "uuid:0"]),
    ],
)
def test_a_table_is_filtered(
    table: Callable[..., dict[str, Any]], asked: str, found: list[str]
) -> None:
    assert ids(table(filter=asked)) == found


def test_a_table_gives_what_is_selected(table: Callable[..., dict[str, Any]]) -> None:
    assert table(select="age", top=1)["value"] == [{"age": 2}]


def test_repeats_are_read_beside_their_parent_or_in_it(client: Client) -> None:
    client.forms.create(PROOFS / "f5_people_repeat.xlsx")
    xml = (
        '<data id="f5_people_repeat" version="1"><village>Thôn 1</village>'
        "<member><mname>Hoa</mname><mage>15</mage></member>"
        "<member><mname>Lan</mname><mage>40</mage></member>"
        f"<meta><instanceID>{A}</instanceID></meta></data>"
    )
    client.submissions.create(xml, form_id="f5_people_repeat")

    def people(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
        return [(row["mname"], row["mage"]) for row in rows]

    expanded = client.submissions.get_table(form_id="f5_people_repeat", expand="*")
    assert people(expanded["value"][0]["member"]) == [("Hoa", 15), ("Lan", 40)]
    beside = client.submissions.get_table(
        form_id="f5_people_repeat", table_name="Submissions.member"
    )
    assert people(beside["value"]) == [("Hoa", 15), ("Lan", 40)]
    assert {row["__Submissions-id"] for row in beside["value"]} == {A}


def refused(code: str, call: Callable[[], object]) -> None:
    with pytest.raises(PyODKError) as said:
        call()
    assert said.value.is_central_error(code), said.value


def test_errors_carry_centrals_codes(client: Client, form: Questionnaire) -> None:
    submissions, form_id = client.submissions, form.form_id
    first = form.filled(instance_id=A, name="Hoa").xml.decode()
    submissions.create(first, form_id=form_id)
    edit = form.filled(instance_id=B, edits=A).xml.decode()
    refused("409.3", lambda: submissions.create(first, form_id=form_id))
    refused("404.1", lambda: submissions.get("uuid:nobody", form_id=form_id))
    refused("404.1", lambda: client.forms.get("nowhere"))
    refused("404.1", lambda: client.projects.get(99_999))
    refused("409.3", lambda: client.forms.create(form.xform().decode(), form_id=form_id))
    refused("409.6", lambda: client.forms.update(form_id, definition=form.xform().decode()))
    refused("400.19", lambda: submissions.edit(A, first, form_id=form_id))
    refused("400.8", lambda: submissions.review(A, "great", form_id=form_id))
    refused("501.5", lambda: submissions.get_table(form_id=form_id, filter="age eq 1"))
    refused("400.18", lambda: submissions.get_table(form_id=form_id, filter="age eq"))
    submissions.edit(A, edit, form_id=form_id)
    late = form.filled(instance_id="uuid:late", edits=A).xml.decode()
    refused("409.9", lambda: submissions.edit(A, late, form_id=form_id))
    refused("409.8", lambda: submissions.edit(A, edit, form_id=form_id))


def test_a_field_that_changes_its_type_is_refused(client: Client) -> None:
    name = f"pyodk_{next(_numbers)}"
    number = Questionnaire(form_id=name, questions=(("age", "int"),))
    text = Questionnaire(form_id=name, version="2", questions=(("age", "string"),))
    client.forms.create(number.xform().decode(), form_id=name)
    refused("400.17", lambda: client.forms.update(name, definition=text.xform().decode()))
