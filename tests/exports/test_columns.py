"""Columns are Central's, and more only where more is asked: labels, choices, parents."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from exports.columns import UnknownParentField, table_views
from exports.csv_table import write
from exports.options import ExportOptions
from forms.definition import Choice
from tests.exports.downloads import SYSTEM, root, tables
from tests.exports.households import (
    HOUSEHOLDS,
    META,
    WATER,
    choices,
    field,
    form,
    group,
    layouts,
    repeat,
    rows_by_table,
)


def test_repeats_of_one_name_are_told_apart_by_number() -> None:
    asked = form(
        group("/a", repeat("/a/who", field("/a/who/x"))),
        group("/b", repeat("/b/who", field("/b/who/x"))),
        repeat("/where", field("/where/x")),
        form_id="khảo sát: 1/2",
    )

    assert [view.file_name for view in table_views(asked, {})] == [
        "khảo sát 12.csv",
        "khảo sát 12-who~1.csv",
        "khảo sát 12-who~2.csv",
        "khảo sát 12-where.csv",
    ]


def test_group_names_may_be_left_out_of_headers() -> None:
    asked = form(group("/a", field("/a/x")), group("/b", field("/b/x")))

    assert root(asked, "<a><x>1</x></a><b><x>2</x></b>", ExportOptions(group_paths=False)) == (
        "SubmissionDate,x,x," + SYSTEM
        + "2026-01-02T03:04:05.678Z,1,2,uuid:A,5,Lan,0,0,,,collect:x,0,1\n"
    )  # fmt: skip


def test_select_multiple_is_split_by_the_values_seen_as_central_does() -> None:
    asked = form(WATER)
    rows = [
        row
        for answers in ("<home><water>tap  river</water></home>", "<home><water/></home>", "")
        for row in rows_by_table(asked, answers)[""]
    ]
    options = ExportOptions(split_select_multiples=True)
    (view,) = table_views(asked, layouts(asked), options, seen={"/home/water": ["river", "well"]})

    assert [view.header[1:4], *(tuple(view.cells(row)[1:4]) for row in rows)] == [
        ("home-water", "home-water/river", "home-water/well"),
        ("tap  river", "1", "0"),
        ("", "0", "0"),
        (None, "0", "0"),
    ]


def test_select_multiple_is_split_by_the_choice_list_in_its_order() -> None:
    asked = form(WATER)
    rows = [
        row
        for answers in ("<home><water>tap river</water></home>", "<home><water/></home>", "")
        for row in rows_by_table(asked, answers)[""]
    ]
    options = ExportOptions(select_multiple="choices")
    (view,) = table_views(asked, layouts(asked), options)

    assert [view.header[1:5], *(tuple(view.cells(row)[1:5]) for row in rows)] == [
        ("home-water", "home-water/well", "home-water/rain", "home-water/tap"),
        ("tap river", "0", "0", "1"),
        ("", None, None, None),
        (None, None, None, None),
    ]


def test_a_choice_list_in_a_file_is_split_by_the_values_seen() -> None:
    asked = form(replace(field("/xa", select="multiple"), choices_file="communes.csv"))
    options = ExportOptions(select_multiple="choices")
    (view,) = table_views(asked, layouts(asked), options, seen={"/xa": ["07063"]})
    (row,) = rows_by_table(asked, "<xa>07063</xa>")[""]

    assert (view.header[1:3], tuple(view.cells(row)[1:3])) == (("xa", "xa/07063"), ("07063", "1"))


@pytest.mark.parametrize(
    "language, cells",
    [
        ("vi", ["Ngói", "Máy; Giếng; river"]),
        ("EN", ["Tiles", "Tap; Well; river"]),
        ("English (en)", ["Tiles", "Tap; Well; river"]),
        ("fr", ["Ngói", "Máy; Giếng; river"]),
    ],
)
def test_labels_stand_for_codes_in_the_language_asked(language: str, cells: list[str]) -> None:
    answers = "<home><roof>tile</roof><water>tap well river</water></home>"
    lines = list(
        csv.DictReader(io.StringIO(root(HOUSEHOLDS, answers, ExportOptions(labels=language))))
    )

    assert [lines[0]["home-roof"], lines[0]["home-water"]] == cells


def test_a_form_of_one_language_gives_its_labels_whatever_is_asked() -> None:
    asked = replace(
        form(replace(field("/q", select="one"), choices=(Choice(name="1", labels={"": "Có"}),))),
        languages=(),
        default_language="",
    )

    assert root(asked, "<q>1</q>", ExportOptions(labels="vi")).splitlines()[1].split(",")[1] == "Có"


def test_labels_and_split_columns_go_together() -> None:
    lines = csv.reader(
        io.StringIO(
            root(
                form(WATER),
                "<home><water>rain</water></home>",
                ExportOptions(labels="en", select_multiple="choices"),
            )
        )
    )

    assert [line[1:5] for line in lines] == [
        ["home-water", "home-water/well", "home-water/rain", "home-water/tap"],
        ["Rain", "0", "1", "0"],
    ]


def test_rows_of_all_versions_stand_in_the_columns_of_today() -> None:
    first = form(field("/a"), field("/gone"), field("/lost"), field("/c"), version="1")
    second = form(field("/a"), field("/new"), field("/c"), version="2")
    rows = [
        *rows_by_table(first, "<a>1</a><gone>old</gone><lost>x</lost><c>3</c>")[""],
        *rows_by_table(second, "<a>1</a><new>young</new><c>3</c>")[""],
    ]

    def lines(options: ExportOptions) -> list[list[str]]:
        (view,) = table_views(second, layouts(first, second), options, earlier=[first])
        text = b"".join(write(view, rows, options)).decode()
        return [line[1:-10] for line in csv.reader(io.StringIO(text))]

    assert lines(ExportOptions()) == [["a", "new", "c"], ["1", "", "3"], ["1", "young", "3"]]
    assert lines(ExportOptions(deleted_fields=True)) == [
        ["a", "gone", "lost", "new", "c"],
        ["1", "old", "x", "", "3"],
        ["1", "", "", "young", "3"],
    ]


def test_deleted_repeats_and_choices_come_back_when_asked() -> None:
    old_water = replace(WATER, choices=choices(river=("Sông", "River"), well=("Giếng", "Well")))
    first = form(repeat("/toy", field("/toy/name")), old_water)
    second = form(WATER)
    options = ExportOptions(deleted_fields=True, select_multiple="choices", labels="vi")
    root_view, toys = table_views(second, layouts(first), options, earlier=[first])
    rows = rows_by_table(first, "<toy><name>xe</name></toy><home><water>river tap</water></home>")

    assert (toys.file_name, *(toys.cells(row) for row in rows["/toy"])) == (
        "f-toy.csv",
        ["xe", "uuid:A", "uuid:A/toy[1]"],
    )
    assert root_view.header[1:6] == (
        "home-water", "home-water/well", "home-water/rain", "home-water/tap", "home-water/river",
    )  # fmt: skip
    assert list(root_view.cells(rows[""][0]))[1:6] == ["Sông; Máy", "0", "0", "1", "1"]


def test_repeats_may_carry_the_answers_of_the_rows_above() -> None:
    written = tables(
        form(field("/village"), *HOUSEHOLDS.children[3].children, META),
        "<village>Nà Mực</village>",
        ExportOptions(parent_fields="all"),
    )

    assert written["f-toy.csv"] == (
        "name,PARENT_KEY,KEY,data-village,data-meta-instanceID,data-meta-instanceName,"
        "data-family-child-name,data-family-child-age\n"
    )


def test_parent_columns_may_be_chosen_by_path_or_name_and_from_what_the_server_knows() -> None:
    written = tables(
        options=ExportOptions(
            parent_fields=("/home/roof", "family-child-name", "SubmissionDate"), labels="vi"
        ),
    )

    assert written["f-child.csv"] == (
        "name,age,PARENT_KEY,KEY,SubmissionDate,data-home-roof\n"
        "An,7,uuid:A,uuid:A/family/child[1],2026-01-02T03:04:05.678Z,Ngói\n"
        '"Bình ""Bi""",,uuid:A,uuid:A/family/child[2],2026-01-02T03:04:05.678Z,Ngói\n'
    )
    assert written["f-toy.csv"].splitlines()[:2] == [
        "name,PARENT_KEY,KEY,SubmissionDate,data-home-roof,data-family-child-name",
        "xe,uuid:A/family/child[1],uuid:A/family/child[1]/toy[1],2026-01-02T03:04:05.678Z,Ngói,An",
    ]


def test_a_parent_field_that_the_form_does_not_ask_is_named() -> None:
    with pytest.raises(UnknownParentField) as caught:
        table_views(HOUSEHOLDS, {}, ExportOptions(parent_fields=("/village", "/hut")))

    assert caught.value.name == "/hut"


@pytest.mark.parametrize(
    "given, cells",
    [
        ("", ["", "", "", ""]),
        ("21.03", ["21.03", "", "", ""]),
        (" 21.03 105.85 ", ["21.03", "105.85", "", ""]),
        ("1 2 3 4 5", ["1", "2", "3", "4"]),
        ("nowhere", ["nowhere", "", "", ""]),
    ],
)
def test_a_place_is_written_in_four_columns_whatever_was_sent(given: str, cells: list[str]) -> None:
    text = root(form(field("/p", "geopoint")), f"<p>{given}</p>")

    assert text.splitlines()[1].split(",")[1:5] == cells
