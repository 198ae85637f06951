"""The figures of an indicator in a period: facts added up, or an entity list as it stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from exports.indicators import snapshot, wire
from exports.indicators.cells import Cell
from exports.indicators.definition import Dimension, Indicator, Measure
from exports.indicators.facts import Part
from exports.indicators.periods import Period
from exports.indicators.reported import cells_over
from exports.indicators.rules import OWN_KINDS
from exports.indicators.snapshot import Entity
from exports.indicators.table import Figures
from server.scope import Scope
from server.store import entities, facts
from server.store.database import Cx
from server.store.facts import Asked, OfDay
from server.store.indicators import StoredIndicator


@dataclass(slots=True)
class Counting:
    """Adds up a project's figures in one snapshot of the database; lists are read once a day."""

    scope: Scope
    cx: Cx
    project_id: int
    stored: Sequence[StoredIndicator]
    """All definitions that reports answer from."""
    cutoff_day: int = 0
    _last: tuple[tuple[int, Period, tuple[str, ...]], Figures] | None = None
    """Many units are asked for one after the other: their figures are read once."""
    _lists: dict[tuple[str, date], tuple[list[Entity], list[str]]] = field(default_factory=dict)

    def definition(self, code: str) -> tuple[int, Indicator] | None:
        """Return the number and definition of an indicator; None where there is none."""
        for one in self.stored:
            if one.code == code and one.state == "current":
                return one.id, wire.from_plain(one.definition)
        return None

    def figures(
        self, number: int, indicator: Indicator, period: Period, dimensions: Sequence[str] = ()
    ) -> Figures:
        """Return the figures of an indicator in a period, by some of its dimensions."""
        key = (number, period, tuple(dimensions))
        if self._last is None or self._last[0] != key:
            self._last = (key, self._read(number, indicator, period, dimensions))
        return self._last[1]

    def days(
        self, number: int, part: Part, dimensions: Sequence[Dimension] = ()
    ) -> Iterator[OfDay]:
        """Yield all that ever counted of an indicator by unit, day and category."""
        asked = self._asked(number, part, date.min, date.max, dimensions)
        return facts.stream_days(self.scope, self.cx, asked)

    def _read(
        self, number: int, indicator: Indicator, period: Period, dimensions: Sequence[str]
    ) -> Figures:
        chosen = [one for name in dimensions if (one := indicator.dimension(name)) is not None]
        if indicator.source.kind == "entities":
            figures = self._of_list(indicator, period, period.end, chosen)
        else:
            denominator = indicator.denominator
            is_own = denominator is not None and denominator.kind in OWN_KINDS
            figures = Figures(
                indicator=indicator,
                period=period,
                numerator=self._cells(number, indicator, "numerator", period, chosen),
                denominator=self._cells(number, indicator, "denominator", period, chosen)
                if is_own
                else (),
            )
        measure = indicator.denominator
        if measure is not None and measure.kind == "indicator":
            return self._with_other(figures, measure, chosen)
        return figures

    def _with_other(
        self, figures: Figures, measure: Measure, chosen: Sequence[Dimension]
    ) -> Figures:
        """Take the numerator of another indicator for a denominator, in the same categories."""
        found = self.definition(measure.indicator)
        if found is None:
            return figures
        number, other = found
        shared = [one.name for one in chosen if other.dimension(one.name) is not None]
        names = shared if len(shared) == len(chosen) else []
        period = figures.period
        if measure.at_start and other.stock:
            before = period.start - timedelta(days=1)
            period = replace(period, end=before)
        of_other = self.figures(number, other, period, names)
        return replace(figures, denominator=of_other.numerator, other=other.numerator)

    def _of_list(
        self, indicator: Indicator, period: Period, day: date, chosen: Sequence[Dimension]
    ) -> Figures:
        name = indicator.source.name
        known = self._lists.get((name, day))
        if known is None:
            known = self._lists[name, day] = self._read_list(name, day)
        cells = snapshot.cells_at(indicator, chosen, *known, day)
        return Figures(
            indicator=indicator,
            period=period,
            numerator=cells["numerator"],
            denominator=cells["denominator"],
        )

    def _read_list(self, name: str, day: date) -> tuple[list[Entity], list[str]]:
        properties = entities.list_properties(self.scope, self.cx, self.project_id, name)
        found = entities.snapshot(self.scope, self.cx, self.project_id, name, day)
        return [Entity(one.name, one.label, one.properties) for one in found], list(properties)

    def _cells(
        self,
        number: int,
        indicator: Indicator,
        part: Part,
        period: Period,
        chosen: Sequence[Dimension],
    ) -> Sequence[Cell]:
        asked = self._asked(number, part, period.start, period.end, chosen)
        measure = indicator.numerator if part == "numerator" else indicator.denominator
        kind = measure.kind if measure else "count"
        if part == "numerator" and indicator.join is not None:
            return facts.add_up_joined(self.scope, self.cx, asked)
        if kind == "distinct":
            return facts.list_keys(self.scope, self.cx, asked)
        if kind == "last_sum":
            return facts.add_up_latest(self.scope, self.cx, asked)
        if kind == "period_sum":
            reports = facts.stream_reported(self.scope, self.cx, asked)
            return cells_over(reports, period, self.cutoff_day)
        return facts.add_up(self.scope, self.cx, asked)

    def _asked(
        self, number: int, part: Part, start: date, end: date, dimensions: Sequence[Dimension]
    ) -> Asked:
        return Asked(
            project_id=self.project_id,
            indicator_id=number,
            part=part,
            start=start,
            end=end,
            dimensions=tuple(dimensions),
        )
