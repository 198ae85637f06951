"""Whether a rule may be held against a submission, where the phone may have differed.

What hangs on the phone's clock is evaluated at every moment at which the form may have been filled;
what hangs on its language, in every language of the form. Chance, its settings and files that are
not here prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Literal

from forms.definition import FormDef
from forms.own_time import OwnTime
from forms.rules import Rule
from forms.xpath.faults import EvaluationError
from forms.xpath.moments import Moment
from forms.xpath.run import Frame, Run
from forms.xpath.values import Value, truth_of

_STEPS = 4
"""What one more evaluation counts for in the run's bound on work."""


class Verdicts:
    """Judges the rules of one submission."""

    def __init__(self, form: FormDef, time: OwnTime, run: Run) -> None:
        """``run`` is the one that all rules are evaluated with."""
        self._time = time
        self._run = run
        self._moments: list[Moment] = []
        self._orders = [
            (language, *(one for one in run.languages if one != language))
            for language in form.languages
        ] or [tuple(run.languages)]

    def values(self, rule: Rule, frame: Frame) -> Generator[Value | None]:
        """Yield all that the phone may have come to; None for an error.

        Nothing where that cannot be known.
        """
        if rule.impure & {"random", "device", "external"}:
            return
        run = self._run
        now, languages = run.now, run.languages
        if "clock" in rule.impure and not self._moments:
            self._moments = self._time.moments()
        moments = self._moments if "clock" in rule.impure else [now]
        orders = self._orders if "language" in rule.impure else [tuple(languages)]
        try:
            for moment in moments:
                for order in orders:
                    run.spend(_STEPS)
                    run.now, run.languages = moment, order
                    yield _attempt(rule, frame, run)
        finally:
            run.now, run.languages = now, languages

    def agree(self, rule: Rule, frame: Frame, outcome: bool) -> bool:
        """Say whether a condition comes out so whatever the phone's clock and language were."""
        was_asked = False
        with closing(self.values(rule, frame)) as values:
            for value in values:
                was_asked = True
                if value is None or truth_of(value) is not outcome:
                    return False
        return was_asked

    def matches(
        self, rule: Rule, frame: Frame, is_right: Callable[[Value], bool]
    ) -> Literal["some", "none", "unknown"]:
        """Say whether a value that the phone may have come to is right.

        ``unknown``: none is, and yet another may have been.
        """
        values = list(self.values(rule, frame))
        if any(value is not None and is_right(value) for value in values):
            return "some"
        only_language = rule.impure == {"language"} and None not in values
        return "none" if values and only_language else "unknown"


def _attempt(rule: Rule, frame: Frame, run: Run) -> Value | None:
    try:
        return rule.evaluate(frame, run)
    except EvaluationError:
        return None
