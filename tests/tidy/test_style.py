"""The code is formatted, without lint, and its types hold."""

from __future__ import annotations

import pytest

from tests.tidy.commands import run


def test_the_code_is_in_the_house_format() -> None:
    said = run("ruff", "format", "--check", "--quiet")
    assert not said, said


def test_the_code_is_without_lint() -> None:
    said = run("ruff", "check", "--quiet", "--output-format=concise")
    assert not said, said


@pytest.mark.slow
def test_the_types_hold() -> None:
    said = run("mypy", "--no-error-summary")
    assert not said, said
