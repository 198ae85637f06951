"""A small form to read tables for."""

from __future__ import annotations

from forms.definition import Choice, Node

VI, EN = "Tiếng Việt (vi)", "English (en)"


def question(name: str, vi: str, en: str = "", **more: object) -> Node:
    """Return a question that is asked."""
    given = {"type": "string", "asked": True} | more
    labels = {VI: vi, EN: en or name}
    return Node(name=name, path=f"/{name}", kind="field", labels=labels, **given)  # type: ignore[arg-type]


def choice(name: str, vi: str, en: str = "") -> Choice:
    """Return a choice."""
    return Choice(name=name, labels={VI: vi, EN: en or name})
