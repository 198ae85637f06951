"""A chart of one indicator: what is drawn, before it is known how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Literal

from exports.indicators.definition import Indicator
from exports.indicators.periods import Period
from exports.indicators.table import Line

_TICKS = 5
_HIDDEN = {"vi": "ẩn", "en": "hidden"}
_EMPTY = {"vi": "chưa có số liệu", "en": "no data"}
_TARGET = {"vi": "mục tiêu", "en": "target"}


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
    percent: bool = False
    language: str = "vi"

    @property
    def top(self) -> float:
        """The end of the axis: a round number that nothing exceeds."""
        told = [one for point in self.points for one in (point.value, point.target)]
        return axis_top(max([one for one in told if one is not None], default=0.0))

    @property
    def ticks(self) -> list[float]:
        """The numbers along the axis, from 0 to its end."""
        return [self.top * place / _TICKS for place in range(_TICKS + 1)]

    @property
    def description(self) -> str:
        """All that is drawn, in words: for those who cannot see it."""
        return "; ".join(self._told(point) for point in self.points)

    def written(self, number: float) -> str:
        """Write a number as the language does: ``1.234,5``, ``83,3%``."""
        return written(number, percent=self.percent, language=self.language)

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
    rounds = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
    return next((times * unit for times in rounds if largest <= times * unit), 10 * unit)


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
        points=[Point(name(line), line.value, line.target, line.suppressed) for line in lines],
        percent=indicator.percent,
        language=language,
    )
