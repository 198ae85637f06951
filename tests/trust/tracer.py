"""The server's system calls, one of which is made to fail or is its last: strace's injection."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.kit.services import absent

SECONDS = 5


@dataclass(frozen=True, slots=True)
class Injection:
    """At the ``nth`` time that a thread makes ``call``, ``what`` happens instead.

    ``what`` is as strace writes it: ``signal=KILL``, ``error=EIO``.
    """

    call: str
    nth: int
    what: str

    @property
    def expression(self) -> str:
        """How strace is told."""
        return f"inject={self.call}:{self.what}:when={self.nth}"


@dataclass(frozen=True, slots=True)
class Trace:
    """What strace has written; complete when the tracing is over."""

    path: Path

    @property
    def strikes(self) -> list[str]:
        """The calls that failed by injection, and the threads that were killed."""
        lines = self.path.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if "(INJECTED)" in line or "killed by SIGKILL" in line]


def must_have_strace() -> None:
    """Skip where there is no strace."""
    if shutil.which("strace") is None:
        absent("strace is not here: sudo apt-get install -y strace")


@contextmanager
def injecting(process: int, injection: Injection, folder: Path) -> Iterator[Trace]:
    """Trace a process, all its threads, meanwhile; yield from when each is traced."""
    path = folder / "trace"
    said_where = ("-f", "-y", "-p", str(process), "-o", str(path))
    said_what = ("-e", f"trace={injection.call}", "-e", injection.expression)
    tracing = subprocess.Popen(
        ("strace", *said_where, *said_what),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracing.stderr is not None
    try:
        said = tracing.stderr.readline()
        if "Operation not permitted" in said:
            pytest.skip("tracing a process is not permitted here")
        assert "attached" in said, said
        yield Trace(path)
    finally:
        _let_go(tracing, process)
        tracing.stderr.close()


def _let_go(tracing: subprocess.Popen[str], process: int) -> None:
    """End the tracing, and let the threads go on. A process that dies ends it by itself.

    (strace that is interrupted while one dies may wait for ever.)
    """
    if not _is_dying(process):
        tracing.send_signal(signal.SIGINT)
    try:
        tracing.wait(SECONDS)
    except subprocess.TimeoutExpired:
        tracing.kill()
        tracing.wait()


def _is_dying(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return True
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    pending = int(fields["SigPnd"], 16) | int(fields["ShdPnd"], 16)
    return fields["State"][0] in "ZX" or bool(pending & 1 << (signal.SIGKILL - 1))
