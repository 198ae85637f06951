"""Which reported units may count in an area at all: what lies in it, in one tree or the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import get_args

from exports.indicators.definition import Level
from exports.indicators.units import Units

_LEVELS = get_args(Level)


def leading_to(units: Units, area: str) -> frozenset[str | None]:
    """Return the only units, and None for unknown, that may count in an area."""
    return _leading(units).get(area, frozenset()) | {None}


@lru_cache(maxsize=2)
def _leading(units: Units) -> Mapping[str, frozenset[str | None]]:
    """Return what may count in each unit and group: what lies in it in one tree or in the other.

    Whether it does is for Placing to say; this spares it asking all units for each area.
    """
    groups = [key for key in units.keys() if units.get(key).level == "group"]  # noqa: SIM118
    found: dict[str, set[str | None]] = {}
    for key in units.keys() - set(groups):
        for area in _areas_of(units, key, groups):
            found.setdefault(area, set()).add(key)
    return {area: frozenset(keys) for area, keys in found.items()}


def _areas_of(units: Units, key: str, groups: Sequence[str]) -> set[str]:
    """Return every unit and group that one may count in."""
    places = {key}
    for vintage in units.vintages:
        for level in _LEVELS:
            lifted = units.lift(key, level, vintage).key
            if lifted is not None:
                places.add(lifted)
    above = {
        higher
        for place in places
        for level in _LEVELS
        if (higher := units.ancestor(place, level)) is not None
    }
    return places | above | {g for g in groups for place in places if units.contains(g, place)}
