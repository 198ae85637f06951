"""Programs and databases that the tests use: found or started; else a skip that says so.

With CI=true nothing is skipped: what is missing fails the test that needs it.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from tests.kit import cluster
from tests.kit.cluster import Cluster

LOCAL_SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
"""A server that may run beside us and trusts its own machine, as in a CI container."""


_NO_POSTGRES = "PostgreSQL is not here: sudo apt-get install -y postgresql"


def absent(reason: str) -> NoReturn:
    """Skip the test with ``reason``; under CI=true fail it."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"{reason} (CI=true: nothing is skipped)", pytrace=False)
    pytest.skip(reason)


def java() -> Path:
    """Return the Java launcher, or skip."""
    return _program("java", package="default-jdk-headless")


def chromium() -> Path:
    """Return a Chromium or Chrome, or skip."""
    return _program("chromium", "chromium-browser", "google-chrome", package="chromium")


def soffice() -> Path:
    """Return LibreOffice, or skip."""
    return _program("soffice", "libreoffice", package="libreoffice-calc-nogui")


def zbarimg() -> Path:
    """Return the reader of QR pictures, or skip."""
    return _program("zbarimg", package="zbar-tools")


def _program(*names: str, package: str) -> Path:
    for name in names:
        if found := shutil.which(name):
            return Path(found)
    absent(f"{names[0]} is not here: sudo apt-get install -y {package}")


@cache
def postgres_url() -> str | None:
    """Return the SQLAlchemy URL of a server where databases may be made; None: there is none.

    In this order: TINCAY_TEST_DATABASE_URL (which must answer then), a server on 127.0.0.1:5432
    that lets ``postgres`` in without a password, a cluster of our own until the tests end.
    """
    if given := os.environ.get("TINCAY_TEST_DATABASE_URL"):
        url = make_url(given).set(drivername="postgresql+psycopg")
        psycopg.connect(_libpq(url), connect_timeout=10).close()
        return url.render_as_string(hide_password=False)
    if _answers(LOCAL_SERVER):
        return LOCAL_SERVER
    if cluster.programs() is None:
        return None
    until_the_end = ExitStack()
    atexit.register(until_the_end.close)
    return until_the_end.enter_context(own_cluster()).url


@contextmanager
def own_cluster(folder: Path | None = None) -> Iterator[Cluster]:
    """Yield a cluster that a story may stop, start and kill; its data are in ``folder``.

    Who runs it is not root, so the folder must be reachable for everybody.
    """
    programs = cluster.programs()
    if programs is None:
        absent(_NO_POSTGRES)
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="tincay-postgres-")))
        made = Cluster(programs, folder)
        made.make()
        made.start()
        stack.callback(made.stop)
        yield made


@contextmanager
def fresh_database() -> Iterator[str]:
    """Yield the SQLAlchemy URL of a new, empty PostgreSQL database; drop it afterwards."""
    server = _server()
    name = _new_name()
    _make(server, name, "template0")
    try:
        yield _url_of(server, name)
    finally:
        _drop(server, name)


def _server() -> str:
    server = postgres_url()
    if server is None:
        absent(_NO_POSTGRES)
    return server


def _new_name() -> str:
    return f"tincay_test_{secrets.token_hex(6)}"


def _make(server: str, name: str, template: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    _run_on(server, statement.format(sql.Identifier(name), sql.Identifier(template)))


def _drop(server: str, name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    _run_on(server, statement.format(sql.Identifier(name)))


def _url_of(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _run_on(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(_libpq(make_url(server)), autocommit=True) as connection:
        connection.execute(statement)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(_libpq(make_url(url)), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _libpq(url: URL) -> str:
    """Return the address as psycopg itself wants it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
