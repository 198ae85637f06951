"""What a project aims at, kept on both databases: nobody's change is lost for another's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from exports.indicators.periods import parse_period
from exports.indicators.typed_target import TypedTarget
from server.errors import Problem
from server.reporting import single_targets
from server.reporting.loading import set_targets
from server.reporting.reports import target_of
from server.services import SYSTEM
from server.store import audit, targets
from server.store.targets import NumberedTarget, StoredTarget
from tests.exports.indicators.designer import indicator_row
from tests.server.office import Office
from tests.server.survey import raw
from tests.server.trainings import FORM_ID, Trainings

HEAD = "indicator,unit,value,from,to,source\n"
AT_ONCE = 8


@pytest.fixture
def trainings(office: Office) -> Trainings:
    made = Trainings(office)
    made.defines(indicator_row("C1", "count()", FORM_ID), indicator_row("C2", "count()", FORM_ID))
    made.settles()
    return made


def typed(period: str = "2021", value: str = "10", **more: str) -> TypedTarget:
    fields = {"indicator": "C1", "unit": "2024-06", "source": "Kế hoạch của chị Lan"} | more
    return TypedTarget(period=period, value=value, **fields)


def adds(trainings: Trainings, one: TypedTarget) -> StoredTarget:
    return single_targets.add(trainings.office.parts, SYSTEM, trainings.project, one, "vi")


def changes(trainings: Trainings, was: NumberedTarget, one: TypedTarget) -> StoredTarget:
    seen = single_targets.fingerprint(was.target)
    parts, project = trainings.office.parts, trainings.project
    return single_targets.change(parts, SYSTEM, project, was.id, seen, one, "vi")


def kept(trainings: Trainings) -> list[NumberedTarget]:
    with trainings.office.parts.database.read() as cx:
        return targets.list_some(SYSTEM, cx, trainings.project.id, limit=1000)


def at_once(*things: Callable[[], object]) -> list[str]:
    """Do them at the same moment; return what became of each: "" or the problem's code."""
    start = Barrier(len(things))

    def does(thing: Callable[[], object]) -> str:
        start.wait()
        try:
            thing()
        except Problem as problem:
            return problem.code
        return ""

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(does, things))


def test_what_is_put_is_what_is_given_back(trainings: Trainings) -> None:
    path = f"/v1/projects/{trainings.project.id}/targets"
    rows = HEAD + 'C2,legacy-06,0.4,2021-01-01,2021-12-31,"Kế hoạch, trang 3"\n'
    answer = raw(trainings.office.admin, "PUT", path, rows.encode(), "text/csv")
    assert answer.get_json() == {"targets": 1}
    assert trainings.office.admin.get(path).text == rows


def test_targets_that_are_added_at_once_are_all_there(trainings: Trainings) -> None:
    days = [f"2021-01-{day:02}" for day in range(1, AT_ONCE + 1)]
    assert at_once(*(lambda day=day: adds(trainings, typed(day)) for day in days)) == [""] * AT_ONCE
    assert [str(one.target.to_day) for one in kept(trainings)] == days


def test_of_the_same_target_added_at_once_one_is_taken(trainings: Trainings) -> None:
    told = at_once(*[lambda: adds(trainings, typed())] * AT_ONCE)
    assert sorted(told) == ["", *["409.75"] * (AT_ONCE - 1)]
    assert len(kept(trainings)) == 1


def test_of_changes_made_at_once_to_one_target_the_second_is_told_of_the_first(
    trainings: Trainings,
) -> None:
    adds(trainings, typed())
    (was,) = kept(trainings)
    values = [str(value) for value in range(20, 20 + AT_ONCE)]
    told = at_once(*(lambda v=v: changes(trainings, was, typed(value=v)) for v in values))
    assert sorted(told) == ["", *["409.76"] * (AT_ONCE - 1)]
    (now,) = kept(trainings)
    assert now.target.value == float(values[told.index("")])


