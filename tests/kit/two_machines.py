"""Two machines on one cable: network namespaces of Linux, a server in one, a phone in the other."""

from __future__ import annotations

import ctypes
import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.kit.services import absent

SERVER_ADDRESS, PHONE_ADDRESS = "10.93.8.1", "10.93.8.2"
_CLONE_NEWNET = 0x40000000
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Machine:
    """One of the two: it sees the cable and nothing else of the world."""

    name: str

    @property
    def command(self) -> tuple[str, ...]:
        """What stands before a command that runs on it."""
        return ("ip", "netns", "exec", self.name)

    def does(self, work: Callable[[], Result]) -> Result:
        """Run Python on it: in a thread whose sockets belong to it."""

        def there() -> Result:
            with (Path("/run/netns") / self.name).open("rb") as place:
                libc = ctypes.CDLL(None, use_errno=True)
                if libc.setns(place.fileno(), _CLONE_NEWNET):
                    raise OSError(ctypes.get_errno(), "setns")
            return work()

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(there).result()


@contextmanager
def two_machines() -> Iterator[tuple[Machine, Machine]]:
    """Yield the server's machine and the phone's; neither has a route to anywhere else."""
    mark = secrets.token_hex(3)
    server, phone = Machine(f"tincay-s-{mark}"), Machine(f"tincay-p-{mark}")
    cable = f"tc{mark}"
    _must_be_possible(server)
    try:
        _ip("netns", "add", phone.name)
        _ip("link", "add", f"{cable}s", "type", "veth", "peer", "name", f"{cable}p")
        for machine, end, address in (
            (server, f"{cable}s", SERVER_ADDRESS),
            (phone, f"{cable}p", PHONE_ADDRESS),
        ):
            _ip("link", "set", end, "netns", machine.name)
            _ip("-n", machine.name, "address", "add", f"{address}/24", "dev", end)
            _ip("-n", machine.name, "link", "set", end, "up")
            _ip("-n", machine.name, "link", "set", "lo", "up")
        yield server, phone
    finally:
        for machine in (server, phone):
            subprocess.run(("ip", "netns", "del", machine.name), check=False, capture_output=True)


def _must_be_possible(machine: Machine) -> None:
    if os.geteuid() != 0:
        absent("two network namespaces need root")
    try:
        _ip("netns", "add", machine.name)
    except (FileNotFoundError, subprocess.CalledProcessError):
        absent("network namespaces are not to be had here: sudo apt-get install -y iproute2")


def _ip(*arguments: str) -> None:
    subprocess.run(("ip", *arguments), check=True, capture_output=True, timeout=30)
