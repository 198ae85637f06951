"""What a person or a program sends, it can mend: it gets Central's codes, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from server.errors import CATALOGUE
from tests.kit.fixtures import Scene
from tests.kit.ledger import ledger
from tests.kit.phone import multipart
from tests.kit.questionnaire import Filled, Questionnaire

A, B, C = "uuid:a", "uuid:b", "uuid:c"


def posts(scene: Scene, filled: Filled, **headers: str) -> requests.Response:
    """Post it as Collect would, signed in as a person."""
    body = multipart(filled.xml, filled.files)
    return scene.coordinator.asks(
        "POST",
        "submission",
        data=body.content,
        headers={"Content-Type": body.content_type, "X-OpenRosa-Version": "1.0", **headers},
    )


def creates(scene: Scene, filled: Filled) -> requests.Response:
    """Post the XML over REST, as pyodk does."""
    path = f"forms/{scene.form_id}/submissions"
    return scene.coordinator.asks(
        "POST", path, data=filled.xml, headers={"Content-Type": "application/xml"}
    )


def replaces(scene: Scene, instance_id: str, filled: Filled) -> requests.Response:
    """Put the XML in the place of a submission, as pyodk does."""
    path = f"forms/{scene.form_id}/submissions/{instance_id}"
    return scene.coordinator.asks(
        "PUT", path, data=filled.xml, headers={"Content-Type": "application/xml"}
    )


def code(answer: requests.Response) -> str:
    """The code of the catalogue, from JSON or from the message of an OpenRosaResponse."""
    if answer.headers["Content-Type"].startswith("application/json"):
        return str(answer.json()["code"])
    return next(
        kind.code
        for kind in CATALOGUE.values()
        if kind.status == answer.status_code and _is_said(kind.vi, answer.text)
    )


def _is_said(sentence: str, text: str) -> bool:
    """Look for its first words; what stands in braces is filled in."""
    opening, _, _ = sentence.partition("{")
    return bool(opening) and opening in text


@pytest.fixture
def refused(scene: Scene) -> Callable[[Callable[[], requests.Response]], str]:
    """Run a request that must be refused; return its code. Nothing may have changed."""

    def run(request: Callable[[], requests.Response]) -> str:
        before = ledger(scene.server.parts)
        answer = request()
        assert ledger(scene.server.parts) == before
        return code(answer)

    return run


Refused = Callable[[Callable[[], requests.Response]], str]


def test_a_new_one_is_stored_and_the_same_again_is_fine(scene: Scene) -> None:
    filled = scene.form.filled(name="Hoa")
    assert [posts(scene, filled).status_code for _ in range(2)] == [201, 201]
    assert scene.coordinator.counts(scene.form_id) == [filled.instance_id]


def test_another_content_under_the_same_id(scene: Scene, refused: Refused) -> None:
    posts(scene, scene.form.filled(instance_id=A, name="Hoa"))
    other = scene.form.filled(instance_id=A, name="Lan")
    assert refused(lambda: posts(scene, other)) == "409.1"


def test_the_files_of_what_is_refused_are_not_kept(scene: Scene, refused: Refused) -> None:
    posts(scene, scene.form.filled(instance_id=A, name="Hoa"))
    photo = {"a.jpg": scene.form_id.encode()}
    other = scene.form.filled(instance_id=A, name="Lan", photo="a.jpg", files=photo)
    assert refused(lambda: posts(scene, other)) == "409.1"


def test_an_id_that_is_there_is_not_created_again(scene: Scene, refused: Refused) -> None:
    filled = scene.form.filled(instance_id=A, name="Hoa")
    assert creates(scene, filled).status_code == 200
    assert refused(lambda: creates(scene, filled)) == "409.3"
    other = scene.form.filled(instance_id=A, name="Lan")
    assert refused(lambda: creates(scene, other)) == "409.3"


def test_an_unknown_version(scene: Scene, refused: Refused) -> None:
    old = scene.form.at_version("0.9").filled(name="Hoa")
    assert refused(lambda: posts(scene, old)) == "404.6"
    assert refused(lambda: creates(scene, old)) == "404.6"


def test_a_predecessor_that_is_not_here(scene: Scene, refused: Refused) -> None:
    edit = scene.form.filled(instance_id=B, edits=A, name="B")
    assert refused(lambda: posts(scene, edit)) == "404.5"
    assert refused(lambda: creates(scene, edit)) == "404.5"


def test_an_edit_of_what_is_no_longer_current(scene: Scene, refused: Refused) -> None:
    posts(scene, scene.form.filled(instance_id=A, name="A"))
    posts(scene, scene.form.filled(instance_id=B, edits=A, name="B"))
    late = scene.form.filled(instance_id=C, edits=A, name="muộn")
    assert refused(lambda: posts(scene, late)) == "409.9"
    assert refused(lambda: replaces(scene, A, late)) == "409.9"


def test_an_edit_under_an_id_that_is_used(scene: Scene, refused: Refused) -> None:
    posts(scene, scene.form.filled(instance_id=A, name="A"))
    posts(scene, scene.form.filled(instance_id=B, name="khác"))
    edit = scene.form.filled(instance_id=B, edits=A, name="B")
    assert refused(lambda: posts(scene, edit)) == "409.8"
    assert refused(lambda: replaces(scene, A, edit)) == "409.8"


def test_an_edit_that_does_not_say_what_it_replaces(scene: Scene, refused: Refused) -> None:
    posts(scene, scene.form.filled(instance_id=A, name="A"))
    assert refused(lambda: replaces(scene, A, scene.form.filled(name="B"))) == "400.19"


def test_an_edit_is_shown_under_the_first_id(scene: Scene) -> None:
    posts(scene, scene.form.filled(instance_id=A, name="A"))
    edit = scene.form.filled(instance_id=B, edits=A, name="B")
    answer = replaces(scene, A, edit).json()
    assert (answer["instanceId"], answer["currentVersion"]["instanceId"]) == (A, B)
    assert scene.coordinator.reads(scene.form_id, A) == edit.xml


def test_a_closed_form(scene: Scene, refused: Refused) -> None:
    scene.coordinator.sets_state(scene.form_id, "closed")
    filled = scene.form.filled(name="Hoa")
    assert refused(lambda: posts(scene, filled)) == "409.2"
    assert refused(lambda: creates(scene, filled)) == "409.2"


def test_what_was_deleted(scene: Scene, refused: Refused) -> None:
    filled = scene.form.filled(instance_id=A, name="Hoa")
    posts(scene, filled)
    scene.coordinator.deletes(scene.form_id, A)
    assert refused(lambda: posts(scene, filled)) == "409.18"
    other = scene.form.filled(instance_id=A, name="Lan")
    assert refused(lambda: posts(scene, other)) == "409.18"


def test_another_version_of_the_protocol(scene: Scene, refused: Refused) -> None:
    filled = scene.form.filled(name="Hoa")
    header = {"X-OpenRosa-Version": "2.0"}
    assert refused(lambda: posts(scene, filled, **header)) == "400.6"


def test_the_xml_of_another_form(scene: Scene, refused: Refused) -> None:
    filled = Questionnaire(form_id="other").filled(name="Hoa")
    assert refused(lambda: posts(scene, filled)) == "404.1"
    assert refused(lambda: creates(scene, filled)) == "400.8"


def test_a_post_without_the_xml(scene: Scene, refused: Refused) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    assert (
        refused(lambda: scene.coordinator.asks("POST", "submission", data=body, headers=headers))
        == "400.7"
    )


def test_a_reader_may_not_send(scene: Scene, refused: Refused) -> None:
    url, people = scene.server.url, scene.coordinator.http
    viewer = people.post(
        f"{url}/v1/users",
        json={"email": f"{scene.form_id}@example.org", "password": "mật khẩu dài"},
    ).json()
    scene.coordinator.does("POST", f"assignments/viewer/{viewer['id']}")
    session = requests.post(
        f"{url}/v1/sessions", json={"email": viewer["email"], "password": "mật khẩu dài"}, timeout=9
    ).json()
    body = multipart(scene.form.filled(name="Hoa").xml, {})
    headers = {"Authorization": f"Bearer {session['token']}", "Content-Type": body.content_type}
    address = f"{url}/v1/projects/{scene.coordinator.project_id}/submission"
    assert (
        refused(lambda: requests.post(address, data=body.content, headers=headers, timeout=9))
        == "403.1"
    )
