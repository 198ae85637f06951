"""Figures follow what is sent: at once, whatever happens to a submission, whoever defines anew."""

from __future__ import annotations

import random
import string
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from exports.indicators.cells import Cell
from server.errors import Problem
from server.ingest.again import derive_again
from server.services import SYSTEM
from server.store import forms, standing, to_derive
from server.store.collected import Collection
from tests.exports.indicators.designer import indicator_row
from tests.server.office import Office
from tests.server.trainings import COMMUNE, FORM_ID, Trainings

COUNT = indicator_row("C1", "count()", FORM_ID, filter="${kind} = 'talk'", dimensions="kind topics")
PEOPLE = indicator_row("C2", "sum(${people})", FORM_ID)


def total(value: float, unit: str = COMMUNE) -> list[Cell]:
    return [Cell(unit, (), value)] if value else []


@pytest.fixture
def trainings(office: Office) -> Trainings:
    made = Trainings(office)
    made.defines(COUNT, PEOPLE)
    made.settles()
    return made


def test_what_is_sent_is_counted_at_once(trainings: Trainings) -> None:
    trainings.sends("uuid:1")
    trainings.sends("uuid:2", commune="2024-01846", people=5)
    trainings.sends("uuid:3", kind="training")
    assert trainings.adds_up("C1") == [Cell(COMMUNE, (), 1.0), Cell("2024-01846", (), 1.0)]
    assert trainings.adds_up("C2") == [Cell(COMMUNE, (), 40.0), Cell("2024-01846", (), 5.0)]


def test_answers_of_any_length_are_counted(trainings: Trainings) -> None:
    """An index that could not hold them would keep the phone sending for ever."""
    long = "".join(random.Random(1).choices(string.ascii_letters, k=100_000))
    trainings.sends("uuid:1", commune=long, topics=long)
    assert trainings.adds_up("C1") == [Cell(long[:60], (), 1.0)]
    assert trainings.adds_up("C1", "topics") == [Cell(long[:60], (long[:200],), 1.0)]


def test_a_category_counts_once_however_it_is_crossed(trainings: Trainings) -> None:
    trainings.sends("uuid:1")
    trainings.sends("uuid:2", topics="gbv")
    assert trainings.adds_up("C1", "topics") == [
        Cell(COMMUNE, ("food",), 1.0),
        Cell(COMMUNE, ("gbv",), 2.0),
    ]
    assert trainings.adds_up("C1", "kind", "topics") == [
        Cell(COMMUNE, ("talk", "food"), 1.0),
        Cell(COMMUNE, ("talk", "gbv"), 2.0),
    ]


def test_the_day_of_the_event_decides_not_that_of_the_upload(trainings: Trainings) -> None:
    trainings.sends("uuid:1", held="2019-03-31")
    assert trainings.adds_up("C1", start=date(2019, 1, 1), end=date(2019, 3, 31)) == total(1)
    assert trainings.adds_up("C1", start=date(2019, 4, 1), end=date(2030, 1, 1)) == []


def test_an_edit_takes_the_place_of_what_was_sent(trainings: Trainings) -> None:
    trainings.sends("uuid:1", people=20)
    trainings.sends("uuid:2", edits="uuid:1", people=7)
    assert trainings.adds_up("C2") == total(7)
    trainings.sends("uuid:3", edits="uuid:2", people=8, commune="2024-01846")
    assert trainings.adds_up("C2") == total(8, "2024-01846")


def test_what_is_rejected_or_deleted_does_not_count_until_it_is_back(trainings: Trainings) -> None:
    trainings.sends("uuid:1")
    trainings.sends("uuid:2", edits="uuid:1")
    trainings.reviews("uuid:1", "rejected")
    assert trainings.adds_up("C1") == []
    trainings.reviews("uuid:1", "approved")
    assert trainings.adds_up("C1") == total(1)
    path = f"{trainings.path}/submissions/uuid:1"
    trainings.office.admin.delete(path)
    assert trainings.adds_up("C1") == []
    trainings.office.admin.post(f"{path}/restore")
    assert trainings.adds_up("C1") == total(1)


