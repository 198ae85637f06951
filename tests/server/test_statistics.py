"""A young PostgreSQL is told how large its tables have become."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from server.store.database import Database
from server.store.statistics import refresh_statistics
from tests.kit.services import fresh_database

MANY = text(
    "insert into blob (sha256, size, created_at)"
    " select n::text, n, now() from generate_series(1, 500) n"
)


def test_a_table_that_was_never_looked_at_is_looked_at_once() -> None:
    with fresh_database() as url:
        database = Database(url)
        database.migrate()
        with database.write() as cx:
            cx.execute(MANY)
        with database.write() as cx:
            cx.execute(text("select pg_stat_force_next_flush()"))
        with database.write() as cx:
            assert refresh_statistics(cx) == ("blob",)
        with database.write() as cx:
            cx.execute(text("select pg_stat_force_next_flush()"))
        with database.write() as cx:
            assert refresh_statistics(cx) == ()
        database.close()


def test_sqlite_needs_none(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'tincay.sqlite3'}")
    database.migrate()
    with database.write() as cx:
        assert refresh_statistics(cx) == ()
    database.close()
