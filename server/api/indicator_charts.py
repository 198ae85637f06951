"""A report of one indicator as a chart: SVG for a page, PNG for a paper or a slide."""

from __future__ import annotations

from flask import Blueprint, Response, request

from exports.indicators import chart_png, chart_svg
from exports.indicators.chart import Chart
from exports.indicators.units import load_units
from server.api.guard import caller, needs, services
from server.api.indicators import report_headers, report_request
from server.errors import Problem
from server.reporting import charts, pictures
from server.reporting.reports import Reporting
from server.reporting.request import ReportRequest
from server.store.projects import Project

blueprint = Blueprint("indicator_charts", __name__)


@blueprint.get("/v1/projects/<int:project_id>/indicators.svg")
@needs("submission.list")
def as_svg(project: Project) -> Response:
    """Draw the report of one indicator."""
    asked = report_request(project)
    drawn = chart_svg.svg(_chart(project, asked), asked.codes[0])
    return _answer(project, asked, drawn.encode(), "svg", "image/svg+xml")


@blueprint.get("/v1/projects/<int:project_id>/indicators.png")
@needs("submission.list")
def as_png(project: Project) -> Response:
    """Draw the report of one indicator as a picture, ``width=`` pixels wide."""
    asked = report_request(project)
    width = _width()
    chart = _chart(project, asked)
    widest = chart_png.widest(chart_svg.WIDTH, chart_svg.height(chart))
    if width > widest:
        raise _wrong_width(widest)
    drawn = pictures.picture(chart_svg.svg(chart, asked.codes[0]), width)
    return _answer(project, asked, drawn, "png", "image/png")


def _chart(project: Project, asked: ReportRequest) -> Chart:
    charts.must_name_one(asked)
    with services().database.read() as cx:
        reporting = Reporting(caller().scope, cx, project, load_units(), asked)
        return charts.chart(reporting, asked, reporting.lines())


def _width() -> int:
    text = request.args.get("width", str(chart_png.WIDTH))
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise _wrong_width()
    width = int(text)
    if not chart_png.WIDTH_MIN <= width <= chart_png.WIDTH_MAX:
        raise _wrong_width()
    return width


def _wrong_width(widest: int = chart_png.WIDTH_MAX) -> Problem:
    value = request.args.get("width", str(chart_png.WIDTH))[:200]
    reason = f"it must be {chart_png.WIDTH_MIN} to {widest} for this chart."
    return Problem("400.8", field="width", value=value, reason=reason)


def _answer(
    project: Project, asked: ReportRequest, drawn: bytes, ending: str, content_type: str
) -> Response:
    headers = report_headers(project, asked, ending, of=asked.codes[0])
    return Response(drawn, headers=headers, content_type=content_type)
