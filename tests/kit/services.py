"""Programs and databases that the tests use: found or started; else a skip that says so.

With CI=true nothing is skipped: what is missing fails the test that needs it.
"""

from __future__ import annotations

import atexit
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

LOCAL_SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
"""A server that may run beside us and trusts its own machine, as in a CI container."""


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
    programs = _postgres_programs()
    return None if programs is None else _start_cluster(programs)


@contextmanager
def fresh_database() -> Iterator[str]:
    """Yield the SQLAlchemy URL of a new, empty PostgreSQL database; drop it afterwards."""
    server = postgres_url()
    if server is None:
        absent("PostgreSQL is not here: sudo apt-get install -y postgresql")
    name = f"tincay_test_{secrets.token_hex(6)}"
    _run_on(server, sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"), name)
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _run_on(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)


def _run_on(server: str, statement: sql.SQL, database: str) -> None:
    with psycopg.connect(_libpq(make_url(server)), autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(database)))


def _answers(url: str) -> bool:
    try:
        psycopg.connect(_libpq(make_url(url)), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _libpq(url: URL) -> str:
    """Return the address as psycopg itself wants it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _postgres_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl: Debian keeps them off the PATH."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
        reverse=True,
    )
    if debian:
        return debian[0].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found and shutil.which("pg_ctl") else None


def _start_cluster(programs: Path) -> str:
    """Make and start a cluster that ends with the tests; return its address."""
    folder = Path(tempfile.mkdtemp(prefix="tincay-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _give_to_server(folder)
    data, port = folder / "data", _free_port()
    _as_server(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
    # It syncs: the server refuses one that does not. The socket folder of Debian is its package's.
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder}"
    start = ("start", "--wait", "-D", data, "-o", options, "-l", folder / "log")
    _as_server(programs / "pg_ctl", *start)
    stop = (programs / "pg_ctl", "stop", "--wait", "-D", data, "-m", "immediate")
    atexit.register(_as_server, *stop)
    return f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"


def _as_server(*command: Path | str) -> None:
    """Run a program of PostgreSQL, which refuses to be root, as somebody who may."""
    user = _server_user()
    subprocess.run(
        command,
        user=user,
        group=None if user is None else pwd.getpwnam(user).pw_gid,
        extra_groups=None if user is None else (),
        cwd="/",
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )


def _give_to_server(folder: Path) -> None:
    if user := _server_user():
        shutil.chown(folder, user)


@cache
def _server_user() -> str | None:
    """Return who runs a cluster of ours: ourselves (None), or, for root, somebody less."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
