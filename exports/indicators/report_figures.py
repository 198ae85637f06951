"""How numbers stand in the cells of a printed report: shares, signs, and what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.indicators.definition import Indicator
from exports.indicators.report import ColumnKind, Report, number_of
from exports.indicators.report_words import Words
from exports.indicators.table import Line

HIDDEN = "–"
_FONT = {"font_name": "Times New Roman", "font_size": 11}
"""What the administration writes its papers in (decree 30/2020/NĐ-CP)."""


@dataclass(slots=True)
class Looks:
    """The formats of a workbook, each made once."""

    book: xlsxwriter.Workbook
    _made: dict[tuple[tuple[str, str | int | bool], ...], Format] = field(default_factory=dict)

    def look(self, **properties: str | int | bool) -> Format:
        """Return the format with these properties."""
        asked = tuple(sorted(properties.items()))
        if asked not in self._made:
            self._made[asked] = self.book.add_format({**_FONT, "valign": "vcenter", **properties})
        return self._made[asked]

    def boxed(self, **properties: str | int | bool) -> Format:
        """Return such a format for a cell of a table."""
        return self.look(border=1, **properties)

    def header(self) -> Format:
        """Return the format of a table's head."""
        return self.boxed(bold=True, align="center", text_wrap=True, bg_color="#DDEBF7")


@dataclass(frozen=True, slots=True)
class Figures:
    """Writes the numbers of lines into sheets."""

    report: Report
    looks: Looks

    def put(
        self,
        sheet: Worksheet,
        cell: tuple[int, int],
        indicator: Indicator,
        line: Line | None,
        kind: ColumnKind,
        *,
        bold: bool = False,
    ) -> None:
        """Write one number, ``–`` where it is hidden, nothing where there is none."""
        number = None if line is None else number_of(line, kind)
        if self.report.hides(indicator, line) and kind != "target":
            sheet.write_string(*cell, HIDDEN, self.looks.boxed(align="right", bold=bold))
        elif line is None or number is None:
            sheet.write_blank(*cell, None, self.looks.boxed(bold=bold))
        else:
            signs = self.report.signs(line) if kind in ("numerator", "value") else ""
            shape = _shape(indicator, kind, number) + (f'"{signs}"' if signs else "")
            look = self.looks.boxed(num_format=shape, bold=bold)
            sheet.write_number(*cell, number, look)


def heading(words: Words, indicator: Indicator, kind: ColumnKind) -> str:
    """Return what stands above a column of an indicator."""
    if kind == "value":
        if indicator.denominator is None:
            return words.number
        return words.percent if indicator.percent else words.ratio
    return {
        "numerator": words.numerator,
        "denominator": words.denominator,
        "target": words.target,
        "progress": words.progress,
    }[kind]


def _shape(indicator: Indicator, kind: ColumnKind, number: float) -> str:
    """Return the number format; Excel writes it with the separators of its own language."""
    if kind == "progress" or (indicator.percent and kind in ("value", "target")):
        return "0.0%"
    if number.is_integer():
        return "#,##0"
    return "#,##0.00" if indicator.denominator is not None and kind == "value" else "#,##0.0"
