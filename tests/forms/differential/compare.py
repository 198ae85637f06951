"""Two engines side by side: where they differ, on how little, and how that is told."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from forms.definition import FormDef
from tests.forms.differential.expressions import Expression, write_expressions
from tests.forms.differential.forms import FuzzForm
from tests.kit.javarosa.engine import Answer, Job, Raised, Value, ask

Asked = Sequence[tuple[str, str]]
"""Contexts (``/data/child[2]/age``) and expressions."""

_NUMERAL = re.compile(r"-?[0-9]+\.[0-9]+(?:E-?[0-9]+)?")
_FUNCTION = re.compile(r"([a-z][a-z0-9:-]*) ?\(")


AskOracle = Callable[[Iterable[Job]], Sequence[Sequence[Answer]]]


class Evaluate(Protocol):
    """What an engine must do: answer each pair of a context and an expression.

    What cannot be evaluated is answered Raised; an exception is a fault of the engine.
    """

    def __call__(
        self, form: FormDef, files: Mapping[str, bytes], submission: bytes, asked: Asked, /
    ) -> Sequence[Answer]: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """An expression that JavaRosa gives a value, and an engine another one."""

    form: str
    submission: Path
    context: str
    expression: str
    theirs: Value
    ours: Answer

    @property
    def function(self) -> str:
        """The outermost function, or the whole where there is none: what to sort by."""
        found = _FUNCTION.search(self.expression)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A difference, and the smallest part of the expression on which the engines differ too."""

    whole: Difference
    smallest: Difference


@dataclass(slots=True)
class Outcome:
    """What came of asking both engines the same."""

    compared: int = 0
    raised: int = 0
    """So often JavaRosa had no value to compare with."""
    crashes: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def agreement(self) -> float:
        return 1 - len(self.found) / max(1, self.compared)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Expressions on one submission, with the answers of both."""

    fuzzed: FuzzForm
    submission: Path
    expressions: Sequence[Expression]
    theirs: Sequence[Answer] = ()
    ours: Sequence[Answer] = ()

    @property
    def asked(self) -> Asked:
        return [(expression.context, expression.text) for expression in self.expressions]

    def differing(self) -> Iterator[tuple[Expression, Difference]]:
        for expression, theirs, ours in zip(self.expressions, self.theirs, self.ours, strict=True):
            if isinstance(theirs, Value) and not same(theirs, ours):
                context, text = expression.context, expression.text
                yield (
                    expression,
                    Difference(self.fuzzed.name, self.submission, context, text, theirs, ours),
                )


def differences(
    evaluate: Evaluate,
    forms: Sequence[FuzzForm],
    *,
    seed: int,
    count: int,
    oracle: AskOracle = ask,
) -> Outcome:
    """Ask JavaRosa and ``evaluate`` ``count`` random expressions, shared among all submissions."""
    places = [(fuzzed, submission) for fuzzed in forms for submission in fuzzed.submissions]
    each = math.ceil(count / len(places))
    batches = [
        _Batch(fuzzed, submission, _written(fuzzed, submission, seed + number, each))
        for number, (fuzzed, submission) in enumerate(places)
    ]
    outcome = Outcome()
    engines = _Engines(oracle, evaluate)
    answered = list(engines.answered(batches, outcome.crashes))
    for batch in answered:
        outcome.raised += sum(isinstance(answer, Raised) for answer in batch.theirs)
        outcome.compared += sum(isinstance(answer, Value) for answer in batch.theirs)
    outcome.found = _smallest(engines, answered)
    return outcome


def same(theirs: Value, ours: Answer) -> bool:
    """Say whether two answers are worth the same: as text, as number and as truth."""
    if isinstance(ours, Raised):
        return False
    return (
        theirs.boolean == ours.boolean
        and _same_number(theirs.number, ours.number)
        and _same_text(theirs.string, ours.string)
    )


def told(outcome: Outcome) -> str:
    """Return the differences for reading, by function."""
    head = (
        f"{len(outcome.found)} of {outcome.compared} differ: {outcome.agreement:.2%} agree;"
        f" JavaRosa raised {outcome.raised} times"
    )
    lines = [head, *(f"CRASH {crash}" for crash in outcome.crashes)]
    for found in sorted(outcome.found, key=lambda found: found.smallest.function):
        whole, smallest = found.whole, found.smallest
        place = f"{whole.form} {whole.submission.parent.name}/{whole.submission.name}"
        lines += ["", f"{smallest.function or 'path'}: {smallest.expression}"]
        lines += [
            f"    JavaRosa  {_shown(smallest.theirs)}",
            f"    ours      {_shown(smallest.ours)}",
        ]
        lines += [f"    in {whole.context} of {place}"]
        if whole.expression != smallest.expression:
            lines += [f"    part of {whole.expression}"]
    return "\n".join(lines)


def _shown(answer: Answer) -> str:
    if isinstance(answer, Raised):
        return f"raised {answer.error}"
    return f"{answer.string!r} {answer.number!r} {answer.boolean} ({answer.type})"


def _same_number(one: float, other: float) -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _same_text(one: str, other: str) -> bool:
    """Texts may hold the last digits of a number, which hang on the machine's sine and power."""
    if one == other:
        return True
    ones, others = _NUMERAL.findall(one), _NUMERAL.findall(other)
    return (
        _NUMERAL.sub("#", one) == _NUMERAL.sub("#", other)
        and len(ones) == len(others)
        and all(_same_number(float(a), float(b)) for a, b in zip(ones, others, strict=True))
    )


