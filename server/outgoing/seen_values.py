"""Which values of select_multiple questions occur in the data: Central's columns hang on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from exports.answer import Seen
from exports.layout import Layout
from exports.record import Row
from forms.definition import Node
from server.errors import Problem

VALUES_MAX = 2000
"""Different values of one question; with more, a table of columns helps nobody."""


class SeenValues:
    """The values found so far."""

    def __init__(self) -> None:
        self._values: dict[str, set[str]] = {}

    def read(
        self,
        questions: Sequence[Node],
        rows: Iterable[Row],
        layouts: Mapping[str, Layout],
        table: str,
    ) -> None:
        """Note the values of ``questions`` in the rows of their table; raise 400.8 for too many."""
        found = [
            (question.path, self._values.setdefault(question.path, set())) for question in questions
        ]
        places: dict[str, list[tuple[int, set[str]]]] = {}
        for row in rows:
            if row.layout not in places:
                places[row.layout] = _places(layouts[row.layout], table, found)
            for place, values in places[row.layout]:
                values.update((row.cells[place] or "").split())
                if len(values) > VALUES_MAX:
                    raise _too_many()

    def by_path(self) -> Seen:
        """Return them, sorted, by the path of their question."""
        return {path: sorted(values) for path, values in self._values.items()}


def _places(
    layout: Layout, table: str, found: Iterable[tuple[str, set[str]]]
) -> list[tuple[int, set[str]]]:
    fields = next((known.fields for known in layout.tables if known.path == table), ())
    numbers = {field.path: number for number, field in enumerate(fields)}
    return [(numbers[path], values) for path, values in found if path in numbers]


def _too_many() -> Problem:
    return Problem(
        "400.8",
        field="splitSelectMultiples",
        value="true",
        reason=f"a question has more than {VALUES_MAX} different answers.",
    )
