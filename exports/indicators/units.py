"""Administrative units: the trees before and from 1 July 2025, and how one leads to the other.

A unit's key is (vintage, code), written ``2024-01843``: nearly every code of 2025 was another
unit's before. Source of the lists: docs/units.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files

from exports.indicators.definition import Level
from exports.indicators.unit_names import plain, plain_names

OLD, NEW = "2024", "2025"
"""Three tiers until 30 June 2025; two tiers since. ``2024``: as that tree was last."""
REFORM = date(2025, 7, 1)
_LEVELS: Sequence[Level] = ("country", "province", "district", "commune")
_LEGACY = {"legacy-06": ("2024-06", "37 xã, phường thuộc Bắc Kạn cũ")}
"""Groups of new communes that were one old province, so that its figures can go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit, or a group of units."""

    key: str
    label: str
    level: str
    """One of Level, or ``group``."""
    vintage: str
    parent: str
    """Key of the unit above; "" for a country or group."""
    code: str
    """With its zeros: ``01843``."""
    successors: tuple[str, ...] = ()
    """Of an old unit: the new ones that it became, the default one first."""

    @property
    def valid_from(self) -> date | None:
        """The first day of its tree; None: as far as we go back."""
        return REFORM if self.vintage == NEW else None

    @property
    def valid_to(self) -> date | None:
        """The last day of its tree; None: it is in force."""
        return date(2025, 6, 30) if self.vintage == OLD else None


@dataclass(frozen=True, slots=True)
class Lifted:
    """Which unit of a level and tree a reported unit belongs to."""

    key: str | None
    """None: it cannot be said."""
    bridged: bool = False
    """It was reported on the other tree."""
    split: bool = False
    """It became several units; the default one was taken."""


class Units:
    """All units of both trees, by key. Immutable."""

    vintages = (OLD, NEW)

    def __init__(self, units: Iterable[Unit], attributes: Mapping[str, Mapping[str, str]]) -> None:
        self._units = {unit.key: unit for unit in units}
        self._attributes = attributes
        self._children: dict[str, list[Unit]] = {}
        self._levels: dict[tuple[str, str], list[Unit]] = {}
        self._predecessors: dict[str, list[str]] = {}
        for unit in self._units.values():
            self._children.setdefault(unit.parent, []).append(unit)
            self._levels.setdefault((unit.vintage, unit.level), []).append(unit)
            for successor in unit.successors:
                self._predecessors.setdefault(successor, []).append(unit.key)
        self._members = {name: self._legacy(old) for name, (old, _) in _LEGACY.items()}
        for name, (_, label) in _LEGACY.items():
            self._units[name] = Unit(
                key=name, label=label, level="group", vintage=NEW, parent="", code=""
            )

    def _legacy(self, province: str) -> frozenset[str]:
        """Return the new communes that an old province's communes became, and these themselves."""
        old = [unit for unit in self._under(province) if unit.level == "commune"]
        new = {key for unit in old for key in unit.successors}
        return frozenset({*new, *(unit.key for unit in old)})

    def find(self, key: str) -> Unit | None:
        """Return a unit or group; None where there is none of that key."""
        return self._units.get(key)

    def get(self, key: str) -> Unit:
        """Return a unit or group. Raises KeyError."""
        return self._units[key]

    def keys(self) -> frozenset[str]:
        """Return the keys of all units and groups."""
        return frozenset(self._units)

    def attribute(self, key: str, name: str) -> str:
        """Return what a named source says of a unit (``area``, ``urban``); "": unknown."""
        return self._attributes.get(key, {}).get(name, "")

    def vintage_on(self, day: date) -> str:
        """Return the tree in force on a day."""
        return NEW if day >= REFORM else OLD

    def country(self, vintage: str) -> Unit:
        """Return the country in a tree."""
        return self._units[f"{vintage}-00"]

    def of_level(self, vintage: str, level: Level) -> Sequence[Unit]:
        """Return the units of a level, by code."""
        return self._levels.get((vintage, level), ())

    def children(self, key: str) -> Sequence[Unit]:
        """Return the units right below one; a group's members."""
        if key in self._members:
            members = (self._units[one] for one in self._members[key])
            return sorted((u for u in members if u.vintage == NEW), key=lambda unit: unit.code)
        return self._children.get(key, ())

    def ancestor(self, key: str, level: str) -> str | None:
        """Return the unit of a level that one lies in, itself included; None: it has none."""
        unit = self._units.get(key)
        while unit is not None and unit.level != level:
            unit = self._units.get(unit.parent)
        return None if unit is None else unit.key

    def contains(self, unit: str, key: str) -> bool:
        """Say whether a unit of the same tree, or a group of both, is or holds another."""
        if unit in self._members:
            return key == unit or key in self._members[unit]
        inside: Unit | None = self._units.get(key)
        while inside is not None:
            if inside.key == unit:
                return True
            inside = self._units.get(inside.parent)
        return False

    def communes_of(self, unit: str, vintage: str) -> Sequence[Unit]:
        """Return the communes of a unit or group in a tree, by code.

        Of a unit of the other tree: those that its communes lead to.
        """
        found = self._units[unit]
        if unit in self._members:
            members = (self._units[key] for key in self._members[unit])
            return sorted((u for u in members if u.vintage == vintage), key=lambda u: u.code)
        if found.vintage == vintage:
            return [one for one in self._under(unit) if one.level == "commune"]
        own = [one for one in self._under(unit) if one.level == "commune"]
        keys = {self.lift(one.key, "commune", vintage).key for one in own}
        return sorted((self._units[key] for key in keys if key), key=lambda one: one.code)

    def _under(self, key: str) -> list[Unit]:
        """Return a unit and all below it, in order."""
        found: list[Unit] = []
        waiting = [self._units[key]]
        while waiting:
            unit = waiting.pop()
            found.append(unit)
            waiting.extend(reversed(self._children.get(unit.key, ())))
        return found

    def lift(self, key: str, level: Level, vintage: str) -> Lifted:
        """Return the unit of a level and tree that a reported unit belongs to.

        Old to new goes by the (default) successor. New to old: where all that a commune was made of
        lay in one unit of that level, this one; else it cannot be said.
        """
        unit = self._units.get(key)
        if unit is None or unit.level == "group":
            return Lifted(None)
        if unit.vintage == vintage:
            return Lifted(self.ancestor(key, level))
        if level == "country":
            return Lifted(self.country(vintage).key, bridged=True)
        if unit.vintage == OLD:
            if not unit.successors:
                return Lifted(None, bridged=True)
            above = {self.ancestor(one, level) for one in unit.successors}
            split = len(above) > 1
            return Lifted(self.ancestor(unit.successors[0], level), bridged=True, split=split)
        before = {self.ancestor(one, level) for one in self._predecessors.get(key, ())}
        return Lifted(before.pop() if len(before) == 1 else None, bridged=True)

    def find_named(
        self, name: str, vintage: str, *, level: str = "", within: str = ""
    ) -> Sequence[Unit]:
        """Return the units of a tree that a name may mean, by code; several: it is ambiguous.

        Marks and capitals do not matter; a name with its kind means units of that kind alone.
        ``within``: only in this unit or group.
        """
        found = [
            unit
            for unit in self._named.get((vintage, plain(name)), ())
            if (not level or unit.level == level)
            and (not within or self.contains(within, unit.key))
        ]
        return sorted(found, key=lambda unit: unit.code)

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], Sequence[Unit]]:
        found: dict[tuple[str, str], list[Unit]] = {}
        for unit in self._units.values():
            for name in plain_names(unit.label):
                found.setdefault((unit.vintage, name), []).append(unit)
        return found


@lru_cache(maxsize=1)
def load_units() -> Units:
    """Return the units that the program ships with; read once."""
    folder = files("exports.indicators") / "data"
    rows = csv.DictReader(io.StringIO((folder / "units.csv").read_text("utf-8")))
    units = (
        Unit(
            key=row["name"],
            label=row["label"],
            level=row["level"],
            vintage=row["vintage"],
            parent=row["parent"],
            code=row["code"],
            successors=tuple(row["successors"].split()),
        )
        for row in rows
    )
    attributes: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO((folder / "attributes.csv").read_text("utf-8"))):
        attributes.setdefault(row["key"], {})[row["attribute"]] = row["value"]
    return Units(units, attributes)
