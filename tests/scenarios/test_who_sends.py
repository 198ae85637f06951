"""What a phone sends is kept and answered 201: it cannot mend anything."""

from __future__ import annotations

import itertools
import unicodedata

import pytest

from tests.kit.coordinator import Coordinator
from tests.kit.fixtures import Scene
from tests.kit.phone import Answer, Body, multipart
from tests.kit.questionnaire import Filled, Questionnaire

A, B, C = "uuid:a", "uuid:b", "uuid:c"
IN_FULL = "Đã nhận đủ."


def names(scene: Scene) -> list[str]:
    """The column ``name`` of the CSV: who counts."""
    lines = scene.coordinator.downloads(scene.form_id).splitlines()
    return sorted(line.split(",")[1] for line in lines[1:])


def aside(coordinator: Coordinator, form_id: str) -> list[tuple[str, str, str | None]]:
    """What is kept and does not count: instance id, state, reason."""
    kept = coordinator.lists_kept_aside(form_id)
    return sorted((one["instanceId"], one["state"], one["reason"]) for one in kept)


def xml_kept_aside(scene: Scene) -> list[bytes]:
    """The XML of each of those."""
    kept = scene.coordinator.lists_kept_aside(scene.form_id)
    path = f"forms/{scene.form_id}/submissions/conflicts"
    return [scene.coordinator.does("GET", f"{path}/{one['id']}.xml").content for one in kept]


