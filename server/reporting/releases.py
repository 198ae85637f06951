"""A period is closed for a unit: the report is kept as handed in, and compared with today's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast
from zoneinfo import ZoneInfo

from exports.indicators import report_workbook
from exports.indicators.definition import Level
from exports.indicators.periods import Period, parse_period
from exports.indicators.release import Figure, Revision, compare, figures_of, revised_lines
from exports.indicators.report import LineKey
from exports.indicators.roll_up import Area
from exports.indicators.table import Line
from exports.indicators.units import Units, load_units
from server import clock
from server.errors import Problem
from server.reporting.reports import Reporting
from server.reporting.request import LEVELS, ReportRequest, own_level, read_report_request
from server.scope import Scope
from server.services import Services
from server.store import audit, blobs, indicators, releases
from server.store.database import Cx
from server.store.projects import Project
from server.store.releases import Release

FIGURES_MAX = 100_000
"""Of a release: all communes of a province, a hundred indicators."""
_ASKED = ("period", "unit", "vintage", "level", "lang")
VERB = "submission.update"
"""Who may review what came in, closes periods."""


Lasts = Mapping[str, Release]
"""By the period's name."""


def read_closing_request(asked: Mapping[str, Sequence[str]], project: Project) -> ReportRequest:
    """Read ``period``, ``unit``, ``vintage``, ``level`` and ``lang`` of a period to be closed.

    Without ``level`` the lines are those of the level below the unit. Raise 400.2 or 400.8.
    """
    units = load_units()
    told = {name: asked[name] for name in _ASKED if name in asked}
    request = read_report_request(told, units, project.cutoff_day or 0)
    if any(told.get("level", ())):
        return request
    return replace(request, area=replace(request.area, level=_level_below(request.area, units)))


def _level_below(area: Area, units: Units) -> Level:
    own = own_level(units.find(area.unit) if area.unit else None)
    below = LEVELS[LEVELS.index(own) + 1 :]
    return next((level for level in below if units.of_level(area.vintage, level)), own)


def close(parts: Services, scope: Scope, project: Project, request: ReportRequest) -> Release:
    """Close the period of a unit with the report as it is now; return the release.

    Raise 403.1 for somebody else's unit, 400.74 while the period lasts, 400.75 where the report is
    too large to keep, 404.1 where there is nothing to report, 409.72 where it is closed, 409.74
    while definitions are being computed.
    """
    units, now = load_units(), clock.now()
    unit = unit_of(request.area, units)
    if not may_close(scope, project, unit):
        raise Problem("403.1")
    if not is_over(request.period, project):
        raise Problem("400.74", period=request.period.name, end=request.period.end.isoformat())
    with parts.database.read() as cx:
        _must_be_open(scope, cx, project, unit, request.period.name)
        _must_be_computed(scope, cx, project)
        reporting = Reporting(scope, cx, project, units, request)
        report = replace(reporting.report(now), is_closing=True)
        figures = figures_of(report)
    if not figures:
        raise Problem("404.1")
    if len(figures) > FIGURES_MAX:
        raise Problem("400.75", count=len(figures), limit=FIGURES_MAX)
    file = parts.blobs.take([report_workbook.workbook(report)])
    parts.blobs.keep(file)
    with parts.database.write() as cx:
        blobs.record(cx, file.sha256, file.size, now)
        number = releases.add(
            cx,
            project.id,
            releases.Report(
                unit=unit,
                vintage=request.area.vintage,
                level=request.area.level,
                period=request.period.name,
                from_day=request.period.start,
                to_day=request.period.end,
                language=request.language,
                definitions=reporting.definitions,
                protected=sorted(reporting.protected),
                sha256=file.sha256,
                size=file.size,
            ),
            figures,
            closed_at=now,
            closed_by=scope.actor_id,
        )
        _note(scope, cx, project, "release.close", number, unit, request.period.name)
        return releases.get(scope, cx, project.id, number)


def open_again(parts: Services, scope: Scope, project: Project, number: int) -> Release:
    """Open a closed period; raise 403.1 unless the caller is of a level above, 409.73 twice."""
    with parts.database.write() as cx:
        release = get(scope, cx, project, number)
        if not may_open(scope, project, release.unit):
            raise Problem("403.1")
        releases.open_again(cx, project.id, number, opened_at=clock.now(), opened_by=scope.actor_id)
        _note(scope, cx, project, "release.open", number, release.unit, release.period)
        return releases.get(scope, cx, project.id, number)


def get(scope: Scope, cx: Cx, project: Project, number: int) -> Release:
    """Return a release; raise 404.1, or 403.1 for one of somebody else's unit."""
    release = releases.get(scope, cx, project.id, number)
    bound = scope.units("submission.list", project.id, None)
    if bound is not None and not _lies_in(release.unit, bound):
        raise Problem("403.1")
    return release


