"""The server checks again by itself what is pending, late or asked for, and stops when told to."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from forms import check
from server import jobs
from server.errors import Problem
from server.ingest.again import derive_again
from server.jobs import Mender
from server.services import SYSTEM, Services
from server.store import derivations, to_derive
from server.store.to_derive import VersionKey
from tests.kit import family
from tests.server.family import Families
from tests.server.office import Office

AGE = ("/data/age", "constraint")


@pytest.fixture
def families(office: Office) -> Families:
    return Families(office)


def seen(families: Families) -> list[tuple[str, str]]:
    return [(path, kind) for _, path, kind in families.finds()]


def recheck(families: Families) -> dict[str, Any]:
    asked: dict[str, Any] = families.asks("/findings/counts")["recheck"]
    return asked


def blind(patch: pytest.MonkeyPatch) -> None:
    """Let the check find nothing, as an older version of the server might."""
    patch.setattr(check, "check_loaded", lambda *_: check.Checked(()))


def test_all_submissions_of_a_form_are_checked_again_when_asked(
    families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, before = families.office.admin, families.office.admin
    with monkeypatch.context() as older:
        blind(older)
        for number in range(3):
            families.sends(f"uuid:{number}", age=130)
    listed = families.office.admin.get(f"{families.path}/submissions.csv?findingColumns=true")
    assert (seen(families), listed.text.count("/data/age constraint")) == ([], 0)
    answer = admin.post(f"{families.path}/submissions/findings/rerun").get_json()
    assert (answer["total"], answer["done"], answer["finishedAt"]) == (3, 0, None)
    assert recheck(families) == answer
    assert families.office.parts.bell.is_set()
    assert families.mends() is False
    done = recheck(families)
    assert (done["done"], done["finishedAt"] is None) == (3, False)
    assert seen(families) == [AGE] * 3
    assert families.keys("?findings=fault") == ["2", "1", "0"]
    fresh = before.get(
        f"{families.path}/submissions.csv?findingColumns=true",
        If_None_Match=listed.headers["ETag"],
    )
    assert fresh.text.count("/data/age constraint") == 3
    (entry,) = admin.get("/v1/audits?action=form.submission.check").get_json()
    assert (entry["actorId"], entry["details"]) == (admin.id, {"draft": False, "versions": 3})


def test_what_is_under_way_answers_with_what_was_found_before(
    families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_derive, "PAGE", 2)
    monkeypatch.setattr(jobs, "_PAGES_OF_A_RECHECK", 1)
    for number in range(3):
        families.sends(f"uuid:{number}", age=130)
    blind(monkeypatch)
    families.office.admin.post(f"{families.path}/submissions/findings/rerun")
    seen_then = []
    while families.mends():
        seen_then.append((recheck(families)["done"], len(seen(families))))
    assert seen_then == [(2, 1), (3, 0)]
    families.sends("uuid:late")
    assert recheck(families)["total"] == 3


def test_asked_for_anew_it_begins_anew(families: Families, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_derive, "PAGE", 1)
    monkeypatch.setattr(jobs, "_PAGES_OF_A_RECHECK", 1)
    for number in range(2):
        families.sends(f"uuid:{number}")
    rerun = f"{families.path}/submissions/findings/rerun"
    families.office.admin.post(rerun)
    assert families.mends()
    families.office.admin.post(rerun)
    assert (recheck(families)["done"], recheck(families)["finishedAt"]) == (0, None)


def test_a_late_version_is_checked_once_it_is_published(families: Families) -> None:
    families.phone().hears(family.filled("uuid:A", version="2", age=90))
    assert families.finds() == [("A", "/data/@version", "unknown")]
    assert families.keys("?findings=unchecked") == ["A"]
    families.publishes("2", age_max=80)
    assert families.office.parts.bell.is_set()
    families.mends()
    assert families.finds() == [("A", *AGE)]
    assert families.keys("?findings=unchecked") == []


def fails(*_: object) -> tuple[()]:
    raise ZeroDivisionError


def test_more_than_a_page_is_worked_off_page_by_page(
    families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_derive, "PAGE", 3)
    with monkeypatch.context() as broken:
        broken.setattr(check, "check_loaded", fails)
        for number in range(8):
            families.sends(f"uuid:{number}", age=130)
    assert families.asks("/findings/counts")["submissions"]["pending"] == 8
    pages: list[int] = []

    def counts(parts: Services, keys: Sequence[VersionKey]) -> int:
        pages.append(len(keys))
        return derive_again(parts, keys)

    monkeypatch.setattr(jobs, "derive_again", counts)
    families.mends()
    assert pages == [3, 3, 2]
    assert seen(families) == [AGE] * 8
    assert families.asks("/findings/counts")["submissions"]["pending"] == 0


def test_what_fails_again_is_tried_once_in_a_round(
    families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_derive, "PAGE", 1)
    monkeypatch.setattr(check, "check_loaded", fails)
    for number in range(2):
        families.sends(f"uuid:{number}")
    assert families.mends() is False
    assert families.keys("?findings=pending") == ["1", "0"]


def test_it_stops_after_the_page_at_hand(
    families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_derive, "PAGE", 1)
    with monkeypatch.context() as broken:
        broken.setattr(check, "check_loaded", fails)
        for number in range(4):
            families.sends(f"uuid:{number}")
    mender, begun, pages = Mender(families.office.parts), threading.Event(), []

    def waits(parts: Services, keys: Sequence[VersionKey]) -> int:
        pages.append(keys)
        begun.set()
        assert mender._stopping.wait(30)
        return derive_again(parts, keys)

    monkeypatch.setattr(jobs, "derive_again", waits)
    mender.start()
    families.office.parts.bell.set()
    assert begun.wait(30)
    mender.stop()
    assert (mender._thread.is_alive(), len(pages)) == (False, 1)
    assert len(families.keys("?findings=pending")) == 3


def test_a_round_that_breaks_off_is_not_the_last(
    families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lost database, or a bug: the thread goes on."""
    rounds, twice = [Problem("503.3"), RuntimeError()], threading.Event()

    def breaks(_: Mender) -> bool:
        problem = rounds.pop()
        if rounds:
            families.office.parts.bell.set()
        else:
            twice.set()
        raise problem

    monkeypatch.setattr(Mender, "mend", breaks)
    mender = Mender(families.office.parts)
    mender.start()
    families.office.parts.bell.set()
    assert twice.wait(30)
    mender.stop()
    assert not mender._thread.is_alive()


