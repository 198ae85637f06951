"""The CSV that comes down is ODK Central's, byte for byte, and more only where more is asked."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.columns import UnknownParentField, table_views
from exports.csv_table import chunks, guarded, write
from exports.options import ExportOptions
from exports.record import Row
from forms.definition import Choice, FormDef
from tests.exports.households import (
    HOUSEHOLDS,
    LAN,
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

ANSWERS = (
    "<village>Nà Mực, thôn 1</village><place>21.03 105.85 12.5 4.0</place>"
    "<home><roof>tile</roof><water>tap well</water></home>"
    "<family>"
    "<child><name>An</name><age>7</age><toy><name>xe</name></toy></child>"
    '<child><name>Bình "Bi"</name><toy><name>bóng</name></toy><toy><name/></toy></child>'
    "</family>"
)
SYSTEM = (
    "KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,"
    "Status,ReviewState,DeviceID,Edits,FormVersion\n"
)


def tables(
    asked: FormDef = HOUSEHOLDS,
    answers: str = ANSWERS,
    options: ExportOptions | None = None,
) -> dict[str, str]:
    """All CSVs of one submission by file name."""
    rows = rows_by_table(asked, answers, above=True)
    return {
        view.file_name: b"".join(write(view, rows[view.path], options)).decode()
        for view in table_views(asked, layouts(asked), options)
    }


def root(asked: FormDef, answers: str, options: ExportOptions | None = None) -> str:
    return tables(asked, answers, options)["f.csv"]


def test_without_wishes_the_tables_are_centrals() -> None:
    assert tables() == {
        "f.csv": (
            "SubmissionDate,village,place-Latitude,place-Longitude,place-Altitude,place-Accuracy,"
            "home-roof,home-water,meta-instanceID,meta-instanceName," + SYSTEM
            + '2026-01-02T03:04:05.678Z,"Nà Mực, thôn 1",21.03,105.85,12.5,4.0,tile,tap well,'
            "uuid:A,,uuid:A,5,Lan,0,0,,,collect:x,0,1\n"
        ),
        "f-child.csv": (
            "name,age,PARENT_KEY,KEY\n"
            "An,7,uuid:A,uuid:A/family/child[1]\n"
            '"Bình ""Bi""",,uuid:A,uuid:A/family/child[2]\n'
        ),
        "f-toy.csv": (
            "name,PARENT_KEY,KEY\n"
            "xe,uuid:A/family/child[1],uuid:A/family/child[1]/toy[1]\n"
            "bóng,uuid:A/family/child[2],uuid:A/family/child[2]/toy[1]\n"
            ",uuid:A/family/child[2],uuid:A/family/child[2]/toy[2]\n"
        ),
    }  # fmt: skip


def test_a_table_without_rows_is_its_header() -> None:
    (view, *_) = table_views(form(field("/a")), {})

    assert b"".join(write(view, [])) == ("SubmissionDate,a," + SYSTEM).encode()


