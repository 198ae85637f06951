"""2,758 cases of another engine's tests, as JavaRosa answers them: ours must answer so, too.

The cases are others' work and lie outside the project; without them, this says so.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forms.xpath.faults import EvaluationError, RepeatedField, UnreadableExpression
from tests.forms.oracle.answers import agrees
from tests.forms.oracle.bare import read_bare

CASES = Path(__file__).parents[4] / "shared" / "oracle" / "xpath-cases.json"
DIFFERENCES = Path(__file__).with_name("differences.toml")
AGREEMENT_MIN = 0.99


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    if not CASES.exists():
        pytest.skip("xpath-cases.json does not lie beside the project (shared/oracle)")
    return json.loads(CASES.read_text("utf-8"))  # type: ignore[no-any-return]


def differing(document: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield each case that we answer otherwise, by its number."""
    bare = [read_bare(text) for text in document["documents"]]
    zone = ZoneInfo(document["timezone"])
    for number, case in enumerate(document["cases"]):
        answer = case["javarosa"]
        if "error" in answer or "skip" in answer:
            continue
        told = f"{case['expression']!r} at {case['context']}"
        try:
            value = bare[case["doc"]].evaluate(case["context"], case["expression"], zone)
        except RepeatedField:
            if "unpack_error" not in answer:
                yield number, f"{told}: repeated"
        except (EvaluationError, UnreadableExpression) as error:
            yield number, f"{told}: {error}"
        else:
            by_chance = bool(case.get("nondeterministic"))
            if "unpack_error" in answer or not agrees(value, answer, by_chance=by_chance):
                yield number, f"{told}: {value!r}, not {answer.get('string')!r}"


def test_the_cases_are_answered_as_javarosa_answers_them(document: dict[str, Any]) -> None:
    valued = [case for case in document["cases"] if "type" in case["javarosa"]]
    found = dict(differing(document))
    assert 1 - len(found) / len(valued) >= AGREEMENT_MIN, "\n".join(found.values())
    reasons = tomllib.loads(DIFFERENCES.read_text("utf-8"))["difference"]
    known = {number for reason in reasons for number in reason["cases"]}
    assert found.keys() == known, "\n".join(
        f"{number}: {found.get(number, 'agrees now')}" for number in found.keys() ^ known
    )
