"""Imports go one way: server > exports > forms, and downwards inside each (pyproject.toml)."""

from __future__ import annotations

from tests.tidy.commands import run


def test_imports_keep_their_contracts() -> None:
    said = run("lint-imports", "--no-logo")
    assert not said, said
