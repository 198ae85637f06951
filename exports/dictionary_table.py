"""A data dictionary as a CSV, and as an Excel sheet that can be read and filtered as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from exports import csv_table
from exports.dictionary import Dictionary
from exports.dictionary_words import SHEET, said
from exports.options import ExportOptions
from exports.row_height import LINE_POINTS, row_points
from exports.sheet_title import sheet_title
from exports.workbook import cut_to_cell

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4 = 9
_WIDTHS: Mapping[str, int] = {
    "table": 14,
    "column": 24,
    "question": 24,
    "type": 20,
    "meaning": 32,
    "choices": 34,
    "hint": 22,
    "required": 10,
    "relevant": 28,
    "constraint": 22,
    "calculation": 26,
    "marks": 20,
    "apostrophe": 13,
    "versions": 14,
}
"""In characters, as Excel counts."""
_LABEL_WIDTH = 32
_HEAD_LINES = 4
_PAGES_ACROSS = 2


def write_csv(dictionary: Dictionary, options: ExportOptions) -> Iterator[bytes]:
    """Yield it as CSV, under names that stay the same in any language."""
    lines = (entry.cells for entry in dictionary.entries)
    return csv_table.table(dictionary.header, lines, options)


def workbook(dictionary: Dictionary, made_at: datetime) -> bytes:
    """Return it as .xlsx; the same bytes for the same dictionary and moment."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    title = said(SHEET, dictionary.language)
    made = made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": f"{title}: {dictionary.form_id}", "created": made})
    sheet = book.add_worksheet(sheet_title(title, set()))
    _set_up(sheet, dictionary)
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDEBF7", "border": 1}
    )
    for place, heading in enumerate(dictionary.headings):
        sheet.write_string(0, place, cut_to_cell(heading), head)
    body = book.add_format(
        {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#D9D9D9"}
    )
    widths = [_WIDTHS.get(name, _LABEL_WIDTH) for name in dictionary.header]
    for row, entry in enumerate(dictionary.entries, 1):
        sheet.set_row(row, row_points(entry.cells, widths))
        for place, cell in enumerate(entry.cells):
            if cell:
                sheet.write_string(row, place, cut_to_cell(cell), body)
            else:
                sheet.write_blank(row, place, None, body)
    book.close()
    return file.getvalue()


def _set_up(sheet: Worksheet, dictionary: Dictionary) -> None:
    """Set widths, and the heading and the column's name where they stay in sight."""
    for place, name in enumerate(dictionary.header):
        sheet.set_column(place, place, _WIDTHS.get(name, _LABEL_WIDTH))
    sheet.set_row(0, LINE_POINTS * _HEAD_LINES)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(dictionary.entries), len(dictionary.header) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(_PAGES_ACROSS, 0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)
