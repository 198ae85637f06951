"""After the demonstration every figure of the programme is what a second way of counting gives."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from exports.indicators.long_csv import written_number
from exports.indicators.periods import parse_period
from server.demonstration import telling
from tests.programme.by_pandas import INDICATORS, Compute, Figure, Tables, reported_over
from tests.programme.checklist import ENTERED, TOLD, Entered, Told
from tests.programme.computed import computes
from tests.server.office import Office, open_office

FORMS = [
    "f1_model_register",
    "f2_model_followup",
    "f3_activity",
    "f6_support",
    "f7_supervision",
    "f8_commune_report",
    "f9_behaviour",
]
PERIODS = ("2021-9M", "2021", "2022-H1")
LEVELS = ("province", "district", "commune")
PRIVATE = ("M6", "G5", "G8")


@dataclass(frozen=True)
class Demonstration:
    """The server after ``tincay demo``, and what can be downloaded from it."""

    office: Office
    projects: dict[str, int]
    """By the province's key in the old tree."""
    tables: dict[str, Tables]

    def asks(self, province: str, **asked: str) -> list[dict[str, str]]:
        """Return the lines of a report, as the CSV has them."""
        path = f"/v1/projects/{self.projects[province]}/indicators.csv?{urlencode(asked)}"
        answer = self.office.admin.get(path)
        assert answer.status_code == 200, answer.text
        return list(csv.DictReader(io.StringIO(answer.text)))

    def computes(self, province: str, code: str, period: str, level: str) -> dict[str, Figure]:
        """Return the figures by unit as the server has them, hidden ones too."""
        return computes(self.office, self.projects[province], code, period, level, province)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with open_office(tmp_path_factory.mktemp("demo")) as office:
        projects, tables = {}, {}
        for key, province in zip(
            ("2024-06", "2024-22"), telling.prepare(office.parts, small=True), strict=True
        ):
            for _ in telling.tell(office.parts, province):
                pass
            projects[key] = province.project.id
            tables[key] = Tables(_downloads(office, province.project.id))
        yield Demonstration(office, projects, tables)


def _downloads(office: Office, project_id: int) -> dict[str, bytes]:
    base = f"/v1/projects/{project_id}"
    found = {
        form: office.admin.get(f"{base}/forms/{form}/submissions.csv.zip?attachments=false").data
        for form in FORMS
    }
    return found | {"models": office.admin.get(f"{base}/datasets/models/entities.csv").data}


def test_282_trusted_addresses_are_active_on_the_day_of_the_review(
    demonstration: Demonstration,
) -> None:
    for unit in ("legacy-06", "2024-06"):
        (line,) = demonstration.asks("2024-06", indicator="M2", unit=unit, period="2022-08-04")
        assert (line["unit"], line["value"], line["suppressed"]) == (unit, "282", "false")


def test_a_naive_count_of_the_register_is_not_282(demonstration: Demonstration) -> None:
    """Some were closed before that day, some registered after it."""
    register = demonstration.tables["2024-06"].form("f1_model_register")
    assert len(register[register["is_trusted"] == "1"]) > 300


def test_nine_months_of_2021_had_more_than_1100_sessions(demonstration: Demonstration) -> None:
    (line,) = demonstration.asks("2024-22", indicator="C1", unit="2024-22", period="2021-9M")
    assert int(line["value"]) > 1_100
    activities = demonstration.tables["2024-22"].form("f3_activity")
    counted = sum(
        kind in ("training", "talk", "law") and "2021-01-01" <= day <= "2021-09-30"
        for kind, day in zip(activities["act_type"], activities["act_date"], strict=True)
    )
    assert int(line["value"]) == counted


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("code", [*INDICATORS, "G5"])
def test_a_figure_is_what_the_downloads_say(
    demonstration: Demonstration, code: str, level: str
) -> None:
    seen = 0.0
    for province in demonstration.projects:
        for period in PERIODS:
            wanted = _wanted(demonstration, province, code, period, level)
            told = demonstration.computes(province, code, period, level)
            for unit, figure in wanted.items():
                if unit in told:
                    assert told.pop(unit) == pytest.approx(figure), (unit, period)
                    seen += figure[0] or 0
                else:  # of another province: only what all of the country has
                    assert figure[0] == 0, (unit, period)
            assert all(not numerator for numerator, _ in told.values()), (province, period)
    assert seen > 0, "nothing was compared"


