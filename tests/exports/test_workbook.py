"""The workbook holds what the CSV holds: as numbers and dates where that is safe, else as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from exports import workbook
from exports.columns import TableView, table_views
from exports.record import Row
from forms.definition import FormDef
from tests.exports.households import (
    HOUSEHOLDS,
    LAN,
    field,
    form,
    group,
    layouts,
    repeat,
    rows_by_table,
)


def tables(asked: FormDef, answers: str) -> list[tuple[TableView, list[Row]]]:
    rows = rows_by_table(asked, answers)
    return [(view, rows[view.path]) for view in table_views(asked, layouts(asked))]


def sheets(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def clock(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A time in September 2021 as Excel keeps it: without a zone."""
    return datetime(2021, 9, day, hour, minute, second)  # noqa: DTZ001


def answer(kind: str, text: str, folder: Path) -> object:
    """What stands in the cell of a question of this type."""
    asked = form(field("/q", kind))
    workbook.write(tables(asked, f"<q>{text}</q>"), folder / "f.xlsx")
    return sheets(folder / "f.xlsx")["f"][1][1]


def test_each_table_has_its_sheet(tmp_path: Path) -> None:
    workbook.write(
        tables(
            HOUSEHOLDS,
            "<village>Nà Mực</village><place>21.03 105.85 0 4.5</place>"
            "<family><child><name>An</name><age>7</age></child></family>",
        ),
        tmp_path / "f.xlsx",
    )

    assert sheets(tmp_path / "f.xlsx") == {
        "f": [
            [
                "SubmissionDate", "village", "place-Latitude", "place-Longitude", "place-Altitude",
                "place-Accuracy", "home-roof", "home-water", "meta-instanceID",
                "meta-instanceName", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
                "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
            ],
            [
                datetime(2026, 1, 2, 3, 4, 5, 678000, UTC).replace(tzinfo=None),
                "Nà Mực", 21.03, 105.85, 0, 4.5, None, None,
                "uuid:A", None, "uuid:A", 5, "Lan", 0, 0, None, None, "collect:x", 0, "1",
            ],
        ],
        "child": [
            ["name", "age", "PARENT_KEY", "KEY"],
            ["An", 7, "uuid:A", "uuid:A/family/child[1]"],
        ],
        "toy": [["name", "PARENT_KEY", "KEY"]],
    }  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.xlsx"]


def test_headers_are_bold_and_stay_in_sight(tmp_path: Path) -> None:
    workbook.write(tables(form(field("/q")), ""), tmp_path / "f.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx")["f"]

    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].font.bold) == ("A2", True, False)


@pytest.mark.parametrize(
    "kind, text, cell",
    [
        ("int", "-5", -5),
        ("int", "0", 0),
        ("int", "007", "007"),
        ("int", "+5", "+5"),
        ("int", "123456789012345", 123456789012345),
        ("int", "1234567890123456", "1234567890123456"),
        ("int", "seven", "seven"),
        ("int", "٧", "٧"),
        ("decimal", "1.50", 1.5),
        ("decimal", "1,5", "1,5"),
        ("decimal", "1e999", "1e999"),
        ("decimal", "NaN", "NaN"),
        ("string", "5", "5"),
        ("string", "=1+1", "=1+1"),
        ("string", "https://example.org", "https://example.org"),
        ("string", " hai\ndòng ", " hai\ndòng "),
        ("date", "2021-09-15", clock(15)),
        ("date", "1899-12-31", "1899-12-31"),
        ("date", "15/09/2021", "15/09/2021"),
        ("dateTime", "2021-09-15T10:20:30.000+07:00", clock(15, 10, 20, 30)),
        ("dateTime", "2021-09-15T10:20:30+07", clock(15, 10, 20, 30)),
        ("dateTime", "yesterday", "yesterday"),
        ("time", "10:20:30.000+07:00", "10:20:30.000+07:00"),
    ],
)
def test_cells_are_what_the_form_says_where_excel_keeps_it(
    kind: str, text: str, cell: object, tmp_path: Path
) -> None:
    found = answer(kind, text, tmp_path)

    assert (type(found), found) == (type(cell), cell)


def test_an_answer_too_long_for_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    assert answer("string", "ạ" * 32_767, tmp_path) == "ạ" * 32_767
    assert answer("string", "ạ" * 32_768, tmp_path) == "ạ" * 32_766 + "…"
    assert answer("string", "😀" * 20_000, tmp_path) == "😀" * 16_383 + "…"


def test_sheet_names_are_short_lawful_and_unlike(tmp_path: Path) -> None:
    asked = form(
        repeat("/thành_viên_trong_hộ_gia_đình_hiện_nay_1"),
        repeat("/thành_viên_trong_hộ_gia_đình_hiện_nay_2"),
        group("/g", repeat("/g/History")),
        form_id="khảo [sát]: *?/",
    )
    workbook.write(tables(asked, ""), tmp_path / "f.xlsx")

    assert list(sheets(tmp_path / "f.xlsx")) == [
        "khảo sát",
        "thành_viên_trong_hộ_gia_đình_hi",
        "thành_viên_trong_hộ_gia_đìn (2)",
        "History_",
    ]


def test_more_rows_than_a_sheet_holds_go_on_to_the_next(tmp_path: Path) -> None:
    asked = form(field("/q"))
    ((view, (row,)),) = tables(asked, "<q>x</q>")
    rows = (replace(row, record=replace(LAN, instance_id=f"uuid:{n}")) for n in range(5))
    workbook.write([(view, rows)], tmp_path / "f.xlsx", rows_max=3)

    assert {
        title: [row[2] for row in rows] for title, rows in sheets(tmp_path / "f.xlsx").items()
    } == {
        "f": ["KEY", "uuid:0", "uuid:1"],
        "f (2)": ["KEY", "uuid:2", "uuid:3"],
        "f (3)": ["KEY", "uuid:4"],
    }


def test_a_fault_in_the_middle_leaves_no_workbook(tmp_path: Path) -> None:
    ((view, (row,)),) = tables(form(field("/q")), "")

    def broken() -> Iterator[Row]:
        yield row
        raise OSError("the database is gone")

    with pytest.raises(OSError, match="the database is gone"):
        workbook.write([(view, broken())], tmp_path / "f.xlsx")

    assert list(tmp_path.iterdir()) == []


def test_a_table_wider_than_a_sheet_is_refused(tmp_path: Path) -> None:
    ((view, rows),) = tables(form(field("/q")), "")
    wide = replace(view, columns=view.columns * 2000)

    with pytest.raises(workbook.TooManyColumns):
        workbook.write([(wide, rows)], tmp_path / "f.xlsx")

    assert list(tmp_path.iterdir()) == []
