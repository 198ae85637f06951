"""The invented cases hold what forms 4 and 5 ask, and keep what nobody agreed to out of them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from forms import library
from forms.check import Circumstances, check
from forms.compile import compile_workbook
from forms.fill import Filler
from forms.instance import Element, read_instance
from forms.logic import Logic, read_logic
from forms.xform import read_form
from tests.kit.case_story import ZONE, CaseStory, tell_cases

CASES = Path(next(iter(library.__path__))) / "cases"


@cache
def form(name: str) -> tuple[Logic, Filler]:
    workbook = (CASES / f"{name}.xlsx").read_bytes()
    xform = compile_workbook(workbook, kind="xlsx", form_id_fallback=None).xform
    files = {path.name: path.read_bytes() for path in CASES.glob("*.csv")}
    logic = read_logic(read_form(xform), files)
    return logic, Filler(logic, xform)


def story(seed: int = 938) -> CaseStory:
    with (CASES / "admin_units.csv").open(encoding="utf-8", newline="") as file:
        communes = [
            row["name"]
            for row in csv.DictReader(file)
            if (row["level"], row["parent"]) == ("commune", "2024-06")
        ]
    return tell_cases(
        form("f4_gbv_case")[1], form("f5_gbv_service")[1], communes=communes, seed=seed
    )


def answer(root: Element, *path: str) -> str | None:
    element: Element | None = root
    for name in path:
        element = element.find(name) if element else None
    return element.text if element is not None else None


def test_what_the_story_sends_holds_what_the_forms_ask() -> None:
    told = story()
    given = Circumstances(
        received_at=datetime(2022, 12, 31, tzinfo=UTC), zone=ZONE, languages=(), language="vi"
    )
    sent = [("f4_gbv_case", xml) for xml in told.cases]
    sent += [("f5_gbv_service", xml) for xml in told.follow_ups]
    found = [
        (one.path, one.kind)
        for name, xml in sent
        for one in check(form(name)[0], read_instance(xml), given)
        if one.level == "fault"
    ]
    assert found == []


def test_without_consent_no_case_leaves_the_phone() -> None:
    roots = [read_instance(xml).root for xml in story().cases]
    agreed = [answer(root, "ok") == "1" for root in roots]
    assert [root.find("g_case") is not None for root in roots] == agreed
    assert 0 < agreed.count(False) < 30
    assert len(agreed) == 120


def test_each_follow_up_is_of_a_case_that_was_recorded() -> None:
    told = story()
    recorded = {
        answer(root, "case_code")
        for root in (read_instance(xml).root for xml in told.cases)
        if answer(root, "ok") == "1"
    }
    followed = [read_instance(xml).root for xml in told.follow_ups]
    assert {answer(root, "case_code") for root in followed} == recorded
    assert {answer(root, "withdraw") for root in followed} == {"0", "1"}


def test_the_same_seed_tells_the_same_story_and_another_does_not() -> None:
    assert story() == story()
    assert story(seed=1) != story()
