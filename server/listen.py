"""The front door: waitress, made to refuse at the headers, in the dialect of the path.

Waitress reads a request whole before a thread works on it, so slow phones cost no thread. What can
be refused without its body (too large, disk full, too much at once) is.
"""

from __future__ import annotations

import socket
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.task import ErrorTask
from waitress.utilities import Error as ParseError

from server.api import speak
from server.errors import Problem
from server.front import WsgiApp
from server.services import Services

THREADS = 16
CONNECTIONS_MAX = 2000
CHANNEL_SECONDS = 120
HEADER_BYTES_MAX = 16 * 1024
WAITING_MAX = 400
"""Requests that wait for a thread; beyond that the phone is asked to come again."""
WAITING_BYTES_MAX = 64 * 1024 * 1024
"""Of one answer, that wait on the disk for a slow reader; beyond that a thread waits as well."""
LINGER_SECONDS = 30
_FORGET_BYTES = 1 << 16
_RETRY_SECONDS = 20
_RETRY_FULL_SECONDS = 120


class _Refusal:
    """Stands where waitress keeps a request's error, and is spoken by us."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.body = problem.sentence("en")


class _SpokenError(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """Answers a refused request in the dialect of its path."""

    def execute(self) -> None:
        path = getattr(self.request, "path", "/")
        dialect = speak.dialect_of(path)
        answer = speak.say(_problem(self.request.error), dialect, _language(dialect))
        self.status = f"{answer.status} {_PHRASES.get(answer.status, 'Error')}"
        self.response_headers.extend(answer.headers.items())
        self.set_close_on_finish()
        self.content_length = len(answer.body)
        self.channel.was_refused = True
        self.write(answer.body)


class _LingeringChannel(HTTPChannel):  # type: ignore[misc]
    """Lets a refused sender read why.

    Closing with bytes unread makes the kernel reset the connection, and the phone would show a
    network error instead of our sentence: what still comes is read and forgotten for a while.
    """

    was_refused = False
    _lingers_until: float | None = None

    def handle_close(self) -> None:
        """Close; after a refusal, first our half only."""
        if self.was_refused and self._lingers_until is None:
            self._lingers_until = time.monotonic() + LINGER_SECONDS
            self.will_close = False
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                super().handle_close()
            return
        super().handle_close()

    def readable(self) -> bool:
        """Say whether to wait for bytes."""
        return self._lingers_until is not None or bool(super().readable())

    def writable(self) -> bool:
        """Say whether to call ``handle_write``: when lingering, once it is over."""
        if self._lingers_until is None:
            return bool(super().writable())
        return self.will_close or time.monotonic() > self._lingers_until

    def handle_write(self) -> None:
        """Write what there is; a lingering channel ends here."""
        if self._lingers_until is None:
            super().handle_write()
        else:
            self.handle_close()

    def handle_read(self) -> None:
        """Read; a lingering channel forgets what it reads. At the end ``recv`` closes."""
        if self._lingers_until is None:
            super().handle_read()
            return
        try:
            self.recv(_FORGET_BYTES)
        except OSError:
            self.handle_close()


_PHRASES = {
    400: "Bad Request",
    413: "Content Too Large",
    431: "Request Header Fields Too Large",
    501: "Not Implemented",
    503: "Service Unavailable",
}


def _language(dialect: speak.Dialect) -> str:
    return "vi" if dialect in ("openrosa", "page") else "en"


def _problem(error: Any) -> Problem:
    if isinstance(error, _Refusal):
        return error.problem
    match getattr(error, "code", 400):
        case 413:
            return Problem("413.1", limit="?")
        case 431:
            return Problem("431.1")
        case 501:
            return Problem("501.1", feature="Transfer-Encoding")
        case _:
            return Problem("400.1", format="HTTP")


def listen(app: WsgiApp, parts: Services) -> Any:
    """Return a server for ``app``, bound and ready; ``run()`` serves until it is closed."""
    config = parts.config
    server: Any = create_server(
        app,
        host=config.host,
        port=config.port,
        threads=THREADS,
        connection_limit=CONNECTIONS_MAX,
        channel_timeout=CHANNEL_SECONDS,
        max_request_header_size=HEADER_BYTES_MAX,
        max_request_body_size=config.upload_bytes_max + 1,
        outbuf_high_watermark=WAITING_BYTES_MAX,
        asyncore_use_poll=True,  # select() knows only the first 1024 descriptors
        ident="tincay",
        expose_tracebacks=False,
        clear_untrusted_proxy_headers=False,
    )
    channel = _channel_class(server, parts)
    # A host name with several addresses gives a server for each, under one roof.
    for one in getattr(server, "map", {}).values() if hasattr(server, "map") else [server]:
        one.channel_class = channel
    server.channel_class = channel
    return server


def _channel_class(server: Any, parts: Services) -> type:
    """Make the channel whose parser asks this server's disk and queue."""

    class Parser(HTTPRequestParser):  # type: ignore[misc]
        """Refuses at the headers what need not be read."""

        error: Any

        def received(self, data: bytes) -> int:
            """Take bytes; waitress calls this until ``completed``."""
            had_headers = self.headers_finished
            try:
                consumed: int = super().received(data)
            except (OSError, ValueError) as error:
                self.error = _Refusal(_unread(error))
                self.completed = True
                return len(data)
            if self.headers_finished and not had_headers and self.error is None:
                self._look_at_headers()
            if isinstance(self.error, ParseError) and self.error.code == 413:
                self.error = _Refusal(Problem("413.1", limit=parts.config.upload_bytes_max))
            return consumed

        def _look_at_headers(self) -> None:
            try:
                self._must_be_unambiguous()
                if self.content_length or self.chunked:
                    parts.blobs.must_have_space(parts.config.disk_bytes_min)
                    _must_have_a_place(server)
            except Problem as problem:
                self.error = _Refusal(problem)
                self.completed = True

        def _must_be_unambiguous(self) -> None:
            # A length and chunks at once: two readers would see two different requests.
            if self.chunked and "CONTENT_LENGTH" in self.headers:
                raise Problem("400.1", format="HTTP")

    class Channel(_LingeringChannel):
        """One connection."""

        parser_class = Parser
        error_task_class = _SpokenError

    return Channel


def _unread(error: OSError | ValueError) -> Problem:
    """Say why a request could not be taken: its address is none (``http://[x``), or our disk.

    Large bodies are spooled there, and it may be full, or broken.
    """
    if isinstance(error, OSError):
        return Problem("503.1", retry_after_s=_RETRY_FULL_SECONDS)
    return Problem("400.1", format="HTTP")


def _must_have_a_place(server: Any) -> None:
    if len(server.task_dispatcher.queue) > WAITING_MAX:
        raise Problem("503.2", retry_after_s=_RETRY_SECONDS)