def _written(fuzzed: FuzzForm, submission: Path, seed: int, count: int) -> list[Expression]:
    return write_expressions(
        fuzzed.form, fuzzed.files, submission.read_bytes(), seed=seed, count=count
    )


def _job(batch: _Batch) -> Job:
    place = batch.fuzzed.place
    return Job(form=place.xform, media=place.media, submission=batch.submission, asked=batch.asked)


@dataclass(frozen=True, slots=True)
class _Engines:
    """JavaRosa, and the one that is held to it."""

    oracle: AskOracle
    evaluate: Evaluate

    def answered(self, batches: Sequence[_Batch], crashes: list[str]) -> Iterator[_Batch]:
        """Yield the batches with the answers of both; what crashed ours is told in ``crashes``."""
        for batch, theirs in zip(batches, self.oracle(map(_job, batches)), strict=True):
            ours = self._without_crash(batch, crashes)
            yield _Batch(batch.fuzzed, batch.submission, batch.expressions, theirs, ours)

    def _without_crash(self, batch: _Batch, crashes: list[str]) -> Sequence[Answer]:
        fuzzed, submission = batch.fuzzed, batch.submission.read_bytes()
        try:
            return self.evaluate(fuzzed.form, fuzzed.files, submission, batch.asked)
        except Exception:  # noqa: BLE001 - found again below, one by one
            answers: list[Answer] = []
            for pair in batch.asked:
                try:
                    answers += self.evaluate(fuzzed.form, fuzzed.files, submission, [pair])
                except Exception as crash:  # noqa: BLE001 - that it crashes is the finding
                    said = f"{type(crash).__name__}: {crash}"
                    crashes.append(f"{fuzzed.name} {pair[0]}: {pair[1]}\n    {said}")
                    answers.append(Raised(said))
            return answers


def _smallest(engines: _Engines, batches: Iterable[_Batch]) -> list[Found]:
    """Ask both again about the parts of what differs, and keep the shortest part that differs."""
    wholes: list[Difference] = []
    parts: list[_Batch] = []
    for batch in batches:
        for expression, difference in batch.differing():
            pieces = sorted(expression.made.walk(), key=lambda made: len(made.text))
            wholes.append(difference)
            smaller = [Expression(expression.context, piece) for piece in pieces]
            parts.append(_Batch(batch.fuzzed, batch.submission, smaller))
    asked = engines.answered(parts, []) if parts else iter(())
    found: list[Found] = []
    for whole, batch in zip(wholes, asked, strict=True):
        _, smallest = next(batch.differing(), (None, whole))
        found.append(Found(whole, smallest))
    return found
