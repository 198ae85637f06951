"""Cases of violence are counted: few of them in a commune are hidden, and what would tell them."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.exports.indicators.designer import Row, indicator_row
from tests.kit.migrated import migrated_database
from tests.server.office import Asker, Office, open_office
from tests.server.trainings import DIMENSIONS, FORM_ID, Trainings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRIVATE = {"privacy_k": 5, "privacy_periods": "quarter nine year", "privacy_lowest": "commune"}
CASES = indicator_row("G1", "count()", FORM_ID, dimensions="kind", topic="Bạo lực", **PRIVATE)
SUPPORTED = indicator_row(
    "G2",
    "count(selected(${topics}, 'gbv'))",
    FORM_ID,
    denominator="count()",
    topic="Bạo lực",
    **PRIVATE,
)
KEYS = indicator_row("G3", "distinct(${topics})", FORM_ID, topic="Bạo lực", **PRIVATE)
PHUNG_CHI_KIEN, DUC_XUAN, BOC_BO = "2024-01843", "2024-01840", "2024-01864"
HONG_HAI = "2024-06688"
HIDDEN = ("", "true")
_numbers = itertools.count(1)


def happen(trainings: Trainings, commune: str, number: int, **answers: Any) -> None:
    for one in range(number):
        kinds = "-".join(answers.values())
        trainings.sends(f"uuid:{commune}-{kinds}-{one}", commune=commune, **answers)


def told(asker: Asker, trainings: Trainings, *columns: str, **asked: str) -> list[tuple[str, ...]]:
    """Return what a report says where there is a figure or none is given; not what is 0."""
    path = f"/v1/projects/{trainings.project.id}/indicators.csv?{urlencode(asked)}"
    answer = asker.get(path)
    assert answer.status_code == 200, answer.text
    rows = csv.DictReader(io.StringIO(answer.text))
    return [tuple(row[column] for column in (*columns, "numerator", "suppressed")) for row in rows]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """One for all stories: each that changes anything has a project of its own."""
    with ExitStack() as stack:
        url = stack.enter_context(migrated_database()) if request.param == "postgresql" else None
        yield stack.enter_context(open_office(tmp_path_factory.mktemp("office"), url))


def some_cases(office: Office, *rows: Row) -> Trainings:
    """Three in a ward, 12 in the one beside it, 20 further off; 8 in another province."""
    made = Trainings(office, project=office.project(f"Vụ việc {next(_numbers)}"))
    made.puts(*rows)
    made.settles()
    happen(made, PHUNG_CHI_KIEN, 3, kind="talk")
    happen(made, DUC_XUAN, 12, kind="law")
    happen(made, BOC_BO, 10, kind="talk", topics="gbv")
    happen(made, BOC_BO, 10, kind="talk", topics="food")
    happen(made, HONG_HAI, 8, kind="talk", topics="food")
    return made


@pytest.fixture(scope="module")
def cases(office: Office) -> Trainings:
    """They stay as they are."""
    return some_cases(office, CASES, SUPPORTED, KEYS)


def test_a_ward_with_three_cases_is_hidden_and_the_one_that_would_tell_it(
    office: Office, cases: Trainings
) -> None:
    assert told(office.admin, cases, "unit", indicator="G1", period="2021", level="province") == [
        ("2024-06", "35", "false"),
        ("2024-22", "8", "false"),
        ("", "0", "false"),
    ]
    wards = told(
        office.admin, cases, "unit", indicator="G1", period="2021", level="commune", unit="2024-06"
    )
    # Bộc Bố too: its 20 would say that there was none in the communes that it became one with.
    assert (BOC_BO, *HIDDEN) in wards
    assert (PHUNG_CHI_KIEN, *HIDDEN) in wards
    assert (DUC_XUAN, *HIDDEN) in wards


def test_the_new_units_give_away_no_more_than_the_old_ones(
    office: Office, cases: Trainings
) -> None:
    asked = {"indicator": "G1", "period": "2021", "vintage": "2025"}
    assert told(office.admin, cases, "unit", level="province", **asked) == [
        ("2025-19", "35", "false"),
        ("2025-22", "8", "false"),
        ("", "0", "false"),
    ]
    wards = {
        unit: tuple(line)
        for unit, *line in told(
            office.admin, cases, "unit", level="commune", unit="legacy-06", **asked
        )
    }
    assert wards["2025-01864"] == ("20", "false")
    assert {line for unit, line in wards.items() if unit not in {"2025-01864", ""}} == {HIDDEN}
    assert told(office.admin, cases, indicator="G1", period="2021", unit="legacy-06") == [
        ("35", "false")
    ]


def test_months_without_cases_are_no_more_told_than_those_with_few(
    office: Office, cases: Trainings
) -> None:
    asked = {"indicator": "G1", "period": "2021", "every": "quarter", "unit": "2024-06"}
    assert told(office.admin, cases, **asked) == [HIDDEN] * 4


def test_all_coordinators_read_the_same(office: Office, cases: Trainings) -> None:
    here = office.person("here", "viewer", cases.project)
    there = office.person("there", "manager", cases.project)
    asked = {"period": "2021", "level": "commune", "unit": "2024-06", "indicator": "G1"}
    first = told(here, cases, "unit", **asked)
    assert first == told(there, cases, "unit", **asked)
    assert (PHUNG_CHI_KIEN, *HIDDEN) in first


def test_a_kind_is_told_where_the_others_do_not_tell_it(office: Office, cases: Trainings) -> None:
    asked = {"indicator": "G1", "period": "2021", "by": "kind"}
    assert told(office.admin, cases, "kind", **asked) == [
        ("law", "12", "false"),
        ("talk", "31", "false"),
    ]
    # That all of the 8 in Quảng Ninh are talks would follow from the kinds of either province.
    of_provinces = told(office.admin, cases, "unit", level="province", **asked)
    assert {line[1:] for line in of_provinces if line[0]} == {HIDDEN}


def test_each_place_has_the_lines_of_all_kinds(office: Office, cases: Trainings) -> None:
    asked = {"indicator": "G1", "period": "2021", "by": "kind", "unit": "2024-22"}
    # There was no case of law here: that is not to be read from a line that is missing.
    assert told(office.admin, cases, "kind", **asked) == [("law", *HIDDEN), ("talk", *HIDDEN)]


def test_a_share_is_told_where_neither_part_is_small(office: Office, cases: Trainings) -> None:
    asked = {"indicator": "G2", "period": "2021"}
    assert told(office.admin, cases, "denominator", **asked) == [("43", "25", "false")]
    assert told(office.admin, cases, "denominator", level="province", **asked) == [
        ("", *HIDDEN),
        ("", *HIDDEN),
        ("0", "0", "false"),
    ]


def test_of_different_people_only_the_whole_country_is_told(office: Office) -> None:
    cases = some_cases(office, KEYS)
    asked = {"indicator": "G3", "period": "2021"}
    assert told(office.admin, cases, **asked) == [HIDDEN]
    for one in range(4):
        happen(cases, BOC_BO, 1, topics=f"t{one}")
    assert told(office.admin, cases, **asked) == [("7", "false")]
    assert told(office.admin, cases, level="province", **asked) == [HIDDEN] * 3


def test_what_is_a_share_of_private_figures_does_not_tell_them(office: Office) -> None:
    share = indicator_row("C9", "count()", FORM_ID, denominator="indicator('G1')")
    cases = some_cases(office, CASES, share)
    asked = {"indicator": "C9", "period": "2021"}
    wards = told(
        office.admin, cases, "unit", "denominator", level="commune", unit="2024-06", **asked
    )
    assert (PHUNG_CHI_KIEN, "", *HIDDEN) in wards
    assert told(office.admin, cases, "denominator", **asked) == [("43", "43", "false")]


def test_the_printed_report_hides_the_same(office: Office, cases: Trainings) -> None:
    path = f"/v1/projects/{cases.project.id}/indicators.json?period=2021&indicator=G1"
    answer = office.admin.get(f"{path}&level=commune&unit=2024-06")
    assert '"numerator":3' not in answer.text


@pytest.mark.parametrize("level", ["country", "province", "district"])
def test_a_district_is_no_province_whatever_level_is_asked_for(office: Office, level: str) -> None:
    """A unit that has no units of the level is a line itself: it is of its own level."""
    cases = Trainings(office, project=office.project(f"Vụ việc {next(_numbers)}"))
    cases.puts({**CASES, "privacy_lowest": "province"})
    cases.settles()
    asked = {"period": "2021", "unit": "2024-058", "level": level}
    path = f"/v1/projects/{cases.project.id}/indicators.csv"
    named = cases.office.admin.get(f"{path}?{urlencode(asked | {'indicator': 'G1'})}")
    assert (named.status_code, named.get_json()["code"]) == (400, 400.73)
    assert told(cases.office.admin, cases, "unit", **asked) == []


CROSSED = {**CASES, "dimensions": "kind topics"}
PAIRS = [("kind", "topics"), ("topics", "kind")]


@pytest.fixture
def of_kinds(office: Office) -> Trainings:
    """Eight of each of two kinds and two topics in one province; in another a single kind."""
    made = Trainings(office, project=office.project(f"Vụ việc {next(_numbers)}"))
    made.puts(CROSSED)
    made.settles()
    for kind in ("talk", "law"):
        for topic in ("gbv", "food"):
            happen(made, BOC_BO, 8, kind=kind, topics=topic)
    happen(made, HONG_HAI, 8, kind="talk", topics="food")
    return made


@pytest.mark.parametrize("by", PAIRS)
def test_two_disaggregations_at_once_are_told_where_each_pair_is_large(
    of_kinds: Trainings, by: tuple[str, str]
) -> None:
    assert crossed(of_kinds, by, period="2021") == {
        ("law", "food"): ("8", "false"),
        ("law", "gbv"): ("8", "false"),
        ("talk", "food"): ("16", "false"),
        ("talk", "gbv"): ("8", "false"),
    }
    # With these, what is told of the one province would tell of the other.
    for unit in ("2024-06", "2024-22"):
        assert set(crossed(of_kinds, by, period="2021", unit=unit).values()) == {HIDDEN}
    for topic, kind in (("gbv", "talk"), ("gbv", "law"), ("food", "law")):
        happen(of_kinds, HONG_HAI, 7, kind=kind, topics=topic)
    assert crossed(of_kinds, by, period="2021", unit="2024-22") == {
        ("law", "food"): ("7", "false"),
        ("law", "gbv"): ("7", "false"),
        ("talk", "food"): ("8", "false"),
        ("talk", "gbv"): ("7", "false"),
    }


def test_a_pair_of_a_few_hides_the_others(of_kinds: Trainings) -> None:
    happen(of_kinds, BOC_BO, 2, kind="visit", topics="gbv")
    happen(of_kinds, BOC_BO, 9, kind="visit", topics="food")
    seen = crossed(of_kinds, PAIRS[0], period="2021")
    assert seen["visit", "gbv"] == HIDDEN
    assert [some for some, line in seen.items() if line != HIDDEN] == [
        ("talk", "food"), ("talk", "gbv"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked, reason",
    [
        ({"by": ("kind", "topics"), "level": "commune"}, "below provinces"),
        ({"by": ("kind", "topics"), "level": "district"}, "below provinces"),
        ({"by": ("topics", "held")}, "one must be kind"),
    ],
)
def test_pairs_are_given_of_provinces_and_with_the_first_dimension_alone(
    of_kinds: Trainings, asked: dict[str, Any], reason: str
) -> None:
    dimensions = [*DIMENSIONS, {"name": "held", "label::vi": "Ngày", "value": "${held}"}]
    of_kinds.puts({**CROSSED, "dimensions": "kind topics held"}, dimensions=dimensions)
    of_kinds.settles()
    given = {"indicator": "G1", "period": "2021", "unit": "2024-06", **asked}
    path = f"/v1/projects/{of_kinds.project.id}/indicators.csv?{urlencode(given, doseq=True)}"
    answer = of_kinds.office.admin.get(path)
    assert (answer.status_code, answer.get_json()["code"]) == (400, 400.73)
    assert reason in answer.get_json()["message"]


def crossed(
    trainings: Trainings, by: tuple[str, str], **asked: str
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what is told of each kind and topic."""
    given = urlencode({"indicator": "G1", "by": by, **asked}, doseq=True)
    answer = trainings.office.admin.get(
        f"/v1/projects/{trainings.project.id}/indicators.csv?{given}"
    )
    assert answer.status_code == 200, answer.text
    return {
        (row["kind"], row["topics"]): (row["numerator"], row["suppressed"])
        for row in csv.DictReader(io.StringIO(answer.text))
    }
