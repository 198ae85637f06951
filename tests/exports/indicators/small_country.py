"""A Việt Nam of a dozen real units, in both trees: two provinces that became one, splits, a group.

It says what a unit is and where it went, so that a report's lines can be followed by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.indicators.definition import Level

LEVELS: tuple[Level, ...] = ("country", "province", "district", "commune")
LEGACY = "legacy-06"


@dataclass(frozen=True, slots=True)
class SmallUnit:
    key: str
    label: str
    level: Level | str
    parent: str = ""
    successors: tuple[str, ...] = ()

    @property
    def vintage(self) -> str:
        return "2025" if self.key == LEGACY else self.key[:4]


@dataclass(frozen=True, slots=True)
class SmallLifted:
    key: str | None
    bridged: bool = False
    split: bool = False


SMALL = [
    SmallUnit("2024-00", "Việt Nam", "country"),
    SmallUnit("2024-06", "Tỉnh Bắc Kạn", "province", "2024-00"),
    SmallUnit("2024-058", "Thành phố Bắc Kạn", "district", "2024-06"),
    SmallUnit("2024-01843", "Phường Phùng Chí Kiên", "commune", "2024-058", ("2025-01843",)),
    SmallUnit("2024-01852", "Xã Nông Thượng", "commune", "2024-058", ("2025-01843",)),
    SmallUnit("2024-061", "Huyện Ba Bể", "district", "2024-06"),
    SmallUnit("2024-01906", "Xã Khang Ninh", "commune", "2024-061", ("2025-01906",)),
    SmallUnit("2024-19", "Tỉnh Thái Nguyên", "province", "2024-00"),
    SmallUnit("2024-164", "Thành phố Thái Nguyên", "district", "2024-19"),
    SmallUnit("2024-05461", "Phường Gia Sàng", "commune", "2024-164", ("2025-05467", "2025-05443")),
    SmallUnit("2024-22", "Tỉnh Quảng Ninh", "province", "2024-00"),
    SmallUnit("2024-193", "Thành phố Hạ Long", "district", "2024-22"),
    SmallUnit("2024-06661", "Phường Giếng Đáy", "commune", "2024-193", ("2025-06661",)),
    SmallUnit("2025-00", "Việt Nam", "country"),
    SmallUnit("2025-19", "Tỉnh Thái Nguyên", "province", "2025-00"),
    SmallUnit("2025-01843", "Phường Bắc Kạn", "commune", "2025-19"),
    SmallUnit("2025-01906", "Xã Ba Bể", "commune", "2025-19"),
    SmallUnit("2025-05443", "Phường Phan Đình Phùng", "commune", "2025-19"),
    SmallUnit("2025-05467", "Phường Gia Sàng", "commune", "2025-19"),
    SmallUnit("2025-22", "Tỉnh Quảng Ninh", "province", "2025-00"),
    SmallUnit("2025-06661", "Phường Việt Hưng", "commune", "2025-22"),
    SmallUnit(LEGACY, "Bắc Kạn (cũ)", "group"),
]
OF_THE_GROUP = ("2025-01843", "2025-01906")


class SmallCountry:
    """Answers what exports.indicators.roll_up asks of the units."""

    def __init__(self, *more: SmallUnit) -> None:
        self.units = {unit.key: unit for unit in (*SMALL, *more)}

    def find(self, key: str) -> SmallUnit | None:
        return self.units.get(key)

    def of_level(self, vintage: str, level: Level) -> Sequence[SmallUnit]:
        return [
            unit for unit in self.units.values() if (unit.level, unit.vintage) == (level, vintage)
        ]

    def communes_of(self, unit: str, vintage: str) -> Sequence[SmallUnit]:
        return [one for one in self.of_level(vintage, "commune") if self.contains(unit, one.key)]

    def contains(self, unit: str, key: str) -> bool:
        if unit == LEGACY:
            return key in OF_THE_GROUP or self.contains("2024-06", key)
        return unit in self._above(key)

    def lift(self, key: str, level: Level, vintage: str) -> SmallLifted:
        unit = self.units[key]
        if unit.vintage == vintage:
            return SmallLifted(self._at(key, level))
        if vintage == "2025":
            places = {self._at(successor, level) for successor in unit.successors}
            first = self._at(unit.successors[0], level) if unit.successors else None
            return SmallLifted(first, bridged=True, split=len(places) > 1)
        before = {self._at(one.key, level) for one in self.units.values() if key in one.successors}
        return SmallLifted(before.pop() if len(before) == 1 else None, bridged=True)

    def _above(self, key: str) -> list[str]:
        """A unit and all that it lies in."""
        found = []
        while key:
            found.append(key)
            key = self.units[key].parent
        return found

    def _at(self, key: str, level: Level) -> str | None:
        return next((one for one in self._above(key) if self.units[one].level == level), None)
