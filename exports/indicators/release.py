"""A closed period: the figures that were handed in, and how today's differ from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exports.indicators.report import LineKey, Report, key_of
from exports.indicators.table import Line

Change = Literal["same", "changed", "new", "gone", "protected"]
"""``protected``: it is not told what became of a figure about victims since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a report, as it was handed in."""

    indicator: str
    label: str
    unit: str
    """Key of a unit or group; "": unknown."""
    unit_name: str
    from_day: date
    to_day: date
    dimension: str
    """"": the total of the unit."""
    category: str
    category_label: str
    numerator: float | None
    denominator: float | None
    value: float | None
    target: float | None
    suppressed: bool
    bridged: float | None

    @property
    def key(self) -> FigureKey:
        """What it is a figure of."""
        return self.indicator, self.unit, self.dimension, self.category


FigureKey = tuple[str, str, str, str]
"""The indicator's code, the unit's key, the dimension and its category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A figure as it was handed in, and what it is today."""

    figure: Figure
    """As handed in; where there was none (``new``), today's."""
    change: Change
    now: Figure | None = None
    """None: it is gone, or it is not told."""
    redefined: bool = False
    """The indicator is defined otherwise than it was: the difference is not of data alone."""

    @property
    def difference(self) -> float | None:
        """How much the value grew; None: it is hidden or unknown in one of both."""
        if self.change not in ("same", "changed") or self.now is None:
            return None
        if self.figure.value is None or self.now.value is None:
            return None
        return self.now.value - self.figure.value


def figures_of(report: Report) -> list[Figure]:
    """Return the figures of a report of one period: of each indicator the whole, units, categories.

    A figure stands there once, also where the whole area is the only unit.
    """
    found: dict[FigureKey, Figure] = {}
    for indicator in report.indicators:
        code = indicator.code
        lines = [line for line in (*report.totals, *report.lines) if line.indicator == code]
        made = [_figure(line) for line in lines]
        for breakdown in report.breakdowns:
            if breakdown.indicator.code == code:
                made += [_figure(line, breakdown.dimension.name) for line in breakdown.lines]
        for figure in made:
            found.setdefault(figure.key, figure)
    return list(found.values())


def _figure(line: Line, dimension: str = "") -> Figure:
    return Figure(
        indicator=line.indicator,
        label=line.label,
        unit=line.unit,
        unit_name=line.unit_name,
        from_day=line.start,
        to_day=line.end,
        dimension=dimension,
        category=line.categories[0] if dimension else "",
        category_label=line.category_labels[0] if dimension else "",
        numerator=line.numerator,
        denominator=line.denominator,
        value=line.value,
        target=line.target,
        suppressed=line.suppressed,
        bridged=line.bridged,
    )


def compare(
    released: Sequence[Figure],
    today: Iterable[Figure],
    *,
    protected: frozenset[str],
    redefined: frozenset[str],
) -> Iterator[Revision]:
    """Yield what became of each figure since it was handed in, then what is new.

    ``protected`` and ``redefined`` are codes of indicators. Of a protected one nothing is compared:
    between two days a figure grows by single people.
    """
    now: Mapping[FigureKey, Figure] = {one.key: one for one in today}
    for figure in released:
        if figure.indicator in protected:
            yield Revision(figure=figure, change="protected")
            continue
        found = now.get(figure.key)
        yield Revision(
            figure=figure,
            change="gone" if found is None else "same" if _alike(figure, found) else "changed",
            now=found,
            redefined=figure.indicator in redefined,
        )
    known = {figure.key for figure in released}
    for key, figure in now.items():
        if key not in known and figure.indicator not in protected:
            yield Revision(
                figure=figure,
                change="new",
                now=figure,
                redefined=figure.indicator in redefined,
            )


def revised_lines(released: Mapping[LineKey, Figure], lines: Iterable[Line]) -> frozenset[LineKey]:
    """Return which lines without categories are told otherwise than they were handed in."""
    return frozenset(
        key
        for line in lines
        if (key := key_of(line)) in released and not _alike(released[key], _figure(line))
    )


def _alike(one: Figure, other: Figure) -> bool:
    """Say whether two figures are told alike; what was aimed at is not compared."""
    return (one.numerator, one.denominator, one.value, one.suppressed) == (
        other.numerator,
        other.denominator,
        other.value,
        other.suppressed,
    )
