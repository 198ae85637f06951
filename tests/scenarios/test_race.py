"""Posts that come at the same moment end as if they had come one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.kit.collect.client import Collect
from tests.kit.fixtures import Scene
from tests.kit.phone import Answer, Phone
from tests.kit.questionnaire import Filled

A, B, C = "uuid:a", "uuid:b", "uuid:c"
AT_ONCE = 8


def all_at_once(scene: Scene, sends: Sequence[Callable[[Phone], Answer]]) -> list[int]:
    """Let as many phones as there are posts send in the same moment; return the statuses."""
    start = Barrier(len(sends))

    def send(one: Callable[[Phone], Answer]) -> int:
        phone = Phone(scene.phone.server_url)
        start.wait()
        try:
            return one(phone).status
        finally:
            phone.leaves()

    with ThreadPoolExecutor(len(sends)) as pool:
        return list(pool.map(send, sends))


def with_file(filled: Filled, number: int) -> Callable[[Phone], Answer]:
    return lambda phone: phone.sends(filled, files={f"{number}.jpg": b"J" * (number + 1)})


def just(filled: Filled) -> Callable[[Phone], Answer]:
    return lambda phone: phone.sends(filled)


@pytest.mark.parametrize("round_", range(3))
def test_one_submission_in_eight_posts_is_one_with_eight_files(scene: Scene, round_: int) -> None:
    filled = scene.phone.fills(scene.form, instance_id=f"{A}{round_}", name="Hoa")
    posts = [with_file(filled, number) for number in range(AT_ONCE)]
    assert all_at_once(scene, posts) == [201] * AT_ONCE
    assert scene.coordinator.counts(scene.form_id) == [filled.instance_id]
    files = scene.coordinator.lists_all_files(scene.form_id, filled.instance_id)
    assert sorted((file["name"], file["size"]) for file in files) == [
        (f"{number}.jpg", number + 1) for number in range(AT_ONCE)
    ]
    assert scene.coordinator.lists_kept_aside(scene.form_id) == []


def test_the_same_file_eight_times_is_one_file(scene: Scene) -> None:
    filled = scene.phone.fills(scene.form, photo="a.jpg", files={"a.jpg": b"JPEG"})
    assert all_at_once(scene, [just(filled)] * AT_ONCE) == [201] * AT_ONCE
    files = scene.coordinator.lists_all_files(scene.form_id, filled.instance_id)
    assert [(file["name"], file["isCurrent"]) for file in files] == [("a.jpg", True)]


def test_of_eight_contents_under_one_id_one_counts_and_all_are_kept(scene: Scene) -> None:
    contents = [scene.phone.fills(scene.form, instance_id=A, age=n) for n in range(AT_ONCE)]
    assert all_at_once(scene, [just(filled) for filled in contents]) == [201] * AT_ONCE
    assert scene.coordinator.counts(scene.form_id) == [A]
    kept = scene.coordinator.lists_kept_aside(scene.form_id)
    assert [one["reason"] for one in kept] == ["other-bytes"] * (AT_ONCE - 1)
    path = f"forms/{scene.form_id}/submissions/conflicts"
    aside = {scene.coordinator.does("GET", f"{path}/{one['id']}.xml").content for one in kept}
    current = scene.coordinator.reads(scene.form_id, A)
    assert aside | {current} == {filled.xml for filled in contents}


def test_of_eight_edits_of_one_submission_one_counts(scene: Scene) -> None:
    scene.phone.sends(scene.phone.fills(scene.form, instance_id=A, name="Hoa"))
    edits = [
        scene.phone.fills(scene.form, instance_id=f"uuid:edit{n}", edits=A, age=n)
        for n in range(AT_ONCE)
    ]
    assert all_at_once(scene, [just(edit) for edit in edits]) == [201] * AT_ONCE
    assert scene.coordinator.counts(scene.form_id) == [A]
    assert len(scene.coordinator.lists_kept_aside(scene.form_id)) == AT_ONCE - 1
    assert scene.coordinator.reads(scene.form_id, A) in {edit.xml for edit in edits}


def test_a_chain_that_comes_at_once_ends_as_it_should(scene: Scene) -> None:
    links = [
        scene.phone.fills(scene.form, instance_id=A, name="A"),
        scene.phone.fills(scene.form, instance_id=B, edits=A, name="B"),
        scene.phone.fills(scene.form, instance_id=C, edits=B, name="C"),
    ]
    assert all_at_once(scene, [just(link) for link in links]) == [201] * 3
    assert scene.coordinator.counts(scene.form_id) == [A]
    assert scene.coordinator.reads(scene.form_id, A) == links[2].xml
    assert scene.coordinator.lists_kept_aside(scene.form_id) == []


def test_an_answer_that_is_lost_costs_nothing(scene: Scene) -> None:
    photos = {f"{n}.jpg": bytes(4_000_000) + bytes([n]) for n in range(4)}
    filled = scene.phone.fills(scene.form, photo="0.jpg", files=photos)
    collect = Collect(scene.phone.server_url)
    lost = collect.send(filled.xml, filled.files, lose_answer_of=1)
    sent = collect.send(filled.xml, filled.files)
    again = collect.send(filled.xml, filled.files)
    collect.close()
    assert (lost.finished, sent.codes, again.codes) == (False, [201, 201], [201, 201])
    assert scene.coordinator.counts(scene.form_id) == [filled.instance_id]
    files = scene.coordinator.lists_all_files(scene.form_id, filled.instance_id)
    assert [file["name"] for file in files] == sorted(photos)
