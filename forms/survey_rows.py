"""Which row of a survey makes which node of a form: by its path, as names may occur twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.cells import Cells
from forms.paths import local_name

_BEGIN = re.compile(r"begin[\s_](?:l?group|repeat|loop|looped group)\b")
_END = re.compile(r"end[\s_](?:l?group|repeat|loop|looped group)\s*")
_YES = frozenset(("yes", "true", "true()"))


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One row that makes a node."""

    number: int
    """As Excel counts."""
    cells: Mapping[str, str]
    """By heading, without empty ones."""


def survey_rows(cells: Cells) -> Mapping[str, SurveyRow]:
    """Return the rows of a survey by the path of the node that they make, the first of each."""
    found: dict[str, SurveyRow] = {}
    for path, row in _rows(cells):
        found.setdefault(path, row)
    return found


def _rows(cells: Cells) -> Iterator[tuple[str, SurveyRow]]:
    type_heading = cells.heading("survey", "type")
    name_heading = cells.heading("survey", "name")
    disabled_heading = cells.heading("survey", "disabled")
    groups: list[str] = []
    for number, row in cells.rows("survey"):
        if row.get(disabled_heading, "").strip().lower() in _YES:
            continue
        kind = " ".join(row.get(type_heading, "").split())
        name = local_name(row.get(name_heading, "").strip())
        if _END.fullmatch(kind):
            if groups:
                groups.pop()
        elif name:
            yield "".join(f"/{step}" for step in (*groups, name)), SurveyRow(number, row)
            if _BEGIN.match(kind):
                groups.append(name)
