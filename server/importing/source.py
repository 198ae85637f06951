"""The file that somebody brings: its bytes, and the sheet of it that is meant."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

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
    kind: Literal["xlsx", "csv"]

    @property
    def table_sha256(self) -> str:
        """By what the table is known again, in whatever file: Excel saves no two alike."""
        rows = [(row.number, sorted(row.cells.items())) for row in self.table.rows]
        said = json.dumps([list(self.table.headings), rows], ensure_ascii=False)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def read_source(name: str, data: bytes, sheet: str = "") -> Source:
    """Read a file. ``sheet``: of the workbook; "": the first.

    Raises RefusedTable where it is no table or has no such sheet.
    """
    if not (name.lower().endswith(".xlsx") or data.startswith(_WORKBOOKS)):
        return Source(name=name, data=data, table=read_csv(name, data), kind="csv")
    sheets = read_workbook(data)
    names = list(sheets)
    if not names:  # charts alone
        raise RefusedTable(NOT_A_WORKBOOK)
    wanted = sheet or names[0]
    if wanted not in sheets:
        raise RefusedTable([_no_sheet(wanted, names)])
    return Source(name=name, data=data, table=sheets[wanted], kind="xlsx")


def _no_sheet(name: str, here: Sequence[str]) -> Fault:
    named = ", ".join(here)
    return Fault(
        level="error",
        code="no-such-sheet",
        vi=f"Tệp không có trang “{name}”, chỉ có: {named}.",
        en=f"The workbook has no sheet “{name}”, but: {named}.",
    )
