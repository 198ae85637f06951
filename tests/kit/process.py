"""The server as a process of its own, to be started, asked to stop, and killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from server.config import Config

SECONDS = 60
_LISTENING = "Tincay: "
"""So begins the paragraph that says where the server is."""
TINCAY = Path(sys.executable).with_name("tincay")


class ServerProcess:
    """``tincay serve`` with the settings of a Config, from when it has said that it listens.

    ``until``: how the line begins after which it is handed over.
    """

    def __init__(
        self, config: Config, *options: str, within: Sequence[str] = (), until: str = _LISTENING
    ) -> None:
        self._until = until
        self._was_ended = False
        self._process = subprocess.Popen(
            (*within, TINCAY, "serve", *options),
            env=environment(config),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._said: list[str] = []
        self._listens = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._listens.wait(SECONDS), self.said
        assert self._process.poll() is None, self.said

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def is_over(self, within_seconds: float) -> bool:
        """Say whether it has ended by itself, or does so soon."""
        try:
            self._process.wait(within_seconds)
        except subprocess.TimeoutExpired:
            return False
        self._was_ended = True
        return True

    @property
    def said(self) -> str:
        """What it has printed and logged."""
        return "".join(self._said)

    def kill(self) -> None:
        """Take it away without a word."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to stop; return its exit code."""
        return self._end(signal.SIGTERM)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind, whatever the story came to; say how it ended by itself."""
        code = self._process.poll()
        self._end(signal.SIGKILL)
        if code is not None and not self._was_ended:
            raise AssertionError(f"the server ended by itself with {code}: {self.said}")

    def _end(self, sign: signal.Signals) -> int:
        self._was_ended = self._was_ended or self._process.poll() is None
        self._process.send_signal(sign)
        code = self._process.wait(SECONDS)
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code

    def _read(self) -> None:
        assert self._process.stdout is not None
        is_listening = False
        for line in self._process.stdout:
            self._said.append(line)
            is_listening = is_listening or line.startswith(self._until)
            if is_listening and (line == "\n" or self._until != _LISTENING):
                self._listens.set()
        self._listens.set()  # it has ended


@contextmanager
def serving(config: Config, *options: str, within: Sequence[str] = ()) -> Iterator[ServerProcess]:
    """Serve in a process of its own (``within`` another machine); stop it afterwards."""
    with ServerProcess(config, *options, within=within) as process:
        yield process
        process.stop()


def run(config: Config, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run another command of ``tincay`` on the same data."""
    return subprocess.run(
        (TINCAY, *arguments),
        env=environment(config),
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def environment(config: Config) -> dict[str, str]:
    """Write the settings as environment variables."""
    cost = config.argon2
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TINCAY_DATA": str(config.data),
        "TINCAY_DATABASE_URL": config.database_url,
        "TINCAY_HOST": config.host,
        "TINCAY_PORT": str(config.port),
        "TINCAY_PUBLIC_URL": config.public_url,
        "TINCAY_ADMIN_EMAIL": config.admin_email,
        "TINCAY_ADMIN_PASSWORD": config.admin_password or "",
        "TINCAY_UPLOAD_MAX": str(config.upload_bytes_max),
        "TINCAY_DISK_MIN": str(config.disk_bytes_min),
        "TINCAY_ARGON2": f"t={cost.passes},m={cost.memory_kib},p={cost.lanes}",
    }
