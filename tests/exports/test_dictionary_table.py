"""The dictionary as a file: a CSV like the other tables, a sheet that can be read as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl

from exports.dictionary import Dictionary, dictionary_of
from exports.dictionary_table import workbook, write_csv
from exports.options import ExportOptions
from tests.exports.explained import read
from tests.exports.households import field, form

MADE = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
LITTLE = replace(
    form(field("/a"), form_id="f"), languages=("English (en)",), default_language="English (en)"
)
MINUS = dictionary_of(
    replace(LITTLE, children=(replace(field("/a"), labels={"English (en)": "-a, b"}),)),
    language="en",
)


def written(dictionary: Dictionary, **options: Any) -> bytes:
    return b"".join(write_csv(dictionary, ExportOptions(**options)))


def sheet(dictionary: Dictionary) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook(dictionary, MADE))).worksheets[0]


def test_the_csv_is_written_as_other_tables_are() -> None:
    lines = written(MINUS).decode().split("\n")
    assert lines[0] == (
        "table,column,question,label::English (en),type,meaning,choices,hint,required,relevant,"
        "constraint,calculation,marks,apostrophe,versions"
    )
    assert lines[2] == (
        'f,a,/a,"-a, b",hidden,A value that nobody is asked for,,,,,,,,yes,1'
    )  # fmt: skip


def test_the_csv_takes_what_other_tables_take() -> None:
    text = written(MINUS, bom=True, safe=True, separator="semicolon")
    assert text.startswith(b"\xef\xbb\xbftable;column;question;")
    assert text.decode().split("\n")[2].startswith("f;a;/a;'-a, b;hidden;")


def test_the_sheet_holds_what_the_csv_holds_under_words() -> None:
    dictionary = dictionary_of(read())
    shown = sheet(dictionary)
    head, *rows = shown.iter_rows(values_only=True)
    assert (shown.title, head) == ("Từ điển dữ liệu", dictionary.headings)
    assert [tuple(cell or "" for cell in row) for row in rows] == [
        entry.cells for entry in dictionary.entries
    ]


def test_the_heading_stays_in_sight_and_long_cells_are_wrapped() -> None:
    dictionary = dictionary_of(read())
    shown = sheet(dictionary)
    assert (shown.freeze_panes, shown.print_title_rows) == ("C2", "$1:$1")
    assert shown.auto_filter.ref == f"A1:P{len(dictionary.entries) + 1}"
    assert {cell.alignment.wrap_text for row in shown["A1:P3"] for cell in row if cell.value} == {
        True
    }
    widths = {
        place: dimension.width
        for dimension in shown.column_dimensions.values()
        for place in range(dimension.min, dimension.max + 1)
    }
    assert sorted(widths) == list(range(1, 17))
    assert all(10 <= width <= 36 for width in widths.values())


def test_a_row_is_as_high_as_its_longest_cell_but_never_a_page() -> None:
    choices = [(f"c{number}", f"Thôn {number}", "") for number in range(60)]
    shown = sheet(dictionary_of(read(water=choices)))
    heights = {row[1].value: shown.row_dimensions[row[1].row].height for row in shown.rows}
    few = ("SubmissionDate", "start", "nha-nuoc", "Edits")
    assert [heights[name] for name in few] == [45, 30, 25 * 15, None]  # None: one line


def test_no_expression_is_run_by_the_spreadsheet() -> None:
    equals = replace(LITTLE, children=(replace(field("/a"), labels={"English (en)": "=1+1"}),))
    cell = sheet(dictionary_of(equals))["D3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_same_dictionary_is_the_same_file() -> None:
    first = workbook(dictionary_of(read()), MADE)
    assert first == workbook(dictionary_of(read()), MADE)
    about = ZipFile(BytesIO(first)).read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[^<]+", about) == ["2026-03-01T08:30:00Z"] * 2
