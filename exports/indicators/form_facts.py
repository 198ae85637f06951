"""All facts of a submission: every indicator of its form, over its root and its repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from exports.indicators.definition import Indicator, Source
from exports.indicators.expressions import RefusedExpression, ground_of_form
from exports.indicators.facts import Fact, Row, facts_of, joined_fact, left_out
from exports.indicators.rules import JoinRules, Rules, compile_join, compile_rules
from forms.check import Circumstances, Loaded
from forms.evaluate import load_judged
from forms.instance import Instance
from forms.logic import Logic
from forms.xpath.faults import TooMuchWork
from forms.xpath.moments import zone_of
from forms.xpath.run import STEPS_MAX, Frame, Run


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """One indicator, of one kind of row."""

    number: int
    """What the server calls the indicator."""
    scope: int
    """Place of the rows' scope among those of the form's plan; 0: the submission itself."""
    rules: Rules | JoinRules


@dataclass(frozen=True, slots=True, eq=False)
class FormFacts:
    """What the indicators ask of one form version, compiled. Immutable, shared by threads."""

    logic: Logic
    asked: tuple[_Asked, ...]


@dataclass(frozen=True, slots=True)
class NumberedFact:
    """A fact and whose it is."""

    indicator: int
    fact: Fact


def compile_form(logic: Logic, indicators: Sequence[tuple[int, Indicator]]) -> FormFacts:
    """Compile what numbered indicators ask of a form version.

    A question that this version does not have is empty; an indicator that asks for a repeat it does
    not have, or that cannot be compiled here at all, gets no facts of it.
    """
    asked: list[_Asked] = []
    for number, indicator in indicators:
        asked += _of_source(logic, number, indicator, indicator.source, is_join=False)
        if indicator.join is not None:
            asked += _of_source(logic, number, indicator, indicator.join.source, is_join=True)
    return FormFacts(logic, tuple(asked))


def _of_source(
    logic: Logic, number: int, indicator: Indicator, source: Source, *, is_join: bool
) -> Iterator[_Asked]:
    if source.kind != "form" or source.name != logic.form.form_id:
        return
    ground = ground_of_form(logic, source.repeat, lenient=True)
    if ground is None:
        return
    place = ground.site.here
    scopes = logic.plan.scopes
    scope = scopes.index(place.inner) if place.kind == "repeat" else 0
    try:
        rules = compile_join(indicator, ground) if is_join else compile_rules(indicator, ground)
    except RefusedExpression:  # it was sound when it was uploaded: the form has changed since
        return
    if rules is not None:
        yield _Asked(number, scope, rules)


def facts_of_submission(
    form: FormFacts,
    instance: Instance,
    given: Circumstances,
    *,
    unit: str | None,
    event_date: date,
    loaded: Loaded | None = None,
) -> list[NumberedFact]:
    """Return all facts of a submission; ``unit`` and ``event_date`` are its own.

    ``loaded`` is what a check with the same logic made of it, which need not be made again.

    An indicator that asks for more than STEPS_MAX of work has a single fact of it, that it is left
    out; so has each once all have used up twice that, and where the submission is too large to be
    looked at: one unhappy expression must not keep phones waiting, and none may miss in silence.
    """
    if not form.asked:
        return []
    try:
        loaded = loaded or load_judged(form.logic, instance, given)
        run = _run_at_receipt(form.logic, loaded, given)
        return list(_facts(form, loaded, run, unit, event_date))
    except TooMuchWork:
        return [NumberedFact(one.number, left_out(event_date, unit)) for one in form.asked]


def _run_at_receipt(logic: Logic, loaded: Loaded, given: Circumstances) -> Run:
    """Say ``today()`` for the day on which the server received the submission."""
    zone = zone_of(given.zone)
    now = zone.of(int(given.received_at.timestamp() * 1000))
    return Run(loaded.frames.root, zone, now, given.languages, logic.form.version)


def _facts(
    form: FormFacts, loaded: Loaded, run: Run, unit: str | None, event_date: date
) -> Iterator[NumberedFact]:
    left = 2 * STEPS_MAX
    for one in form.asked:
        granted = run.steps = min(STEPS_MAX, left)
        try:
            made = list(_facts_of_one(one, loaded, run, unit, event_date))
        except TooMuchWork:
            made = [NumberedFact(one.number, left_out(event_date, unit))]
        left -= granted - max(run.steps, 0)
        yield from made


def _facts_of_one(
    one: _Asked, loaded: Loaded, run: Run, unit: str | None, event_date: date
) -> Iterator[NumberedFact]:
    for frame in _rows(loaded, one.scope):
        row = Row(frame, event_date, unit)
        if isinstance(one.rules, JoinRules):
            fact = joined_fact(one.rules, row, run)
            if fact is not None:
                yield NumberedFact(one.number, fact)
            continue
        for fact in facts_of(one.rules, row, run):
            yield NumberedFact(one.number, fact)


def _rows(loaded: Loaded, scope: int) -> Sequence[Frame]:
    return loaded.frames.of_scope[scope] if scope else [loaded.frames.root]
