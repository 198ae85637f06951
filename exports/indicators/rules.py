"""An indicator's expressions over one kind of row, compiled: what facts are computed with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exports.indicators.definition import Dimension, Indicator, Measure
from exports.indicators.expressions import Ground, RefusedExpression, compile_expression
from forms.xpath.walks import Evaluate

OWN_KINDS = ("count", "sum", "distinct", "last_sum", "period_sum")
"""Aggregates over the indicator's own rows; the others are figures from elsewhere."""
Compile = Callable[[str, str], Evaluate | None]
"""From a cell's heading and its expression to the function; None for an empty cell."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasureRule:
    """A numerator or denominator."""

    measure: Measure
    value: Evaluate | None
    condition: Evaluate | None


@dataclass(frozen=True, slots=True, eq=False)
class DimensionRule:
    """A disaggregation: by a category of the row, or of the numerator in parts."""

    dimension: Dimension
    category: Evaluate | None
    splits: tuple[tuple[str, Evaluate], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """All expressions of one indicator over the rows of its source."""

    indicator: Indicator
    filter: Evaluate | None
    numerator: MeasureRule
    denominator: MeasureRule | None
    """None: there is none, or it is a figure from elsewhere."""
    dimensions: tuple[DimensionRule, ...]
    day: Evaluate | None
    unit: Evaluate | None
    key: Evaluate | None
    report_period: Evaluate | None

    @property
    def join_key(self) -> Evaluate | None:
        """What tells the case of a row, where another form's rows may speak of it as well."""
        return None if self.indicator.join is None else self.key


@dataclass(frozen=True, slots=True, eq=False)
class JoinRules:
    """What an indicator asks of the rows of the form that it is joined with."""

    key: Evaluate
    condition: Evaluate | None


def compile_rules(indicator: Indicator, ground: Ground) -> Rules:
    """Compile what an indicator asks of its rows. Raises RefusedExpression at the first fault."""
    return _rules(indicator, _strict(ground))


def compile_join(indicator: Indicator, ground: Ground) -> JoinRules | None:
    """Compile what it asks of the rows it is joined with; None where it is joined with none."""
    if indicator.join is None:
        return None
    compiled = _strict(ground)
    key = compiled("join_key", indicator.join.key)
    if key is None:
        raise RefusedExpression("syntax", "join_key")
    return JoinRules(key, compiled("join_condition", indicator.join.condition))


def faults_in(indicator: Indicator, ground: Ground) -> Iterator[tuple[str, RefusedExpression]]:
    """Yield the heading of each cell that does not compile, and why."""
    found: list[tuple[str, RefusedExpression]] = []

    def noting(heading: str, text: str) -> Evaluate | None:
        try:
            return _strict(ground)(heading, text)
        except RefusedExpression as refused:
            found.append((heading, refused))
            return None

    _rules(indicator, noting)
    yield from found


def _strict(ground: Ground) -> Compile:
    def compiled(_heading: str, text: str) -> Evaluate | None:
        return compile_expression(text, ground) if text.strip() else None

    return compiled


def _rules(indicator: Indicator, compiled: Compile) -> Rules:
    def measure(heading: str, one: Measure) -> MeasureRule:
        return MeasureRule(one, compiled(heading, one.value), compiled(heading, one.condition))

    denominator = indicator.denominator
    is_own = denominator is not None and denominator.kind in OWN_KINDS
    return Rules(
        indicator=indicator,
        filter=compiled("filter", indicator.filter),
        numerator=measure("numerator", indicator.numerator),
        denominator=measure("denominator", denominator) if denominator and is_own else None,
        dimensions=tuple(_dimension(one, compiled) for one in indicator.dimensions),
        day=compiled("day", indicator.day),
        unit=compiled("unit", indicator.unit),
        key=compiled("key", indicator.key),
        report_period=compiled("report_period", indicator.report_period),
    )


def _dimension(dimension: Dimension, compiled: Compile) -> DimensionRule:
    heading = f"dimensions/{dimension.name}"
    splits = []
    for split in dimension.splits:
        value = compiled(heading, split.value)
        if value is not None:
            splits.append((split.category, value))
    return DimensionRule(dimension, compiled(heading, dimension.question), tuple(splits))
