"""Who has reported with a form: asked for, allowed, and put together from what has arrived."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from exports.indicators import reporting_list, wire
from exports.indicators.reporting_list import (
    STATES,
    Arrived,
    Asked,
    ReportingLine,
    ReportingList,
    State,
)
from exports.indicators.roll_up import Area, Placing
from exports.indicators.units import Units
from server.errors import Problem
from server.reporting.case_forms import must_not_tell_of_cases
from server.reporting.own_units import must_be_ones_own
from server.reporting.request import ReportRequest, read_report_request, unexpected
from server.scope import Scope
from server.services import Services
from server.store import arrivals, form_versions, indicators
from server.store.database import Cx
from server.store.forms import Form
from server.store.projects import Project

DUE_DAYS = 5
"""As the indicator of communes that report on time has it."""
DUE_DAYS_MAX = 366
LINES_MAX = 20_000
"""Every commune of the country in one period, or those of a province over some years of months."""
_TAKEN = ("period", "every", "unit", "vintage", "lang")
"""Parameters that mean what they mean of a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """A list of who has reported."""

    report: ReportRequest
    """Periods, area and language."""
    due_days: int
    states: frozenset[State]
    """Only lines in these; none: all."""


def read_list_request(
    asked: Mapping[str, Sequence[str]], units: Units, cutoff_day: int
) -> ListRequest:
    """Read the parameters; raise 400.8 for a value that is none of ours, 400.2 where one lacks."""
    taken = {name: asked.get(name, ()) for name in _TAKEN} | {"level": ("commune",)}
    states = [one for one in asked.get("state", ()) if one]
    for one in states:
        if one not in STATES:
            raise unexpected("state", one, " or ".join(STATES), " hoặc ".join(STATES))
    return ListRequest(
        report=read_report_request(taken, units, cutoff_day),
        due_days=_due_days(next(iter(asked.get("due", ())), "").strip()),
        states=frozenset(cast("list[State]", states)),
    )


def _due_days(text: str) -> int:
    if not text:
        return DUE_DAYS
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > DUE_DAYS_MAX:
        raise unexpected(
            "due",
            text,
            f"a number of days from 0 to {DUE_DAYS_MAX}",
            f"số ngày từ 0 đến {DUE_DAYS_MAX}",
        )
    return int(text)


class Completeness:
    """Makes one list, in one snapshot of the database."""

    def __init__(
        self,
        parts: Services,
        scope: Scope,
        cx: Cx,
        project: Project,
        form: Form,
        units: Units,
        request: ListRequest,
    ) -> None:
        """Raise 403.1 or 400.76 for what may not be told, 404.1 for a form without data."""
        if form.published_id is None:
            raise Problem("404.1")
        area = request.report.area
        must_be_ones_own(scope, units, area, project.id, form.id)
        must_not_tell_of_cases(parts, scope, cx, form)
        if area.unit is None:
            worked = arrivals.list_units(scope, cx, form)
            area = replace(area, provinces=Placing(units, area).provinces_of(worked))
        self._scope, self._cx, self._project, self._form = scope, cx, project, form
        self._units, self._request, self._area = units, request, area

    def lines(self, now: datetime) -> list[ReportingLine]:
        """Return the lines by period and commune; raise 400.77 where there are too many."""
        asked = self._request.report
        placing = Placing(self._units, self._area)
        arrived = self._arrived()
        communes = len(placing.lines(one.unit for one in arrived))
        if (count := communes * len(asked.periods)) > LINES_MAX:
            raise Problem("400.77", lines=count, limit=LINES_MAX)
        made = reporting_list.lines(
            arrived,
            placing,
            Asked(
                periods=asked.periods,
                due_days=self._request.due_days,
                today=now.astimezone(self._zone).date(),
                language=asked.language,
            ),
        )
        states = self._request.states
        return [line for line in made if not states or line.state in states]

    def listed(self, now: datetime) -> ReportingList:
        """Return the whole, to be printed."""
        asked = self._request.report
        version = form_versions.get(self._scope, self._cx, self._form.published_id or 0)
        return ReportingList(
            project=self._project.name,
            form=version.title,
            area=_area_name(self._units, self._area),
            period=asked.period,
            vintage=self._area.vintage,
            due_days=self._request.due_days,
            lines=self.lines(now),
            made_at=now.astimezone(self._zone),
            language=asked.language,
        )

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._project.zone)

    def _arrived(self) -> list[Arrived]:
        """Return what has arrived, by the day in the project's zone, as ``today()`` tells it."""
        period, zone = self._request.report.period, self._zone
        found = arrivals.stream(self._scope, self._cx, self._form, period.start, period.end)
        return [
            Arrived(
                one.unit, one.day, one.submissions, one.first_received_at.astimezone(zone).date()
            )
            for one in found
        ]


def reported_with(scope: Scope, cx: Cx, project_id: int) -> frozenset[str]:
    """Return the ids of forms of which an indicator counts how many of the communes sent one."""
    found = [wire.from_plain(one.definition) for one in indicators.list_all(scope, cx, project_id)]
    return frozenset(
        one.source.name
        for one in found
        if one.source.kind == "form" and one.denominator and one.denominator.kind == "communes"
    )


def _area_name(units: Units, area: Area) -> str:
    return units.get(area.unit or units.country(area.vintage).key).label
