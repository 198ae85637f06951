"""A running server: real sockets, a real disk, SQLite or PostgreSQL."""

from __future__ import annotations

import itertools
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from server.app import create_app
from server.config import Argon2Cost, Config
from server.listen import listen
from server.people.first_start import make_first_administrator, make_first_project
from server.services import SYSTEM, Services, open_services
from server.store import projects
from tests.kit.coordinator import Coordinator
from tests.kit.migrated import FILE, migrated_database, migrated_file

DatabaseKind = Literal["sqlite", "postgresql"]
ADMIN_EMAIL = "admin@tincay.local"
ADMIN_PASSWORD = "một mật khẩu dài"
CHEAP = Argon2Cost(1, 8, 1)
_ports = itertools.chain(range(10_000 + os.getpid() % 400 * 50, 32_000), range(10_000, 32_000))


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server in a thread of this process: what it is made of can be looked at."""

    url: str
    parts: Services
    project_id: int
    coordinator: Coordinator
    """The first administrator, signed in."""


@contextmanager
def running_server(
    database: DatabaseKind = "sqlite", *, accept_bytes: int | None = None, **settings: Any
) -> Iterator[RunningServer]:
    """Serve an empty project in a thread; ``settings`` are those of Config."""
    with ExitStack() as stack:
        config = stack.enter_context(fresh_config(database))
        config = replace(config, **settings)
        project_id = prepare(config, accept_bytes=accept_bytes)
        parts = open_services(config)
        stack.callback(parts.database.close)
        stack.enter_context(_serving(parts))
        url = f"http://127.0.0.1:{config.port}"
        coordinator = Coordinator(url, project_id)
        stack.callback(coordinator.leaves)
        coordinator.signs_in(ADMIN_EMAIL, ADMIN_PASSWORD)
        yield RunningServer(url, parts, project_id, coordinator)


@contextmanager
def alongside(server: RunningServer, **settings: Any) -> Iterator[RunningServer]:
    """Serve the same data a second time, on another port and with other settings."""
    port = free_port()
    given = {"port": port, "public_url": f"http://127.0.0.1:{port}", **settings}
    parts = open_services(replace(server.parts.config, **given))
    with ExitStack() as stack:
        stack.callback(parts.database.close)
        stack.enter_context(_serving(parts))
        yield RunningServer(
            f"http://127.0.0.1:{port}", parts, server.project_id, server.coordinator
        )


@contextmanager
def fresh_config(database: DatabaseKind) -> Iterator[Config]:
    """Yield the settings of an empty installation on a free port; remove all of it afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="tincay-data-")))
        url = f"sqlite:///{folder / FILE}"
        if database == "postgresql":
            url = stack.enter_context(migrated_database())
        port = free_port()
        yield Config(
            data=folder,
            database_url=url,
            port=port,
            public_url=f"http://127.0.0.1:{port}",
            admin_email=ADMIN_EMAIL,
            admin_password=ADMIN_PASSWORD,
            argon2=CHEAP,
            disk_bytes_min=0,
        )


def prepare(config: Config, *, accept_bytes: int | None = None) -> int:
    """Make the administrator and an empty project in the data folder; return its number."""
    if config.database_url.startswith("sqlite"):
        migrated_file(config.data)
    parts = open_services(config)
    make_first_administrator(parts)
    project = make_first_project(parts)
    if accept_bytes is not None:
        with parts.database.write() as cx:
            projects.change(cx, project.id, accept_bytes=accept_bytes)
    parts.database.close()
    return project.id


def project_of(parts: Services, project_id: int) -> projects.Project:
    """Return a project as the store has it."""
    with parts.database.read() as cx:
        return projects.get(SYSTEM, cx, project_id)


def free_port() -> int:
    """Return a port of the loopback that nobody has now.

    Below those that the system hands out by itself, and from another place in each process: what
    is free now has to be free a moment later too.
    """
    for port in _ports:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError("no port is free")


@contextmanager
def _serving(parts: Services) -> Iterator[None]:
    """Run waitress in a thread; afterwards no thread and no socket of it is left."""
    server = listen(create_app(parts), parts)
    stopping = threading.Event()
    thread = threading.Thread(target=_loop, args=(server, stopping), name="server")
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        server.pull_trigger()
        thread.join()
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(server._map)


def _loop(server: Any, stopping: threading.Event) -> None:
    while not stopping.is_set():
        server.asyncore.loop(timeout=1, use_poll=True, map=server._map, count=1)
