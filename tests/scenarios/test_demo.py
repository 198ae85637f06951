"""``tincay demo``: the same rows every time, never twice into one place, and nothing at fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.demonstration import telling
from server.errors import Problem
from server.services import SYSTEM
from server.store import projects
from tests.server.office import Office, open_office

pytestmark = pytest.mark.slow

FORMS = (
    "f1_model_register",
    "f2_model_followup",
    "f3_activity",
    "f6_support",
    "f7_supervision",
    "f8_commune_report",
    "f9_behaviour",
)
_MADE_BY_THE_SERVER = ("SubmitterID",)
Tables = dict[tuple[str, str], list[dict[str, str]]]
"""Rows of each project's forms, without what the server numbers by itself."""


def told_in(folder: Path, provinces: int = 2) -> Iterator[tuple[Office, Tables]]:
    with open_office(folder) as office:
        tables: Tables = {}
        for province in telling.prepare(office.parts, small=True)[:provinces]:
            for _ in telling.tell(office.parts, province):
                pass
            for form in FORMS:
                name = province.project.name
                tables[name, form] = _rows(office, province.project.id, form)
        yield office, tables


def _rows(office: Office, project_id: int, form: str) -> list[dict[str, str]]:
    base = f"/v1/projects/{project_id}/forms/{form}/submissions.csv"
    rows = list(csv.DictReader(io.StringIO(office.admin.get(base).text)))
    return [{k: v for k, v in row.items() if k not in _MADE_BY_THE_SERVER} for row in rows]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Tables]]:
    yield from told_in(tmp_path_factory.mktemp("first"))


def test_it_is_told_the_same_every_time(
    demonstration: tuple[Office, Tables], tmp_path: Path
) -> None:
    for _, again in told_in(tmp_path, provinces=1):
        first = {key: rows for key, rows in demonstration[1].items() if key[0] == telling.BAC_KAN}
        assert again == first


def test_it_is_not_told_where_it_is_already(demonstration: tuple[Office, Tables]) -> None:
    office, _ = demonstration
    with office.parts.database.read() as cx:
        before = projects.list_all(SYSTEM, cx)
    with pytest.raises(Problem) as refused:
        telling.prepare(office.parts, small=True)
    with office.parts.database.read() as cx:
        assert projects.list_all(SYSTEM, cx) == before
    assert refused.value.code == "409.3"


def test_nothing_in_it_is_at_fault(demonstration: tuple[Office, Tables]) -> None:
    office, tables = demonstration
    names = {name for name, _ in tables}
    with office.parts.database.read() as cx:
        made = [one for one in projects.list_all(SYSTEM, cx) if one.name in names]
    faults = []
    for project in made:
        for form in FORMS:
            answer = office.admin.get(
                f"/v1/projects/{project.id}/forms/{form}/submissions/findings"
            )
            assert answer.status_code == 200, answer.text
            faults += [one for one in answer.get_json() if one["level"] == "fault"]
    assert faults == []


def test_small_or_not_the_sessions_of_nine_months_are_1148(
    demonstration: tuple[Office, Tables],
) -> None:
    rows = demonstration[1][telling.QUANG_NINH, "f3_activity"]
    sessions = [
        row
        for row in rows
        if row["act_type"] in ("training", "talk", "law")
        and "2021-01-01" <= row["act_date"] <= "2021-09-30"
    ]
    assert len(sessions) == 1148


def test_the_active_addresses_on_the_day_of_the_review_are_282(
    demonstration: tuple[Office, Tables],
) -> None:
    tables = demonstration[1]
    registered = tables[telling.BAC_KAN, "f1_model_register"]
    followed: dict[tuple[str, str], dict[str, str]] = {}
    for row in sorted(
        tables[telling.BAC_KAN, "f2_model_followup"], key=lambda row: row["SubmissionDate"]
    ):
        followed[row["model"], row["visit_date"][:7]] = row  # the month's last to arrive counts
    standing: dict[str, str] = {}
    trusted = set()
    for row in registered:
        if row["reg_date"] <= "2022-08-04":
            standing[row["meta-entity-label"]] = row["status"]
            if row["is_trusted"] == "1":
                trusted.add(row["meta-entity-label"])
    for row in sorted(followed.values(), key=lambda row: row["visit_date"]):
        if row["visit_date"] <= "2022-08-04":
            standing[row["model_label"]] = row["status"]
    active = [label for label in trusted if standing[label] == "active"]
    naive = [r for r in registered if (r["is_trusted"], r["status"]) == ("1", "active")]
    assert len(active) == 282
    assert len(naive) != 282
