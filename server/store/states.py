"""Conditions on a version's state, written out in the SQL: a partial index serves no parameter."""

from __future__ import annotations

from sqlalchemy import literal_column

from server.store.tables import Version

ASIDE_STATES = ("conflict", "waiting", "quarantined")
"""Kept, and not counted."""

IS_CURRENT = Version.state == literal_column("'current'")
IS_WAITING = Version.state == literal_column("'waiting'")
IS_ASIDE = Version.state.in_([literal_column(f"'{state}'") for state in ASIDE_STATES])
IS_PENDING = Version.derived == literal_column("'pending'")
