"""What the code says of itself stands in docs/: every error code, every setting."""

from __future__ import annotations

import re

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
