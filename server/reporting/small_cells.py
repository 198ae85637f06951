"""Which lines of indicators about victims are told: their blocks, made of all that ever counted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from exports.indicators.cells import Cell
from exports.indicators.definition import Indicator, Measure, Privacy
from exports.indicators.periods import Period, Tile, parse_period
from exports.indicators.roll_up import Placing
from exports.indicators.suppression import Table, Telling
from exports.indicators.suppression_blocks import Atom
from exports.indicators.suppression_blocks import Cell as Asked
from exports.indicators.suppression_categories import Categories, in_parts
from exports.indicators.table import IsTold, Line
from exports.indicators.units import Units
from server.reporting.facts_by_time import FactsByTime
from server.reporting.figures import Counting
from server.reporting.privacy import middle_dimension
from server.reporting.table_cuts import cuts, known, place_cuts, reporting_units, units_by_line

TellsCategories = Callable[[Asked, tuple[str, ...]], bool]
DENOMINATOR_MIN = 10
"""A share of fewer tells of single people."""
_COUNTED = "counted"
_ADDED_UP = frozenset({"count", "sum"})
_OF_KEYS = "distinct"
_FINEST: Mapping[str, Tile] = {
    "month": "month",
    "quarter": "quarter",
    "nine": "quarter",
    "half": "half",
    "phase": "half",
    "year": "year",
}
"""Of what a kind of period is made, the finest first."""


@dataclass(frozen=True, slots=True)
class _Told:
    """The blocks of an indicator."""

    telling: Telling
    is_share: bool = False
    times: Mapping[date, Period] | None = None
    """Its finest periods by their last day; None: the table is of one year."""
    facts: FactsByTime | None = None
    """Where it is made of facts of all time: these."""


@dataclass(slots=True)
class SmallCells:
    """Of one report: makes the blocks of each indicator once, whoever asks for whatever part."""

    counting: Counting
    units: Units
    _told: dict[tuple[int, str], _Told | None] = field(default_factory=dict)
    _in_pairs: dict[tuple[int, tuple[str, ...]], TellsCategories] = field(default_factory=dict)

    def teller(
        self, number: int, indicator: Indicator, placing: Placing, dimensions: Sequence[str] = ()
    ) -> IsTold | None:
        """Return what says which lines of an indicator are told; None: it has no privacy."""
        privacy = self._privacy(indicator)
        if privacy is None:
            return None

        def is_told(line: Line, _reported: frozenset[str]) -> bool:
            year = "" if _is_added_up(indicator) else line.period
            if year and self._period(year).kind != "year":
                return False
            if (number, year) not in self._told:
                made = self._of_year if year else self._of_all_time
                self._told[number, year] = made(number, indicator, privacy, year)
            told = self._told[number, year]
            if told is None:
                return False
            places = units_by_line(self.units, placing.area).get(line.unit, frozenset())
            cell = _cell(told, line, places)
            if cell is None or not told.telling.tells(cell):
                return False
            if told.is_share:
                return not dimensions and _tells_share(told, line, cell)
            if len(dimensions) > 1:
                return self._pairs(number, indicator, told, dimensions)(cell, line.categories)
            return all(
                told.telling.tells_category(cell, name, category)
                for name, category in zip(dimensions, line.categories, strict=True)
            )

        return is_told

    def _pairs(
        self, number: int, indicator: Indicator, told: _Told, names: Sequence[str]
    ) -> TellsCategories:
        """Return what says of the categories of two dimensions at once whether they are told."""
        key = (number, tuple(names))
        if key not in self._in_pairs:
            self._in_pairs[key] = _in_pairs(indicator, told, names)
        return self._in_pairs[key]

    def met(
        self, number: int, indicator: Indicator, dimensions: Sequence[str]
    ) -> tuple[frozenset[str], ...]:
        """Return the categories that were ever met, anywhere; (): it has no privacy."""
        if indicator.privacy is None:
            return ()
        chosen = [one for name in dimensions if (one := indicator.dimension(name)) is not None]
        return tuple(
            frozenset(
                category
                for day in self.counting.days(number, "numerator", [one])
                for category in day.categories
            )
            for one in chosen
        )

    def protects(self, indicator: Indicator) -> bool:
        """Say whether small cells of an indicator are hidden."""
        return self._privacy(indicator) is not None

    def _privacy(self, indicator: Indicator) -> Privacy | None:
        """Return its own, or that of the indicator it takes for a denominator."""
        measure = indicator.denominator
        if indicator.privacy is not None or measure is None or measure.kind != "indicator":
            return indicator.privacy
        found = self.counting.definition(measure.indicator)
        return None if found is None else found[1].privacy

    def _period(self, name: str) -> Period:
        return parse_period(name, self.counting.cutoff_day)

    def _of_all_time(
        self, number: int, indicator: Indicator, privacy: Privacy, _year: str
    ) -> _Told | None:
        """Cut everything that ever counted."""
        finest = min(privacy.periods, key=list(_FINEST).index)
        of_days = FactsByTime(self.counting, number, _FINEST[finest], self.units)
        values = of_days.added_up("numerator")
        if indicator.denominator is None:
            dimensions = {
                one.name: in_parts(values, of_days.by_category(one), several=one.several)
                for one in indicator.dimensions
            }
        else:
            counted, values = values, of_days.added_up("denominator")
            dimensions = {_COUNTED: _in_two(values, counted)}
            if dimensions[_COUNTED] is None:
                return None
        times = of_days.times()
        table = Table(
            k=privacy.k,
            axes=(reporting_units(self.units, values), frozenset(times)),
            splits=cuts(self.units, times, privacy.lowest),
            values=values,
            dimensions={name: some for name, some in dimensions.items() if some is not None},
        )
        telling = _telling(table)
        if telling is None:
            return None
        return _Told(telling, indicator.denominator is not None, times, of_days)

    def _of_year(
        self, number: int, indicator: Indicator, privacy: Privacy, year: str
    ) -> _Told | None:
        """Cut one year: of stocks, of what communes report over periods, of joined cases.

        They do not add up over time, so that years, each by itself, are all that is told.
        """
        figures = self.counting.figures(number, indicator, self._period(year))
        denominator = figures.other or indicator.denominator
        if denominator is not None and denominator.kind == "communes":
            denominator = None  # how many communes there are is no secret
        measures = [one for one in (indicator.numerator, denominator) if one is not None]
        of_keys = any(one.kind == _OF_KEYS for one in measures)
        values = self._added_up(indicator.numerator, figures.numerator, of_keys=of_keys)
        dimensions = {}
        if denominator is not None:
            counted = values
            values = self._added_up(denominator, figures.denominator, of_keys=of_keys)
            parts_of = _in_two(values, counted)
            if parts_of is None:
                return None
            dimensions = {_COUNTED: parts_of}
        table = Table(
            k=privacy.k,
            axes=(reporting_units(self.units, values),),
            # Different keys do not add up over units: only the whole is told.
            splits=() if of_keys else place_cuts(self.units, privacy.lowest),
            values=values,
            dimensions=dimensions,
        )
        telling = _telling(table)
        return None if telling is None else _Told(telling, is_share=bool(dimensions))

    def _added_up(
        self, measure: Measure, cells: Iterable[Cell], *, of_keys: bool
    ) -> dict[Atom, float]:
        """Add cells up by unit; where anything is about different keys, all at one place."""
        if of_keys and measure.kind == _OF_KEYS:
            return {(None,): float(len({cell.key for cell in cells}))}
        found: dict[Atom, float] = {}
        for cell in cells:
            atom = (None if of_keys else known(cell.unit, self.units),)
            found[atom] = found.get(atom, 0.0) + cell.value
        return found


def _telling(table: Table) -> Telling | None:
    """Cut a table into blocks; None for one with numbers below 0, of which nothing is told."""
    try:
        return Telling(table)
    except ValueError:
        return None


def _cell(told: _Told, line: Line, places: frozenset[Hashable]) -> Asked | None:
    """Return what a line is of the table; None: its period is not made of whole ones of these."""
    if told.times is None:
        return (places,)
    times = {end: one for end, one in told.times.items() if _meets(one, line)}
    if any(one.start < line.start or one.end > line.end for one in times.values()):
        return None
    return (places, frozenset(times))


def _tells_share(told: _Told, line: Line, cell: Asked) -> bool:
    enough = line.denominator is not None and (
        line.denominator >= DENOMINATOR_MIN or line.denominator == 0
    )
    return enough and told.telling.tells_category(cell, _COUNTED, _COUNTED)


def _in_pairs(indicator: Indicator, told: _Told, names: Sequence[str]) -> TellsCategories:
    middle = middle_dimension(indicator)
    chosen = [one for name in names if (one := indicator.dimension(name)) is not None]
    chosen.sort(key=lambda one: one.name != middle)
    if told.facts is None or len(chosen) != 2 or chosen[0].name != middle:
        return lambda _cell, _categories: False
    pairs = told.facts.by_pair(*chosen)
    tells = told.telling.in_pairs(chosen[0].name, chosen[1].name, pairs)
    places = [names.index(one.name) for one in chosen]
    return lambda cell, some: tells(cell, (some[places[0]], some[places[1]]))


def _meets(period: Period, line: Line) -> bool:
    return period.start <= line.end and line.start <= period.end


def _is_added_up(indicator: Indicator) -> bool:
    """Say whether all its figures are sums of its own facts over units and days."""
    denominator = indicator.denominator
    return (
        indicator.source.kind == "form"
        and not indicator.stock
        and indicator.join is None
        and indicator.numerator.kind in _ADDED_UP
        and (denominator is None or denominator.kind in _ADDED_UP)
    )


def _in_two(
    values: Mapping[Atom, float], counted: Mapping[Atom, float]
) -> Sequence[Categories] | None:
    """Return a denominator as what is counted of it and what is not; None: it is no part of it."""
    return in_parts(
        values, {atom: {_COUNTED: counted.get(atom, 0.0)} for atom in {*values, *counted}}
    )
