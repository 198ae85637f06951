"""Databases with the tables as the migrations make them, and nothing else: what a story begins on.

To migrate costs a tenth of a second, to make and to drop a PostgreSQL database a quarter each: so
SQLite's file is copied, and a PostgreSQL database that a story is done with is emptied for another.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
from psycopg import sql

from server.store.database import Database
from tests.kit.services import fresh_database

FILE = "tincay.sqlite3"
_unused: list[_Made] = []


@dataclass(frozen=True, slots=True)
class _Made:
    """A migrated database, and what the migrations wrote into it."""

    url: str
    rows: Mapping[str, Sequence[tuple[Any, ...]]]
    """By table; of those not named, none."""
    numbers: Mapping[str, int | None]
    """The last number that each sequence gave."""


def migrated_file(folder: Path) -> str:
    """Put a migrated SQLite database into a folder that has none; return its SQLAlchemy URL."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / FILE
    if not file.exists():
        shutil.copyfile(_file(), file)
        file.chmod(0o600)
    return f"sqlite:///{file}"


@contextmanager
def migrated_database() -> Iterator[str]:
    """Yield the SQLAlchemy URL of a migrated PostgreSQL database that this story alone uses."""
    made = _unused.pop() if _unused else _make()
    try:
        yield made.url
    finally:
        _empty(made)
        _unused.append(made)


@cache
def _file() -> Path:
    folder = Path(mkdtemp(prefix="tincay-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / FILE
    _migrate(f"sqlite:///{file}")  # closed, its log is folded into the file: that is copied
    return file


def _make() -> _Made:
    """Make a database that stays until the tests end."""
    until_the_end = ExitStack()
    url = until_the_end.enter_context(fresh_database())
    atexit.register(until_the_end.close)
    _migrate(url)
    with _connected(url) as connection:
        return _Made(
            url,
            {table: _rows(connection, table) for table in _written(connection)},
            dict(_sequences(connection)),
        )


def _migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.close()


def _empty(made: _Made) -> None:
    """Leave the rows that the migrations wrote, and let numbers go on from there."""
    with _connected(made.url) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        connection.execute("set session_replication_role = replica")  # in whatever order
        for table in _written(connection):
            rows = made.rows.get(table, [])
            if rows != _rows(connection, table):
                name = sql.Identifier(table)
                connection.execute(sql.SQL("delete from {}").format(name))
                for row in rows:
                    values = sql.SQL(", ").join(sql.Placeholder() * len(row))
                    connection.execute(
                        sql.SQL("insert into {} values ({})").format(name, values), row
                    )
        for name, number in _sequences(connection):
            if number != made.numbers[name]:
                connection.execute(
                    "select setval(%s, %s, %s)",
                    (name, made.numbers[name] or 1, bool(made.numbers[name])),
                )


def _connected(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(url.replace("+psycopg", ""))


def _written(connection: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    """Return the tables that are not empty."""
    tables = connection.execute("select tablename from pg_tables where schemaname = 'public'")
    asked = [
        sql.SQL("select {} where exists (select from {})").format(name, sql.Identifier(name))
        for (name,) in tables.fetchall()
    ]
    return [name for (name,) in connection.execute(sql.SQL(" union all ").join(asked))]


def _rows(connection: psycopg.Connection[tuple[Any, ...]], table: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql.SQL("table {}").format(sql.Identifier(table))).fetchall()


def _sequences(connection: psycopg.Connection[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return connection.execute("select sequencename, last_value from pg_sequences").fetchall()
