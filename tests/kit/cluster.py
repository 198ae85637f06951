"""A PostgreSQL server of our own: made in a folder, started, stopped and killed."""

from __future__ import annotations

import os
import pwd
import select
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SECONDS = 60


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, which Debian keeps off the PATH; None: not here."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
        reverse=True,
    )
    if debian:
        return debian[0].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found and shutil.which("pg_ctl") else None


def free_port() -> int:
    """Return a port of the loopback that nobody has now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in ``folder`` (which must be there, and be reachable for everybody)."""

    programs: Path
    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of its first database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        """Make it; it trusts its own machine. It syncs: the server refuses one that does not."""
        if user := _server_user():
            shutil.chown(self.folder, user)
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {self.port}"
        log = self.folder / "log"
        try:
            self._run("pg_ctl", "start", "--wait", "-D", self._data, "-o", options, "-l", log)
        except subprocess.CalledProcessError as error:
            raise AssertionError(log.read_text(errors="replace")[-2000:]) from error

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: ``fast`` in order, ``immediate`` as a crash does."""
        self._run("pg_ctl", "stop", "--wait", "-D", self._data, "-m", mode)

    def processes(self) -> list[int]:
        """Return the ids of its processes."""
        first = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def kill(self, processes: Sequence[int]) -> None:
        """Take these away without a word, and wait until they are gone."""
        for number in processes:
            with suppress(ProcessLookupError):
                descriptor = os.pidfd_open(number)
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
                select.select([descriptor], [], [], SECONDS)
                os.close(descriptor)

    def comes_up_on_a_new_machine(self) -> None:
        """Forget which process it was: after a power cut no process is what it was."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        self.start()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *options: Path | str) -> None:
        """Run a program of PostgreSQL, which refuses to be root, as somebody who may."""
        user = _server_user()
        subprocess.run(
            (self.programs / program, *options),
            user=user,
            group=None if user is None else pwd.getpwnam(user).pw_gid,
            extra_groups=None if user is None else (),
            cwd="/",
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=SECONDS,
        )


@cache
def _server_user() -> str | None:
    """Return who runs a cluster of ours: ourselves (None), or, for root, somebody less."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
