"""The database: SQLite by default, PostgreSQL when it grows; one way to read and one to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import psycopg
import structlog
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from server.errors import Problem

Cx = Connection
"""A connection inside one transaction: what every query takes."""

_WRITES = "tincay_writes"
_CONNECTIONS_MAX = 40
_RETRY_SECONDS = 30
log = structlog.get_logger()


class UnsafeDatabaseError(Exception):
    """The database would not keep what it has acknowledged; the text is the line to print."""


class Database:
    """An engine and its two kinds of transaction."""

    def __init__(self, url: str) -> None:
        """Open ``url``; nothing is read or written yet."""
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite and (file := make_url(url).database):
            _make_private(Path(file))
        self._engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        self._writer = self._engine.execution_options(**{_WRITES: True})
        self._reader = (
            self._engine
            if self.is_sqlite
            else self._engine.execution_options(isolation_level="REPEATABLE READ")
        )

    @contextmanager
    def read(self) -> Iterator[Cx]:
        """One snapshot: all that is read in it belongs together."""
        with _answering(), self._reader.begin() as cx:
            yield cx

    @contextmanager
    def write(self) -> Iterator[Cx]:
        """One transaction: durable when the block has ended, gone if it raises."""
        with _answering(), self._writer.begin() as cx:
            yield cx

    def migrate(self) -> None:
        """Bring the tables to what this code knows; refuse a database that is ahead of it."""
        config = AlembicConfig()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        known = _revisions()
        with self._writer.begin() as cx:
            found = MigrationContext.configure(cx).get_current_revision()
            if found is not None and found not in known:
                raise UnsafeDatabaseError(
                    f"The database is at {found}, which this version of tincay does not know: "
                    "use the newer version."
                )
            if found != known[0]:
                config.attributes["connection"] = cx
                command.upgrade(config, "head")

    def assert_durable(self) -> None:
        """Read back that a commit is on the disk when it is acknowledged, else refuse."""
        with self._writer.begin() as cx:
            if self.is_sqlite:
                journal = cx.execute(text("pragma journal_mode")).scalar_one()
                synchronous = cx.execute(text("pragma synchronous")).scalar_one()
                if (journal, synchronous) != ("wal", 2):
                    raise UnsafeDatabaseError(
                        f"SQLite runs with journal_mode={journal}, synchronous={synchronous}; "
                        "it must be WAL and FULL (is the data folder on a network drive?)."
                    )
                return
            fsync = cx.execute(text("show fsync")).scalar_one()
            commit = cx.execute(text("show synchronous_commit")).scalar_one()
            if fsync != "on" or commit == "off":
                raise UnsafeDatabaseError(
                    f"PostgreSQL runs with fsync={fsync}, synchronous_commit={commit}; "
                    "both must be on."
                )

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def lock_instances(cx: Cx, *names: str) -> None:
    """Let nobody else work on these instance ids until this transaction ends.

    SQLite has one writer anyway. PostgreSQL takes advisory locks, in the order given: along a
    chain of edits, the older first, so that phones that send parts of one chain wait for each
    other and not for ever.
    """
    if cx.dialect.name != "postgresql":
        return
    for name in dict.fromkeys(names):
        cx.execute(text("select pg_advisory_xact_lock(hashtextextended(:n, 0))"), {"n": name})


def must_be_usable(cx: Cx) -> None:
    """Raise 503.3 where a transaction cannot go on: for those who outlive an error in it.

    The connection is gone, SQLite has rolled back by itself (disk full), or PostgreSQL refuses
    all that follows a failed statement.
    """
    if cx.invalidated or not _is_open(cx.connection.dbapi_connection):
        log.error("database", error="the transaction is over")
        raise Problem("503.3", retry_after_s=_RETRY_SECONDS)


def _is_open(connection: Any) -> bool:
    if isinstance(connection, psycopg.Connection):
        return connection.info.transaction_status == TransactionStatus.INTRANS
    return bool(connection.in_transaction)


@contextmanager
def _answering() -> Iterator[None]:
    """Turn a database that does not answer into 503: the phone sends again."""
    try:
        yield
    except (OperationalError, PoolTimeoutError) as error:
        log.error("database", error=type(error).__name__, reason=_reason(error))
        raise Problem("503.3", retry_after_s=_RETRY_SECONDS) from error
    except DataError as error:
        # PostgreSQL takes no NUL in a text, SQLite does: the same answer on both.
        raise Problem("400.1", format="text") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Problem("503.3", retry_after_s=_RETRY_SECONDS) from error
        raise


def _reason(error: Exception) -> str:
    """Return what the database itself calls it (``SQLITE_BUSY``, ``57014``): never its text."""
    origin = getattr(error, "orig", None)
    return str(getattr(origin, "sqlite_errorname", "") or getattr(origin, "sqlstate", "") or "")


def _serialised(value: Any) -> str:
    return orjson.dumps(value).decode()


@cache
def _revisions() -> Sequence[str]:
    """Return all states of the tables that this code knows, the newest first."""
    scripts = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    return [script.revision for script in scripts.walk_revisions()]


def _make_private(file: Path) -> None:
    """Make an empty database that its owner alone may read; SQLite's side files take after it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        json_serializer=_serialised,
        json_deserializer=orjson.loads,
        hide_parameters=True,  # answers and hashes have no place in a log
        pool_size=_CONNECTIONS_MAX,
        max_overflow=0,
        pool_timeout=20,
        connect_args={"timeout": 30, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        # A reader that turns writer half way can fail with SQLITE_BUSY: writers say so first.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


def _postgresql(url: str) -> Engine:
    return create_engine(
        url,
        json_serializer=_serialised,
        json_deserializer=orjson.loads,
        hide_parameters=True,  # answers and hashes have no place in a log
        pool_size=_CONNECTIONS_MAX,
        max_overflow=0,
        pool_timeout=20,
        pool_pre_ping=True,
        connect_args={"options": "-c lock_timeout=20000 -c statement_timeout=600000"},
    )
