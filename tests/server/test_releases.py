"""A coordinator closes a period: what she handed in stays, what comes later stands beside it."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openpyxl
import pytest

from tests.exports.indicators.designer import indicator_row
from tests.server.office import Asker, Office, said
from tests.server.trainings import FORM_ID, Trainings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COUNT = indicator_row("C1", "count()", FORM_ID, dimensions="kind", topic="Truyền thông")
PEOPLE = indicator_row("C2", "sum(${people})", FORM_ID, topic="Truyền thông")
VICTIMS = indicator_row(
    "G1",
    "count()",
    FORM_ID,
    topic="Bảo vệ",
    privacy_k=5,
    privacy_periods="quarter nine year",
    privacy_lowest="province",
)
BAC_KAN, CITY = "2024-06", "2024-058"


@pytest.fixture
def trainings(office: Office) -> Trainings:
    made = Trainings(office)
    made.puts(COUNT, PEOPLE)
    made.settles()
    made.sends("uuid:1", held="2021-09-14", commune="2024-01843")
    made.sends("uuid:2", held="2021-09-30", commune="2024-01846", kind="law")
    return made


def path_of(trainings: Trainings, tail: str = "") -> str:
    return f"/v1/projects/{trainings.project.id}/releases{tail}"


def closes(trainings: Trainings, who: Asker | None = None, **asked: str) -> Any:
    wanted = {"period": "2021-9M", "unit": BAC_KAN} | asked
    answer = (who or trainings.office.admin).post(path_of(trainings), wanted)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def table(trainings: Trainings, tail: str, *columns: str) -> list[tuple[str, ...]]:
    answer = trainings.office.admin.get(path_of(trainings, tail))
    assert answer.status_code == 200, answer.text
    rows = csv.DictReader(io.StringIO(answer.text))
    return [tuple(row[column] for column in columns) for row in rows]


def bound(trainings: Trainings, name: str, unit: str, role: str = "manager") -> Asker:
    office = trainings.office
    person = office.person(name)
    office.gives(role, person.id, trainings.project, unit=unit)
    return office.signs_in(f"{name}@example.org")


def test_a_closed_period_stays_as_it_was_handed_in(trainings: Trainings) -> None:
    closed = closes(trainings)
    before = trainings.office.admin.get(path_of(trainings, "/1.xlsx")).data
    trainings.sends("uuid:3", held="2021-09-20", commune="2024-01843")
    assert trainings.office.admin.get(path_of(trainings, "/1.xlsx")).data == before
    assert len(before) == closed["size"]
    told = table(
        trainings, "/1.csv", "indicator", "unit", "dimension", "category", "numerator", "value"
    )
    assert [line for line in told if line[0] == "C1"] == [
        ("C1", "2024-06", "", "", "2", "2"),
        ("C1", "2024-058", "", "", "2", "2"),
        *[("C1", one, "", "", "0", "0") for one in districts_without(told)],
        ("C1", "2024-06", "kind", "law", "1", "1"),
        ("C1", "2024-06", "kind", "talk", "1", "1"),
    ]


def districts_without(told: list[tuple[str, ...]]) -> list[str]:
    """Return the other seven districts, in which nothing happened."""
    found = [line[1] for line in told if line[0] == "C1" and line[4] == "0"]
    assert len(found) == 7
    return found


def test_it_says_who_closed_what_when_and_by_which_definitions(trainings: Trainings) -> None:
    closed = closes(trainings)
    admin = trainings.office.admin
    defined = admin.get(f"/v1/projects/{trainings.project.id}/indicators").get_json()
    hashes = {one["code"]: one["hash"] for one in defined["indicators"]}
    assert closed | {"sha256": "", "size": 0, "closedAt": ""} == {
        "number": 1,
        "revises": None,
        "unit": "2024-06",
        "unitName": "Tỉnh Bắc Kạn",
        "vintage": "2024",
        "level": "district",
        "period": "2021-9M",
        "from": "2021-01-01",
        "to": "2021-09-30",
        "language": "vi",
        "definitions": hashes,
        "protected": [],
        "sha256": "",
        "size": 0,
        "closedAt": "",
        "closedBy": admin.id,
        "openedAt": None,
        "openedBy": None,
    }
    assert admin.get(path_of(trainings, "/1")).get_json() == closed
    assert admin.get(path_of(trainings)).get_json() == [closed]


def test_the_workbook_says_that_it_closes_the_period(trainings: Trainings) -> None:
    closes(trainings)
    answer = trainings.office.admin.get(path_of(trainings, "/1.xlsx"))
    summary = openpyxl.load_workbook(io.BytesIO(answer.data))["Tổng hợp"]
    told = {row[0].value: row[1].value for row in summary.iter_rows(min_row=1, max_row=9)}
    assert told["Trạng thái"] == "bản chốt kỳ báo cáo"


def test_later_data_stand_beside_it_with_the_difference(trainings: Trainings) -> None:
    closes(trainings)
    trainings.sends("uuid:3", held="2021-09-20", commune="2024-01843", people=15)
    columns = ("indicator", "unit", "dimension", "category", "value", "now_value", "difference")
    told = table(trainings, "/1/revision.csv", "change", *columns)
    assert [line[1:] for line in told if line[0] == "changed"] == [
        ("C1", "2024-06", "", "", "2", "3", "1"),
        ("C1", "2024-058", "", "", "2", "3", "1"),
        ("C1", "2024-06", "kind", "talk", "1", "2", "1"),
        ("C2", "2024-06", "", "", "40", "55", "15"),
        ("C2", "2024-058", "", "", "40", "55", "15"),
    ]
    assert {line[0] for line in told} == {"changed", "same"}


def test_another_definition_is_told_from_other_data(trainings: Trainings) -> None:
    closes(trainings)
    trainings.puts(COUNT, indicator_row("C2", "sum(${people} * 2)", FORM_ID), VICTIMS)
    trainings.settles()
    told = table(trainings, "/1/revision.csv", "indicator", "unit", "change", "redefined")
    assert ("C1", BAC_KAN, "same", "false") in told
    assert ("C2", BAC_KAN, "changed", "true") in told
    trainings.puts(COUNT)
    gone = table(trainings, "/1/revision.csv", "indicator", "unit", "change", "redefined")
    assert ("C2", BAC_KAN, "gone", "true") in gone


def test_the_next_report_marks_what_was_revised(trainings: Trainings) -> None:
    closes(trainings)
    assert signs(trainings, "2021-9M") == []
    trainings.sends("uuid:3", held="2021-09-20", commune="2024-01843", people=0)
    # Of C1 the province (twice) and the city; nobody more came.
    assert len(signs(trainings, "2021-9M")) == 3


def signs(trainings: Trainings, period: str) -> list[str]:
    """Return the cells of the report by district that carry the sign of what was revised."""
    path = f"/v1/projects/{trainings.project.id}/indicators.xlsx"
    answer = trainings.office.admin.get(f"{path}?period={period}&unit=2024-06&level=district")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["Truyền thông"]
    cells = [cell for row in sheet.iter_rows() for cell in row if "…" in cell.number_format]
    return [cell.coordinate for cell in cells]


def test_what_is_protected_since_is_marked_no_more(trainings: Trainings) -> None:
    for number in range(10, 18):
        trainings.sends(f"uuid:{number}", held="2021-02-01", commune="2024-01843")
    closes(trainings, period="2021")
    trainings.puts({**COUNT, "privacy_k": 5, "privacy_periods": "year"})
    trainings.sends("uuid:99", held="2021-09-20", commune="2024-01843")
    assert signs(trainings, "2021") == []


def test_what_is_closed_is_not_closed_again_until_it_is_opened(trainings: Trainings) -> None:
    admin = trainings.office.admin
    closes(trainings)
    again = admin.post(path_of(trainings), {"period": "2021-9M", "unit": BAC_KAN})
    assert said(again) == (409, 409.72)
    opened = admin.post(path_of(trainings, "/1/open"))
    assert opened.get_json()["openedBy"] == admin.id
    assert said(admin.post(path_of(trainings, "/1/open"))) == (409, 409.73)
    trainings.sends("uuid:3", held="2021-09-20", commune="2024-01843")
    second = closes(trainings)
    assert (second["number"], second["revises"]) == (2, 1)
    told = table(trainings, "/2.csv", "indicator", "unit", "numerator")
    assert ("C1", BAC_KAN, "3") in told
    assert ("C1", BAC_KAN, "2") in table(trainings, "/1.csv", "indicator", "unit", "numerator")


def test_other_units_and_periods_are_closed_by_themselves(trainings: Trainings) -> None:
    closes(trainings)
    assert closes(trainings, unit=CITY)["level"] == "commune"
    assert closes(trainings, period="2021-Q3")["number"] == 3
    listed = trainings.office.admin.get(path_of(trainings, "?period=2021-9M")).get_json()
    assert [one["unit"] for one in listed] == [CITY, BAC_KAN]
    one = trainings.office.admin.get(path_of(trainings, f"?unit={CITY}")).get_json()
    assert [release["number"] for release in one] == [2]


def test_without_a_unit_the_whole_project_is_closed(trainings: Trainings) -> None:
    closed = closes(trainings, unit="")
    assert (closed["unit"], closed["level"]) == ("2024-00", "province")
    told = table(trainings, "/1.csv", "indicator", "unit", "dimension", "numerator")
    assert told[:2] == [("C1", "2024-00", "", "2"), ("C1", BAC_KAN, "", "2")]
    assert {line[2] for line in table(trainings, "/1/revision.csv", "unit", "value", "change")} == {
        "same"
    }


def test_opening_and_closing_are_audited(trainings: Trainings) -> None:
    closes(trainings)
    trainings.office.admin.post(path_of(trainings, "/1/open"))
    found = trainings.office.admin.get("/v1/audits?limit=2").get_json()
    assert [(one["action"], one["details"]) for one in found] == [
        ("release.open", {"number": 1, "unit": BAC_KAN, "period": "2021-9M"}),
        ("release.close", {"number": 1, "unit": BAC_KAN, "period": "2021-9M"}),
    ]


def test_a_period_is_not_closed_before_its_last_day(trainings: Trainings) -> None:
    answer = trainings.office.admin.post(path_of(trainings), {"period": "2099", "unit": BAC_KAN})
    assert said(answer) == (400, 400.74)


@pytest.mark.parametrize(
    "wanted, code",
    [
        ({}, 400.2),
        ({"period": "2021-13"}, 400.8),
        ({"period": "2021", "unit": "2024-99"}, 400.8),
        ({"period": "2021", "level": "village"}, 400.8),
        ({"period": "2021", "indicator": "C1"}, 400.8),
        ({"period": 2021}, 400.8),
        ({"period": "2021", "unit": "x" * 200}, 400.8),
    ],
)
def test_what_cannot_be_closed_is_refused(
    trainings: Trainings, wanted: dict[str, object], code: float
) -> None:
    assert said(trainings.office.admin.post(path_of(trainings), wanted)) == (400, code)
    assert trainings.office.admin.get(path_of(trainings)).get_json() == []


def test_nothing_is_closed_while_definitions_are_computed(trainings: Trainings) -> None:
    trainings.puts(COUNT, indicator_row("C3", "sum(${people})", FORM_ID))
    answer = trainings.office.admin.post(path_of(trainings), {"period": "2021", "unit": BAC_KAN})
    assert said(answer) == (409, 409.74)
    trainings.settles()
    assert closes(trainings, period="2021")["number"] == 1


def test_a_district_closes_its_own_and_the_province_opens_it(trainings: Trainings) -> None:
    district = bound(trainings, "huyen", CITY)
    province = bound(trainings, "tinh", BAC_KAN)
    elsewhere = bound(trainings, "quang-ninh", "2024-22")
    closes(trainings, district, unit=CITY)
    for other in (BAC_KAN, "2024-22", "legacy-06", ""):
        wanted = {"period": "2021-9M", "unit": other}
        assert said(district.post(path_of(trainings), wanted)) == (403, 403.1), other
    assert said(district.post(path_of(trainings, "/1/open"))) == (403, 403.1)
    assert said(elsewhere.post(path_of(trainings, "/1/open"))) == (403, 403.1)
    assert said(province.post(path_of(trainings, "/1/open"))) == (200, None)


def test_who_is_bound_reads_the_releases_of_her_own_units(trainings: Trainings) -> None:
    closes(trainings)
    closes(trainings, unit=CITY)
    reader = bound(trainings, "hoa", CITY, role="viewer")
    listed = reader.get(path_of(trainings)).get_json()
    assert [one["unit"] for one in listed] == [CITY]
    for tail in ("/2", "/2.csv", "/2.xlsx", "/2/revision.csv"):
        assert said(reader.get(path_of(trainings, tail)))[0] == 200, tail
    for tail in ("/1", "/1.csv", "/1.xlsx", "/1/revision.csv"):
        assert said(reader.get(path_of(trainings, tail))) == (403, 403.1), tail
    assert said(reader.post(path_of(trainings), {"period": "2021", "unit": CITY})) == (403, 403.1)


def test_of_victims_it_is_not_told_what_was_added_since(trainings: Trainings) -> None:
    """Between two days a figure grows by single people."""
    trainings.puts(VICTIMS)
    for number in range(10, 18):
        trainings.sends(f"uuid:{number}", held="2021-02-01", commune="2024-01843")
    trainings.settles()
    closed = closes(trainings, period="2021")
    assert closed["protected"] == ["G1"]
    assert ("G1", BAC_KAN, "10", "false") in table(
        trainings, "/1.csv", "indicator", "unit", "numerator", "suppressed"
    )
    trainings.sends("uuid:99", held="2021-02-02", commune="2024-01843")
    columns = ("numerator", "change", "now_numerator", "now_value", "now_suppressed", "difference")
    told = table(trainings, "/1/revision.csv", "indicator", *columns)
    assert told == [("G1", "10", "protected", "", "", "", "")]
    address = f"/v1/projects/{trainings.project.id}/indicators.xlsx?period=2021&unit=2024-06"
    answer = trainings.office.admin.get(address)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["Bảo vệ"]
    assert not [c for row in sheet.iter_rows() for c in row if "…" in c.number_format]


def test_a_protected_total_stands_above_lines_that_are_not_given(trainings: Trainings) -> None:
    trainings.puts(COUNT, VICTIMS)
    for number in range(10, 18):
        trainings.sends(f"uuid:{number}", held="2021-02-01", commune="2024-01843")
    trainings.settles()
    address = f"/v1/projects/{trainings.project.id}/indicators.xlsx?period=2021&unit=2024-06"
    answer = trainings.office.admin.get(f"{address}&level=district")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["Bảo vệ"]
    told = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=6, max_row=6)]
    assert told == [("Tổng số", 10)]


def test_of_two_who_close_at_once_one_does(trainings: Trainings) -> None:
    wanted = {"period": "2021-9M", "unit": BAC_KAN}
    office = trainings.office
    people = [office.admin, office.signs_in("admin@tincay.local")]
    with ThreadPoolExecutor(2) as together:
        answers = list(together.map(lambda who: who.post(path_of(trainings), wanted), people))
    assert sorted(map(said, answers), key=str) == [(200, None), (409, 409.72)]
    assert [one["number"] for one in office.admin.get(path_of(trainings)).get_json()] == [1]
