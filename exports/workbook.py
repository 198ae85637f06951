"""The tables of a form as an Excel workbook, a sheet for each, written row by row."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.answer import Cell, CellKind
from exports.columns import TableView
from exports.record import Row
from exports.sheet_title import sheet_title

ROWS_MAX = 1_048_576
"""Of one sheet, its header included; more go on to a second one."""
CELL_LENGTH_MAX = 32_767
"""In UTF-16 code units, as Excel counts; longer answers are cut and end in an ellipsis."""
COLUMNS_MAX = 16_384

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DIGITS_MAX = 15
"""Of a number that Excel keeps exactly."""
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a day that never was
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}

_Write = Callable[[Worksheet, int, int, str], object]


class TooManyColumns(ValueError):
    """A table is wider than a sheet can be."""

    def __init__(self, title: str) -> None:
        super().__init__(f"The table {title!r} has more than {COLUMNS_MAX} columns.")
        self.title = title


def write(
    tables: Iterable[tuple[TableView, Iterable[Row]]], path: Path, *, rows_max: int = ROWS_MAX
) -> None:
    """Write a workbook of ``tables`` to the file ``path``, with temporary files beside it.

    Numbers of up to 15 digits and dates become real ones, where the form says so; all else is
    text, so nothing is computed and no code loses its zeros. Date-times show the clock of the
    phone. Raises TooManyColumns; after that, or a fault of the rows, no file is left.
    """
    with TemporaryDirectory(dir=path.parent) as folder:
        book = xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": folder})
        book.use_zip64()
        shapes = _Shapes(book)
        try:
            for view, rows in tables:
                shapes.table(view, rows, rows_max)
        except BaseException:
            book.close()  # it holds files open
            path.unlink(missing_ok=True)
            raise
        book.close()


class _Shapes:
    """The workbook being written: its formats and the sheet names that are taken."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.titles: set[str] = set()
        self.bold: Format = book.add_format({"bold": True})
        self.writers: dict[CellKind, _Write] = {
            "text": _write_text,
            "number": _write_number,
            "date": _date_writer(book.add_format({"num_format": "yyyy-mm-dd"})),
            "datetime": _moment_writer(book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})),
        }

    def table(self, view: TableView, rows: Iterable[Row], rows_max: int) -> None:
        writers = [self.writers[column.kind] for column in view.columns]
        sheet, number = self.sheet(view), 1
        for row in rows:
            if number == rows_max:
                sheet, number = self.sheet(view), 1
            _write_line(sheet, number, view.cells(row), writers)
            number += 1

    def sheet(self, view: TableView) -> Worksheet:
        if len(view.columns) > COLUMNS_MAX:
            raise TooManyColumns(view.title)
        sheet = self.book.add_worksheet(sheet_title(view.title, self.titles))
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(view.header):
            sheet.set_column(place, place, min(max(len(name) + 2, 10), 40))
            sheet.write_string(0, place, name[:CELL_LENGTH_MAX], self.bold)
        return sheet


def _write_line(
    sheet: Worksheet, number: int, cells: Sequence[Cell], writers: Sequence[_Write]
) -> None:
    for place, (cell, write_cell) in enumerate(zip(cells, writers, strict=True)):
        if cell:
            write_cell(sheet, number, place, cell)


def _write_text(sheet: Worksheet, row: int, column: int, cell: str) -> None:
    sheet.write_string(row, column, cut_to_cell(cell))


def _write_number(sheet: Worksheet, row: int, column: int, cell: str) -> None:
    digits = sum(map(str.isdigit, cell))
    if digits <= _DIGITS_MAX and _NUMBER.fullmatch(cell) and math.isfinite(float(cell)):
        sheet.write_number(row, column, float(cell))
    else:
        _write_text(sheet, row, column, cell)


def _date_writer(shape: Format) -> _Write:
    def write_date(sheet: Worksheet, row: int, column: int, cell: str) -> None:
        try:
            day: date | None = date.fromisoformat(cell)
        except ValueError:
            day = None
        if day is None or day < _FIRST_DAY:
            _write_text(sheet, row, column, cell)
        else:
            sheet.write_datetime(row, column, day, shape)

    return write_date


def _moment_writer(shape: Format) -> _Write:
    def write_moment(sheet: Worksheet, row: int, column: int, cell: str) -> None:
        try:
            moment: datetime | None = datetime.fromisoformat(cell)
        except ValueError:
            moment = None
        if moment is None or moment.date() < _FIRST_DAY:
            _write_text(sheet, row, column, cell)
        else:
            sheet.write_datetime(row, column, moment, shape)

    return write_moment


def cut_to_cell(cell: str) -> str:
    """Return what a cell can hold of a text; an ellipsis tells that it was cut."""
    if len(cell) * 2 <= CELL_LENGTH_MAX:
        return cell
    units = cell.encode("utf-16-le", errors="replace")
    if len(units) <= CELL_LENGTH_MAX * 2:
        return cell
    return units[: (CELL_LENGTH_MAX - 1) * 2].decode("utf-16-le", errors="ignore") + "…"
