"""The dictionary of a form: for whoever reads the form, of all its versions, without an answer."""

from __future__ import annotations

import csv
import io

import openpyxl

from server.api.form_json import WORKBOOK_TYPES
from tests.server.office import Office
from tests.server.survey import Survey, raw


def survey_of(office: Office) -> Survey:
    return Survey(office, office.project("Thôn"))


def rows(survey: Survey, query: str = "", place: str = "") -> list[dict[str, str]]:
    """The dictionary's rows, without what is empty."""
    answer = survey.office.admin.get(f"{survey.path}{place}/dictionary.csv{query}")
    assert answer.status_code == 200, answer.text
    found = csv.DictReader(io.StringIO(answer.text))
    return [{name: cell for name, cell in row.items() if cell} for row in found]


def headers(survey: Survey, query: str = "") -> list[str]:
    return survey.csv(survey.office.admin, query).partition("\n")[0].split(",")


def columns(found: list[dict[str, str]], table: str = "village") -> list[str]:
    return [row["column"] for row in found if row["table"] == table]


def test_it_explains_the_columns_of_the_tables_as_they_are_downloaded(office: Office) -> None:
    survey = survey_of(office)
    found = rows(survey, "?lang=en")
    assert columns(found) == headers(survey)
    assert [row for row in found if row["column"] in ("commune", "home-water", "home-photo")] == [
        {
            "table": "village",
            "column": "commune",
            "question": "/commune",
            "type": "text",
            "meaning": "Text, just as it was written",
            "marks": "the submission's administrative unit (unit)",
            "apostrophe": "yes",
            "versions": "1",
        },
        {
            "table": "village",
            "column": "home-water",
            "question": "/home/water",
            "type": "select_multiple",
            "meaning": "Codes of the choices, with blanks between them",
            "choices": "well = Well\nrain = Rain",
            "apostrophe": "no",
            "versions": "1",
        },
        {
            "table": "village",
            "column": "home-photo",
            "question": "/home/photo",
            "type": "image",
            "meaning": "Name of a file, which lies in the folder media of the zip",
            "apostrophe": "yes",
            "versions": "1",
        },
    ]
    assert columns(found, "child") == ["name", "age", "PARENT_KEY", "KEY"]
    assert columns(found, "toy") == ["name", "PARENT_KEY", "KEY"]


def test_it_knows_every_version_and_what_is_asked_for_besides(office: Office) -> None:
    survey = survey_of(office)
    survey.publishes("2", extra="<note/>")
    survey.publishes("3")
    assert columns(rows(survey)) == headers(survey)
    for query in (
        "?deletedFields=true",
        "?groupPaths=false",
        "?selectMultiple=choices",
        "?findingColumns=true",
    ):
        assert columns(rows(survey, query)) == headers(survey, query), query
    (note,) = [row for row in rows(survey, "?deletedFields=true") if row["column"] == "note"]
    assert note["versions"] == "2"
    assert {row["versions"] for row in rows(survey) if "question" in row} == {"1 – 3"}


def test_it_holds_no_answer_and_is_the_same_whatever_came_in(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    before = rows(survey, "?splitSelectMultiples=true&parentFields=all")
    survey.sends(admin, "<home><water>secret</water></home>")
    assert rows(survey, "?splitSelectMultiples=true&parentFields=all") == before == rows(survey)
    assert admin.get("/v1/audits?action=form.submission.export").get_json() == []


def test_the_files_bear_the_forms_name(office: Office) -> None:
    survey = survey_of(office)
    table = office.admin.get(f"{survey.path}/dictionary.csv?bom=true&separator=semicolon")
    assert table.data.startswith(b"\xef\xbb\xbftable;column;")
    book = office.admin.get(f"{survey.path}/dictionary.xlsx?lang=en")
    assert (book.content_type, openpyxl.load_workbook(io.BytesIO(book.data)).sheetnames) == (
        WORKBOOK_TYPES["xlsx"],
        ["Data dictionary"],
    )
    assert [answer.headers["Content-Disposition"] for answer in (table, book)] == [
        f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
        for name in ("village-dictionary.csv", "village-dictionary.xlsx")
    ]


def test_a_draft_has_its_own_and_an_unpublished_form_has_that_alone(office: Office) -> None:
    survey = survey_of(office)
    forms = f"/v1/projects/{survey.project.id}/forms"
    missing = [
        office.admin.get(f"{survey.path}/draft/dictionary.{ending}").get_json()["code"]
        for ending in ("csv", "xlsx")
    ]
    assert missing == [404.1, 404.1]
    xform = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
        <h:head><h:title>New</h:title><model><instance><data id="new" version="1"><a/>
        <meta><instanceID/></meta></data></instance></model></h:head><h:body/></h:html>"""
    assert raw(office.admin, "POST", f"{forms}?ignoreWarnings=true", xform).status_code == 200
    told = {
        place: office.admin.get(f"{forms}/new{place}/dictionary.csv").status_code
        for place in ("", "/draft")
    }
    assert told == {"": 404, "/draft": 200}


def test_who_is_bound_to_a_unit_reads_it_and_who_only_fills_does_not(office: Office) -> None:
    survey = survey_of(office)
    viewer = office.person("xem")
    office.gives("viewer", viewer.id, survey.project, unit="2025-00001")
    filler = office.person("thu", "formfill", survey.project)
    answers = [
        who.get(f"{survey.path}/dictionary.csv") for who in (viewer, filler, office.stranger)
    ]
    assert [answer.status_code for answer in answers] == [200, 403, 401]


def test_a_parameter_that_is_none_is_named(office: Office) -> None:
    survey = survey_of(office)
    answers = [
        office.admin.get(f"{survey.path}/dictionary.{query}").get_json()
        for query in ("csv?lang=fr", "xlsx?lang=fr", "csv?bom=yes", "csv?separator=tab")
    ]
    assert [(answer["code"], answer["details"]["field"]) for answer in answers] == [
        (400.8, "lang"),
        (400.8, "lang"),
        (400.8, "bom"),
        (400.8, "separator"),
    ]
