"""How tables of protected indicators are cut: by province, year, commune; and what lies where."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from exports.indicators.definition import Level
from exports.indicators.leading_units import leading_to
from exports.indicators.roll_up import Area, Placing
from exports.indicators.suppression_blocks import Atom, Split
from exports.indicators.units import NEW, OLD, Units
from server.reporting.request import LEVELS


def known(unit: str | None, units: Units) -> str | None:
    """Return a unit; None for a key that there is none of, as reports place it."""
    return unit if unit in _classes(units) else None


def reporting_units(units: Units, values: Mapping[Atom, float]) -> frozenset[Hashable]:
    """Return the units that may have something: communes, unknown, and what was reported."""
    return _communes(units) | {atom[0] for atom in values}


@lru_cache(maxsize=2)
def _communes(units: Units) -> frozenset[Hashable]:
    """Return all communes, and None for unknown."""
    return frozenset(
        key for key in _classes(units) if key is None or units.get(key).level == "commune"
    )


def place_cuts(units: Units, lowest: Level) -> Sequence[Split]:
    """Return the ways to cut a table of places down to the lowest level that is told."""
    splits = _place_splits(units)
    return [splits[name] for name, level in _PLACES.items() if _is_told(level, lowest)]


def cuts(units: Units, times: Iterable[date], lowest: Level) -> Sequence[Split]:
    """Return the ways to cut a table of places and times (last days), coarse ones first."""
    splits = _place_splits(units)
    ends = list(times)
    by_time = {
        "year": Split(1, {end: end.year for end in ends}),
        # Nine months are the first half and the third quarter.
        "part": Split(1, {end: (0, 0, 2, 3)[(end.month - 1) // 3] for end in ends}),
        "quarter": Split(1, {end: (end.month - 1) // 3 for end in ends}),
        "month": Split(1, {end: end.month for end in ends}),
    }
    return [
        by_time.get(name) or splits[name]
        for name in _ORDER
        if name in by_time or _is_told(_PLACES[name], lowest)
    ]


def _is_told(level: Level, lowest: Level) -> bool:
    return LEVELS.index(level) <= LEVELS.index(lowest)


@lru_cache(maxsize=2)
def _place_splits(units: Units) -> Mapping[str, Split]:
    """Return the ways to cut a table by place, where the place is its first axis."""
    classes = _classes(units)

    def split(number: int, level: Level) -> Split:
        by: dict[Hashable, Hashable] = {key: some[number] for key, some in classes.items()}
        return Split(0, by, tells_zero=level == "province")

    return {name: split(number, level) for number, (name, level) in enumerate(_PLACES.items())}


_PLACES: Mapping[str, Level] = {
    "province": "province",
    "groups": "province",
    "old province": "province",
    "commune": "commune",
    "old district": "district",
    "unit": "commune",
}
"""What a unit lies in, and from which level on that can be asked for. Whole provinces, and what was
one, are told to have nothing."""
_ORDER = (
    "province",
    "year",
    "groups",
    "old province",
    "part",
    "quarter",
    "commune",
    "old district",
    "unit",
    "month",
)


@lru_cache(maxsize=16)
def units_by_line(units: Units, area: Area) -> Mapping[str, frozenset[Hashable]]:
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
