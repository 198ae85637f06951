"""The file that somebody brings: its bytes, and the sheet of it that is meant."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from exports.sheets import RefusedTable, SheetTable, read_csv, read_workbook
from forms.conversion import Fault
from forms.workbook import NOT_A_WORKBOOK

_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""How Excel's files begin, whatever they are called; a CSV does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A table and the file that it came in."""

    name: str
    """Of the file. It may name people: it is kept nowhere."""
    data: bytes
    table: SheetTable
    sheet_number: int
    """Which sheet of the workbook it is, from 1."""

    @property
    def sha256(self) -> str:
        """What the file is kept under."""
        return hashlib.sha256(self.data).hexdigest()


def read_source(name: str, data: bytes, sheet: str = "") -> Source:
    """Read a file. ``sheet``: of the workbook; "": the first.

    Raises RefusedTable where it is no table or has no such sheet.
    """
    if not (name.lower().endswith(".xlsx") or data.startswith(_WORKBOOKS)):
        return Source(name=name, data=data, table=read_csv(name, data), sheet_number=1)
    sheets = read_workbook(data)
    names = list(sheets)
    if not names:  # charts alone
        raise RefusedTable(NOT_A_WORKBOOK)
    wanted = sheet or names[0]
    if wanted not in sheets:
        raise RefusedTable([_no_sheet(wanted, names)])
    number = names.index(wanted) + 1
    return Source(name=name, data=data, table=sheets[wanted], sheet_number=number)


def _no_sheet(name: str, here: Sequence[str]) -> Fault:
    named = ", ".join(here)
    return Fault(
        level="error",
        code="no-such-sheet",
        vi=f"Tệp không có trang “{name}”, chỉ có: {named}.",
        en=f"The workbook has no sheet “{name}”, but: {named}.",
    )
