"""Patterns of regex(): what Java would refuse, what fits less than was meant, what never ends."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from forms.lint.pattern_shape import shape_of
from tests.forms.designer import Told, ask, told
from tests.kit.javarosa import engine
from tests.kit.javarosa.engine import Job, Raised

ORACLE = Path(__file__).parent / "oracle"
CELL = ("survey", 2, "constraint")


def of_pattern(pattern: str) -> list[Told]:
    constraint = f"regex(., '{pattern}')"
    return told(ask("text", "x", constraint=constraint, constraint_message="sai"))


@pytest.mark.parametrize(
    "pattern",
    [
        "^[0-9]{10}$",
        "^0[0-9]{9}$",
        "^[A-Z][0-9]{2}$|^X$",
        "^(a|b)+$",
        ".*@.*",
        r"^\p{L}+( \p{L}+)*$",
        r"^[^@]+@[^@]+\.[a-z]{2,}$",
        r"^\[[0-9]+\]$",
        r"^a\$$",
    ],
)
def test_a_pattern_for_the_whole_answer_is_not_told(pattern: str) -> None:
    assert of_pattern(pattern) == []


@pytest.mark.parametrize(
    "pattern,code",
    [
        ("[0-9]", "partial-pattern"),
        ("@", "partial-pattern"),
        ("@gmail.com", "partial-pattern"),
        ("^0", "partial-pattern"),
        ("[a-z]+$", "partial-pattern"),
        (r"[0-9]+\$", "unanchored-pattern"),
        ("[0-9]{10}", "unanchored-pattern"),
        ("0[0-9]{9}|1[0-9]{8}", "unanchored-pattern"),
        ("^a|b$", "unanchored-pattern"),
        ("^(?=.*[0-9]).*$", "pattern-not-judged"),
        (r"^(.)\1$", "pattern-not-judged"),
        ("^([a-z]+)+$", "slow-pattern"),
        (r"^(\w+\s?)*$", "slow-pattern"),
        ("^((a*))*$", "slow-pattern"),
        ("[0-9", "bad-pattern"),
        ("([0-9]+", "bad-pattern"),
        ("[0-9]+)", "bad-pattern"),
        ("*[0-9]", "bad-pattern"),
        ("[0-9]{a}", "bad-pattern"),
        ("^a**$", "bad-pattern"),
        (r"^\y$", "bad-pattern"),
    ],
)
def test_an_odd_pattern_is_told_at_its_cell(pattern: str, code: str) -> None:
    assert of_pattern(pattern) == [(code, *CELL)]


def test_groups_that_repeat_with_a_sign_between_are_not_slow() -> None:
    for pattern in (r"^(\w+ )*$", "^([0-9]+,)+$", "^(a+b+)+$", "^(,[a-z]*x)*$", "^(a?b)+$"):
        shape = shape_of(pattern)
        assert shape is not None, pattern
        assert not shape.slow, pattern


def test_a_pattern_that_is_too_long_to_look_through_is_said_not_to_be_judged() -> None:
    assert of_pattern("a" * 5_000) == [("pattern-not-judged", *CELL)]


@pytest.mark.peer
@pytest.mark.slow
def test_java_refuses_each_pattern_that_is_called_broken() -> None:
    chance = random.Random(20260305)
    words = [*"ab0\\[]()*+?{}|^$.-,", r"\d", r"\p{L}", "{2}", "{1,}", "{,3}", "(?:", "(?i)", "&&"]
    words += ["[a-z]", "[^0-9]", " "]
    patterns = ["".join(chance.choices(words, k=chance.randint(1, 7))) for _ in range(3_000)]
    job = Job(
        form=ORACLE / "tricky-form.xml",
        submission=ORACLE / "tricky-submission.xml",
        asked=[("/data/notes", f"regex('a', \"{pattern}\")") for pattern in patterns],
    )
    refused = [isinstance(answer, Raised) for answer in engine.ask([job])[0]]
    shapes = [shape_of(pattern) for pattern in patterns]
    called = [shape is not None and shape.broken for shape in shapes]
    wrongly = [p for p, c, r in zip(patterns, called, refused, strict=True) if c and not r]
    missed = [p for p, c, r in zip(patterns, called, refused, strict=True) if r and not c]
    assert wrongly == []
    assert len(missed) < 0.02 * sum(refused)
