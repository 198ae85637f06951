"""What the code says of itself stands in docs/: every error code, every setting and command."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from server.cli import tincay
from server.errors import CATALOGUE
from tests.tidy.commands import ROOT, run


def test_the_pages_made_from_the_code_are_fresh() -> None:
    said = run("python", "docs/generate.py", "--check")
    assert not said, said


def test_every_error_code_is_documented() -> None:
    page = (ROOT / "docs/errors.md").read_text("utf-8")
    assert [code for code in CATALOGUE if f"| {code} |" not in page] == []


def test_every_setting_is_documented() -> None:
    source = (ROOT / "server/config.py").read_text("utf-8")
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    settings = set(re.findall(r"\bTINCAY_[A-Z0-9_]+", source))
    assert {name for name in settings if f"`{name}`" not in page} == set()


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs/commands.md").read_text("utf-8")
    assert [name for name in commands(tincay, "tincay") if f"\n## {name}\n" not in page] == []


def commands(command: click.Command, name: str) -> Iterator[str]:
    """Yield the names by which whatever does something is called."""
    if not isinstance(command, click.Group):
        yield name
        return
    for word, below in command.commands.items():
        yield from commands(below, f"{name} {word}")