def test_tests_of_a_draft_are_checked_again_apart(families: Families) -> None:
    families.drafts("2")
    families.tries("uuid:A", version="2")
    families.sends("uuid:B")
    families.office.admin.post(f"{families.path}/draft/submissions/findings/rerun")
    families.mends()
    path = f"{families.path}/draft/submissions/findings/counts"
    assert families.office.admin.get(path).get_json()["recheck"]["done"] == 1
    assert recheck(families) is None
    families.drafts("3")
    assert families.office.admin.get(path).get_json()["recheck"] is None


def test_two_at_once_do_not_get_into_each_others_way(
    families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``tincay rebuild`` beside the server, say."""
    families.sends("uuid:A", age=130)
    parts = families.office.parts
    with parts.database.read() as cx:
        keys = to_derive.list_versions(SYSTEM, cx)
    adding, go_on, add = threading.Event(), threading.Event(), derivations.add

    def waits(*given: Any, **more: Any) -> None:
        if not adding.is_set():
            adding.set()
            go_on.wait(1)  # the other one should wait for us, and cannot set it
        add(*given, **more)

    def follows() -> int:
        failed = derive_again(parts, keys)
        go_on.set()
        return failed

    monkeypatch.setattr(derivations, "add", waits)
    with ThreadPoolExecutor(2) as both:
        first = both.submit(derive_again, parts, keys)
        assert adding.wait(30)
        second = both.submit(follows)
        assert (first.result(), second.result()) == (0, 0)
    assert seen(families) == [AGE]
    assert families.keys("?findings=pending") == []
