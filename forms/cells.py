"""The cells of a workbook, looked through to find where a fault sits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

PLACES_MAX = 20
"""How many places of one fault are listed."""
_FIRST_ROW = 2
"""Row 1 holds the headings."""
_ALIASES: Mapping[str, str] = {
    "caption": "label",
    "value": "name",
    "tag": "name",
    "relevance": "relevant",
    "calculate": "calculation",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "read_only": "readonly",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "id_string": "form_id",
    "command": "type",
    "dataset": "list_name",
}
_BEHIND = ("bind", "control", "body", "instance", "media")
"""Words that stand before a column's name, and say nothing of it: ``bind::relevant``."""


class Place(NamedTuple):
    """Where something stands in a workbook; None where that is not known."""

    sheet: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its headings, and its rows as texts by heading, without empty cells."""

    headings: Sequence[str]
    rows: Sequence[Mapping[str, str]]


class Cells:
    """The sheets of a workbook that make a form."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self._sheets = sheets

    def heading(self, sheet: str, column: str, row: int | None = None, text: str = "") -> str:
        """Return how the workbook writes a column's heading.

        Among several (a label in two languages) that of the cell in ``row`` which holds ``text``;
        ``column`` itself where there is no such heading.
        """
        known = self._sheets.get(sheet)
        headings = [h for h in known.headings if _means(h, column)] if known else []
        if known and row is not None and 0 <= row - _FIRST_ROW < len(known.rows):
            cells = known.rows[row - _FIRST_ROW]
            headings = [h for h in headings if text and text in cells.get(h, "")] or headings
        return headings[0] if headings else column

    def heading_in(self, sheet: str, column: str, language: str) -> str | None:
        """Return the heading of a column in a language ("" for none); None where there is none."""
        known = self._sheets.get(sheet)
        for heading in known.headings if known else ():
            parts = heading.split("::")
            told = parts[-1].strip() if len(parts) > 1 and not _says(parts[-1], column) else ""
            if told == language and _means(heading, column):
                return heading
        return None

    def where(self, sheet: str, column: str, value: str, **more: str) -> Iterator[Place]:
        """Yield each row whose cell in a column is ``value`` (and in others as ``more`` says)."""
        heading = self.heading(sheet, column)
        wanted = {self.heading(sheet, other): text for other, text in more.items()}
        wanted[heading] = value
        for number, row in self.rows(sheet):
            if all(_same(row.get(h, ""), text) for h, text in wanted.items()):
                yield Place(sheet, number, heading)

    def mentions(self, text: str, sheet: str = "", column: str = "") -> Iterator[Place]:
        """Yield each cell that holds ``text``, in all sheets and columns or the named one."""
        for name in [sheet] if sheet else self._sheets:
            for number, row in self.rows(name):
                for heading, cell in row.items():
                    if text in cell and (not column or _means(heading, column)):
                        yield Place(name, number, heading)

    def headings_with(self, sheet: str, text: str) -> Iterator[Place]:
        """Yield the headings of a sheet that hold ``text``."""
        known = self._sheets.get(sheet)
        for heading in known.headings if known else ():
            if text in heading:
                yield Place(sheet, 1, heading)

    def setting(self, name: str) -> str:
        """Return a setting, "" where there is none."""
        heading = self.heading("settings", name)
        first = next(self.rows("settings"), (0, {}))[1]
        return first.get(heading, "").strip()

    def has_rows(self, sheet: str) -> bool:
        """Say whether a sheet has anything below its headings."""
        return any(row for _, row in self.rows(sheet))

    def rows(self, sheet: str) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield the rows of a sheet with their numbers."""
        known = self._sheets.get(sheet)
        return enumerate(known.rows if known else (), start=_FIRST_ROW)


def _means(heading: str, column: str) -> bool:
    """Say whether a heading stands for a column, as ``label::English`` does for label."""
    parts = heading.split("::")
    named = parts[1] if len(parts) > 1 and parts[0].strip().lower() in _BEHIND else parts[0]
    return _says(named, column) or any(_plain(part) == column.lower() for part in parts)


def _says(part: str, column: str) -> bool:
    wanted = column.lower()
    return _ALIASES.get(_plain(part), _plain(part)) == _ALIASES.get(wanted, wanted)


def _plain(part: str) -> str:
    return "_".join(part.split()).lower()


def _same(cell: str, value: str) -> bool:
    return " ".join(cell.split()) == " ".join(value.split())
