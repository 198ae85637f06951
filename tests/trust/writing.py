"""What is sent to the server to be kept: that it is there afterwards, or nothing of it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.kit.coordinator import Coordinator
from tests.kit.phone import Phone
from tests.kit.questionnaire import Filled, Questionnaire
from tests.trust.history import PHOTO_BYTES, missing

FORM = Questionnaire()


@dataclass(frozen=True, slots=True)
class Desk:
    """A coordinator, and a phone that was given ``FORM``."""

    coordinator: Coordinator
    phone: Phone

    def has(self, filled: Filled) -> bool:
        """Say whether it is there, once, byte for byte."""
        return missing(self.coordinator, FORM.form_id, [filled]) == []

    def counts(self, filled: Filled) -> bool:
        """Say whether anything of it counts."""
        return filled.instance_id in self.coordinator.counts(FORM.form_id)


@dataclass(frozen=True, slots=True)
class Writing:
    """One request that changes what is stored."""

    sends: Callable[[], int]
    """Send it; return the status."""
    is_there: Callable[[], bool]
    is_absent: Callable[[], bool]
    done: frozenset[int] = frozenset({201})
    """What it may be answered when it is sent again."""


def filled_with(name: str, photo_bytes: int = PHOTO_BYTES, *, edits: str | None = None) -> Filled:
    """Fill the form, with a photo of its own."""
    return FORM.filled(
        instance_id=f"uuid:{name}",
        edits=edits,
        name=name,
        photo="a.jpg",
        files={"a.jpg": name.encode() + bytes(photo_bytes)},
    )


def new_submission(desk: Desk, name: str, photo_bytes: int = PHOTO_BYTES) -> Writing:
    """A submission with a photo."""
    filled = filled_with(name, photo_bytes)
    return Writing(
        lambda: desk.phone.sends(filled).status,
        lambda: desk.has(filled),
        lambda: not desk.counts(filled),
    )


def added_file(desk: Desk, name: str) -> Writing:
    """The second post of a submission: its photo."""
    filled = filled_with(name)
    assert desk.phone.sends(filled, files={}, incomplete=True).status == 201
    seen = desk.coordinator.sees_files
    return Writing(
        lambda: desk.phone.sends(filled).status,
        lambda: desk.has(filled),
        lambda: (
            desk.coordinator.reads(FORM.form_id, filled.instance_id) == filled.xml
            and seen(FORM.form_id, filled.instance_id) == {"a.jpg": False}
        ),
    )


def edit(desk: Desk, name: str) -> Writing:
    """A submission that takes the place of another."""
    before = filled_with(name)
    assert desk.phone.sends(before).status == 201
    after = filled_with(f"{name}.edit", edits=before.instance_id)
    # It counts under the instance id of the first; its own names its version.
    shown = Filled(instance_id=before.instance_id, xml=after.xml, files=after.files)
    return Writing(
        lambda: desk.phone.sends(after).status,
        lambda: desk.has(shown),
        lambda: desk.has(before),
    )


def publication(desk: Desk, name: str) -> Writing:
    """A draft that is published."""
    form = Questionnaire(form_id=f"form.{name}")
    desk.coordinator.publishes(form)
    path = f"forms/{form.form_id}"
    content = {"Content-Type": "application/xml"}
    xform = form.at_version("2").xform()
    desk.coordinator.does("POST", f"{path}/draft", data=xform, headers=content)

    def stands_at(version: str, draft_status: int) -> bool:
        shown = desk.coordinator.does("GET", path).json()
        draft = desk.coordinator.asks("GET", f"{path}/draft").status_code
        return (shown["version"], draft) == (version, draft_status)

    return Writing(
        lambda: desk.coordinator.asks("POST", f"{path}/draft/publish").status_code,
        lambda: stands_at("2", 404),
        lambda: stands_at("1", 200),
        frozenset({200, 404}),  # 404: it was published, there is no draft any more
    )


WRITINGS: Mapping[str, Callable[[Desk, str], Writing]] = {
    "a new submission": new_submission,
    "an added file": added_file,
    "an edit": edit,
    "a publication": publication,
}
