"""The last sheet of the printed report: what each of its figures means."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from exports.indicators.definition import Indicator
from exports.indicators.definition_words import Described
from exports.indicators.report import Report
from exports.indicators.report_figures import Looks
from exports.indicators.report_sheet import print_on_a4
from exports.indicators.report_words import Words
from exports.row_height import LINE_POINTS, row_points
from exports.workbook import cut_to_cell

_HEAD = 2
_WIDTHS = (7, 26, 20, 24, 28, 24, 28, 18, 24)
_HOLDS = tuple(width * 6 // 5 for width in _WIDTHS)
"""How much goes into a line: the report's type is narrower than the one that Excel counts by."""


def write_definitions(sheet: Worksheet, report: Report, looks: Looks, words: Words) -> None:
    """Write a row for each indicator, then for those that it is divided by."""
    heads = (
        words.code,
        words.indicator,
        words.source,
        words.filter,
        words.numerator,
        words.denominator,
        words.dimensions,
        words.counted_on,
        words.small_cells,
    )
    print_on_a4(sheet, report)
    sheet.write_string(0, 0, words.definitions, looks.look(bold=True, font_size=14))
    for place, (head, width) in enumerate(zip(heads, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(_HEAD, place, head, looks.header())
    sheet.set_row(_HEAD, LINE_POINTS * 2)
    sheet.repeat_rows(_HEAD)
    sheet.freeze_panes(_HEAD + 1, 2)
    look = looks.boxed(text_wrap=True, valign="top")
    for row, cells in enumerate(_rows(report), _HEAD + 1):
        sheet.set_row(row, row_points(cells, _HOLDS))
        for place, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, place, cut_to_cell(cell), look)
            else:
                sheet.write_blank(row, place, None, look)


def _rows(report: Report) -> list[tuple[str, ...]]:
    told = [_cells(one, report.language) for one in report.indicators]
    return [*told, *(_cells(one, report.language, used=True) for one in report.referred)]


def _cells(one: Indicator, language: str, *, used: bool = False) -> tuple[str, ...]:
    said = Described(one, language)
    label = one.label.of(language)
    return (
        one.code,
        f"{label} ({said.words.only_used})" if used else label,
        said.source,
        said.filter,
        said.numerator,
        said.denominator,
        said.dimensions,
        said.counted_on,
        said.privacy,
    )
