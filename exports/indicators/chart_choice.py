"""Which chart shows the lines of a report: what there are several of stands beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from exports.indicators.chart import Chart, chart_by_category, chart_by_period, chart_by_unit
from exports.indicators.definition import Dimension, Indicator
from exports.indicators.periods import Period
from exports.indicators.table import Line

POINTS_MAX = 150
"""Twelve years of months; the communes of a large province."""
_BY = {"vi": "theo {dimension}", "en": "by {dimension}"}


class CannotBeDrawn(ValueError):
    """Lines that one chart cannot show; ``reason`` is a stable word.

    ``dimensions`` (two of them), ``combined`` (several of two things), ``many`` (points).
    """

    def __init__(self, reason: Literal["dimensions", "combined", "many"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the lines are about."""

    indicator: Indicator
    period: Period
    parts: Sequence[Period]
    """The period itself, or what it was cut into."""
    area: str
    """Name of the unit that was asked about."""
    dimensions: Sequence[Dimension]
    language: str


def choose(subject: Subject, lines: Iterable[Line]) -> Chart:
    """Return the chart of a report's lines, which are all of one indicator.

    Several periods of a unit are a line; several units in a period, or the categories of a unit in
    a period, are bars; a single figure is one bar. Raises CannotBeDrawn.
    """
    if len(subject.dimensions) > 1:
        raise CannotBeDrawn("dimensions")
    some = list(islice(lines, POINTS_MAX + 1))
    units = {line.unit for line in some}
    if sum((len(subject.parts) > 1, len(units) > 1, bool(subject.dimensions))) > 1:
        raise CannotBeDrawn("combined")
    if len(some) > POINTS_MAX:
        raise CannotBeDrawn("many")
    return replace(_chart(subject, some), subtitle=_subtitle(subject, some))


def _chart(subject: Subject, lines: Sequence[Line]) -> Chart:
    if len(subject.parts) > 1:
        return chart_by_period(subject.indicator, lines, subject.parts, subject.language)
    if subject.dimensions:
        return chart_by_category(subject.indicator, lines, subject.language)
    return chart_by_unit(subject.indicator, lines, subject.language)


def _subtitle(subject: Subject, lines: Sequence[Line]) -> str:
    """Say where, when and by what: a picture is soon parted from its page.

    Bars of units name themselves; all else is of one unit, which may lie within the area.
    """
    language = subject.language
    by_unit = len(subject.parts) == 1 and not subject.dimensions
    area = subject.area if by_unit or not lines else lines[0].unit_name
    by = [_BY[language].format(dimension=one.label.of(language)) for one in subject.dimensions]
    return " · ".join([area, subject.period.label(language), *by])
