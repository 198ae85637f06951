"""The facts of one row: what it adds to an indicator, on which day, where, in which categories."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from exports.indicators.rules import DimensionRule, JoinRules, MeasureRule, Rules
from forms.xpath.faults import EvaluationError
from forms.xpath.run import Frame, Run
from forms.xpath.values import number_of, text_of, truth_of
from forms.xpath.walks import Evaluate

Part = Literal["numerator", "denominator", "joined", "left-out"]
"""``left-out``: no number, but that there is none: it would have taken too much work."""
Categories = Mapping[str, Mapping[str, float]]
"""By dimension: the categories that a row is in, each with the number that it adds there."""
KEY_LENGTH_MAX = 200
CATEGORIES_MAX = 100
"""Of one row in one dimension: what is longer is no answer of a select."""
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T|$)")
_UNIT = re.compile(r"\d{4}-\d{1,8}")


class Fact(NamedTuple):
    """What one row adds to one indicator: in all, and in each category that it is in."""

    part: Part
    day: date
    unit: str | None
    value: float
    key: str
    """What ``distinct`` counts, the case of a join, the kind of period of a report; or ""."""
    categories: Categories


@dataclass(frozen=True, slots=True)
class Row:
    """What facts are computed from."""

    frame: Frame
    day: date
    """Its submission's event date."""
    unit: str | None
    """Its submission's unit."""


def facts_of(rules: Rules, row: Row, run: Run) -> Iterator[Fact]:
    """Yield what a row adds; nothing where the filter leaves it out. Raises TooMuchWork.

    What cannot be evaluated counts as empty: the check has told of it.
    """
    frame = row.frame
    if not _holds(rules.filter, frame, run):
        return
    day = row.day if rules.day is None else read_day(_text(rules.day, frame, run))
    if day is None:
        return
    unit = row.unit if rules.unit is None else _unit(_text(rules.unit, frame, run))
    making = _Making(rules, Row(frame, day, unit), run)
    measures: tuple[tuple[Part, MeasureRule | None], ...] = (
        ("numerator", rules.numerator),
        ("denominator", rules.denominator),
    )
    for part, rule in measures:
        fact = None if rule is None else making.fact(part, rule)
        if fact is not None:
            yield fact


def joined_fact(rules: JoinRules, row: Row, run: Run) -> Fact | None:
    """Return that a row speaks of a case as the join asks; None where it does not."""
    key = _text(rules.key, row.frame, run)[:KEY_LENGTH_MAX]
    if not key or not _holds(rules.condition, row.frame, run):
        return None
    return Fact("joined", row.day, row.unit, 1.0, key, {})


def left_out(day: date, unit: str | None) -> Fact:
    """Return that an indicator has nothing of a submission because it asked for too much work."""
    return Fact("left-out", day, unit, 1.0, "", {})


class _Making:
    def __init__(self, rules: Rules, row: Row, run: Run) -> None:
        self._rules = rules
        self._row = row
        self._run = run
        self._chosen: dict[str, Sequence[str]] = {}

    def fact(self, part: Part, rule: MeasureRule) -> Fact | None:
        told = self._measured(rule)
        if told is None:
            return None
        value, key = told
        categories = {}
        for one in self._rules.dimensions:
            if one.splits and part == "numerator":
                numbers = self._shares(one)
            else:
                numbers = dict.fromkeys(self._in(one), value)
            if numbers:
                categories[one.dimension.name] = numbers
        return Fact(part, self._row.day, self._row.unit, value, key, categories)

    def _shares(self, one: DimensionRule) -> Mapping[str, float]:
        """Return the parts of a row's number: women, men; without those of nobody."""
        frame, run = self._row.frame, self._run
        shares = {category: _number(measured, frame, run) for category, measured in one.splits}
        return {category: share for category, share in shares.items() if share}

    def _measured(self, rule: MeasureRule) -> tuple[float, str] | None:
        """Return a row's number and key; None where it adds nothing, now or later."""
        frame, run, kind = self._row.frame, self._run, rule.measure.kind
        case = _text(self._rules.key, frame, run)[:KEY_LENGTH_MAX] if self._rules.join_key else ""
        holds = _holds(rule.condition, frame, run)
        if kind == "count":
            if holds:
                return 1.0, case
            return (0.0, case) if case else None  # another form may still say so of the case
        if not holds or rule.value is None:
            return None
        if kind == "distinct":
            key = _text(rule.value, frame, run)[:KEY_LENGTH_MAX]
            return (1.0, key) if key else None
        value = _number(rule.value, frame, run)
        if kind == "sum":
            return (value, "") if value else None
        if kind == "period_sum":
            return value, _text(self._rules.report_period, frame, run)[:KEY_LENGTH_MAX]
        return value, ""

    def _in(self, one: DimensionRule) -> Sequence[str]:
        name = one.dimension.name
        known = self._chosen.get(name)
        if known is None:
            answer = _text(one.category, self._row.frame, self._run)
            chosen = answer.split() if one.dimension.several else [answer]
            known = [text[:KEY_LENGTH_MAX] for text in dict.fromkeys(chosen or [""])]
            self._chosen[name] = known = known[:CATEGORIES_MAX]
        return known


def _holds(condition: Evaluate | None, frame: Frame, run: Run) -> bool:
    if condition is None:
        return True
    try:
        return truth_of(condition(frame, run))
    except EvaluationError:
        return False


def _number(expression: Evaluate, frame: Frame, run: Run) -> float:
    try:
        value = number_of(expression(frame, run))
    except EvaluationError:
        return 0.0
    return value if math.isfinite(value) else 0.0


def _text(expression: Evaluate | None, frame: Frame, run: Run) -> str:
    if expression is None:
        return ""
    try:
        return text_of(expression(frame, run)).strip()
    except EvaluationError:
        return ""


def read_day(text: str) -> date | None:
    """Return the day that an answer begins with; None: it is none of the calendar."""
    found = _DATE.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _unit(text: str) -> str | None:
    return text if _UNIT.fullmatch(text) else None
