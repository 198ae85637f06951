"""Indicators for people: what is defined, how far history is computed, and a report to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from exports.indicators import chart_svg, wire
from exports.indicators.definition import Indicator
from exports.indicators.report import LineKey, key_of
from exports.indicators.table import Line
from exports.indicators.units import load_units
from server import clock
from server.api.guard import caller, needs, services
from server.api.indicators import UPLOAD_BYTES_MAX
from server.errors import Problem
from server.pages.body_limit import takes_file
from server.pages.language import spoken
from server.pages.page import go, show
from server.reporting import charts, releases
from server.reporting.definitions import define, progress_of
from server.reporting.reports import Reporting
from server.reporting.request import ReportRequest, read_report_request
from server.store import facts, indicators
from server.store.projects import Project
from server.store.releases import Release

blueprint = Blueprint("indicators", __name__)
_PAGE = "/projects/<int:project_id>/indicators"
_LINES_MAX = 500
"""Shown; downloads have them all."""
_FIELDS = ("indicator", "period", "every", "level", "unit", "by")
EVERY = ("month", "quarter", "half", "year")
LEVELS = ("country", "province", "district", "commune")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """An indicator as the list shows it."""

    indicator: Indicator
    progress: float
    """1: reports answer from it."""
    left_out: int
    """Of so many submissions it has no figures: its expressions are too heavy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The report's chart, which the page asks the API for."""

    told: str
    """All that is on it, for those who cannot see it."""
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A report on the page."""

    lines: Sequence[Line]
    more: bool
    query: str
    """Of the same report's downloads."""
    dimensions: Sequence[str]
    revised: frozenset[LineKey]
    """Lines that are told otherwise than when the period was closed."""
    release: Release | None
    """The last one of this unit and period."""
    may_close: bool
    """It is a whole report of a period that is over."""
    drawn: Drawn | None
    """None: one chart cannot show it."""


@blueprint.get(_PAGE)
@needs("submission.list")
def show_all(project: Project) -> Response:
    """List the indicators, and show the report that the address asks for."""
    asked = {name: text for name in _FIELDS if (text := request.args.get(name, "").strip())}
    try:
        shown = _report(project, asked) if "period" in asked else None
        return _page(project, shown=shown, asked=asked)
    except Problem as problem:
        return _page(project, problem.status, asked=asked, problem=problem)


@blueprint.post(_PAGE)
@takes_file(lambda: UPLOAD_BYTES_MAX)
@needs("form.update")
def upload(project: Project) -> Response:
    """Define the indicators anew by a workbook; its faults are listed."""
    sent = request.files.get("workbook")
    if sent is None or not sent.filename:
        return _page(project, 400, asked={}, no_file=True)
    data = sent.stream.read(UPLOAD_BYTES_MAX + 1)
    if len(data) > UPLOAD_BYTES_MAX:
        raise Problem("413.1", limit=UPLOAD_BYTES_MAX)
    file = services().blobs.take([data])
    try:
        define(services(), caller().scope, project.id, file, spoken(caller().actor))
    except Problem as problem:
        if problem.code != "400.15":
            raise
        return _page(project, problem.status, asked={}, faults=problem.details.get("faults", ()))
    finally:
        file.discard()
    return go(".show_all", project_id=project.id, done="indicators")


def _report(project: Project, asked: dict[str, str]) -> Shown:
    language = spoken(caller().actor)
    given = {name: [text] for name, text in asked.items()} | {"lang": [language]}
    wanted = read_report_request(given, load_units(), project.cutoff_day or 0)
    scope = caller().scope
    with services().database.read() as cx:
        reporting = Reporting(scope, cx, project, load_units(), wanted)
        lines = list(islice(reporting.lines(), _LINES_MAX + 1))
        lasts = releases.last_of(scope, cx, project, wanted)
        revised = releases.revised(scope, cx, lasts, lines, reporting.protected)
    release = lasts.get(wanted.period.name)
    return Shown(
        lines=lines[:_LINES_MAX],
        revised=revised,
        release=release,
        may_close=_may_close(project, asked, wanted, release),
        more=len(lines) > _LINES_MAX,
        query=_query(asked, language),
        dimensions=_headings(reporting, wanted, language),
        drawn=_drawn(reporting, wanted, lines),
    )


def _drawn(reporting: Reporting, wanted: ReportRequest, lines: Sequence[Line]) -> Drawn | None:
    if not lines:
        return None
    try:
        chart = charts.chart(reporting, wanted, lines)
    except Problem:
        return None
    return Drawn(
        told=f"{chart.title}. {chart.description}",
        width=chart_svg.WIDTH,
        height=chart_svg.height(chart),
    )


def _may_close(
    project: Project, asked: dict[str, str], wanted: ReportRequest, release: Release | None
) -> bool:
    """Say whether the period can be closed with what is shown, by whoever looks at it."""
    is_whole = not any(name in asked for name in ("indicator", "every", "by"))
    is_over = releases.is_over(wanted.period, project)
    is_open = release is None or not release.is_closed
    unit = releases.unit_of(wanted.area, load_units())
    return is_whole and is_over and is_open and releases.may_close(caller().scope, project, unit)


def _headings(reporting: Reporting, wanted: ReportRequest, language: str) -> list[str]:
    """Return what the dimensions are called, by the first indicator that has them."""
    first = reporting.chosen[0].indicator if reporting.chosen else None
    found = [first.dimension(name) if first else None for name in wanted.dimensions]
    return [one.label.of(language) for one in found if one is not None]


def _query(asked: dict[str, str], language: str) -> str:
    return urlencode({**asked, "lang": language})


def _dimensions(found: Sequence[Indicator]) -> list[tuple[str, str]]:
    """Return name and label of every dimension that an indicator has."""
    language = spoken(caller().actor)
    named = {d.name: d.label.of(language) for one in found for d in one.dimensions}
    return sorted(named.items(), key=lambda pair: pair[1].casefold())


def _page(project: Project, status: int = 200, **values: object) -> Response:
    with services().database.read() as cx:
        stored = indicators.list_all(caller().scope, cx, project.id)
        left_out = facts.count_left_out(caller().scope, cx, project.id, [one.id for one in stored])
        lines = [
            IndicatorLine(
                indicator=wire.from_plain(one.definition),
                progress=progress_of(cx, one) if one.state == "computing" else 1.0,
                left_out=left_out.get(one.id, 0),
            )
            for one in stored
        ]
    return show(
        "indicators.html",
        status,
        project=project,
        lines=lines,
        every=EVERY,
        levels=LEVELS,
        key_of=key_of,
        percents={line.indicator.code for line in lines if line.indicator.percent},
        dimensions=_dimensions([line.indicator for line in lines]),
        year=clock.now().year,
        **values,
    )