def test_a_list_that_is_put_meanwhile_stumbles_over_nothing(trainings: Trainings) -> None:
    parts, project = trainings.office.parts, trainings.project
    whole = (HEAD + "C1,2024-06,5,2021-01-01,2021-12-31,\n").encode()

    def puts() -> None:
        set_targets(parts, SYSTEM, project, whole, "vi", strict=True)

    told = at_once(*[puts, lambda: adds(trainings, typed())] * (AT_ONCE // 2))
    assert set(told) <= {"", "409.75"}
    assert told[::2] == [""] * (AT_ONCE // 2)
    assert len(kept(trainings)) == 1


def test_what_the_workbook_aims_at_takes_the_place_of_the_same_and_of_nothing_else(
    trainings: Trainings,
) -> None:
    adds(trainings, typed("2021", "10"))
    adds(trainings, typed("2022", "20"))
    year = {"unit": "2024-06", "from": "2021-01-01", "to": "2021-12-31"}
    aims = [{"indicator": "C1", "value": 15, "source": "QĐ 1", **year}]
    trainings.defines(
        indicator_row("C1", "count()", FORM_ID),
        indicator_row("C2", "count()", FORM_ID),
        targets=aims,
    )
    with trainings.office.parts.database.read() as cx:
        stored = targets.list_all(SYSTEM, cx, trainings.project.id)
    assert sorted((one.from_day.year, one.value, one.source) for one in stored) == [
        (2021, 15.0, "QĐ 1"),
        (2022, 20.0, "Kế hoạch của chị Lan"),
    ]


def test_a_change_cannot_make_two_of_one(trainings: Trainings) -> None:
    adds(trainings, typed("2021"))
    adds(trainings, typed("2022"))
    first, _ = kept(trainings)
    with pytest.raises(Problem) as refused:
        changes(trainings, first, typed("2022"))
    assert refused.value.code == "409.75"


def test_the_log_says_what_was_aimed_at_and_not_where_it_is_written(trainings: Trainings) -> None:
    adds(trainings, typed())
    (was,) = kept(trainings)
    changes(trainings, was, typed(value="12"))
    (now,) = kept(trainings)
    parts, project = trainings.office.parts, trainings.project
    seen = single_targets.fingerprint(now.target)
    single_targets.remove(parts, SYSTEM, project, now.id, seen)
    with parts.database.read() as cx:
        entries = audit.list_entries(SYSTEM, cx, project_id=project.id, topic="indicators")
    common = {
        "target": now.id,
        "indicator": "C1",
        "unit": "2024-06",
        "days": "2021-01-01/2021-12-31",
    }
    assert [(entry.action, entry.details) for entry in entries[:3]] == [
        ("indicators.target.remove", common | {"value": 12.0}),
        ("indicators.target.change", common | {"value": 12.0}),
        ("indicators.target.add", common | {"value": 10.0}),
    ]


def test_a_year_is_held_against_its_own_target_and_not_its_last_quarters() -> None:
    aimed_at = target_of(
        [
            _target(date(2017, 7, 1), date(2022, 12, 31), 1000),
            _target(date(2021, 10, 1), date(2021, 12, 31), 30),
            _target(date(2021, 1, 1), date(2021, 12, 31), 100),
        ]
    )
    told = {
        name: aimed_at("C1", "2024-06", parse_period(name))
        for name in ("2021", "2021-Q4", "2021-12", "2021-Q3", "2019", "2017", "2023")
    }
    assert told == {
        "2021": 100,
        "2021-Q4": 30,
        "2021-12": 30,
        "2021-Q3": 100,
        "2019": 1000,
        "2017": 1000,
        "2023": None,
    }


def _target(first: date, last: date, value: float) -> StoredTarget:
    return StoredTarget(
        code="C1", unit="2024-06", from_day=first, to_day=last, value=value, source=""
    )
