"""201 expressions on a real form with a submission: traps of types, dates, repeats and look-ups."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forms.check import Circumstances
from forms.evaluate import EvaluationError, Evaluator, UnreadableExpression
from forms.instance import read_instance
from forms.logic import read_logic
from forms.xform import read_form
from tests.forms.oracle.answers import same_number

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = json.loads((HERE / "tricky-cases.json").read_text("utf-8"))
GIVEN = Circumstances(
    received_at=datetime(2026, 3, 2, 3, tzinfo=UTC),
    zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    languages=("",),
    language="vi",
)


@pytest.fixture(scope="module")
def evaluator() -> Evaluator:
    form = read_form((HERE / "tricky-form.xml").read_bytes())
    submission = read_instance((HERE / "tricky-submission.xml").read_bytes())
    return Evaluator(read_logic(form, {}), submission, GIVEN)


def test_there_are_201_cases() -> None:
    assert len(CASES) == 201


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['ctx'][-16:]} {case['expr']}")
def test_it_is_what_javarosa_says(evaluator: Evaluator, case: dict[str, Any]) -> None:
    at = re.sub(r"(data|respondent|cname)\[1\]", r"\1", case["ctx"])
    if "error" in case or "unpack_error" in case:
        with pytest.raises((EvaluationError, UnreadableExpression)):
            evaluator.evaluate(at, case["expr"])
        return
    value = evaluator.evaluate(at, case["expr"])
    assert (value.string, value.boolean) == (case["string"], case["boolean"])
    assert same_number(value.number, float(case["number"]))
