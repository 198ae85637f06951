"""A report as an Excel workbook to hand in: a summary, a sheet a topic, charts, definitions."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from exports.indicators.periods import Period, written_day
from exports.indicators.report import ColumnKind, Report
from exports.indicators.report_charts import draw, worth_drawing
from exports.indicators.report_definitions import write_definitions
from exports.indicators.report_figures import Figures, Looks
from exports.indicators.report_sheet import Range, TopicSheet, print_on_a4, write_signs
from exports.indicators.report_words import Words, words_of
from exports.sheet_title import sheet_title

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FIRST_OF_TWO_TIERS = 2025
_KINDS: tuple[ColumnKind, ...] = ("numerator", "denominator", "value", "target", "progress")


def workbook(report: Report) -> bytes:
    """Return the .xlsx of a report; the same bytes for the same report."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    made = report.made_at.astimezone(UTC).replace(tzinfo=None)
    words, looks, taken = words_of(report.language), Looks(book), set[str]()
    book.set_properties({"title": words.title, "company": report.project, "created": made})
    _summary(book.add_worksheet(sheet_title(words.summary, taken)), report, looks, words)
    ranges: list[Range] = []
    for topic, indicators in report.topics():
        title = topic or words.others
        sheet = book.add_worksheet(sheet_title(title, taken, " "))
        written = TopicSheet(sheet, report, looks, words)
        written.write(title, indicators)
        ranges += worth_drawing(written.ranges)
    if ranges:
        draw(book, book.add_worksheet(sheet_title(words.charts, taken)), ranges, report)
    if report.indicators:
        sheet = book.add_worksheet(sheet_title(words.definitions, taken))
        write_definitions(sheet, report, looks, words)
    book.close()
    return file.getvalue()


def _summary(sheet: Worksheet, report: Report, looks: Looks, words: Words) -> None:
    """Write the first sheet: what the report is, and the totals of all indicators."""
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 78)  # the longest name of an indicator, on one line
    sheet.set_column(2, 7, 13)
    if len(report.parts) > 1:
        sheet.set_column(2, 2, 22)
    print_on_a4(sheet, report)
    sheet.write_string(0, 0, words.title, looks.look(bold=True, font_size=16))
    for row, (name, text) in enumerate(_about(report, words), 2):
        sheet.write_string(row, 0, name, looks.look(bold=True))
        sheet.write_string(row, 1, text, looks.look())
    row = 2 + len(_about(report, words)) + 1
    row = _summary_table(sheet, row, report, looks, words)
    write_signs(sheet, row + 1, words, looks)


def _about(report: Report, words: Words) -> list[tuple[str, str]]:
    language, period = report.language, report.period
    return [
        (words.project, report.project),
        (words.area, report.area),
        (words.period, f"{period.label(language)} ({days_of(period, words, language)})"),
        (words.tree, tree_of(report.vintage, words)),
        (words.made, written_moment(report.made_at, language)),
        *([(words.state, words.closing)] if report.is_closing else []),
    ]


def _summary_table(sheet: Worksheet, row: int, report: Report, looks: Looks, words: Words) -> int:
    """Write the totals of each indicator; return the next free row."""
    several = len(report.parts) > 1
    heads = [words.code, words.indicator, *([words.period] if several else [])]
    left = len(heads)
    heads += [words.numerator, words.denominator, words.result, words.target, words.progress]
    for place, text in enumerate(heads):
        sheet.write_string(row, place, text, looks.header())
    sheet.set_row(row, 32)
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)
    figures = Figures(report, looks)
    for indicator in report.indicators:
        for part in report.parts:
            row += 1
            names = [indicator.code, indicator.label.of(report.language)]
            names += [part.label(report.language)] if several else []
            for place, text in enumerate(names):
                sheet.write_string(row, place, text, looks.boxed(text_wrap=True))
            line = report.total_by_indicator.get((indicator.code, part.name))
            told = report.columns_of(indicator)
            for place, kind in enumerate(_KINDS, left):
                figures.put(sheet, (row, place), indicator, line if kind in told else None, kind)
    return row + 1


def days_of(period: Period, words: Words, language: str) -> str:
    """Write the first and the last day of a period."""
    start, end = (written_day(day, language) for day in (period.start, period.end))
    return words.days.format(start=start, end=end)


def tree_of(vintage: str, words: Words) -> str:
    """Say which tree of units it is."""
    new = vintage.isdigit() and int(vintage) >= _FIRST_OF_TWO_TIERS
    return words.new_tree if new else words.old_tree


def written_moment(moment: datetime, language: str) -> str:
    """Write when something was made."""
    return f"{moment:%H:%M}, {written_day(moment.date(), language)}"
