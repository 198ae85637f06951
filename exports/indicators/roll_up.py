"""Where reported figures stand in a report: units of the level asked for, in the tree asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from exports.indicators.definition import Level

UNKNOWN = ""
"""The unit of what was reported without one, or cannot be said in the tree asked for."""
UNKNOWN_NAMES = {"vi": "Không rõ đơn vị", "en": "Unknown unit"}
_LEVELS: tuple[Level, ...] = ("country", "province", "district", "commune")


class Unit(Protocol):
    """What is asked of an administrative unit, or a group of them."""

    @property
    def key(self) -> str:
        """``2025-01906``, or the name of a group."""

    @property
    def label(self) -> str:
        """Its name."""

    @property
    def level(self) -> str:
        """Its level; of a group, none of them."""

    @property
    def vintage(self) -> str:
        """The tree that it is of."""


class Lifted(Protocol):
    """Where a reported unit belongs."""

    @property
    def key(self) -> str | None:
        """The unit at the level; None where it cannot be said."""

    @property
    def split(self) -> bool:
        """It is said of the default successor of a unit that was split."""


class Units(Protocol):
    """What is asked of the administrative units."""

    def find(self, key: str, /) -> Unit | None:
        """Return a unit or group."""

    def lift(self, key: str, level: Level, vintage: str, /) -> Lifted:
        """Return where a reported unit belongs."""

    def contains(self, unit: str, key: str, /) -> bool:
        """Tell whether a unit or group holds another unit, or is it."""

    def of_level(self, vintage: str, level: Level, /) -> Sequence[Unit]:
        """Return all units of a level, in their order."""

    def communes_of(self, unit: str, vintage: str, /) -> Sequence[Unit]:
        """Return the communes of a unit or group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Which units a report has lines for."""

    level: Level
    vintage: str
    """The tree that is reported on."""
    unit: str | None = None
    """Only inside this unit or group; one that has no units of the level is a line itself."""
    provinces: frozenset[str] = frozenset()
    """Where no unit is named: the provinces whose units have lines even where nothing happened."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The line that a reported unit counts in."""

    unit: str
    split: bool


class Placing:
    """Puts reported units where they belong, and remembers: make one for a whole report."""

    def __init__(self, units: Units, area: Area) -> None:
        self.units = units
        self.area = area
        self._known: dict[str | None, Placed | None] = {}
        self._provinces: dict[str, str | None] = {}
        self._named = None if area.unit is None else units.find(area.unit)
        self._inside = self._of_level()
        self._inside_keys = frozenset(unit.key for unit in self._inside)

    @property
    def leaves_some_unknown(self) -> bool:
        """Whether something may belong to the area and to none of its lines."""
        return not self._is_line_itself and self.area.level != "country"

    def lines(self, reported: Iterable[str | None]) -> list[Unit]:
        """Return the units that have lines, in their order, where these were reported.

        Where no unit was named: those of the area's provinces, and of the provinces reported.
        """
        if self._named is not None:
            return list(self._inside) or [self._named]
        if self.area.level == "country":
            return list(self._inside)
        told = self.area.provinces | self.provinces_of(reported)
        return [
            unit
            for province, units in self._by_province.items()
            if province in told
            for unit in units
        ]

    def place(self, reported: str | None) -> Placed | None:
        """Return where a reported unit counts; None: outside of the area."""
        if reported not in self._known:
            self._known[reported] = self._place(reported)
        return self._known[reported]

    def commune(self, key: str) -> str:
        """Return the commune of the tree reported on that a key means; else the key as it is."""
        if self.units.find(key) is None:
            return key
        return self.units.lift(key, "commune", self.area.vintage).key or key

    def communes(self, unit: str) -> int:
        """Count the communes of a unit, in the tree reported on."""
        return 0 if unit == UNKNOWN else len(self.units.communes_of(unit, self.area.vintage))

    def provinces_of(self, reported: Iterable[str | None]) -> frozenset[str]:
        """Return the provinces, in the tree reported on, of units as reported."""
        found = {self._province(key) for key in set(reported) if key is not None}
        return frozenset(key for key in found if key is not None)

    @property
    def _is_line_itself(self) -> bool:
        """Whether the unit named has no units of the level: it is all that there is to tell."""
        return self._named is not None and not self._inside

    @cached_property
    def _by_province(self) -> Mapping[str | None, list[Unit]]:
        found: dict[str | None, list[Unit]] = {}
        for unit in self._inside:
            found.setdefault(self._province(unit.key), []).append(unit)
        return found

    def _of_level(self) -> Sequence[Unit]:
        """Return the units of the level; inside the unit named, without itself."""
        area, named = self.area, self._named
        every = self.units.of_level(area.vintage, area.level)
        if area.unit is None:
            return every
        if named is None:
            return ()
        if (named.level, named.vintage) == (area.level, area.vintage):
            return ()  # none of its own level lies in it: no need to look at ten thousand communes
        other_tree = named.vintage != area.vintage
        return [
            unit
            for unit in every
            if unit.key != named.key
            and (
                self.units.contains(named.key, unit.key)
                or (other_tree and self._lifts_to(named, unit.key) is not None)
            )
        ]

    def _province(self, key: str) -> str | None:
        if key not in self._provinces:
            known = self.units.find(key) is not None
            lifted = self.units.lift(key, "province", self.area.vintage) if known else None
            self._provinces[key] = lifted.key if lifted else None
        return self._provinces[key]

    def _place(self, reported: str | None) -> Placed | None:
        area, named = self.area, self._named
        if reported is None or self.units.find(reported) is None:
            return self._nowhere()
        lifted = self.units.lift(reported, area.level, area.vintage)
        if area.unit is None:
            return self._in_line(lifted)
        if named is None:
            return None
        contained = self.units.contains(named.key, reported)
        led = None if contained else self._lifts_to(named, reported)
        if not contained and led is None:
            return None
        if self._is_line_itself:
            return Placed(named.key, led is not None and led.split)
        return self._in_line(lifted)

    def _in_line(self, lifted: Lifted) -> Placed:
        """Return the line of a unit; what became part of another area stays in this one."""
        if lifted.key is None or lifted.key not in self._inside_keys:
            return Placed(UNKNOWN, split=False)
        return Placed(lifted.key, lifted.split)

    def _nowhere(self) -> Placed | None:
        """Place what has no unit: wherever it was, it was in the country."""
        if self._named is not None:
            if self._named.level != "country":
                return None
            return Placed(self._named.key if self._is_line_itself else UNKNOWN, split=False)
        if self.area.unit is not None:
            return None
        whole = self.area.level == "country" and self._inside
        return Placed(self._inside[0].key if whole else UNKNOWN, split=False)

    def _lifts_to(self, named: Unit, reported: str) -> Lifted | None:
        """Return how a unit of another tree comes to lie in the one named; None: it does not."""
        for level in _LEVELS:
            lifted = self.units.lift(reported, level, named.vintage)
            if lifted.key == named.key:
                return lifted
        commune = self.units.lift(reported, "commune", named.vintage)
        if commune.key is not None and self.units.contains(named.key, commune.key):
            return commune
        return None
