"""Work done in a process of its own with little memory: a trap takes that, never the tests."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
MEMORY_BYTES = 1024 * 1024 * 1024
"""All that the process may have, Python and our code included."""


class Bounded:
    """A process that does one thing after the other."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), initializer=_bind_memory
        )

    def run(self, work: Callable[..., Result], *arguments: object) -> tuple[Result, float]:
        """Do some work; return what comes of it and the seconds of processor that it took."""
        return self._pool.submit(_timed, work, arguments).result()

    def close(self) -> None:
        self._pool.shutdown()


def _bind_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _timed(work: Callable[..., Result], arguments: tuple[object, ...]) -> tuple[Result, float]:
    begin = time.process_time()
    result = work(*arguments)
    return result, time.process_time() - begin