def _wanted(
    demonstration: Demonstration, province: str, code: str, period: str, level: str
) -> dict[str, Figure]:
    tables, days = demonstration.tables[province], parse_period(period)
    if code == "G5":
        return reported_over(tables, days.kind, days.start, days.end, level)
    compute: Compute = INDICATORS[code]
    return compute(tables, days.start, days.end, level)


def test_the_csv_tells_those_figures(demonstration: Demonstration) -> None:
    """What was compared above is what is handed out; nothing of a protected one is."""
    told = demonstration.asks("2024-06", period="2021", unit="2024-06")
    for line in told:
        if line["indicator"] in PRIVATE and line["suppressed"] == "true":
            assert line["numerator"] == line["value"] == ""
            continue
        figures = demonstration.computes("2024-06", line["indicator"], "2021", "province")
        numerator, _ = figures["2024-06"]
        assert line["numerator"] == written_number(numerator)


@pytest.mark.parametrize("dimension", ["topics", "channels", "agency", "act_type"])
def test_categories_are_what_the_downloads_say(
    demonstration: Demonstration, dimension: str
) -> None:
    """One of several choices counts in each, so that categories do not add up to the total."""
    told = demonstration.asks(
        "2024-22", indicator="C1", unit="2024-22", period="2021-9M", by=dimension
    )
    rows = demonstration.tables["2024-22"].form("f3_activity")
    rows = rows[rows["act_type"].isin(["training", "talk", "law"])]
    rows = rows[(rows["act_date"] >= "2021-01-01") & (rows["act_date"] <= "2021-09-30")]
    counts = rows[dimension].str.split().explode().value_counts()
    found = {line[dimension]: int(line["value"]) for line in told if line["value"] != "0"}
    assert found == {name: int(count) for name, count in counts.items()}


def test_nothing_of_it_has_a_fault(demonstration: Demonstration) -> None:
    for project_id in demonstration.projects.values():
        for form in FORMS:
            path = f"/v1/projects/{project_id}/forms/{form}/submissions/findings?level=fault"
            assert demonstration.office.admin.get(path).get_json() == []


def test_the_papers_name_36_things_and_each_has_its_place() -> None:
    assert {one.item for one in ENTERED} | {one.item for one in TOLD} == set(range(1, 37))


@pytest.mark.parametrize("one", ENTERED, ids=lambda one: f"{one.item}-{one.form}-{one.question}")
def test_what_the_papers_name_is_entered_and_comes_back(
    demonstration: Demonstration, one: Entered
) -> None:
    column = demonstration.tables[one.province].form(one.form)[one.question]
    given = {answer for cell in column for answer in cell.split()}
    if one.answers == "+":
        assert any(answer.isdecimal() and int(answer) > 0 for answer in given)
    else:
        assert given >= set(one.answers.split())
        assert given


@pytest.mark.parametrize(
    "one", TOLD, ids=lambda one: f"{one.item}-{one.indicator}-{one.category}-{one.period[:7]}"
)
def test_what_the_papers_name_is_counted_by_itself(demonstration: Demonstration, one: Told) -> None:
    by = {"by": one.by} if one.by else {}
    lines = demonstration.asks(
        one.province, indicator=one.indicator, period=one.period, unit=one.province, **by
    )
    (line,) = [line for line in lines if not one.by or line[one.by] == one.category]
    assert float(line["value"]) > 0
