"""Where reported figures stand in a report: units of the level asked for, in the tree asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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
    """The tree that is reported on; that of ``unit``, where one is named."""
    unit: str | None = None
    """Only inside this unit or group; one that has no units of the level is a line itself."""
    provinces: frozenset[str] = frozenset()
    """Where no unit is named: the provinces whose units have lines even where nothing happened."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The line that a reported unit counts in."""

    unit: str
    split: bool


@dataclass(slots=True)
class Placing:
    """Puts reported units where they belong, and remembers."""

    units: Units
    area: Area
    _known: dict[str | None, Placed | None] = field(default_factory=dict, init=False)
    _itself: bool = field(init=False)
    _inside: Sequence[Unit] = field(init=False)

    def __post_init__(self) -> None:
        self._inside = self._of_level()
        self._itself = self.area.unit is not None and not self._inside

    @property
    def leaves_some_unknown(self) -> bool:
        """Whether something may belong to the area and to none of its lines."""
        return not self._itself and self.area.level != "country"

    def lines(self, reported: Iterable[str | None]) -> list[Unit]:
        """Return the units that have lines, in their order, where these were reported.

        Where no unit was named: those of the area's provinces, and of the provinces reported.
        """
        area = self.area
        if area.unit is not None:
            whole = self.units.find(area.unit) if self._itself else None
            return [whole] if whole else list(self._inside)
        if area.level == "country":
            return list(self._inside)
        provinces = area.provinces | self.provinces_of(reported)
        return [unit for unit in self._inside if self._province(unit.key) in provinces]

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

    def _of_level(self) -> Sequence[Unit]:
        """Return the units of the level; inside the unit named, without itself."""
        area = self.area
        every = self.units.of_level(area.vintage, area.level)
        if area.unit is None:
            return every
        return [
            unit
            for unit in every
            if unit.key != area.unit and self.units.contains(area.unit, unit.key)
        ]

    def _province(self, key: str) -> str | None:
        if self.units.find(key) is None:
            return None
        return self.units.lift(key, "province", self.area.vintage).key

    def _place(self, reported: str | None) -> Placed | None:
        area = self.area
        if reported is None or self.units.find(reported) is None:
            return self._nowhere()
        lifted = self.units.lift(reported, area.level, area.vintage)
        if area.unit is None:
            return Placed(lifted.key or UNKNOWN, lifted.split)
        if not self._is_inside(area.unit, reported):
            return None
        if self._itself:
            return Placed(area.unit, self._came_by_split(area.unit, reported))
        return Placed(lifted.key or UNKNOWN, lifted.split)

    def _nowhere(self) -> Placed | None:
        """Place what has no unit: wherever it was, it was in the country."""
        area = self.area
        countries = [one.key for one in self.units.of_level(area.vintage, "country")]
        if area.unit is not None and area.unit not in countries:
            return None
        only = countries[0] if countries and area.level == "country" else UNKNOWN
        return Placed(only, split=False)

    def _is_inside(self, unit: str, reported: str) -> bool:
        return self.units.contains(unit, reported) or self._lifts_to(unit, reported) is not None

    def _came_by_split(self, unit: str, reported: str) -> bool:
        if self.units.contains(unit, reported):
            return False
        lifted = self._lifts_to(unit, reported)
        return lifted is not None and lifted.split

    def _lifts_to(self, unit: str, reported: str) -> Lifted | None:
        """Return how a unit of another tree comes to lie in this one."""
        for level in _LEVELS:
            lifted = self.units.lift(reported, level, self.area.vintage)
            if lifted.key is not None and lifted.key == unit:
                return lifted
        commune = self.units.lift(reported, "commune", self.area.vintage)
        if commune.key is not None and self.units.contains(unit, commune.key):
            return commune
        return None
