"""What goes to the log: a line for each event, in which no token, no name and no answer stands.

Libraries log too (the server that listens writes the whole path when an answer breaks off), and
the words of an exception may quote what somebody entered: of a fault only its kind and its place
are told.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from pathlib import Path
from types import TracebackType

import structlog
from structlog.typing import EventDict, WrappedLogger

_SECRETS = re.compile(r"(/(?:key|test)/|\bst=|/sessions/)[^/\s?&\"']+")
_FRAMES_MAX = 12


def keep(level: int = logging.WARNING) -> None:
    """Log to the standard error from now on, whoever logs."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _tell_place,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


class Discreet(logging.Formatter):
    """Writes a record in one line, without secrets of a path."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the message, and of a fault its kind and place."""
        said = without_secrets(record.getMessage())
        line = f"{record.levelname} {record.name}: {said}"
        if record.exc_info and record.exc_info[1] is not None:
            line = f"{line} exception={place_of(record.exc_info[1])}"
        return " ".join(line.split())


def _tell_place(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    shown = event.pop("exc_info", None)
    error = sys.exc_info()[1] if shown is True else shown
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = place_of(error)
    return event


def without_secrets(text: str) -> str:
    """Return ``text`` with a dash for each token that a path or a query of ours may hold."""
    return _SECRETS.sub(r"\1-", text)


def place_of(error: BaseException) -> str:
    """Return what was raised where, innermost first, and what it was raised from."""
    told = f"{type(error).__name__} in {_way(error.__traceback__)}"
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told if before is None else f"{told} from {place_of(before)}"


def _way(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-_FRAMES_MAX:]
    return " < ".join(
        f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})" for frame in reversed(frames)
    )
