"""A sheet of the printed report: the indicators of one topic by unit, then by category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal, Protocol

from xlsxwriter.worksheet import Worksheet

from exports.indicators.definition import Indicator
from exports.indicators.periods import Period
from exports.indicators.report import Breakdown, ColumnKind, Report
from exports.indicators.report_figures import HIDDEN, Figures, Looks, heading
from exports.indicators.report_words import Words
from exports.indicators.table import Line

HEAD = 3
"""Row of the table's head, which has two rows."""
_NAME_WIDTH, _PERIOD_WIDTH, _FIGURE_WIDTH = 34, 22, 13
_LINE_POINTS = 15
_A4 = 9
_PROGRESS_BAR = {
    "type": "data_bar",
    "bar_color": "#9BC2E6",
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 1,
}

Column = tuple[Indicator, ColumnKind]
Told = Mapping[str, Line | None]
"""What stands in a row of a table: by the indicator's code, its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Numbers below each other that a chart can show."""

    kind: Literal["units", "periods", "categories"]
    sheet: str
    indicator: Indicator
    title: str
    first: int
    last: int
    names: int
    """Column of their names."""
    column: int
    hidden: tuple[bool, ...]
    """Of each number, whether it is hidden."""


class OfProject(Protocol):
    """Whatever is printed for a project."""

    @property
    def project(self) -> str:
        """The project's name."""


