"""A submission laid out in rows: one for the form, one for each entry of each repeat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from exports.layout import Layout
from forms.instance import Element, Instance


@dataclass(frozen=True, slots=True)
class LaidRow:
    """One row as it is stored: see ``exports.record.Row`` for ``at`` and ``cells``."""

    table: int
    """Place of its table in ``layout.tables``."""
    at: tuple[int, ...]
    cells: tuple[str | None, ...]


def lay_out(layout: Layout, instance: Instance) -> tuple[LaidRow, ...]:
    """Lay out the answers of ``instance``: the root row first, repeats in document order.

    Texts stay exactly as parsed; None where the node is absent. Nodes that the form does not know
    are passed over. A question that occurs twice keeps its first answer; the entries of a repeat
    are counted on through a group that occurs twice, so that none is lost. Linear and iterative.
    """
    tables = layout.tables
    top = _Filling(0, (), [None] * len(tables[0].fields))
    rows = [top]
    stack: list[tuple[Iterator[Element], _Names, _Filling]] = []
    stack.append((iter(instance.root.children), _names(layout), top))
    while stack:
        children, names, row = stack[-1]
        for child in children:
            step = names.get(child.name)
            if step is None:
                continue
            if step.cell is not None:
                if row.cells[step.cell] is None:
                    row.cells[step.cell] = child.text
                continue
            if step.table is not None:
                row = row.entry(step.table, len(tables[step.table].fields))
                rows.append(row)
            stack.append((iter(child.children), step.names, row))
            break
        else:
            stack.pop()
    return tuple(LaidRow(row.table, row.at, tuple(row.cells)) for row in rows)


@dataclass(slots=True)
class _Filling:
    """A row being filled."""

    table: int
    at: tuple[int, ...]
    cells: list[str | None]
    entries: dict[int, int] = field(default_factory=dict)
    """How many entries each repeat below has had."""

    def entry(self, table: int, width: int) -> _Filling:
        position = self.entries[table] = self.entries.get(table, 0) + 1
        return _Filling(table, (*self.at, position), [None] * width)


@dataclass(slots=True)
class _Step:
    """What an element of one name is: a cell, the begin of a row, or a group on the way."""

    cell: int | None = None
    table: int | None = None
    names: dict[str, _Step] = field(default_factory=dict)


_Names = Mapping[str, _Step]


@lru_cache(maxsize=256)
def _names(layout: Layout) -> _Names:
    top = _Step()
    for number, table in enumerate(layout.tables):
        if table.path:
            _step(top, table.path).table = number
        for cell, question in enumerate(table.fields):
            _step(top, question.path).cell = cell
    return top.names


def _step(top: _Step, path: str) -> _Step:
    step = top
    for name in path.split("/")[1:]:
        step = step.names.setdefault(name, _Step())
    return step
