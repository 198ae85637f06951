"""What is wrong with a table, told at the row and column where somebody can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFault:
    """What does not hold in one cell, or of a heading."""

    row: int
    """As Excel counts; 1: the headings."""
    column: str
    """The heading; the question's name where no column answers it; "": it is the whole row."""
    code: str
    """A stable word."""
    vi: str
    en: str

    def sentence(self, language: str) -> str:
        """Say it with its place, in "vi" or "en"."""
        if language == "vi":
            column = f", cột “{self.column}”" if self.column else ""
            return f"hàng {self.row}{column}: {self.vi}"
        column = f", column “{self.column}”" if self.column else ""
        return f"row {self.row}{column}: {self.en}"


class UnreadableCellError(ValueError):
    """A cell answers nothing; ``code`` is a stable word, the sentences say what to write."""

    def __init__(self, code: str, vi: str, en: str) -> None:
        super().__init__(code)
        self.code, self.vi, self.en = code, vi, en

    def at(self, row: int, column: str) -> TableFault:
        """Tell it at its cell."""
        return TableFault(row=row, column=column, code=self.code, vi=self.vi, en=self.en)
