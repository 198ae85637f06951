"""A report: the lines of the indicators asked for, in each period, for the units of an area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from math import prod
from zoneinfo import ZoneInfo

from exports.indicators import wire
from exports.indicators.definition import Indicator
from exports.indicators.periods import Period
from exports.indicators.report import Breakdown, Report
from exports.indicators.roll_up import Area, Placing
from exports.indicators.table import Asked, Line, Target, labels_of, lines
from exports.indicators.targets import COUNTRY
from exports.indicators.units import Units
from server.errors import Problem
from server.reporting.definitions import must_be_named
from server.reporting.figures import Counting
from server.reporting.own_units import must_be_ones_own
from server.reporting.privacy import is_allowed, must_be_allowed
from server.reporting.request import ReportRequest, own_level
from server.reporting.small_cells import SmallCells
from server.scope import Scope
from server.store import facts, indicators, targets
from server.store.database import Cx
from server.store.indicators import StoredIndicator
from server.store.projects import Project
from server.store.targets import StoredTarget

LINES_MAX = 1_000_000
"""Of a report; Excel opens 1,048,576."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An indicator that a report is made of."""

    number: int
    indicator: Indicator


class Ground:
    """What all reports of a project in one snapshot of the database stand on: read once."""

    def __init__(self, scope: Scope, cx: Cx, project: Project, units: Units) -> None:
        self.stored = indicators.list_all(scope, cx, project.id)
        self.target = target_of(targets.list_all(scope, cx, project.id))
        self.counting = Counting(scope, cx, project.id, self.stored, project.cutoff_day or 0)
        self.small_cells = SmallCells(self.counting, units)


class Reporting:
    """Makes one report, in one snapshot of the database."""

    def __init__(
        self,
        scope: Scope,
        cx: Cx,
        project: Project,
        units: Units,
        request: ReportRequest,
        ground: Ground | None = None,
    ) -> None:
        """Raise 404.1 for an indicator that is not there, 409.71 for one that is too new.

        403.1 where somebody who is bound to some units asks for more than these, and 400.75 for
        more lines than anybody can read.
        """
        must_be_ones_own(scope, units, request.area, project.id)
        if request.area.unit is None and request.area.level != "country":
            request = _with_provinces(request, units, facts.list_units(scope, cx, project.id))
        self._request = request
        self._project = project
        self._units = units
        ground = ground or Ground(scope, cx, project, units)
        self._counting, self._small_cells = ground.counting, ground.small_cells
        self._target, self._stored = ground.target, ground.stored
        self._placing = Placing(units, request.area)
        self.chosen = _chosen(ground.stored, request)
        self._must_have_dimensions()
        self._must_be_readable()

    @cached_property
    def _of_whole(self) -> list[Chosen]:
        """The indicators that are given of the area as one line, at its own level."""
        area = self._request.area
        unit = self._units.find(area.unit) if area.unit else None
        whole = replace(self._request, area=replace(area, level=own_level(unit)))
        return _chosen(self._stored, whole)

    @property
    def protected(self) -> frozenset[str]:
        """Codes of the indicators in it of which small cells are hidden."""
        every = [one.indicator for one in self._of_whole]
        return frozenset(one.code for one in every if self._small_cells.protects(one))

    @property
    def definitions(self) -> Mapping[str, str]:
        """The hash of each of its indicators' definitions, by code."""
        return {one.indicator.code: one.indicator.hash for one in self._of_whole}

    def lines(self) -> Iterator[Line]:
        """Yield the lines: by indicator, period, unit, category."""
        request, placing = self._request, self._placing
        for one in self.chosen:
            asked = self._asked(one, placing, request.dimensions)
            for period in request.periods:
                figures = self._counting.figures(
                    one.number, one.indicator, period, request.dimensions
                )
                yield from lines(figures, placing, asked)

    def report(self, made_at: datetime) -> Report:
        """Return the whole, to be printed: with totals, and each dimension by itself.

        A protected indicator that is not given at the level of the lines has its total, if it is
        given at that of the area.
        """
        request = self._request
        whole = Placing(self._units, _itself(request.area))
        totals: list[Line] = []
        breakdowns: list[Breakdown] = []
        for one in self._of_whole:
            asked = self._asked(one, whole, ())
            for period in request.periods:
                figures = self._counting.figures(one.number, one.indicator, period)
                totals += lines(figures, whole, asked)
            breakdowns += self._breakdowns(one, whole)
        told_below = {one.indicator.code for one in self.chosen}
        return Report(
            project=self._project.name,
            period=request.period,
            parts=request.periods,
            vintage=request.area.vintage,
            area=self.area_name,
            indicators=[one.indicator for one in self._of_whole],
            of_whole=frozenset(one.indicator.code for one in self._of_whole) - told_below,
            lines=list(self.lines()),
            totals=totals,
            breakdowns=breakdowns,
            made_at=made_at.astimezone(ZoneInfo(self._project.zone)),
            language=request.language,
            referred=self._referred(),
        )

    def _referred(self) -> list[Indicator]:
        """Return what is divided by and not in the report: its definition belongs beside."""
        measures = [one.indicator.denominator for one in self._of_whole]
        codes = {one.indicator: None for one in measures if one and one.kind == "indicator"}
        inside = {one.indicator.code for one in self._of_whole}
        found = [self._counting.definition(code) for code in codes if code not in inside]
        return [definition[1] for definition in found if definition is not None]

    def _asked(self, one: Chosen, placing: Placing, dimensions: tuple[str, ...]) -> Asked:
        return Asked(
            dimensions=dimensions,
            language=self._request.language,
            target=self._target,
            is_told=self._small_cells.teller(one.number, one.indicator, placing, dimensions),
            met=self._small_cells.met(one.number, one.indicator, dimensions),
        )

    def _breakdowns(self, one: Chosen, whole: Placing) -> Iterator[Breakdown]:
        for dimension in one.indicator.dimensions:
            asked = self._asked(one, whole, (dimension.name,))
            figures = self._counting.figures(
                one.number, one.indicator, self._request.period, [dimension.name]
            )
            yield Breakdown(
                indicator=one.indicator,
                dimension=dimension,
                lines=list(lines(figures, whole, asked)),
            )

    @property
    def area_name(self) -> str:
        """Name of the unit that the report is about."""
        area = self._request.area
        key = area.unit or self._units.country(area.vintage).key
        return self._units.get(key).label

    def _must_have_dimensions(self) -> None:
        """Refuse a disaggregation that an indicator does not have."""
        for name in self._request.dimensions:
            for one in self.chosen:
                if one.indicator.dimension(name) is None:
                    known = ", ".join(dimension.name for dimension in one.indicator.dimensions)
                    raise Problem(
                        "400.8",
                        field="by",
                        value=name,
                        reason=f"{one.indicator.code} has {known or 'no disaggregation'}.",
                    )

    def _must_be_readable(self) -> None:
        """Refuse what would be written for minutes, and no spreadsheet opens."""
        request = self._request
        units = len(self._placing.lines(()))
        some = [_categories(one.indicator, request.dimensions) for one in self.chosen]
        count = units * len(request.periods) * sum(some)
        if count > LINES_MAX:
            raise Problem("400.75", count=count, limit=LINES_MAX)


