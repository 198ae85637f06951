"""What changed from one version of a submission to the next, answer by answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exports.layout import Layout
from exports.rows import lay_out
from forms.instance import Instance

Step = str | tuple[str, int]
"""A name, or an entry of a repeat with its place, counted from 0."""
_Answers = dict[tuple[Step, ...], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that is not what it was; None: there was none."""

    path: tuple[Step, ...]
    """Without the root element."""
    old: str | None
    new: str | None


def differences(layout: Layout, old: Instance, new: Instance) -> tuple[Difference, ...]:
    """Compare two versions by the questions of ``layout``, in its order."""
    before, after = dict(_answers(layout, old)), dict(_answers(layout, new))
    paths = dict.fromkeys([*after, *before])
    return tuple(
        Difference(path, before.get(path), after.get(path))
        for path in paths
        if before.get(path) != after.get(path)
    )


def _answers(layout: Layout, instance: Instance) -> Iterator[tuple[tuple[Step, ...], str]]:
    repeats = {table.path for table in layout.tables}
    for row in lay_out(layout, instance):
        fields = layout.tables[row.table].fields
        for field, cell in zip(fields, row.cells, strict=True):
            if cell is not None:
                yield _steps(field.path, row.at, repeats), cell


def _steps(path: str, at: tuple[int, ...], repeats: set[str]) -> tuple[Step, ...]:
    steps: list[Step] = []
    above, positions = "", iter(at)
    for name in path.split("/")[1:]:
        above += f"/{name}"
        steps.append((name, next(positions) - 1) if above in repeats else name)
    return tuple(steps)
