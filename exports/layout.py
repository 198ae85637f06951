"""A form's layout: which tables its submissions fill, and which answer stands in which place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from forms.definition import FormDef, Node


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """One table: the root of the form (path ``""``) or a repeat (``/group/child``)."""

    path: str
    fields: tuple[Node, ...]
    """The questions below it, not below a deeper repeat, in form order."""
    parent: str | None
    """Path of the table that it hangs from; None for the root."""


@dataclass(frozen=True, eq=False)
class Layout:
    """All tables of one form version: the root first, then the repeats, depth first."""

    tables: tuple[LayoutTable, ...]

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of tables, paths and types: equal layouts hold interchangeable cells."""
        shape = [
            [table.path, [[field.path, field.type] for field in table.fields]]
            for table in self.tables
        ]
        text = json.dumps(shape, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def ancestors(self, path: str) -> tuple[LayoutTable, ...]:
        """List the tables above the one at ``path``, the root first; none for the root itself."""
        known = {table.path: table for table in self.tables}
        above: list[LayoutTable] = []
        parent = known[path].parent
        while parent is not None:
            above.append(known[parent])
            parent = known[parent].parent
        return tuple(reversed(above))


def layout_of(form: FormDef) -> Layout:
    """Lay out the tables of ``form``."""
    return Layout(tuple(_tables("", None, form.children)))


def _tables(path: str, parent: str | None, children: tuple[Node, ...]) -> Iterator[LayoutTable]:
    yield LayoutTable(path, tuple(_fields(children)), parent)
    for repeat in _repeats(children):
        yield from _tables(repeat.path, path, repeat.children)


def _fields(children: tuple[Node, ...]) -> Iterator[Node]:
    for node in children:
        if node.kind == "field":
            yield node
        elif node.kind == "group":
            yield from _fields(node.children)


def _repeats(children: tuple[Node, ...]) -> Iterator[Node]:
    for node in children:
        if node.kind == "repeat":
            yield node
        elif node.kind == "group":
            yield from _repeats(node.children)
