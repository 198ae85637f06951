"""Conditions on a version's state, written out in the SQL: a partial index serves no parameter."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, literal_column

from server.store.schema.submissions import FOUND
from server.store.tables import Version

ASIDE_STATES = ("conflict", "waiting", "quarantined")
"""Kept, and not counted."""

IS_CURRENT = Version.state == literal_column("'current'")
IS_WAITING = Version.state == literal_column("'waiting'")
IS_ASIDE = Version.state.in_([literal_column(f"'{state}'") for state in ASIDE_STATES])
IS_PENDING = Version.derived == literal_column("'pending'")
IS_TO_CHECK = Version.checked == literal_column("'pending'")
IN_STATE: Mapping[str, ColumnElement[bool]] = {
    state: literal_column(f"(version.{FOUND[index].replace(' and ', ' and version.')})")
    for state, index in (
        ("fault", "with_faults"),
        ("note", "with_notes"),
        ("unchecked", "unchecked"),
        ("pending", "check_pending"),
    )
}
"""What the check has said of a current version, by the index that holds those."""
