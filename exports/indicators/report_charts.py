"""The charts of the printed report: Excel's own, so that they can be changed and copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from exports.indicators.report import Report
from exports.indicators.report_figures import HIDDEN
from exports.indicators.report_sheet import Range, print_on_a4

BARS_MAX = 40
"""A chart of more bars says nothing; the table does."""
_ROWS_OF_PAGE = 25
_WIDTH_PIXELS, _HEIGHT_PIXELS = 720, 460


def worth_drawing(ranges: Sequence[Range]) -> list[Range]:
    """Choose of a topic the first count and the first share: by period, else unit, else category.

    Only what has two figures or more to compare.
    """
    found: list[Range] = []
    for kind in ("periods", "units", "categories"):
        some = [one for one in ranges if one.kind == kind and _compares(one)]
        for percent in (False, True):
            alike = [one for one in some if one.indicator.percent == percent]
            if alike and not any(one.indicator.percent == percent for one in found):
                found.append(alike[0])
    return found


def draw(
    book: xlsxwriter.Workbook, sheet: Worksheet, ranges: Sequence[Range], report: Report
) -> None:
    """Draw a chart of each range, one on a page."""
    print_on_a4(sheet, report, fit=False)
    sheet.hide_gridlines(2)
    for number, one in enumerate(ranges):
        chart = book.add_chart({"type": _type(one)})
        chart.add_series(_series(one))
        chart.set_title({"name": one.title, "name_font": {"size": 13}})
        chart.set_legend({"none": True})
        numbers = {"min": 0, "num_format": "0%" if one.indicator.percent else "#,##0"}
        if _type(one) == "bar":
            chart.set_x_axis({**numbers, "label_position": "high"})
            chart.set_y_axis({"reverse": True})  # the first above, as in the table
        else:
            chart.set_y_axis(numbers)
        chart.set_size({"width": _WIDTH_PIXELS, "height": _HEIGHT_PIXELS})
        place = {"description": one.title, "y_offset": 8}
        sheet.insert_chart(number * _ROWS_OF_PAGE, 0, chart, place)
    sheet.set_h_pagebreaks([number * _ROWS_OF_PAGE for number in range(1, len(ranges))])


def _series(one: Range) -> dict[str, Any]:
    labels: dict[str, Any] = {
        "value": True,
        "num_format": "0.0%" if one.indicator.percent else "#,##0",
        "position": "above" if _type(one) == "line" else "outside_end",
    }
    if any(one.hidden):  # Excel would write 0
        labels["custom"] = [{"value": HIDDEN} if hidden else None for hidden in one.hidden]
    return {
        "name": one.title,
        "categories": [one.sheet, one.first, one.names, one.last, one.names],
        "values": [one.sheet, one.first, one.column, one.last, one.column],
        "data_labels": labels,
        "gap": 60,
        **({"marker": {"type": "circle"}} if _type(one) == "line" else {}),
    }


def _compares(one: Range) -> bool:
    return len(one.hidden) <= BARS_MAX and one.hidden.count(False) > 1


def _type(one: Range) -> str:
    """Return a line for a development; columns where a point is hidden, which a line would show."""
    if one.kind == "periods":
        return "column" if any(one.hidden) else "line"
    return "bar"
