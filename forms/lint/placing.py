"""Where a remark stands in the designer's workbook: sheet, row, and the column as it is headed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.cells import Cells, Place
from forms.lint.remark import Remark
from forms.lint.translations import UNTRANSLATED
from forms.survey_rows import SurveyRow, survey_rows

_TEXTS = frozenset(("label", "hint", "constraint_message", "required_message"))
_UNNAMED = ("", "default")
"""How an XForm calls the language of texts whose column names none."""
_ENTITY = "/meta/entity"
_OF_ENTITY: Mapping[str, str] = {
    "@id": "entity_id",
    "@create": "create_if",
    "@update": "update_if",
    "label": "label",
}
_MADE_BY_PYXFORM: Mapping[str, str] = {"_count": "repeat_count", "_other": "type"}
"""What pyxform adds to a name, and the column that made it do so."""


class Placing:
    """Finds the cells of remarks in one workbook."""

    def __init__(self, cells: Cells, default_language: str) -> None:
        self._cells = cells
        self._rows = survey_rows(cells)
        self._unnamed = {*_UNNAMED, default_language}
        self._choices: dict[tuple[str, str], int] | None = None

    def place(self, remark: Remark) -> Place | None:
        """Return where a remark stands; None where the workbook has no such column.

        That a column is missing in a language, pyxform has said already.
        """
        if remark.choice is not None:
            return self._choice(remark, remark.choice)
        row = self._rows.get(remark.path)
        if row is not None:
            return self._in_survey(remark, row)
        return self._made(remark)

    def _choice(self, remark: Remark, choice: tuple[str, str]) -> Place | None:
        heading = self._heading("choices", remark)
        if heading is None:
            return None
        if self._choices is None:
            self._choices = dict(self._list_choices())
        return Place("choices", self._choices.get(choice), heading)

    def _list_choices(self) -> Iterator[tuple[tuple[str, str], int]]:
        list_name = self._cells.heading("choices", "list_name")
        name = self._cells.heading("choices", "name")
        for number, row in self._cells.rows("choices"):
            yield (row.get(list_name, "").strip(), row.get(name, "").strip()), number

    def _heading(self, sheet: str, remark: Remark) -> str | None:
        language = remark.language or ""
        found = self._cells.heading_in(sheet, remark.column, language)
        if found is None and language in self._unnamed:
            found = self._cells.heading_in(sheet, remark.column, "")
        return found

    def _in_survey(self, remark: Remark, row: SurveyRow) -> Place | None:
        if remark.language is not None and remark.column in _TEXTS:
            in_language = self._heading("survey", remark)
            if in_language is not None:
                return Place("survey", row.number, in_language)
            if remark.code == UNTRANSLATED:
                return None
        heading = self._cells.heading("survey", remark.column, row.number)
        if remark.column == "choice_filter" and not row.cells.get(heading):
            heading = self._cells.heading("survey", "type")
        return Place("survey", row.number, heading)

    def _made(self, remark: Remark) -> Place:
        """Place what no row of the survey makes: pyxform did, of a setting or another row."""
        path = remark.path
        before, found, behind = path.partition(_ENTITY)
        if found and behind[:1] in ("", "/"):
            return self._entity(behind.removeprefix("/"))
        if path == "/meta/instanceName":
            return Place("settings", 2, self._cells.heading("settings", "instance_name"))
        for ending, column in _MADE_BY_PYXFORM.items():
            row = self._rows.get(path.removesuffix(ending)) if path.endswith(ending) else None
            if row is not None:
                return Place("survey", row.number, self._cells.heading("survey", column))
        return Place("survey" if before else None)

    def _entity(self, node: str) -> Place:
        rows = [number for number, row in self._cells.rows("entities") if row]
        column = self._cells.heading("entities", _OF_ENTITY.get(node, "list_name"))
        return Place("entities", rows[0] if len(rows) == 1 else None, column)