def said(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.message


def test_a_new_one_is_stored(scene: Scene) -> None:
    filled = scene.phone.fills(
        scene.form, name="Hoa", age=15, photo="hoa.jpg", files={"hoa.jpg": b"JPEG"}
    )
    assert said(scene.phone.sends(filled)) == (201, IN_FULL)
    assert scene.coordinator.counts(scene.form_id) == [filled.instance_id]
    assert scene.coordinator.reads(scene.form_id, filled.instance_id) == filled.xml
    photo = scene.coordinator.opens_file(scene.form_id, filled.instance_id, "hoa.jpg")
    assert photo == b"JPEG"


def test_sending_again_changes_nothing(scene: Scene) -> None:
    filled = scene.phone.fills(scene.form, name="Hoa", photo="hoa.jpg", files={"hoa.jpg": b"JPEG"})
    scene.phone.sends(filled)
    before = scene.coordinator.downloads(scene.form_id)
    assert said(scene.phone.sends(filled)) == (201, IN_FULL)
    assert scene.coordinator.downloads(scene.form_id) == before
    assert len(scene.coordinator.lists_all_files(scene.form_id, filled.instance_id)) == 1


def test_sending_again_adds_the_files_that_were_missing(scene: Scene) -> None:
    filled = scene.phone.fills(scene.form, name="Hoa", photo="hoa.jpg")
    assert said(scene.phone.sends(filled)) == (201, "Đã nhận phiếu; còn chờ 1 tệp.")
    assert scene.coordinator.sees_files(scene.form_id, filled.instance_id) == {"hoa.jpg": False}
    assert said(scene.phone.sends(filled, files={"hoa.jpg": b"JPEG"})) == (201, IN_FULL)
    assert scene.coordinator.sees_files(scene.form_id, filled.instance_id) == {"hoa.jpg": True}


def test_the_same_id_with_another_content_is_kept_as_a_conflict(scene: Scene) -> None:
    first = scene.phone.fills(scene.form, instance_id=A, name="Hoa")
    other = scene.phone.fills(scene.form, instance_id=A, name="Lan")
    scene.phone.sends(first)
    assert scene.phone.sends(other).status == 201
    assert names(scene) == ["Hoa"]
    assert aside(scene.coordinator, scene.form_id) == [(A, "conflict", "other-bytes")]
    assert xml_kept_aside(scene) == [other.xml]


def test_a_conflict_sent_again_is_kept_once(scene: Scene) -> None:
    scene.phone.sends(scene.phone.fills(scene.form, instance_id=A, name="Hoa"))
    other = scene.phone.fills(scene.form, instance_id=A, name="Lan")
    assert [scene.phone.sends(other).status for _ in range(2)] == [201, 201]
    assert aside(scene.coordinator, scene.form_id) == [(A, "conflict", "other-bytes")]


def test_an_unknown_version_is_kept_with_a_finding(scene: Scene) -> None:
    filled = scene.phone.fills(scene.form.at_version("0.9"), instance_id=A, name="Hoa")
    assert scene.phone.sends(filled).status == 201
    assert names(scene) == ["Hoa"]
    found = scene.coordinator.lists_findings(scene.form_id)
    assert [(one["instanceId"], one["path"], one["kind"], one["submitted"]) for one in found] == [
        (A, "/data/@version", "unknown", "0.9")
    ]


def chain(form: Questionnaire) -> dict[str, Filled]:
    """C edits B, and B edits A."""
    return {
        A: form.filled(instance_id=A, name="A"),
        B: form.filled(instance_id=B, edits=A, name="B"),
        C: form.filled(instance_id=C, edits=B, name="C"),
    }


def test_an_edit_takes_the_place_of_what_it_edits(scene: Scene) -> None:
    links = chain(scene.form)
    scene.phone.sends(links[A])
    assert scene.phone.sends(links[B]).status == 201
    assert names(scene) == ["B"]
    assert scene.coordinator.counts(scene.form_id) == [A]
    assert scene.coordinator.reads_version(scene.form_id, A, A) == links[A].xml
    assert scene.coordinator.shows(scene.form_id, A)["reviewState"] == "edited"


def test_an_edit_waits_for_what_it_edits(scene: Scene) -> None:
    links = chain(scene.form)
    assert scene.phone.sends(links[B]).status == 201
    assert names(scene) == []
    assert aside(scene.coordinator, scene.form_id) == [(B, "waiting", None)]
    scene.phone.sends(links[A])
    assert names(scene) == ["B"]
    assert aside(scene.coordinator, scene.form_id) == []


@pytest.mark.parametrize("order", list(itertools.permutations((A, B, C))), ids="".join)
def test_a_chain_ends_alike_in_whatever_order_it_comes(scene: Scene, order: list[str]) -> None:
    links = chain(scene.form)
    assert [scene.phone.sends(links[one]).status for one in order] == [201, 201, 201]
    assert names(scene) == ["C"]
    assert scene.coordinator.counts(scene.form_id) == [A]
    assert aside(scene.coordinator, scene.form_id) == []
    for one, link in links.items():
        assert scene.coordinator.reads_version(scene.form_id, A, one) == link.xml
    line = scene.coordinator.downloads(scene.form_id).splitlines()[1]
    assert line.endswith(",2,1")  # edits, form version


def test_an_edit_of_what_is_no_longer_current_is_a_conflict(scene: Scene) -> None:
    links = chain(scene.form)
    scene.phone.sends(links[A])
    scene.phone.sends(links[B])
    late = scene.phone.fills(scene.form, instance_id="uuid:late", edits=A, name="muộn")
    assert scene.phone.sends(late).status == 201
    assert names(scene) == ["B"]
    assert aside(scene.coordinator, scene.form_id) == [("uuid:late", "conflict", "edited-already")]


def test_of_two_edits_that_waited_the_first_to_come_counts(scene: Scene) -> None:
    links = chain(scene.form)
    fork = scene.phone.fills(scene.form, instance_id="uuid:fork", edits=A, name="nhánh")
    assert [scene.phone.sends(one).status for one in (links[B], fork, links[A])] == [201] * 3
    assert names(scene) == ["B"]
    assert aside(scene.coordinator, scene.form_id) == [("uuid:fork", "conflict", "edited-already")]


def test_an_edit_of_itself_is_a_conflict(scene: Scene) -> None:
    circle = scene.phone.fills(scene.form, instance_id=A, edits=A, name="vòng")
    assert scene.phone.sends(circle).status == 201
    assert names(scene) == []
    assert aside(scene.coordinator, scene.form_id) == [(A, "conflict", "other-chain")]


def test_an_edit_under_an_id_of_another_chain_is_a_conflict(scene: Scene) -> None:
    scene.phone.sends(scene.phone.fills(scene.form, instance_id=A, name="A"))
    scene.phone.sends(scene.phone.fills(scene.form, instance_id=B, name="khác"))
    edit = scene.phone.fills(scene.form, instance_id=B, edits=A, name="B")
    assert scene.phone.sends(edit).status == 201
    assert names(scene) == ["A", "khác"]
    assert aside(scene.coordinator, scene.form_id) == [(B, "conflict", "other-chain")]
    assert xml_kept_aside(scene) == [edit.xml]


def is_quarantined(scene: Scene, filled: Filled, reason: str, counted: list[str]) -> None:
    """It was answered 201, is shown to the coordinator, comes back, and is not counted."""
    assert names(scene) == counted
    assert aside(scene.coordinator, scene.form_id) == [(filled.instance_id, "quarantined", reason)]
    assert xml_kept_aside(scene) == [filled.xml]
    assert filled.instance_id not in scene.coordinator.downloads(scene.form_id)


def test_what_comes_after_the_form_was_closed_goes_into_quarantine(scene: Scene) -> None:
    filled = scene.phone.fills(scene.form, name="Hoa")
    scene.coordinator.sets_state(scene.form_id, "closed")
    assert scene.phone.sends(filled).status == 201
    is_quarantined(scene, filled, "closed", [])


def test_what_comes_after_the_form_was_deleted_is_there_when_it_is_restored(scene: Scene) -> None:
    form = scene.coordinator.does("GET", f"forms/{scene.form_id}").json()
    assert form["publishedAt"]
    scene.coordinator.does("DELETE", f"forms/{scene.form_id}")
    filled = scene.phone.fills(scene.form, instance_id=A, name="Hoa")
    assert scene.phone.sends(filled).status == 201
    deleted = scene.coordinator.does("GET", "forms?deleted=true").json()
    (number,) = (one["id"] for one in deleted if one["xmlFormId"] == scene.form_id)
    scene.coordinator.does("POST", f"forms/{number}/restore")
    is_quarantined(scene, filled, "closed", [])


def test_the_files_of_what_is_kept_aside_come_back_too(scene: Scene) -> None:
    filled = scene.phone.fills(scene.form, photo="ảnh.jpg", files={"ảnh.jpg": b"a picture"})
    scene.coordinator.sets_state(scene.form_id, "closed")
    assert scene.phone.sends(filled).status == 201
    (kept,) = scene.coordinator.lists_kept_aside(scene.form_id)
    files = f"forms/{scene.form_id}/submissions/conflicts/{kept['id']}/files"
    (file,) = scene.coordinator.does("GET", files).json()
    assert (file["name"], file["named"], file["isCurrent"]) == ("ảnh.jpg", True, True)
    assert scene.coordinator.does("GET", f"{files}/{file['sha256']}").content == b"a picture"
    assert scene.coordinator.asks("GET", f"{files}/{'0' * 64}").status_code == 404


def test_a_form_that_is_closing_still_takes_what_was_filled(scene: Scene) -> None:
    scene.coordinator.sets_state(scene.form_id, "closing")
    assert scene.phone.lists_forms() == []
    assert scene.phone.sends(scene.phone.fills(scene.form, name="Hoa")).status == 201
    assert names(scene) == ["Hoa"]


def test_what_comes_after_the_form_was_taken_away_goes_into_quarantine(scene: Scene) -> None:
    filled = scene.phone.fills(scene.form, name="Hoa")
    scene.coordinator.takes_away(scene.form_id, scene.phone.app_user_id)
    assert scene.phone.sends(filled).status == 201
    is_quarantined(scene, filled, "not-assigned", [])


def test_another_content_for_what_was_deleted_goes_into_quarantine(scene: Scene) -> None:
    scene.phone.sends(scene.phone.fills(scene.form, instance_id=A, name="Hoa"))
    scene.coordinator.deletes(scene.form_id, A)
    other = scene.phone.fills(scene.form, instance_id=A, name="Lan")
    assert scene.phone.sends(other).status == 201
    is_quarantined(scene, other, "deleted", [])


def test_an_edit_of_what_was_deleted_goes_into_quarantine(scene: Scene) -> None:
    links = chain(scene.form)
    scene.phone.sends(links[A])
    scene.coordinator.deletes(scene.form_id, A)
    assert scene.phone.sends(links[B]).status == 201
    is_quarantined(scene, links[B], "deleted", [])


def test_what_was_deleted_and_is_sent_again_stays_deleted(scene: Scene) -> None:
    filled = scene.phone.fills(scene.form, instance_id=A, name="Hoa")
    scene.phone.sends(filled)
    scene.coordinator.deletes(scene.form_id, A)
    assert scene.phone.sends(filled).status == 201
    assert names(scene) == []
    assert scene.coordinator.counts(scene.form_id) == []


def test_a_file_that_the_xml_does_not_name_is_kept_among_all_files(scene: Scene) -> None:
    filled = scene.phone.fills(
        scene.form, photo="hoa.jpg", files={"hoa.jpg": b"JPEG", "cũ.jpg": b"OLD"}
    )
    assert said(scene.phone.sends(filled)) == (201, IN_FULL)
    assert scene.coordinator.sees_files(scene.form_id, filled.instance_id) == {"hoa.jpg": True}
    listed = scene.coordinator.lists_all_files(scene.form_id, filled.instance_id)
    assert sorted((file["name"], file["named"]) for file in listed) == [
        ("cũ.jpg", False),
        ("hoa.jpg", True),
    ]


def test_another_content_under_the_same_file_name_is_kept_beside_the_first(scene: Scene) -> None:
    filled = scene.phone.fills(scene.form, photo="hoa.jpg", files={"hoa.jpg": b"JPEG"})
    scene.phone.sends(filled)
    assert scene.phone.sends(filled, files={"hoa.jpg": b"OTHER"}).status == 201
    shown = scene.coordinator.opens_file(scene.form_id, filled.instance_id, "hoa.jpg")
    assert shown == b"JPEG"
    listed = scene.coordinator.lists_all_files(scene.form_id, filled.instance_id)
    assert sorted((file["size"], file["isCurrent"]) for file in listed) == [(4, True), (5, False)]


def test_a_file_name_in_another_normal_form_is_the_file_that_the_xml_names(scene: Scene) -> None:
    composed = "Ánh Nguyễn.jpg"
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    filled = scene.phone.fills(scene.form, photo=composed, files={decomposed: b"JPEG"})
    assert said(scene.phone.sends(filled)) == (201, IN_FULL)
    photo = scene.coordinator.opens_file(scene.form_id, filled.instance_id, composed)
    assert photo == b"JPEG"


def test_a_revoked_phone_is_refused(scene: Scene) -> None:
    scene.coordinator.revokes(scene.phone)
    answer = scene.phone.sends(scene.phone.fills(scene.form, name="Hoa"))
    assert answer.status == 403
    assert "quét mã QR mới" in answer.message
    assert scene.phone.is_told("formList") == 403
    assert names(scene) == []


def test_a_form_that_the_project_does_not_have_is_refused(scene: Scene) -> None:
    unknown = Questionnaire(form_id="nowhere")
    assert scene.phone.sends(scene.phone.fills(unknown, name="Hoa")).status == 404


def test_a_post_without_xml_is_refused(scene: Scene) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'
    assert scene.phone.posts(Body(body, "multipart/form-data; boundary=b")).status == 400


@pytest.mark.parametrize(
    "xml",
    [
        b'<data id="%s" version="1"><name>Hoa</name></data>',
        b'<data id="%s" version="1"><meta><instanceID> </instanceID></meta></data>',
        b"<data><meta><instanceID>uuid:a</instanceID></meta></data>",
        b'<data id=""><meta><instanceID>uuid:a</instanceID></meta></data>',
    ],
    ids=["no instance id", "a blank instance id", "no form id", "an empty form id"],
)
def test_an_xml_without_its_ids_is_refused(scene: Scene, xml: bytes) -> None:
    written = xml.replace(b"%s", scene.form_id.encode())
    assert scene.phone.posts(multipart(written, {})).status == 400
    assert names(scene) == []
