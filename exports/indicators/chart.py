"""A chart of one indicator: what is drawn, before it is known how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, isclose, log10
from sys import float_info
from typing import Literal

from exports.indicators.chart_text import short
from exports.indicators.definition import Indicator
from exports.indicators.periods import Period
from exports.indicators.table import Line

_ROUNDS = {1.0: 5, 1.5: 3, 2.0: 4, 2.5: 5, 3.0: 3, 4.0: 4, 5.0: 5, 6.0: 3, 8.0: 4}
"""Where an axis may end, times 10ⁿ, and into how many parts it is cut: these are round as well."""
_HIDDEN = {"vi": "ẩn", "en": "hidden"}
_EMPTY = {"vi": "chưa có số liệu", "en": "no data"}
_TARGET = {"vi": "mục tiêu", "en": "target"}
_NAME_LETTERS_MAX = 120
"""A category may be an answer, and as long as one."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure."""

    name: str
    value: float | None
    target: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Figures of an indicator beside each other."""

    kind: Literal["bars", "line"]
    """``bars``: units or categories; ``line``: periods, in their order."""
    title: str
    points: Sequence[Point]
    subtitle: str = ""
    """Where and when the figures are of."""
    percent: bool = False
    language: str = "vi"

    @property
    def top(self) -> float:
        """The end of the axis: a round number that nothing exceeds."""
        return axis_top(max(self._numbers, default=0.0))

    @property
    def ticks(self) -> list[float]:
        """The numbers along the axis, from 0 to its end; between whole ones there is none."""
        top = self.top
        whole = not self.percent and all(one % 1 == 0 for one in self._numbers)
        parts = int(top) if whole and top in (1.0, 2.0) else axis_parts(top)
        return [top * place / parts for place in range(parts + 1)]

    @property
    def description(self) -> str:
        """All that is drawn, in words: for those who cannot see it."""
        points = "; ".join(self._told(point) for point in self.points)
        return ". ".join(part for part in (self.subtitle, points) if part)

    @property
    def hides(self) -> bool:
        """Whether some figure is hidden."""
        return any(point.hidden for point in self.points)

    def written(self, number: float) -> str:
        """Write a number as the language does: ``1.234,5``, ``83,3%``."""
        return written(number, percent=self.percent, language=self.language)

    @property
    def _numbers(self) -> list[float]:
        told = [one for point in self.points for one in (point.value, point.target)]
        return [one for one in told if one is not None]

    def _told(self, point: Point) -> str:
        if point.hidden:
            return f"{point.name}: {_HIDDEN[self.language]}"
        if point.value is None:
            return f"{point.name}: {_EMPTY[self.language]}"
        told = f"{point.name}: {self.written(point.value)}"
        if point.target is None:
            return told
        return f"{told} ({_TARGET[self.language]} {self.written(point.target)})"


def chart_by_unit(indicator: Indicator, lines: Sequence[Line], language: str) -> Chart:
    """Draw the units of one period beside each other; ``lines`` are of this indicator."""
    return _chart("bars", indicator, lines, lambda line: line.unit_name, language)


def chart_by_category(indicator: Indicator, lines: Sequence[Line], language: str) -> Chart:
    """Draw the categories of one unit in one period."""
    return _chart("bars", indicator, lines, lambda line: " – ".join(line.category_labels), language)


def chart_by_period(
    indicator: Indicator, lines: Sequence[Line], periods: Sequence[Period], language: str
) -> Chart:
    """Draw how one unit developed; ``lines`` are of it, and of ``periods``, in their order."""
    names = {period.name: period.label(language) for period in periods}
    return _chart(
        "line", indicator, lines, lambda line: names.get(line.period, line.period), language
    )


def axis_top(largest: float) -> float:
    """Return the round number at which an axis ends: 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times 10ⁿ."""
    if largest <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(largest))
    top = next((times * unit for times in _ROUNDS if largest <= times * unit), 10 * unit)
    return min(top, float_info.max)


def axis_parts(top: float) -> int:
    """Return into how many parts an axis is cut that ends there."""
    times = top / 10.0 ** floor(log10(top))
    return next((parts for one, parts in _ROUNDS.items() if isclose(one, times)), 5)


def written(number: float, *, percent: bool, language: str) -> str:
    """Write a number with the separators of a language: a share to one decimal, others to two."""
    told = f"{number * 100:,.1f}" if percent else f"{number:,.2f}"
    told = told.rstrip("0").rstrip(".")
    if language != "en":
        told = told.translate(str.maketrans(",.", ".,"))
    return told + "%" if percent else told


def _chart(
    kind: Literal["bars", "line"],
    indicator: Indicator,
    lines: Sequence[Line],
    name: Callable[[Line], str],
    language: str,
) -> Chart:
    return Chart(
        kind=kind,
        title=indicator.label.of(language),
        points=[
            Point(short(name(line), _NAME_LETTERS_MAX), line.value, line.target, line.suppressed)
            for line in lines
        ],
        percent=indicator.percent,
        language=language,
    )
