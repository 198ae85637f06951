"""Which lines of indicators about victims are told: their blocks, made of all that ever counted."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from exports.indicators.cells import Cell
from exports.indicators.definition import Indicator, Measure, Privacy
from exports.indicators.leading_units import leading_to
from exports.indicators.periods import (
    Period,
    RefusedPeriod,
    Tile,
    containing,
    parse_period,
    parts,
)
from exports.indicators.roll_up import Area, Placing
from exports.indicators.suppression import Categories, Table, Telling, in_parts
from exports.indicators.suppression_blocks import Atom, Split
from exports.indicators.table import IsTold, Line
from exports.indicators.units import NEW, OLD, Units
from server.reporting.figures import Counting
from server.store import facts

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
    is_share: bool
    times: Mapping[date, Period] | None
    """Its finest periods by their last day; None: the table is of one year."""


@dataclass(slots=True)
class SmallCells:
    """Of one report: makes the blocks of each indicator once, whoever asks for whatever part."""

    counting: Counting
    units: Units
    _told: dict[tuple[int, str], _Told | None] = field(default_factory=dict)

    def teller(
        self, number: int, indicator: Indicator, placing: Placing, dimensions: Sequence[str] = ()
    ) -> IsTold | None:
        """Return what says which lines of an indicator are told; None: it has no privacy."""
        privacy = self._privacy(indicator)
        if privacy is None:
            return None

        def is_told(line: Line, _reported: frozenset[str]) -> bool:
            year = "" if _is_added_up(indicator) else line.period
            if len(dimensions) > 1 or (year and self._period(year).kind != "year"):
                return False
            if (number, year) not in self._told:
                made = self._of_year if year else self._of_all_time
                self._told[number, year] = made(number, indicator, privacy, year)
            told = self._told[number, year]
            places = _cells(self.units, placing.area).get(line.unit, frozenset())
            return told is not None and _tells(told, line, places, dimensions)

        return is_told

    def met(
        self, number: int, indicator: Indicator, dimensions: Sequence[str]
    ) -> tuple[frozenset[str], ...]:
        """Return the categories that were ever met, anywhere; (): it has no privacy."""
        if indicator.privacy is None:
            return ()
        scope, cx, project_id = self.counting.scope, self.counting.cx, self.counting.project_id
        return tuple(
            frozenset(
                one.category
                for one in facts.stream_days(scope, cx, project_id, number, "numerator", name)
            )
            for name in dimensions
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
        of_days = _OfDays(self.counting, number, _FINEST[finest], self.units)
        values = of_days.added_up("numerator")
        if indicator.denominator is None:
            dimensions = {
                one.name: in_parts(values, of_days.by_category(one.name), several=one.several)
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
            axes=(_reporting(self.units, values), frozenset(times)),
            splits=_splits(self.units, times),
            values=values,
            dimensions={name: some for name, some in dimensions.items() if some is not None},
        )
        return _cut(table, times)

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
            axes=(_reporting(self.units, values),),
            # Different keys do not add up over units: only the whole is told.
            splits=() if of_keys else list(_place_splits(self.units).values()),
            values=values,
            dimensions=dimensions,
        )
        return _cut(table, None)

    def _added_up(
        self, measure: Measure, cells: Iterable[Cell], *, of_keys: bool
    ) -> dict[Atom, float]:
        """Add cells up by unit; where anything is about different keys, all at one place."""
        if of_keys and measure.kind == _OF_KEYS:
            return {(None,): float(len({cell.key for cell in cells}))}
        found: dict[Atom, float] = {}
        for cell in cells:
            atom = (None if of_keys else _known(cell.unit, self.units),)
            found[atom] = found.get(atom, 0.0) + cell.value
        return found


class _OfDays:
    """The facts of an indicator, by unit and the finest period that is told (its last day)."""

    def __init__(self, counting: Counting, number: int, tile: Tile, units: Units) -> None:
        self._counting, self._number, self._tile = counting, number, tile
        self._units = units
        self._periods: dict[date, Period | None] = {}

    def added_up(self, part: str) -> dict[Atom, float]:
        """Return the totals of the numerator or denominator."""
        return {atom: some[""] for atom, some in self._cells(part, "").items()}

    def by_category(self, dimension: str) -> dict[Atom, dict[str, float]]:
        """Return the numerator in the categories of a dimension."""
        return self._cells("numerator", dimension)

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

    def _cells(self, part: str, dimension: str) -> dict[Atom, dict[str, float]]:
        found: dict[Atom, dict[str, float]] = {}
        counting = self._counting
        for one in facts.stream_days(
            counting.scope, counting.cx, counting.project_id, self._number, part, dimension
        ):
            period = self._period(one.day)
            if period is not None:
                some = found.setdefault((_known(one.unit, self._units), period.end), {})
                some[one.category] = some.get(one.category, 0.0) + one.value
        return found

    def _period(self, day: date) -> Period | None:
        """Return the period of a day; None: no report reaches so far."""
        if day not in self._periods:
            try:
                self._periods[day] = containing(day, self._tile, self._counting.cutoff_day)
            except RefusedPeriod:
                self._periods[day] = None
        return self._periods[day]


def _cut(table: Table, times: Mapping[date, Period] | None) -> _Told | None:
    """Return the blocks of a table; None for one with numbers below 0, of which nothing is told."""
    try:
        return _Told(Telling(table), _COUNTED in table.dimensions, times)
    except ValueError:
        return None


def _tells(told: _Told, line: Line, places: frozenset[Hashable], dimensions: Sequence[str]) -> bool:
    cell: tuple[frozenset[Hashable], ...] = (places,)
    if told.times is not None:
        times = {end: one for end, one in told.times.items() if _meets(one, line)}
        if any(one.start < line.start or one.end > line.end for one in times.values()):
            return False
        cell = (places, frozenset(times))
    if not told.telling.tells(cell):
        return False
    if told.is_share:
        enough = line.denominator is not None and (
            line.denominator >= DENOMINATOR_MIN or line.denominator == 0
        )
        return enough and not dimensions and told.telling.tells_category(cell, _COUNTED, _COUNTED)
    return all(
        told.telling.tells_category(cell, name, category)
        for name, category in zip(dimensions, line.categories, strict=True)
    )


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


def _known(unit: str | None, units: Units) -> str | None:
    """Return a unit; None for a key that there is none of, as reports place it."""
    return unit if unit in _classes(units) else None


def _reporting(units: Units, values: Mapping[Atom, float]) -> frozenset[Hashable]:
    """Return the units that may have something: communes, unknown, and what was reported."""
    return _communes(units) | {atom[0] for atom in values}


@lru_cache(maxsize=2)
def _communes(units: Units) -> frozenset[Hashable]:
    """Return all communes, and None for unknown."""
    return frozenset(
        key for key in _classes(units) if key is None or units.get(key).level == "commune"
    )


@lru_cache(maxsize=2)
def _place_splits(units: Units) -> Mapping[str, Split]:
    """Return the ways to cut a table by place, where the place is its first axis."""
    classes = _classes(units)

    def split(number: int) -> Split:
        by: dict[Hashable, Hashable] = {key: some[number] for key, some in classes.items()}
        return Split(0, by, tells_zero=number in _TELL_ZERO)

    return {name: split(number) for number, name in enumerate(_PLACES)}


def _splits(units: Units, times: Mapping[date, Period]) -> Sequence[Split]:
    """Return the ways to cut a table of places and times, coarse ones first."""
    place = _place_splits(units)
    ends = list(times)
    year = Split(1, {end: end.year for end in ends})
    # Nine months are the first half and the third quarter.
    part = Split(1, {end: (0, 0, 2, 3)[(end.month - 1) // 3] for end in ends})
    quarter = Split(1, {end: (end.month - 1) // 3 for end in ends})
    month = Split(1, {end: end.month for end in ends})
    return (
        place["province"],
        year,
        place["groups"],
        place["old province"],
        part,
        quarter,
        place["commune"],
        place["old district"],
        place["unit"],
        month,
    )


_PLACES = ("province", "groups", "old province", "commune", "old district", "unit")
_TELL_ZERO = (0, 1, 2)
"""Whole provinces, and what was one."""


@lru_cache(maxsize=16)
def _cells(units: Units, area: Area) -> Mapping[str, frozenset[Hashable]]:
    """Return all units that count in each line, whether or not anything was reported there.

    To place every unit of the country takes longer than all else of a report; it never changes.
    """
    placing = Placing(units, area)
    found: dict[str, set[Hashable]] = {}
    for key in _classes(units) if area.unit is None else leading_to(units, area.unit):
        place = placing.place(key)
        if place is not None:
            found.setdefault(place.unit, set()).add(key)
    return {unit: frozenset(keys) for unit, keys in found.items()}


@lru_cache(maxsize=2)
def _classes(units: Units) -> Mapping[str | None, tuple[Hashable, ...]]:
    """Return of every unit, and of None for unknown, what it lies in, in the order of _PLACES."""
    groups = sorted(key for key in units.keys() if units.get(key).level == "group")  # noqa: SIM118
    found: dict[str | None, tuple[Hashable, ...]] = {None: ("", (), "", "", "", "")}
    for key in units.keys() - set(groups):
        province = units.lift(key, "province", NEW).key or ""
        found[key] = (
            province,
            tuple(units.contains(group, key) for group in groups),
            units.lift(key, "province", OLD).key or f"of several, in {province}",
            units.lift(key, "commune", NEW).key or "",
            units.lift(key, "district", OLD).key or "",
            key,
        )
    return found
