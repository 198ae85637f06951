"""What an arriving XML is: every row of "Who sends decides", before any wire or database."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from server.ingest.decide import (
    Arriving,
    Conflict,
    Edit,
    Known,
    New,
    Quarantine,
    Repeat,
    State,
    Waiting,
    decide,
)

ROOT = uuid.UUID(int=1)


def known(
    instance_id: str, sha: str = "a", state: State = "current", *, deleted: bool = False
) -> Known:
    root = None if state in ("waiting", "quarantined") else ROOT
    return Known(
        id=uuid.uuid5(ROOT, instance_id + sha),
        instance_id=instance_id,
        xml_sha256=sha,
        state=state,
        root_id=root,
        is_deleted=deleted,
    )


def arriving(instance_id: str = "A", sha: str = "a", *, replaces: str | None = None) -> Arriving:
    return Arriving(instance_id=instance_id, deprecated_id=replaces, xml_sha256=sha)


def test_what_was_never_seen_is_new() -> None:
    assert decide(arriving(), [], [], "open") == New()


def test_the_same_bytes_again_are_a_repeat_even_when_the_form_is_closed() -> None:
    here = known("A")
    assert decide(arriving(), [here], [], "open") == Repeat(here)
    assert decide(arriving(), [here], [], "closed") == Repeat(here)


def test_the_same_id_with_other_bytes_is_kept_beside_the_first() -> None:
    assert decide(arriving(sha="b"), [known("A")], [], "open") == Conflict("other-bytes", ROOT)


def test_other_bytes_that_came_before_are_a_repeat_of_themselves() -> None:
    clash = known("A", "b", "conflict")
    assert decide(arriving(sha="b"), [known("A"), clash], [], "open") == Repeat(clash)


def test_an_edit_of_the_current_version_takes_its_place() -> None:
    before = known("A")
    assert decide(arriving("B", replaces="A"), [], [before], "open") == Edit(before)


def test_an_edit_of_an_earlier_version_is_a_conflict() -> None:
    before = known("A", state="earlier")
    decision = decide(arriving("C", replaces="A"), [], [before], "open")
    assert decision == Conflict("edited-already", ROOT)


def test_an_edit_whose_predecessor_has_not_come_waits() -> None:
    assert decide(arriving("C", replaces="B"), [], [], "open") == Waiting()
    waiting = known("B", state="waiting")
    assert decide(arriving("C", replaces="B"), [], [waiting], "open") == Waiting()


def test_an_edit_that_uses_an_id_of_another_chain_is_a_conflict() -> None:
    taken = known("B", "x")
    decision = decide(arriving("B", "y", replaces="A"), [taken], [known("A")], "open")
    assert decision == Conflict("other-chain", ROOT)


def test_an_edit_of_itself_is_a_conflict() -> None:
    assert decide(arriving("A", replaces="A"), [], [], "open") == Conflict("other-chain", None)


def test_a_closed_or_unassigned_form_and_a_deleted_submission_quarantine() -> None:
    gone = known("A", deleted=True)
    assert decide(arriving(), [], [], "closed") == Quarantine("closed")
    assert decide(arriving(), [], [], "not-assigned") == Quarantine("not-assigned")
    assert decide(arriving(sha="b"), [gone], [], "open") == Quarantine("deleted")
    assert decide(arriving("B", replaces="A"), [], [gone], "open") == Quarantine("deleted")


def test_of_two_versions_with_one_id_the_current_one_is_edited() -> None:
    current, clash = known("A"), known("A", "b", "conflict")
    assert decide(arriving("B", replaces="A"), [], [clash, current], "open") == Edit(current)


STATES = st.sampled_from(("current", "earlier", "conflict", "waiting", "quarantined"))


@given(
    stored=st.lists(st.tuples(st.sampled_from("abc"), STATES, st.booleans()), max_size=4),
    sha=st.sampled_from("abc"),
    openness=st.sampled_from(("open", "closed", "not-assigned")),
)
def test_bytes_that_are_here_are_always_a_repeat_and_no_others(
    stored: list[tuple[str, State, bool]], sha: str, openness: str
) -> None:
    here = [known("A", one, state, deleted=gone) for one, state, gone in stored]
    decision = decide(arriving(sha=sha), here, [], openness)  # type: ignore[arg-type]
    assert isinstance(decision, Repeat) == any(one.xml_sha256 == sha for one in here)