def test_of_alike_answers_the_last_counts_and_the_other_when_that_is_gone(office: Office) -> None:
    trainings = Trainings(office, one_per_day=True)
    trainings.defines(PEOPLE)
    trainings.settles()
    trainings.sends("uuid:1", people=10)
    trainings.sends("uuid:2", people=12)
    trainings.sends("uuid:3", people=1, held="2021-10-01")
    assert trainings.adds_up("C2") == total(13)
    assert superseded(trainings) == [("uuid:1", "uuid:2")]
    (told,) = office.admin.get(f"{trainings.path}/submissions/superseded").get_json()
    assert (told["instanceId"], told["supersededBy"]) == ("uuid:1", "uuid:2")
    assert told["onePer"] == f"{COMMUNE} 2021-09-14"
    trainings.reviews("uuid:2", "rejected")
    assert trainings.adds_up("C2") == total(11)
    assert superseded(trainings) == []
    trainings.reviews("uuid:2", None)
    assert trainings.adds_up("C2") == total(13)
    trainings.sends("uuid:4", edits="uuid:2", people=100, held="2021-11-01")
    assert trainings.adds_up("C2") == total(111)


def superseded(trainings: Trainings) -> list[tuple[str, str]]:
    with trainings.office.parts.database.read() as cx:
        form = forms.get(SYSTEM, cx, trainings.project.id, FORM_ID)
        collection = Collection(project_id=form.project_id, form_id=form.id, draft=False)
        found = standing.list_superseded(SYSTEM, cx, collection)
    return [(one.instance_id, one.by_instance_id) for one in found]


def test_a_new_definition_is_told_once_history_is_computed(office: Office) -> None:
    trainings = Trainings(office)
    trainings.sends("uuid:1")
    assert trainings.defines(COUNT).computing == ("C1",)
    assert trainings.states() == [("C1", "computing")]
    trainings.sends("uuid:2")
    trainings.settles()
    assert trainings.states() == [("C1", "current")]
    assert trainings.adds_up("C1") == total(2)


def test_reports_answer_from_the_old_one_until_then(trainings: Trainings) -> None:
    trainings.sends("uuid:1", kind="training")
    trainings.sends("uuid:2")
    wider = indicator_row("C1", "count()", FORM_ID)
    changed = trainings.defines(wider, PEOPLE)
    assert (changed.unchanged, changed.computing, changed.removed) == (1, ("C1",), ())
    trainings.sends("uuid:3", kind="training")
    trainings.sends("uuid:4")
    assert trainings.adds_up("C1") == total(2)
    trainings.settles()
    assert trainings.adds_up("C1") == total(4)
    assert trainings.states() == [("C1", "current"), ("C2", "current")]


def test_other_words_change_no_figure(trainings: Trainings) -> None:
    renamed = {**COUNT, "label::vi": "Số cuộc"}
    changed = trainings.defines(renamed, PEOPLE)
    assert (changed.unchanged, changed.computing) == (2, ())


def test_what_is_no_longer_defined_is_gone_with_its_facts(trainings: Trainings) -> None:
    trainings.sends("uuid:1")
    assert trainings.defines(PEOPLE).removed == ("C1",)
    assert trainings.states() == [("C2", "current")]


def test_a_workbook_with_a_fault_changes_nothing(trainings: Trainings) -> None:
    with pytest.raises(Problem) as raised:
        trainings.defines(indicator_row("C1", "count()", FORM_ID, filter="${knd} = 1"))
    assert raised.value.code == "400.15"
    assert trainings.states() == [("C1", "current"), ("C2", "current")]


def test_deriving_all_again_gives_the_same(trainings: Trainings) -> None:
    trainings.sends("uuid:1")
    trainings.sends("uuid:2", edits="uuid:1", people=3)
    before = (trainings.adds_up("C1", "topics"), trainings.adds_up("C2"))
    parts = trainings.office.parts
    with parts.database.read() as cx:
        keys = to_derive.list_versions(SYSTEM, cx)
    assert derive_again(parts, keys) == 0
    assert (trainings.adds_up("C1", "topics"), trainings.adds_up("C2")) == before
    assert before[1] == total(3)


def test_of_eight_alike_that_come_at_once_one_counts(office: Office) -> None:
    trainings = Trainings(office, one_per_day=True)
    trainings.defines(PEOPLE)
    trainings.settles()
    senders = [office.signs_in("admin@tincay.local") for _ in range(8)]
    start = Barrier(len(senders))

    def send(number: int) -> None:
        start.wait()
        trainings.sends(f"uuid:{number}", people=10**number, who=senders[number])

    with ThreadPoolExecutor(len(senders)) as pool:
        list(pool.map(send, range(len(senders))))
    (told,) = trainings.adds_up("C2")
    assert told.value in [10.0**number for number in range(8)]
    assert len(superseded(trainings)) == 7