def units_read(scope: Scope, project: Project) -> frozenset[str] | None:
    """Return the units whose releases somebody may read; None: all."""
    bound = scope.units("submission.list", project.id, None)
    if bound is None:
        return None
    return frozenset(key for key in load_units().keys() if _lies_in(key, bound))  # noqa: SIM118


def revision_of(scope: Scope, cx: Cx, project: Project, release: Release) -> list[Revision]:
    """Compare a release with today's figures, in its own days, units and language."""
    request = _asked_again(release, load_units())
    reporting = Reporting(scope, cx, project, load_units(), request)
    today = figures_of(reporting.report(clock.now()))
    definitions = reporting.definitions
    return list(
        compare(
            releases.list_figures(scope, cx, project.id, release.number),
            today,
            protected=frozenset(release.protected) | reporting.protected,
            redefined=frozenset(
                code
                for code, hash_ in release.definitions.items()
                if definitions.get(code) != hash_
            ),
        )
    )


def last_of(scope: Scope, cx: Cx, project: Project, request: ReportRequest) -> Lasts:
    """Return the last release, closed or opened again, of the area in each period of a report."""
    names = {period.name for period in (request.period, *request.periods)}
    unit = unit_of(request.area, load_units())
    return releases.find_last(scope, cx, project.id, unit, sorted(names))


def revised(
    scope: Scope, cx: Cx, lasts: Lasts, lines: Sequence[Line], protected: frozenset[str]
) -> frozenset[LineKey]:
    """Return which lines are told otherwise than in the last releases, on the same tree.

    Of what is protected, now or then, nothing is said.
    """
    plain = [one for one in lines if not one.categories and one.indicator not in protected]
    vintages = {one.vintage for one in plain}
    released: dict[LineKey, Figure] = {}
    for period, release in lasts.items():
        if release.vintage not in vintages:
            continue
        for figure in releases.list_figures(scope, cx, release.project_id, release.number):
            if not figure.dimension and figure.indicator not in release.protected:
                released[figure.indicator, figure.unit, period] = figure
    return revised_lines(released, plain)


def may_close(scope: Scope, project: Project, unit: str) -> bool:
    """Say whether somebody may close the periods of a unit: hers, or one within hers."""
    bound = scope.units(VERB, project.id, None)
    return bound is None or _lies_in(unit, bound)


def may_open(scope: Scope, project: Project, unit: str) -> bool:
    """Say whether somebody may open the closed periods of a unit: of a level above it."""
    bound = scope.units(VERB, project.id, None)
    return bound is None or _lies_in(unit, bound - {unit})


def is_over(period: Period, project: Project) -> bool:
    """Say whether the last day of a period has come, where the project is."""
    return period.end <= clock.now().astimezone(ZoneInfo(project.zone)).date()


def unit_of(area: Area, units: Units) -> str:
    """Return the unit that a report is handed in for: the country where none was named."""
    return area.unit or units.country(area.vintage).key


def _lies_in(unit: str, bound: Iterable[str]) -> bool:
    units = load_units()
    return any(units.contains(one, unit) for one in bound)


def _must_be_open(scope: Scope, cx: Cx, project: Project, unit: str, period: str) -> None:
    """Say early that it is closed; ``releases.add`` asks again, and nobody closes it between."""
    last = releases.find_last(scope, cx, project.id, unit, [period]).get(period)
    if last is not None and last.is_closed:
        raise Problem("409.72", period=period, number=last.number)


def _must_be_computed(scope: Scope, cx: Cx, project: Project) -> None:
    stored = indicators.list_all(scope, cx, project.id)
    computing = sorted(one.code for one in stored if one.state == "computing")
    if computing:
        raise Problem("409.74", indicators=", ".join(computing))


def _asked_again(release: Release, units: Units) -> ReportRequest:
    """Return what a release was the answer to; its days stay, whatever the cut-off day is now."""
    period = replace(parse_period(release.period), start=release.from_day, end=release.to_day)
    whole = release.unit == units.country(release.vintage).key
    area = Area(
        level=cast("Level", release.level),
        vintage=release.vintage,
        unit=None if whole else release.unit,
    )
    return ReportRequest(
        codes=(),
        period=period,
        periods=(period,),
        area=area,
        dimensions=(),
        language=release.language,
    )


def _note(
    scope: Scope, cx: Cx, project: Project, action: str, number: int, unit: str, period: str
) -> None:
    audit.log(
        scope,
        cx,
        action,
        f"release:{number}",
        project_id=project.id,
        number=number,
        unit=unit,
        period=period,
    )
