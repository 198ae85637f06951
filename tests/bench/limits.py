"""What the database alone does on this machine: a row and a commit at a time, and a flat copy."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg


def sqlite_commits_per_second(folder: Path, payload: bytes, count: int) -> float:
    """Insert ``count`` rows into WAL with synchronous=FULL, a commit each."""
    database = sqlite3.connect(folder / "limit.sqlite3", isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=full")
    database.execute("create table raw (id integer primary key, xml blob)")

    def insert() -> None:
        for _ in range(count):
            database.execute("insert into raw (xml) values (?)", (payload,))

    rate = count / _seconds(insert)
    database.close()
    return rate


def postgresql_commits_per_second(address: str, payload: bytes, count: int, clients: int) -> float:
    """Insert ``count`` rows over ``clients`` connections, a commit each."""
    with psycopg.connect(address, autocommit=True) as cx:
        cx.execute("create table if not exists raw (id bigserial primary key, xml bytea)")

    def work() -> None:
        with psycopg.connect(address, autocommit=True) as cx:
            for _ in range(count // clients):
                cx.execute("insert into raw (xml) values (%s)", (payload,))

    return count / _seconds(lambda: _together(work, clients))


def postgresql_copied_per_second(address: str) -> float:
    """Copy the flat rows out, as the database writes them."""
    with psycopg.connect(address) as cx:
        found = cx.execute("select count(*) from flat_row where table_ordinal = 0").fetchone()
        rows = found[0] if found else 0

        def copy() -> None:
            with cx.cursor().copy(
                "copy (select cells from flat_row where table_ordinal = 0) to stdout"
            ) as pieces:
                for _ in pieces:
                    pass

        return float(rows / _seconds(copy))


def _together(work: Callable[[], None], clients: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _seconds(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
