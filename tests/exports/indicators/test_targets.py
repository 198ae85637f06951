"""What is aimed at is read from a CSV that people edit; what is wrong is told by row and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from exports.indicators.targets import COLUMNS, FAULTS_MAX, TARGETS_MAX, TargetRow, read_targets
from exports.indicators.units import load_units
from exports.indicators.workbook import read_indicators
from exports.sheets import read_csv
from tests.kit.library import PROGRAMME

HEAD = ",".join(COLUMNS)


def read(*rows: str) -> tuple[list[TargetRow], list[tuple[str, int | None, str | None]]]:
    table = read_csv("targets.csv", "\n".join([HEAD, *rows]).encode())
    found, faults = read_targets(table, {"C1", "M2"}, load_units().keys())
    return found, [(fault.code, fault.row, fault.column) for fault in faults]


def test_a_target_is_read_with_its_days_and_where_it_stands_written() -> None:
    found, faults = read("C1,2024-22,1100,2021-01-01,2021-09-30,Kế hoạch tỉnh")
    assert (found, faults) == (
        [
            TargetRow(
                code="C1",
                unit="2024-22",
                value=1100.0,
                from_day=date(2021, 1, 1),
                to_day=date(2021, 9, 30),
                source="Kế hoạch tỉnh",
            )
        ],
        [],
    )


def test_without_a_unit_it_is_the_countrys() -> None:
    (found,), _ = read("C1,,1,2021-01-01,2021-12-31,")
    assert found.unit == "country"


@pytest.mark.parametrize(
    "row, fault",
    [
        ("C9,country,1,2021-01-01,2021-12-31,", ("no-such-indicator", 2, "indicator")),
        ("C1,2024-99,1,2021-01-01,2021-12-31,", ("no-such-unit", 2, "unit")),
        ("C1,country,nhiều,2021-01-01,2021-12-31,", ("no-number", 2, "value")),
        ("C1,country,1,2021-02-30,2021-12-31,", ("no-day", 2, "from")),
        ("C1,country,1,2021-12-31,2021-01-01,", ("backwards", 2, "to")),
        ("C1,country,1,1921-01-01,2021-12-31,", ("day-far", 2, "from")),
        ("C1,country,1e300,2021-01-01,2021-12-31,", ("number-far", 2, "value")),
        (f"C1,country,1,2021-01-01,2021-12-31,{'x' * 501}", ("source", 2, "source")),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(row: str, fault: tuple[str, int, str]) -> None:
    assert read(row) == ([], [fault])


def test_what_excel_makes_of_the_table_in_vietnam_means_the_same() -> None:
    edited = f"{HEAD.replace(',', ';')}\r\nM2;2024-22;0,4;01/01/2021;31/12/2021;'=Kế hoạch\r\n"
    found, faults = read_targets(
        read_csv("targets.csv", b"\xef\xbb\xbf" + edited.encode()), {"M2"}, {"2024-22"}
    )
    assert (found, faults) == (
        [
            TargetRow(
                code="M2",
                unit="2024-22",
                value=0.4,
                from_day=date(2021, 1, 1),
                to_day=date(2021, 12, 31),
                source="=Kế hoạch",
            )
        ],
        [],
    )


def test_a_list_without_end_is_refused() -> None:
    row = "C1,country,1,2021-01-01,2021-12-31,"
    assert read(*[row] * (TARGETS_MAX + 1)) == ([], [("too-many-targets", None, None)])


def test_of_a_table_that_is_wrong_throughout_the_first_rows_are_told() -> None:
    faults = read(*["C9,country,1,2021-01-01,2021-12-31,"] * 10_000)[1]
    assert faults == [("no-such-indicator", row, "indicator") for row in range(2, FAULTS_MAX + 2)]


def test_the_same_target_twice_is_told_at_the_second() -> None:
    row = "C1,country,1,2021-01-01,2021-12-31,"
    assert read(row, row)[1] == [("target-twice", 3, "indicator")]


@pytest.mark.parametrize("folder", [PROGRAMME, PROGRAMME / "cases"])
def test_the_programmes_targets_are_of_its_indicators(folder: Path) -> None:
    defined = read_indicators((folder / "indicators.xlsx").read_bytes()).indicators
    table = read_csv("targets.csv", (folder / "targets.csv").read_bytes())
    found, faults = read_targets(table, {one.code for one in defined}, load_units().keys())
    assert faults == []
    assert all(one.source for one in found)
    assert len(found) == len(table.rows) > 4
