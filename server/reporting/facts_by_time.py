"""All that ever counted of a protected indicator, by unit and the finest periods that are told."""

from __future__ import annotations

from datetime import date

from exports.indicators.definition import Dimension
from exports.indicators.facts import Part
from exports.indicators.periods import Period, RefusedPeriod, Tile, containing, parse_period, parts
from exports.indicators.suppression_blocks import Atom
from exports.indicators.suppression_pairs import Pair
from exports.indicators.units import Units
from server.reporting.figures import Counting
from server.reporting.table_cuts import known


class FactsByTime:
    """The facts of an indicator, by unit and the finest period that is told (its last day)."""

    def __init__(self, counting: Counting, number: int, tile: Tile, units: Units) -> None:
        self._counting, self._number, self._tile = counting, number, tile
        self._units = units
        self._periods: dict[date, Period | None] = {}

    def added_up(self, part: Part) -> dict[Atom, float]:
        """Return the totals of the numerator or denominator."""
        return {atom: some[()] for atom, some in self._cells(part).items()}

    def by_category(self, dimension: Dimension) -> dict[Atom, dict[str, float]]:
        """Return the numerator in the categories of a dimension."""
        cells = self._cells("numerator", dimension)
        return {
            atom: {category: value for (category,), value in some.items()}
            for atom, some in cells.items()
        }

    def by_pair(self, first: Dimension, second: Dimension) -> dict[Atom, dict[Pair, float]]:
        """Return the numerator in the pairs of categories of two dimensions."""
        cells = self._cells("numerator", first, second)
        return {
            atom: {(one, other): value for (one, other), value in some.items()}
            for atom, some in cells.items()
        }

    def times(self) -> dict[date, Period]:
        """Return the periods of all years that were met, from the first to the last."""
        years = {one.end.year for one in self._periods.values() if one is not None}
        if not years:
            return {}
        cutoff_day = self._counting.cutoff_day
        return {
            one.end: one
            for year in range(min(years), max(years) + 1)
            for one in parts(parse_period(str(year), cutoff_day), self._tile, cutoff_day)
        }

    def _cells(
        self, part: Part, *dimensions: Dimension
    ) -> dict[Atom, dict[tuple[str, ...], float]]:
        found: dict[Atom, dict[tuple[str, ...], float]] = {}
        for one in self._counting.days(self._number, part, dimensions):
            period = self._period(one.day)
            if period is not None:
                some = found.setdefault((known(one.unit, self._units), period.end), {})
                some[one.categories] = some.get(one.categories, 0.0) + one.value
        return found

    def _period(self, day: date) -> Period | None:
        """Return the period of a day; None: no report reaches so far."""
        if day not in self._periods:
            try:
                self._periods[day] = containing(day, self._tile, self._counting.cutoff_day)
            except RefusedPeriod:
                self._periods[day] = None
        return self._periods[day]
