"""A file that is the whole body of a request: streamed to disk, chunked or not, within limits."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from flask import request

from server.api.guard import services
from server.errors import Problem
from server.store.blobs import TemporaryFile

_PIECE_BYTES = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS


def receive_body() -> TemporaryFile:
    """Write the body to a temporary file; the caller keeps or removes it.

    Raises 413.1 above the largest upload (packed or unpacked), 415.1 for an encoding other than
    identity and gzip, 400.1 for broken gzip, 503.1 where the disk is nearly full.
    """
    parts = services()
    limit = parts.config.upload_bytes_max
    parts.blobs.must_have_space(parts.config.disk_bytes_min)
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", ""):
        raise Problem("415.1", type=encoding, expected="identity, gzip")
    if (request.content_length or 0) > limit:
        raise Problem("413.1", limit=limit)
    pieces = _pieces()
    return parts.blobs.take(_limited(_unpacked(pieces) if encoding == "gzip" else pieces, limit))


def _pieces() -> Iterator[bytes]:
    request.max_content_length = None
    while piece := request.stream.read(_PIECE_BYTES):
        yield piece


def _limited(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise Problem("413.1", limit=limit)
        yield piece


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack gzip a bounded piece at a time, so that a bomb meets the limit and not the memory."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        for piece in pieces:
            waiting = piece
            while waiting and not unpacker.eof:
                yield unpacker.decompress(waiting, _PIECE_BYTES)
                waiting = unpacker.unconsumed_tail
            if unpacker.unused_data:
                raise Problem("400.1", format="gzip")
        while not unpacker.eof:
            rest = unpacker.decompress(b"", _PIECE_BYTES)
            if not rest:
                raise Problem("400.1", format="gzip")
            yield rest
    except zlib.error as error:
        raise Problem("400.1", format="gzip") from error
