"""A list of who has reported as an Excel workbook that can be handed in or sent round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from exports.indicators import report_words
from exports.indicators.report_figures import Looks
from exports.indicators.report_sheet import print_on_a4
from exports.indicators.report_workbook import OPTIONS, days_of, tree_of, written_moment
from exports.indicators.reporting_list import ReportingLine, ReportingList, State, count
from exports.indicators.reporting_words import Words, state_word, words_of
from exports.sheet_title import sheet_title

_COLOURS: Mapping[State | None, str] = {
    "on-time": "#E2EFDA",
    "late": "#FFF2CC",
    "missing": "#F8CBAD",
    "open": "#FFFFFF",
    None: "#EDEDED",
}
_WIDTHS = (6, 28, 26, 34, 22, 12, 10, 14, 16, 10)
_DAY = "dd/mm/yyyy"


def workbook(listed: ReportingList) -> bytes:
    """Return the .xlsx of a list; the same bytes for the same list."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    words, looks = words_of(listed.language), Looks(book)
    made = listed.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": words.title, "company": listed.project, "created": made})
    sheet = book.add_worksheet(sheet_title(words.sheet, set()))
    print_on_a4(sheet, listed)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, words.title, looks.look(bold=True, font_size=16))
    about = _about(listed, words)
    for row, (name, text) in enumerate(about, 2):
        sheet.write_string(row, 0, name, looks.look(bold=True))
        sheet.write_string(row, 2, text, looks.look())
    _table(sheet, len(about) + 3, listed, looks, words)
    book.close()
    return file.getvalue()


def _about(listed: ReportingList, words: Words) -> list[tuple[str, str]]:
    told, language = report_words.words_of(listed.language), listed.language
    period = listed.period
    counted = count(listed.lines)
    summary = [f"{state_word(one, language)}: {number}" for one, number in counted.items()]
    return [
        (told.project, listed.project),
        (words.form, listed.form),
        (told.area, listed.area),
        (told.period, f"{period.label(language)} ({days_of(period, told, language)})"),
        (told.tree, tree_of(listed.vintage, told)),
        (words.due, words.due_days.format(days=listed.due_days)),
        (told.made, written_moment(listed.made_at, language)),
        (words.summary, "; ".join(summary)),
    ]


def _table(sheet: Worksheet, row: int, listed: ReportingList, looks: Looks, words: Words) -> None:
    """Write the head, which stays in sight and on each page, and a row for each line."""
    heads = (
        words.number, words.province, words.district, words.commune, words.period,
        words.due_on, words.submissions, words.received, words.state, words.days_late,
    )  # fmt: skip
    for place, text in enumerate(heads):
        sheet.write_string(row, place, text, looks.header())
    sheet.set_row(row, 32)
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)
    sheet.autofilter(row, 0, row + max(len(listed.lines), 1), len(heads) - 1)
    for number, line in enumerate(listed.lines, 1):
        _write(sheet, row + number, _cells(number, line, listed.language), looks, line.state)


def _cells(number: int, line: ReportingLine, language: str) -> Sequence[str | int | date | None]:
    return (
        number,
        line.province or None,
        line.district or None,
        line.unit_name,
        line.period.label(language),
        line.due_on,
        line.submissions,
        line.first_received_on,
        state_word(line.state, language) if line.state else None,
        line.days_late,
    )


def _write(
    sheet: Worksheet,
    row: int,
    cells: Sequence[str | int | date | None],
    looks: Looks,
    state: State | None,
) -> None:
    colour = _COLOURS[state]
    for place, cell in enumerate(cells):
        match cell:
            case None:
                sheet.write_blank(row, place, None, looks.boxed(bg_color=colour))
            case date():
                look = looks.boxed(bg_color=colour, num_format=_DAY, align="center")
                sheet.write_datetime(row, place, cell, look)
            case int():
                sheet.write_number(row, place, cell, looks.boxed(bg_color=colour))
            case _:
                sheet.write_string(row, place, cell, looks.boxed(bg_color=colour))