def _categories(indicator: Indicator, names: Sequence[str]) -> int:
    """Return in how many lines, as far as its definition tells, a figure is disaggregated."""
    dimensions = [one for name in names if (one := indicator.dimension(name)) is not None]
    return prod(len(labels_of(one, "vi")) or 1 for one in dimensions)


def _with_provinces(request: ReportRequest, units: Units, reported: Sequence[str]) -> ReportRequest:
    """Give every province that the project works in its lines: what has none tells nothing."""
    area = request.area
    provinces = Placing(units, area).provinces_of(reported)
    return replace(request, area=replace(area, provinces=provinces))


def _itself(area: Area) -> Area:
    """Return the area as one line."""
    return replace(area, level="country")


def _chosen(stored: Sequence[StoredIndicator], request: ReportRequest) -> list[Chosen]:
    """Return the indicators named, each of which may be asked so; else all that may."""
    if request.codes:
        named = [must_be_named(stored, code) for code in request.codes]
        chosen = [Chosen(one.id, wire.from_plain(one.definition)) for one in named]
        for one in chosen:
            must_be_allowed(one.indicator, request)
        return chosen
    current = [one for one in stored if one.state == "current"]
    every = [Chosen(one.id, wire.from_plain(one.definition)) for one in current]
    return [one for one in every if not one.indicator.hidden and is_allowed(one.indicator, request)]


def target_of(stored: Sequence[StoredTarget]) -> Target:
    """Return what was aimed at: of several that hold, the one for the shortest time.

    A target holds for a period that ends within its days. One for all of the period goes before one
    for its end alone: a year is not held against its last quarter's target.
    """
    by_place: dict[tuple[str, str], list[StoredTarget]] = {}
    for one in stored:
        by_place.setdefault((one.code, one.unit), []).append(one)

    def target(code: str, unit: str, period: Period) -> float | None:
        its = by_place.get((code, unit), [])
        if unit.endswith("-00"):
            its = [*its, *by_place.get((code, COUNTRY), [])]
        holding = [one for one in its if one.from_day <= period.end <= one.to_day]
        if not holding:
            return None
        return min(
            holding, key=lambda one: (one.from_day > period.start, one.to_day - one.from_day)
        ).value

    return target
