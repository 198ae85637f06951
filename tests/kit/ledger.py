"""All that is stored, counted: what a refused request must leave as it was."""

from __future__ import annotations

from dataclasses import dataclass

from server.services import Services

_TABLES = ("submission", "version", "attachment", "blob", "flat_row", "finding", "audit")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows by table, contents on the disk, temporary files."""

    rows: dict[str, int]
    contents: int
    temporary: int


def ledger(parts: Services) -> Ledger:
    """Count what a server has now."""
    with parts.database.read() as cx:
        rows = {
            table: cx.exec_driver_sql(f"select count(*) from {table}").scalar_one()
            for table in _TABLES
        }
    contents = sum(path.is_file() for path in (parts.config.data / "blobs").rglob("*"))
    return Ledger(rows, contents, len(list(parts.blobs.temporary.iterdir())))
