"""A report of one indicator as a chart, and what one chart cannot show."""

from __future__ import annotations

from collections.abc import Iterable

from exports.indicators.chart import Chart
from exports.indicators.chart_choice import POINTS_MAX, CannotBeDrawn, Subject, choose
from exports.indicators.table import Line
from server.errors import Problem
from server.reporting.reports import Reporting
from server.reporting.request import ReportRequest

_REASONS = {
    "dimensions": ("it has two disaggregations", "có hai phân tổ cùng lúc"),
    "combined": (
        "of periods, units and disaggregations it has several of more than one",
        "trong ba thứ kỳ, đơn vị và phân tổ, chỉ một thứ được có nhiều",
    ),
}


def must_name_one(request: ReportRequest) -> None:
    """Raise 400.2 where no indicator is named, 400.8 where several are."""
    if not request.codes:
        raise Problem("400.2", field="indicator")
    if len(request.codes) > 1:
        told = " ".join(request.codes)[:200]
        raise Problem("400.8", field="indicator", value=told, reason="a chart shows one.")


def chart(reporting: Reporting, request: ReportRequest, lines: Iterable[Line]) -> Chart:
    """Return the chart of a report, whose lines these are.

    Raises 400.78 for what one chart cannot show, 400.79 for too many points, and what
    ``must_name_one`` does.
    """
    must_name_one(request)
    (chosen,) = reporting.chosen
    found = [chosen.indicator.dimension(name) for name in request.dimensions]
    subject = Subject(
        indicator=chosen.indicator,
        period=request.period,
        parts=request.periods,
        area=reporting.area_name,
        dimensions=[one for one in found if one is not None],
        language=request.language,
    )
    try:
        return choose(subject, lines)
    except CannotBeDrawn as refused:
        raise _problem(refused) from refused


def _problem(refused: CannotBeDrawn) -> Problem:
    if refused.reason == "many":
        return Problem("400.79", limit=POINTS_MAX)
    en, vi = _REASONS[refused.reason]
    return Problem("400.78", reason=en, reason_vi=vi)
