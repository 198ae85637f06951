"""One row read as the answers to a form, or the faults that keep it from being so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exports.importing.cells import read_cell, read_day
from exports.importing.faults import TableFault, UnreadableCellError
from exports.importing.headings import Headings
from exports.importing.places import find_unit, level_asked
from exports.indicators.units import Units
from exports.sheets import TableRow
from forms.definition import FormDef, Node

_ORDER = ("country", "province", "district", "commune")
"""From the widest down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """What a row says. With faults its answers are not to be used."""

    number: int
    answers: Mapping[str, str]
    """By path of the question."""
    faults: tuple[TableFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Reads the rows of one table for one form."""

    form: FormDef
    questions: Mapping[str, Node]
    """All that can be answered, by path."""
    headings: Headings
    constants: Mapping[str, str]
    """What is answered alike in every row, by path: where the row's own cell is empty."""
    units: Units
    today: date

    def read(self, row: TableRow) -> ReadRow:
        """Read a row: the day first, since it says which units there were."""
        texts = dict(self.constants)
        for heading, node in self.headings.questions.items():
            if text := row.cells.get(heading, ""):
                texts[node.path] = text
        return _Reading(self, row.number, texts).run()


class _Reading:
    """One row being read."""

    def __init__(self, reader: RowReader, number: int, texts: Mapping[str, str]) -> None:
        self._reader = reader
        self._number = number
        self._texts = texts
        self._answers: dict[str, str] = {}
        self._faults: list[TableFault] = []

    def run(self) -> ReadRow:
        places = [one for one in self._reader.questions.values() if level_asked(one)]
        apart = {one.path for one in places}
        for path, text in self._texts.items():
            if path not in apart:
                self._read(self._reader.questions[path], text)
        day = self._day()
        if day is not None:
            self._place(places, day)
        return ReadRow(number=self._number, answers=self._answers, faults=tuple(self._faults))

    def _read(self, node: Node, text: str) -> None:
        try:
            self._answers[node.path] = read_cell(node, text)
        except UnreadableCellError as error:
            self._tell(node, error)

    def _tell(self, node: Node, error: UnreadableCellError) -> None:
        column = self._reader.headings.column_of(node.path, node.name)
        self._faults.append(error.at(self._number, column))

    def _day(self) -> date | None:
        """Return the row's day; None, and why it has none, where it cannot be used."""
        node = self._reader.questions.get(self._reader.form.event_date_path or "")
        if node is None:
            return self._reader.today
        answer = self._answers.get(node.path)
        if answer is None:
            if node.path not in self._texts:
                self._tell(node, _NO_DAY)
            return None
        try:
            day = read_day(answer)
        except UnreadableCellError as error:  # the form takes a text, or a moment, for its day
            self._tell(node, error)
            return None
        if day > self._reader.today:
            self._tell(node, _FUTURE)
            return None
        return day

    def _place(self, places: list[Node], day: date) -> None:
        """Read the units from the widest down, each within the one before."""
        within = ""
        by_level = {level_asked(node): node for node in places}
        for level in sorted(by_level, key=_ORDER.index):
            node = by_level[level]
            text = self._texts.get(node.path)
            if text is None:
                continue
            try:
                unit = find_unit(self._reader.units, text, level, day, within)
            except UnreadableCellError as error:
                self._tell(node, error)
                return
            self._answers[node.path] = within = unit.key
        for level, node in by_level.items():
            above = self._reader.units.ancestor(within, level) if within else None
            if above is not None:
                self._answers.setdefault(node.path, above)


_NO_DAY = UnreadableCellError("no-date", "Chưa ghi ngày.", "There is no date.")
_FUTURE = UnreadableCellError("future-date", "Ngày ở tương lai.", "The day is in the future.")
