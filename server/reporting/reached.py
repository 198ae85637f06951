"""What has been reached of targets: the live report of exactly their units and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from exports.indicators.periods import Period, spanning
from exports.indicators.report import number_of
from exports.indicators.table import Line
from exports.indicators.targets import COUNTRY
from exports.indicators.units import Units
from server.errors import Problem
from server.reporting.reports import Ground, Reporting
from server.reporting.request import read_report_request
from server.scope import Scope
from server.store.database import Cx
from server.store.projects import Project
from server.store.targets import NumberedTarget, StoredTarget

_NOT_TOLD = frozenset(("400.8", "400.73", "403.1", "404.1", "409.71"))
"""Days beyond all reports, days that a protected indicator is not given for, other people's units,
an indicator that is gone, or too new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A target, and how far it is reached."""

    id: int
    target: StoredTarget
    period: Period
    value: float | None
    """What the report says; None: hidden, unknown, or not for this reader."""
    progress: float | None
    """1: reached."""
    hidden: bool


class Reaching:
    """Tells it as this reader's own reports do, in one snapshot of the database.

    Who may not list submissions is told what is aimed at, and no more.
    """

    def __init__(self, scope: Scope, cx: Cx, project: Project, units: Units) -> None:
        self._scope, self._cx, self._project, self._units = scope, cx, project, units
        self._reads = scope.allows("submission.list", project.id)
        self._cutoff_day = project.cutoff_day or 0

    def reached(self, some: Sequence[NumberedTarget]) -> list[Reached]:
        """Return targets with what is reached."""
        return [self._reached(one) for one in some]

    def _reached(self, one: NumberedTarget) -> Reached:
        target = one.target
        period = spanning(target.from_day, target.to_day, self._cutoff_day)
        nothing = Reached(
            id=one.id, target=target, period=period, value=None, progress=None, hidden=False
        )
        line = self._line(target, period) if self._reads else None
        if line is None:
            return nothing
        return replace(
            nothing,
            value=line.value,
            progress=number_of(replace(line, target=target.value), "progress"),
            hidden=line.suppressed,
        )

    def _line(self, target: StoredTarget, period: Period) -> Line | None:
        """Return the line of the report on a target; None where this reader is told none."""
        asked = {"indicator": [target.code], "period": [period.name]}
        if target.unit != COUNTRY:
            asked["unit"] = [target.unit]
        try:
            request = read_report_request(asked, self._units, self._cutoff_day)
            report = Reporting(
                self._scope, self._cx, self._project, self._units, request, self._ground
            )
        except Problem as problem:
            if problem.code in _NOT_TOLD:
                return None
            raise
        return next(report.lines())

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self._scope, self._cx, self._project, self._units)
