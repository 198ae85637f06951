"""Whoever reads a page of the project and follows a link of it arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.tidy.commands import ROOT

_AT_THE_TOP = ("README", "ARCHITECTURE", "CONTRIBUTING", "SECURITY", "CHANGELOG")
PAGES = [
    *(ROOT / f"{name}.md" for name in _AT_THE_TOP),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(<?(?P<target>[^)\s>]+)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#")


def test_links_are_found_in_prose_and_not_in_code() -> None:
    page = "[a](b.md#c) [x](https://example.org) [here](#d)\n```sh\n[no](code.md)\n```\n[e](../f/)"
    assert list(own_links(page)) == ["b.md", "../f/"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_there(page: Path) -> None:
    broken = [
        link
        for link in own_links(page.read_text("utf-8"))
        if not (page.parent / link).resolve().is_relative_to(ROOT)
        or not (page.parent / link).exists()
    ]
    assert broken == []


def own_links(text: str) -> Iterator[str]:
    """Yield the paths of a page's links to other files of the project."""
    for link in _LINK.finditer(_FENCED.sub("", text)):
        if not _ELSEWHERE.match(link["target"]):
            yield unquote(link["target"].partition("#")[0])
