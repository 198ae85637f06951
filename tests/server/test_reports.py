"""A coordinator asks for figures: of a month or a year, of a commune or the country, as CSV."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote, urlencode

import openpyxl
import pytest

from tests.exports.indicators.designer import indicator_row, indicator_workbook
from tests.server.office import Office
from tests.server.survey import raw
from tests.server.trainings import DIMENSIONS, FORM_ID, Trainings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COUNT = indicator_row("C1", "count()", FORM_ID, dimensions="kind topics", topic="Truyền thông")
SHARE = indicator_row(
    "C7",
    "count(selected(${topics}, 'gbv'))",
    FORM_ID,
    denominator="count()",
    percent="yes",
    topic="Truyền thông",
)


@pytest.fixture
def trainings(office: Office) -> Trainings:
    made = Trainings(office)
    made.puts(COUNT, SHARE)
    made.settles()
    made.sends("uuid:1", held="2021-09-14", commune="2024-01843")
    made.sends("uuid:2", held="2021-09-30", commune="2024-01846", topics="food", kind="law")
    made.sends("uuid:3", held="2021-03-01", commune="2024-06688")
    made.sends("uuid:4", held="2022-01-01", commune="2024-01843")
    return made


def asks(trainings: Trainings, ending: str = "csv", **asked: str | list[str]) -> str:
    path = f"/v1/projects/{trainings.project.id}/indicators.{ending}"
    answer = trainings.office.admin.get(f"{path}?{urlencode(asked, doseq=True)}")
    assert answer.status_code == 200, answer.text
    return answer.text


def lines(trainings: Trainings, *columns: str, **asked: str | list[str]) -> list[tuple[str, ...]]:
    rows = csv.DictReader(io.StringIO(asks(trainings, "csv", **asked)))
    return [tuple(row[column] for column in columns) for row in rows]


def refusal(trainings: Trainings, **asked: str) -> float:
    path = f"/v1/projects/{trainings.project.id}/indicators.csv?{urlencode(asked)}"
    answer = trainings.office.admin.get(path)
    code: float = answer.get_json()["code"]
    return code


def test_the_csv_is_long_and_has_a_line_for_each_figure(trainings: Trainings) -> None:
    assert asks(trainings, indicator="C7", period="2021-9M", unit="2024-06") == (
        "indicator,label,vintage,unit,unit_name,period,from,to,"
        "numerator,denominator,value,target,suppressed,bridged\n"
        "C7,C7,2024,2024-06,Tỉnh Bắc Kạn,2021-9M,2021-01-01,2021-09-30,1,2,0.5,,false,0\n"
    )


def test_without_a_unit_it_is_the_country(trainings: Trainings) -> None:
    told = lines(trainings, "unit", "numerator", indicator="C1", period="2021")
    assert told == [("2024-00", "3")]


def test_provinces_without_anything_in_the_period_have_their_line(trainings: Trainings) -> None:
    told = lines(trainings, "unit", "numerator", indicator="C1", period="2021-Q3", level="province")
    assert told == [("2024-06", "2"), ("2024-22", "0")]


def test_a_period_is_cut_into_its_quarters(trainings: Trainings) -> None:
    told = lines(trainings, "period", "numerator", indicator="C1", period="2021", every="quarter")
    assert told == [("2021-Q1", "1"), ("2021-Q2", "0"), ("2021-Q3", "2"), ("2021-Q4", "0")]


def test_a_dimension_gives_its_categories(trainings: Trainings) -> None:
    told = lines(trainings, "topics", "numerator", indicator="C1", period="2021", by="topics")
    assert sorted(told) == [("food", "3"), ("gbv", "2")]
    crossed = lines(
        trainings,
        "kind",
        "topics",
        "numerator",
        indicator="C1",
        period="2021",
        by=["kind", "topics"],
    )
    assert ("law", "food", "1") in crossed


def test_former_bac_kan_goes_on_under_its_own_name(trainings: Trainings) -> None:
    trainings.sends("uuid:5", held="2025-08-01", commune="2025-01906")
    told = lines(trainings, "unit", "numerator", indicator="C1", period="2025", unit="legacy-06")
    assert told == [("legacy-06", "1")]
    before = lines(trainings, "unit", "numerator", indicator="C1", period="2021", unit="legacy-06")
    assert before == [("legacy-06", "2")]


def test_json_has_the_same_figures(trainings: Trainings) -> None:
    assert '"numerator":2' in asks(
        trainings, "json", indicator="C1", period="2021-09", unit="2024-06"
    )


def test_the_workbook_can_be_opened_and_has_a_sheet_for_each_topic(trainings: Trainings) -> None:
    path = f"/v1/projects/{trainings.project.id}/indicators.xlsx?period=2021&unit=2024-06"
    answer = trainings.office.admin.get(path)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert "Truyền thông" in book.sheetnames
    named = answer.headers["Content-Disposition"]
    assert named.endswith(f"filename*=UTF-8''{quote('Tập huấn 2021.xlsx')}")


def test_the_workbook_defines_what_its_shares_are_shares_of(trainings: Trainings) -> None:
    share = indicator_row("C2", "count(${people} > 10)", denominator="indicator('C1')")
    trainings.defines({**COUNT, "hidden": "yes"}, share)
    trainings.settles()
    path = f"/v1/projects/{trainings.project.id}/indicators.xlsx?period=2021&unit=2024-06&lang=en"
    book = openpyxl.load_workbook(io.BytesIO(trainings.office.admin.get(path).data))
    _, _, _, *rows = book["Definitions"].iter_rows(values_only=True, max_col=6)
    assert rows == [
        (
            "C2",
            "C2",
            "Form training: each submission",
            "All",
            "Count, where ${people} > 10",
            "The number of indicator C1",
        ),
        (
            "C1",
            "C1 (not in the report, only used as a denominator)",
            "Form training: each submission",
            "All",
            "Count",
            None,
        ),
    ]


def test_the_workbook_that_defines_them_comes_back_byte_for_byte(trainings: Trainings) -> None:
    path = f"/v1/projects/{trainings.project.id}/indicators"
    book = indicator_workbook(COUNT, dimensions=DIMENSIONS)
    assert raw(trainings.office.admin, "PUT", path, book, XLSX).status_code == 200
    assert trainings.office.admin.get(path, Accept=XLSX).data == book
    (one,) = trainings.office.admin.get(path).get_json()["indicators"]
    assert (one["code"], one["state"], one["progress"]) == ("C1", "current", 1.0)


@pytest.mark.parametrize(
    "asked, code",
    [
        ({}, 400.2),
        ({"period": "2021-13"}, 400.8),
        ({"period": "2021", "level": "village"}, 400.8),
        ({"period": "2021", "unit": "2024-99"}, 400.8),
        ({"period": "2021", "indicator": "C9"}, 404.1),
        ({"period": "2021", "indicator": "C7", "by": "kind"}, 400.8),
        ({"period": "2001/2099", "every": "month"}, 400.8),
        ({"period": "phase-2", "every": "month", "level": "commune", "unit": "2024-00"}, 400.75),
    ],
)
def test_what_cannot_be_told_is_refused(
    trainings: Trainings, asked: dict[str, str], code: float
) -> None:
    assert refusal(trainings, **asked) == code


def test_a_new_indicator_is_asked_for_too_early(trainings: Trainings) -> None:
    trainings.puts(COUNT, SHARE, indicator_row("C2", "sum(${people})", FORM_ID))
    assert refusal(trainings, period="2021", indicator="C2") == 409.71
    trainings.settles()
    assert lines(trainings, "numerator", indicator="C2", period="2021") == [("60",)]


def test_who_is_bound_to_a_district_sees_its_figures_alone(trainings: Trainings) -> None:
    office = trainings.office
    hoa = office.person("hoa")
    office.gives("viewer", hoa.id, trainings.project, unit="2024-058")
    bound = office.signs_in("hoa@example.org")
    path = f"/v1/projects/{trainings.project.id}/indicators.csv?indicator=C1&period=2021"
    for unit in ("2024-06", "2024-22", "2024-06688", "legacy-06", ""):
        answer = bound.get(f"{path}&unit={unit}" if unit else path)
        assert answer.status_code == 403, unit
    own = bound.get(f"{path}&unit=2024-058&level=commune").text
    assert "2024-01843,Phường Phùng Chí Kiên,2021,2021-01-01,2021-12-31,1," in own
    assert "2024-06688" not in own
