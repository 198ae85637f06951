"""An edit keeps the files that it still names, whoever makes it and in whatever order it comes."""

from __future__ import annotations

from tests.kit.fixtures import Scene

PHOTO, OTHER = b"the first picture", b"a second picture"


def test_a_person_who_edits_the_xml_alone_keeps_the_photo(scene: Scene) -> None:
    first = scene.phone.fills(scene.form, name="A", photo="p.jpg", files={"p.jpg": PHOTO})
    assert scene.phone.sends(first).status == 201
    edit = scene.phone.fills(scene.form, edits=first.instance_id, name="B", photo="p.jpg")
    path = f"forms/{scene.form_id}/submissions/{first.instance_id}"
    scene.coordinator.does("PUT", path, data=edit.xml, headers={"Content-Type": "application/xml"})
    assert scene.coordinator.sees_files(scene.form_id, first.instance_id) == {"p.jpg": True}
    assert scene.coordinator.opens_file(scene.form_id, first.instance_id, "p.jpg") == PHOTO


def test_an_edit_that_names_another_photo_does_not_keep_the_old_one(scene: Scene) -> None:
    first = scene.phone.fills(scene.form, name="A", photo="p.jpg", files={"p.jpg": PHOTO})
    scene.phone.sends(first)
    edit = scene.phone.fills(scene.form, edits=first.instance_id, photo="q.jpg")
    assert "1" in scene.phone.sends(edit).message
    assert scene.coordinator.sees_files(scene.form_id, first.instance_id) == {"q.jpg": False}


def test_a_phone_that_brings_the_photo_anew_is_believed(scene: Scene) -> None:
    first = scene.phone.fills(scene.form, photo="p.jpg", files={"p.jpg": PHOTO})
    scene.phone.sends(first)
    edit = scene.phone.fills(scene.form, edits=first.instance_id, photo="p.jpg")
    scene.phone.sends(edit, incomplete=True)
    scene.phone.sends(edit, files={"p.jpg": OTHER})
    scene.phone.sends(edit, files={"p.jpg": PHOTO})
    assert scene.coordinator.opens_file(scene.form_id, first.instance_id, "p.jpg") == OTHER


def test_an_edit_that_waited_keeps_the_photo_too(scene: Scene) -> None:
    first = scene.phone.fills(scene.form, photo="p.jpg", files={"p.jpg": PHOTO})
    edit = scene.phone.fills(scene.form, edits=first.instance_id, photo="p.jpg")
    assert [scene.phone.sends(one).status for one in (edit, first)] == [201, 201]
    assert scene.coordinator.opens_file(scene.form_id, first.instance_id, "p.jpg") == PHOTO
