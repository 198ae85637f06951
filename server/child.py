"""A Python process of our own, within limits: what runs wild in it takes nobody with it."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

OUT_OF_MEMORY = 3
"""Exit status of a child that ran into its memory limit."""
KILLED = (
    OUT_OF_MEMORY,
    -signal.SIGXCPU,
    -signal.SIGKILL,
    -signal.SIGSEGV,
    -signal.SIGABRT,
)
"""How a child ends that ran into a limit; Python aborts where it cannot even say so."""
_PACKAGES = Path(__file__).resolve().parents[1]


def run(
    module: str, request: bytes, wall_seconds: float
) -> subprocess.CompletedProcess[bytes] | None:
    """Run a module with nothing of our environment: no settings, no secrets. None: it was late.

    A child may write temporary files, so it has a folder of its own, which goes with whatever a
    killed child leaves in it.
    """
    with tempfile.TemporaryDirectory(prefix="tincay-child-") as folder:
        return _run_in(folder, module, request, wall_seconds)


def limit(memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    """Hold this process, a child, to what it may take."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run_in(
    folder: str, module: str, request: bytes, wall_seconds: float
) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(  # noqa: S603 - a module of ours, named in our code
            [sys.executable, "-P", "-m", module],
            input=request,
            capture_output=True,
            timeout=wall_seconds,
            check=False,
            cwd=folder,
            env={
                "PYTHONPATH": str(_PACKAGES),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONHASHSEED": "0",
                "LC_ALL": "C.UTF-8",
                "TMPDIR": folder,
            },
        )
    except subprocess.TimeoutExpired:
        return None
