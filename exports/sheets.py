"""Tables that people bring: the sheets of an Excel workbook, or a CSV, as texts under headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from forms.conversion import Fault
from forms.workbook import LIMITS, NOT_A_WORKBOOK, WorkbookLimits, check_workbook

ROWS_MAX = 100_000
COLUMNS_MAX = 300
_FIRST_ROW = 2


class RefusedTable(ValueError):
    """The bytes are no table that can be read; ``faults`` say why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].code)
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number as Excel counts, and its cells by heading, without empty ones."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet: its headings in order, and its rows that are not blank."""

    name: str
    headings: Sequence[str]
    rows: Sequence[TableRow]


def read_workbook(data: bytes, limits: WorkbookLimits = LIMITS) -> Mapping[str, SheetTable]:
    """Read every sheet of an .xlsx, by name. Numbers become texts as Excel shows them, days ISO.

    Raises RefusedTable, also for what is larger than ``limits``.
    """
    if faults := check_workbook(data, "xlsx", limits):
        raise RefusedTable(faults)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError) as error:
        raise RefusedTable(NOT_A_WORKBOOK) from error
    try:
        return {
            sheet.title: _table(sheet.title, sheet.iter_rows(values_only=True))
            for sheet in book.worksheets
        }
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RefusedTable(NOT_A_WORKBOOK) from error
    finally:
        book.close()


def read_csv(name: str, data: bytes) -> SheetTable:
    """Read a CSV: UTF-8 with or without BOM; comma, semicolon or tab, whichever its head has most.

    Raises RefusedTable.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedTable([_NOT_UTF8]) from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        return _table(name, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RefusedTable([_NOT_CSV]) from error


def _table(name: str, rows: Iterable[Sequence[object]]) -> SheetTable:
    found = iter(rows)
    headings = [text_of_cell(cell) for cell in next(found, ())][:COLUMNS_MAX]
    return SheetTable(name, [one for one in headings if one], list(_rows(headings, found)))


def _rows(headings: Sequence[str], rows: Iterator[Sequence[object]]) -> Iterator[TableRow]:
    for number, row in enumerate(rows, start=_FIRST_ROW):
        if number - _FIRST_ROW >= ROWS_MAX:
            raise RefusedTable([_TOO_LONG])
        texts = (text_of_cell(cell) for cell in row)
        pairs = zip(headings, texts, strict=False)
        cells = {heading: text for heading, text in pairs if heading and text}
        if cells:
            yield TableRow(number, cells)


def text_of_cell(cell: object) -> str:
    """Write a cell's value as its designer would type it: ``5``, ``2021-09-30``, ``có``."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            is_day = cell.time() == time()
            return cell.date().isoformat() if is_day else cell.isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case _:
            return str(cell).strip()


def _fault(code: str, vi: str, en: str) -> Fault:
    return Fault(level="error", code=code, vi=vi, en=en)


_NOT_UTF8 = _fault(
    "not-utf8",
    "Tệp CSV không phải UTF-8. Trong Excel hãy chọn Lưu thành “CSV UTF-8”, hoặc lưu .xlsx.",
    "The CSV is not UTF-8. In Excel choose Save as “CSV UTF-8”, or save an .xlsx.",
)
_NOT_CSV = _fault(
    "not-csv",
    "Không đọc được tệp CSV này. Hãy mở bằng Excel và lưu lại thành .xlsx.",
    "This CSV cannot be read. Open it in Excel and save it as .xlsx.",
)
_TOO_LONG = _fault(
    "too-many-rows",
    f"Bảng có hơn {ROWS_MAX} hàng. Hãy chia thành nhiều tệp.",
    f"The table has more than {ROWS_MAX} rows. Split it into several files.",
)