class TopicSheet:
    """Writes the sheet of a topic; remembers what its charts can show."""

    def __init__(self, sheet: Worksheet, report: Report, looks: Looks, words: Words) -> None:
        self.sheet, self.report, self.looks, self.words = sheet, report, looks, words
        self.figures = Figures(report, looks)
        self.ranges: list[Range] = []
        self.row = HEAD + 2
        """The next free one."""
        self._several = len(report.parts) > 1
        self._left = 2 if self._several else 1
        """The first column of figures."""

    def write(self, title: str, indicators: Sequence[Indicator]) -> None:
        """Write all but the charts."""
        report = self.report
        columns = [(one, kind) for one in indicators for kind in report.columns_of(one)]
        self.sheet.write_string(0, 0, title, self.looks.look(bold=True, font_size=14))
        under = f"{report.area} – {report.period.label(report.language)}"
        self.sheet.write_string(1, 0, under, self.looks.look(italic=True))
        self.sheet.set_column(0, 0, _NAME_WIDTH)
        self.sheet.set_column(1, max(len(columns) + self._left - 1, 5), _FIGURE_WIDTH)
        if self._several:
            self.sheet.set_column(1, 1, _PERIOD_WIDTH)
        self.sheet.freeze_panes(HEAD + 2, self._left)
        self.sheet.repeat_rows(HEAD, HEAD + 1)
        print_on_a4(self.sheet, report)
        self._head(indicators)
        self._totals(indicators, columns)
        self._units(indicators, columns)
        for breakdown in report.breakdowns:
            if breakdown.indicator in indicators and breakdown.lines:
                self._breakdown(breakdown)
        self.row = write_signs(self.sheet, self.row + 1, self.words, self.looks)

    def _head(self, indicators: Sequence[Indicator]) -> None:
        look, heads = self.looks.header(), [self.words.unit, self.words.period][: self._left]
        for place, text in enumerate(heads):
            self.sheet.merge_range(HEAD, place, HEAD + 1, place, text, look)
        lines, at = 1, self._left
        for indicator in indicators:
            kinds = self.report.columns_of(indicator)
            name = f"{indicator.code}. {indicator.label.of(self.report.language)}"
            lines = max(lines, ceil(len(name) / (len(kinds) * (_FIGURE_WIDTH - 2))))
            if len(kinds) == 1:
                self.sheet.write_string(HEAD, at, name, look)
            else:
                self.sheet.merge_range(HEAD, at, HEAD, at + len(kinds) - 1, name, look)
            for kind in kinds:
                self.sheet.write_string(HEAD + 1, at, heading(self.words, indicator, kind), look)
                at += 1
        self.sheet.set_row(HEAD, _LINE_POINTS * min(lines, 10) + 3)
        self.sheet.set_row(HEAD + 1, _LINE_POINTS * 2)

    def _totals(self, indicators: Sequence[Indicator], columns: Sequence[Column]) -> None:
        report, first = self.report, self.row
        if not report.totals:
            return
        rows: list[Told] = []
        for part in report.parts:
            rows.append(self._total_in(indicators, part))
            name = part.label(report.language)
            self._line([self.words.total, name], columns, rows[-1], bold=True)
        if self._several:
            self._remember("periods", columns, first, rows)

    def _total_in(self, indicators: Sequence[Indicator], part: Period) -> Told:
        totals = self.report.total_by_indicator
        return {one.code: totals.get((one.code, part.name)) for one in indicators}

    def _units(self, indicators: Sequence[Indicator], columns: Sequence[Column]) -> None:
        report, first = self.report, self.row
        rows: list[Told] = []
        for unit, name in report.units_of(indicators):
            for part in report.parts:
                keys = [(one.code, unit, part.name) for one in indicators]
                rows.append({key[0]: report.by_key.get(key) for key in keys})
                self._line([name, part.label(report.language)], columns, rows[-1])
        if not self._several:
            self._remember("units", columns, first, rows)
        for place, (_, kind) in enumerate(columns, self._left):
            if kind == "progress" and self.row > HEAD + 2:
                cells = (HEAD + 2, place, self.row - 1, place)
                self.sheet.conditional_format(*cells, _PROGRESS_BAR)

    def _line(
        self,
        names: Sequence[str],
        columns: Sequence[Column],
        told: Told,
        *,
        bold: bool = False,
    ) -> None:
        for place, name in enumerate(names[: self._left]):
            self.sheet.write_string(self.row, place, name, self.looks.boxed(bold=bold))
        for place, (indicator, kind) in enumerate(columns, self._left):
            cell = (self.row, place)
            self.figures.put(self.sheet, cell, indicator, told[indicator.code], kind, bold=bold)
        self.row += 1

    def _breakdown(self, breakdown: Breakdown) -> None:
        """Write a small table: categories below each other, the total first."""
        report, words, one = self.report, self.words, breakdown.indicator
        kinds: list[ColumnKind] = [
            kind for kind in report.columns_of(one) if kind not in ("target", "progress")
        ]
        columns = [(one, kind) for kind in kinds]
        dimension = breakdown.dimension.label.of(report.language)
        inside = dimension if dimension.isupper() else dimension[:1].lower() + dimension[1:]
        title = words.by.format(indicator=one.label.of(report.language), dimension=inside)
        self.row += 1
        self.sheet.write_string(self.row, 0, title, self.looks.look(bold=True))
        heads = [dimension, words.period][: self._left] + [
            heading(words, *pair) for pair in columns
        ]
        for place, text in enumerate(heads):
            self.sheet.write_string(self.row + 1, place, text, self.looks.header())
        self.row += 2
        for part in report.parts:
            name = part.label(report.language)
            self._line([words.total, name], columns, self._total_in([one], part), bold=True)
        names = {part.name: part.label(report.language) for part in report.parts}
        first = self.row
        rows: list[Told] = []
        for line in _by_category(breakdown.lines):
            rows.append({one.code: line})
            name = names.get(line.period, line.period)
            self._line([" – ".join(line.category_labels), name], columns, rows[-1])
        if not self._several:
            self._remember("categories", columns, first, rows, title)
        if breakdown.dimension.several:
            self.sheet.write_string(self.row, 0, words.several, self.looks.look(italic=True))
            self.row += 1

    def _remember(
        self,
        kind: Literal["units", "periods", "categories"],
        columns: Sequence[Column],
        first: int,
        rows: Sequence[Told],
        title: str = "",
    ) -> None:
        for place, (indicator, number) in enumerate(columns, self._left):
            if number == "value" and rows:
                lines = [row[indicator.code] for row in rows]
                one = Range(
                    kind=kind,
                    sheet=self.sheet.get_name(),
                    indicator=indicator,
                    title=title or indicator.label.of(self.report.language),
                    first=first,
                    last=first + len(rows) - 1,
                    names=1 if kind == "periods" else 0,
                    column=place,
                    hidden=tuple(self.report.hides(indicator, line) for line in lines),
                )
                self.ranges.append(one)


def print_on_a4(sheet: Worksheet, report: OfProject, *, fit: bool = True) -> None:
    """Set a sheet up for A4 across, with the project and page numbers; ``fit``: to its width."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    if fit:
        sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    project = report.project.replace("&", "&&")[:100]
    sheet.set_footer(f"&L{project}&R&P/&N")


def write_signs(sheet: Worksheet, row: int, words: Words, looks: Looks) -> int:
    """Write what the signs mean, from a row on; return the next free one."""
    look = looks.look(italic=True, font_size=10)
    sheet.write_string(row, 0, f"{words.signs}:", look)
    signs = [(HIDDEN, words.hidden), ("…", words.revised), ("*", words.bridged), ("", words.empty)]
    for place, (sign, meaning) in enumerate(signs, row + 1):
        told = f"{sign} : {meaning}" if sign else meaning
        sheet.write_string(place, 0, told, look)
    return row + 1 + len(signs)


def _by_category(lines: Sequence[Line]) -> list[Line]:
    """Put the periods of a category below each other."""
    order = {categories: place for place, categories in enumerate(_distinct(lines))}
    return sorted(lines, key=lambda line: order[line.categories])


def _distinct(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(line.categories for line in lines))
