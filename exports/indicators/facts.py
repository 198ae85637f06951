"""The facts of one row: what it adds to an indicator, on which day, where, in which categories."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
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
KEY_LENGTH_MAX = 200
CATEGORIES_MAX = 100
"""Of one row in one dimension: what is longer is no answer of a select."""
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T|$)")
_UNIT = re.compile(r"\d{4}-\d{1,8}")


class Fact(NamedTuple):
    """One contribution of one row to one indicator."""

    part: Part
    position: int
    """Of the row among its submission's entries, from 1; 0: the submission itself."""
    day: date
    unit: str | None
    dimension: str
    """"": the total, a fact of its own."""
    category: str
    value: float
    key: str
    """What ``distinct`` counts, the case of a join, the kind of period of a report; or ""."""


@dataclass(frozen=True, slots=True)
class Row:
    """What facts are computed from."""

    frame: Frame
    position: int
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
    made = _Making(rules, Row(frame, row.position, day, unit), run)
    yield from made.part("numerator", rules.numerator)
    if rules.denominator is not None:
        yield from made.part("denominator", rules.denominator)


def joined_fact(rules: JoinRules, row: Row, run: Run) -> Fact | None:
    """Return that a row speaks of a case as the join asks; None where it does not."""
    key = _text(rules.key, row.frame, run)[:KEY_LENGTH_MAX]
    if not key or not _holds(rules.condition, row.frame, run):
        return None
    return Fact("joined", row.position, row.day, row.unit, "", "", 1.0, key)


def left_out(day: date, unit: str | None) -> Fact:
    """Return that an indicator has nothing of a submission because it asked for too much work."""
    return Fact("left-out", 0, day, unit, "", "", 1.0, "")


class _Making:
    def __init__(self, rules: Rules, row: Row, run: Run) -> None:
        self._rules = rules
        self._row = row
        self._run = run
        self._categories: dict[str, Sequence[str]] = {}

    def part(self, part: Part, rule: MeasureRule) -> Iterator[Fact]:
        told = self._measured(rule)
        if told is None:
            return
        value, key = told
        yield self._fact(part, "", "", value, key)
        for one in self._rules.dimensions:
            name = one.dimension.name
            if one.splits and part == "numerator":
                for category, measured in one.splits:
                    share = _number(measured, self._row.frame, self._run)
                    if share:
                        yield self._fact(part, name, category, share, key)
                continue
            for category in self._in(one):
                yield self._fact(part, name, category, value, key)

    def _fact(self, part: Part, dimension: str, category: str, value: float, key: str) -> Fact:
        row = self._row
        return Fact(part, row.position, row.day, row.unit, dimension, category, value, key)

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
        known = self._categories.get(name)
        if known is None:
            answer = _text(one.category, self._row.frame, self._run)
            chosen = answer.split() if one.dimension.several else [answer]
            known = [text[:KEY_LENGTH_MAX] for text in dict.fromkeys(chosen or [""])]
            self._categories[name] = known = known[:CATEGORIES_MAX]
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
