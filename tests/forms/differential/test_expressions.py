"""Random expressions are worth to our engine what they are worth to JavaRosa.

TINCAY_FUZZ_SEED asks others, TINCAY_FUZZ_EXPRESSIONS more of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pytest

from forms.definition import FormDef
from tests.forms.differential.compare import Asked, differences, told
from tests.forms.differential.expressions import write_expressions
from tests.forms.differential.forms import FuzzForm
from tests.forms.differential.ours import our_answers
from tests.forms.differential.sizes import EXPRESSIONS, SEED
from tests.kit.javarosa.engine import Answer, Job, Value, ask

AGREEMENT_MIN = 0.995

pytestmark = [pytest.mark.slow, pytest.mark.peer]


def test_random_expressions_are_worth_what_javarosa_says(forms: list[FuzzForm]) -> None:
    outcome = differences(our_answers, forms, seed=SEED, count=EXPRESSIONS)
    report = f"TINCAY_FUZZ_SEED={SEED}: {told(outcome)}"
    print(report)  # noqa: T201
    assert not outcome.crashes, report
    assert outcome.agreement >= AGREEMENT_MIN, report


def test_most_random_expressions_mean_something(forms: list[FuzzForm]) -> None:
    """Else agreement would be agreement about faults."""
    fuzzed = forms[0]
    jobs = [
        Job(
            form=fuzzed.place.xform,
            media=fuzzed.place.media,
            submission=path,
            asked=[
                (expression.context, expression.text)
                for expression in write_expressions(
                    fuzzed.form, fuzzed.files, path.read_bytes(), seed=SEED, count=50
                )
            ],
        )
        for path in fuzzed.submissions
    ]
    answers = [answer for answered in ask(jobs) for answer in answered]
    valued = [answer for answer in answers if isinstance(answer, Value)]
    assert len(valued) > 0.9 * len(answers)
    assert {answer.type for answer in valued} == {"string", "number", "boolean", "date"}


def test_the_same_seed_writes_the_same_expressions(forms: list[FuzzForm]) -> None:
    fuzzed = forms[0]
    submission = fuzzed.submissions[0].read_bytes()
    written = [
        write_expressions(fuzzed.form, fuzzed.files, submission, seed=seed, count=50)
        for seed in (SEED, SEED, SEED + 1)
    ]
    assert written[0] == written[1]
    assert written[0] != written[2]


def test_what_differs_is_told_by_the_smallest_part_of_it(forms: list[FuzzForm]) -> None:
    """Both engines are played here: one answers every expression with itself, one is wrong."""
    outcome = differences(_wrong_at_concat, forms, seed=SEED, count=1000, oracle=_echo)
    assert outcome.found
    assert {found.smallest.function for found in outcome.found} == {"concat"}
    assert outcome.crashes == []


def test_a_crash_is_told_with_what_was_asked(forms: list[FuzzForm]) -> None:
    outcome = differences(_crashes_at_concat, forms, seed=SEED, count=1000, oracle=_echo)
    assert outcome.crashes
    assert all("concat(" in crash for crash in outcome.crashes)


def _echo(jobs: Iterable[Job]) -> list[list[Answer]]:
    return [[Value("string", text, math.nan, True) for _, text in job.asked] for job in jobs]


def _wrong_at_concat(
    _form: FormDef, _files: Mapping[str, bytes], _submission: bytes, asked: Asked
) -> list[Answer]:
    return [
        Value("string", text, math.nan, not text.strip().startswith("concat(")) for _, text in asked
    ]


def _crashes_at_concat(
    _form: FormDef, _files: Mapping[str, bytes], _submission: bytes, asked: Asked
) -> list[Answer]:
    assert not any("concat(" in text for _, text in asked)
    return [Value("string", text, math.nan, True) for _, text in asked]
