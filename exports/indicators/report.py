"""A report as it is printed: its figures by topic, unit, period and category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from exports.indicators.definition import Dimension, Indicator
from exports.indicators.periods import Period
from exports.indicators.table import Line

ColumnKind = Literal["numerator", "denominator", "value", "target", "progress"]
LineKey = tuple[str, str, str]
"""Of a figure: the indicator's code, the unit's key, the period's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The figures of one indicator by one dimension, of the whole area."""

    indicator: Indicator
    dimension: Dimension
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a report holds. All is in ``language``, as its lines are."""

    project: str
    period: Period
    parts: Sequence[Period]
    """The periods of the lines: the period itself, or its months, quarters, halves, years."""
    vintage: str
    """The tree of units."""
    area: str
    """Name of the unit that the report is about."""
    indicators: Sequence[Indicator]
    """In their order, without hidden ones."""
    lines: Sequence[Line]
    """By unit, without categories."""
    totals: Sequence[Line]
    """Of the whole area. Not added up here: parts of it may be hidden."""
    breakdowns: Sequence[Breakdown]
    made_at: datetime
    language: str = "vi"
    of_whole: frozenset[str] = frozenset()
    """Codes of the indicators that are told of the whole area alone: they have no lines."""
    referred: Sequence[Indicator] = ()
    """What some of its indicators are divided by, and what is not in it."""
    revised: frozenset[LineKey] = frozenset()
    """Figures that changed since the period was last closed."""
    is_closing: bool = False
    """It is handed in: the period is closed with it."""

    @cached_property
    def by_key(self) -> Mapping[LineKey, Line]:
        """The lines by unit."""
        return {key_of(line): line for line in self.lines}

    @cached_property
    def total_by_indicator(self) -> Mapping[tuple[str, str], Line]:
        """The totals, by the indicator's code and the period's name."""
        return {(line.indicator, line.period): line for line in self.totals}

    @cached_property
    def aimed_at(self) -> frozenset[str]:
        """Codes of the indicators that have a target in some line."""
        lines = (*self.lines, *self.totals)
        return frozenset(line.indicator for line in lines if line.target is not None)

    def topics(self) -> list[tuple[str, list[Indicator]]]:
        """Return the indicators of each topic, topics in the order of their first indicator."""
        found: dict[str, list[Indicator]] = {}
        for indicator in self.indicators:
            found.setdefault(indicator.topic, []).append(indicator)
        return list(found.items())

    def units_of(self, indicators: Sequence[Indicator]) -> list[tuple[str, str]]:
        """Return key and name of the units that have lines of some indicators, in their order."""
        codes = {indicator.code for indicator in indicators}
        named = {line.unit: line.unit_name for line in self.lines if line.indicator in codes}
        last = named.pop("", None)  # what is unknown of one may come before what is known of all
        return [*named.items(), *([("", last)] if last is not None else [])]

    def columns_of(self, indicator: Indicator) -> list[ColumnKind]:
        """Return the numbers that are told of an indicator."""
        kinds: list[ColumnKind] = ["value"]
        if indicator.denominator is not None:
            kinds = ["numerator", "denominator", "value"]
        return [*kinds, "target", "progress"] if indicator.code in self.aimed_at else kinds

    def hides(self, indicator: Indicator, line: Line | None) -> bool:
        """Say whether a figure is hidden, ``line`` or where an indicator has none."""
        return indicator.code in self.of_whole if line is None else line.suppressed

    def signs(self, line: Line) -> str:
        """Return the signs behind a figure: ``*`` bridged, ``…`` revised."""
        revised = not line.categories and key_of(line) in self.revised
        return ("*" if line.bridged else "") + ("…" if revised else "")


def key_of(line: Line) -> LineKey:
    """Return what identifies a line without categories."""
    return line.indicator, line.unit, line.period


def number_of(line: Line, kind: ColumnKind) -> float | None:
    """Return a number of a line; None: there is none, or it is hidden."""
    match kind:
        case "numerator":
            return line.numerator
        case "denominator":
            return line.denominator
        case "value":
            return line.value
        case "target":
            return line.target
        case "progress":
            reached = line.value is not None and line.target
            return (line.value or 0.0) / (line.target or 1.0) if reached else None
