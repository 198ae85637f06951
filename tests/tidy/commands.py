"""Runs a checker of the project as a developer would, from the project's folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(program: str, *arguments: str) -> str:
    """Run a program of this Python's environment; return "" if it is content, else what it says."""
    path = Path(sys.executable).parent / program
    finished = subprocess.run(
        (path, *arguments),
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=280,
    )
    return finished.stdout or "failed" if finished.returncode else ""
