"""Answers that are written while they are read: flat memory, and no clean end after a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Response


class Begun:
    """A stream whose first piece was made already, so that a wrong question is answered as one.

    What is raised later goes up to the server, which breaks the connection: no reader can take
    the part for the whole.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._first: bytes | None = next(pieces, b"")

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return next(self._pieces)

    def close(self) -> None:
        """Let go of what is still open: the client has heard all, or has gone."""
        if close := getattr(self._pieces, "close", None):
            close()


def streamed(
    pieces: Iterator[bytes], content_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a stream; what is wrong with the question is raised here."""
    begun = Begun(pieces)
    answer = Response(begun, 200, dict(headers or {}), content_type=content_type)
    answer.call_on_close(begun.close)
    return answer
