"""The CSV that comes down is ODK Central's, byte for byte."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.columns import table_views
from exports.csv_table import chunks, guarded, write
from exports.options import ExportOptions
from exports.record import Row
from tests.exports.downloads import SYSTEM, root, tables
from tests.exports.households import (
    LAN,
    WATER,
    field,
    form,
    layouts,
    rows_by_table,
)


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


def test_the_separator_and_the_byte_order_mark_are_for_excel() -> None:
    asked = form(field("/a"), field("/b"))
    (row,) = rows_by_table(asked, "<a>x;y</a><b>1,5</b>")[""]
    options = ExportOptions(bom=True, separator="semicolon")
    (view,) = table_views(asked, layouts(asked), options)

    assert b"".join(write(view, [row], options)) == (
        "\ufeffSubmissionDate;a;b;" + SYSTEM.replace(",", ";")
        + '2026-01-02T03:04:05.678Z;"x;y";1,5;uuid:A;5;Lan;0;0;;;collect:x;0;1\n'
    ).encode()  # fmt: skip


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