def test_what_the_server_knows_of_a_submission_stands_in_its_row() -> None:
    asked = form(field("/a"))
    record = replace(
        LAN,
        submitted_at=LAN.submitted_at.astimezone(timezone(timedelta(hours=7))),
        submitter_id=None,
        submitter_name=None,
        attachments_present=1,
        attachments_expected=2,
        review_state="hasIssues",
        device_id=None,
        edits=3,
        form_version="2026.1",
    )
    (row,) = rows_by_table(asked, "<a>1</a>", record)[""]
    (view,) = table_views(asked, layouts(asked))

    assert b"".join(write(view, [row])).decode() == (
        "SubmissionDate,a," + SYSTEM
        + "2026-01-02T03:04:05.678Z,1,uuid:A,,,1,2,,hasIssues,,3,2026.1\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "status, written",
    [
        ("notDecrypted", "not decrypted"),
        ("missingEncryptedFormData", "missing encrypted form data"),
    ],
)
def test_of_what_cannot_be_decrypted_only_the_envelope_is_shown(status: str, written: str) -> None:
    asked = form(WATER, field("/place", "geopoint"))
    row = Row(replace(LAN, status=status), "", (), ())
    options = ExportOptions(split_select_multiples=True)
    (view,) = table_views(asked, {}, options, seen={"/home/water": ["well"]})

    assert b"".join(write(view, [row], options)).decode().splitlines()[1] == (
        f"2026-01-02T03:04:05.678Z,,,,,,,uuid:A,5,Lan,0,0,{written},,collect:x,0,1"
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


def test_the_separator_and_the_byte_order_mark_are_for_excel() -> None:
    asked = form(field("/a"), field("/b"))
    (row,) = rows_by_table(asked, "<a>x;y</a><b>1,5</b>")[""]
    options = ExportOptions(bom=True, separator="semicolon")
    (view,) = table_views(asked, layouts(asked), options)

    assert b"".join(write(view, [row], options)) == (
        "\ufeffSubmissionDate;a;b;" + SYSTEM.replace(",", ";")
        + '2026-01-02T03:04:05.678Z;"x;y";1,5;uuid:A;5;Lan;0;0;;;collect:x;0;1\n'
    ).encode()  # fmt: skip


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
    first = form(field("/a"), field("/gone"), field("/c"), version="1")
    second = form(field("/a"), field("/new"), field("/c"), version="2")
    rows = [
        *rows_by_table(first, "<a>1</a><gone>old</gone><c>3</c>")[""],
        *rows_by_table(second, "<a>1</a><new>young</new><c>3</c>")[""],
    ]

    def lines(options: ExportOptions) -> list[list[str]]:
        (view,) = table_views(second, layouts(first, second), options, earlier=[first])
        text = b"".join(write(view, rows, options)).decode()
        return [line[1:-10] for line in csv.reader(io.StringIO(text))]

    assert lines(ExportOptions()) == [["a", "new", "c"], ["1", "", "3"], ["1", "young", "3"]]
    assert lines(ExportOptions(deleted_fields=True)) == [
        ["a", "gone", "new", "c"],
        ["1", "old", "", "3"],
        ["1", "", "young", "3"],
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


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+cmd",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "-",
        "+",
    ],
)
def test_what_a_spreadsheet_would_compute_is_neutralised(formula: str) -> None:
    assert guarded(formula) == "'" + formula


@pytest.mark.parametrize(
    "cell",
    [
        None, "", "x", "-5", "+84 912 345 678", "+84(0)912-345-678", "-1.5E-7", "-1,5",
        "2026-01-02", "-21.03 105.85 0.0 4.5", "-1 2 0 0; -1 3 0 0", " =1", "'=1", "a=b",
    ],
)  # fmt: skip
def test_figures_and_plain_texts_are_left_alone(cell: str | None) -> None:
    assert guarded(cell) == cell


def test_safe_cells_are_asked_for() -> None:
    asked = form(field("/a"), field("/b", "int"))
    answers = '<a>=HYPERLINK("x")</a><b>-5</b>'

    assert root(asked, answers).splitlines()[1].split(",")[1:3] == ['"=HYPERLINK(""x"")"', "-5"]
    assert root(asked, answers, ExportOptions(safe=True)).splitlines()[1].split(",")[1:3] == [
        '"\'=HYPERLINK(""x"")"',
        "-5",
    ]


def test_quotes_stand_only_where_central_puts_them() -> None:
    line = [
        "a b",
        " a",
        "a ",
        "'",
        '"',
        'x"y',
        "a,b",
        "a\nb",
        "a;b",
        "#",
        "",
        None,
        "\u2028",
        "\x85",
    ]

    assert b"".join(chunks([line])).decode() == (
        'a b, a,a ,\',"""","x""y","a,b","a\nb",a;b,#,,,\u2028,\x85\n'
    )


def test_a_carriage_return_is_quoted_in_every_version_of_python() -> None:
    assert b"".join(chunks([["a\rb", "c", None], ["\r\n", '"', ","]])) == (
        b'"a\rb",c,\n"\r\n","""",","\n'
    )


@given(
    st.lists(st.lists(st.text(), min_size=2, max_size=4), min_size=1, max_size=20),
    st.sampled_from(",;"),
)
def test_any_text_is_read_back_as_it_was_written(lines: list[list[str]], separator: str) -> None:
    written = b"".join(chunks(lines, separator)).decode()

    assert list(csv.reader(io.StringIO(written, newline=""), delimiter=separator)) == lines


def test_chunks_stay_small_however_wide_the_rows_are() -> None:
    wide = [["x" * 100] * 1000] * 40
    narrow = [["1", "2"]] * 100_000

    assert max(map(len, chunks(wide))) < 2_000_000
    assert [len(chunk) for chunk in chunks(wide)][1:] == [100_000 + 1000] * 24
    assert max(map(len, chunks(narrow))) < 70_000
