"""What PostgreSQL has to know of young tables, so that a join does not walk them whole."""

from __future__ import annotations

from sqlalchemy import text

from server.store.database import Cx

_ROWS_MIN = 100
_NEVER_LOOKED_AT = text(
    "select relname from pg_stat_user_tables"
    " where n_live_tup > :rows_min and last_analyze is null and last_autoanalyze is null"
    " order by relname"
)


def refresh_statistics(cx: Cx) -> tuple[str, ...]:
    """Let the planner look at tables that it has never looked at; return their names.

    Without statistics it takes every table for empty: the first thousands of submissions would be
    exported in quadratic time. Later PostgreSQL keeps them fresh by itself; SQLite needs none.
    """
    if cx.dialect.name != "postgresql":
        return ()
    found = cx.execute(_NEVER_LOOKED_AT, {"rows_min": _ROWS_MIN}).scalars().all()
    for name in found:
        cx.execute(text(f'analyze "{name}"'))
    return tuple(found)
