"""A stored file as an answer: named, tagged, and sent without keeping a thread waiting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import structlog
from flask import Response, request

from server.api.downloads import disposition
from server.api.guard import services
from server.errors import Problem
from server.store.blobs import BlobFolder

log = structlog.get_logger()
_PIECE_BYTES = 1 << 18


def stored_file(
    sha256: str, name: str, content_type: str, *, tag: str | None = None, inline: bool = False
) -> Response:
    """Answer with the content of that hash, or 304 where the client has ``tag`` (else the hash).

    Raises 500.1 where it is not in its place, before anything is sent.
    """
    blobs = services().blobs
    try:
        size_bytes = blobs.path(sha256).stat().st_size
    except FileNotFoundError as error:
        log.error("a stored file is not in its place", sha256=sha256)
        raise Problem("500.1") from error
    answer = Response(_pieces(blobs, sha256), content_type=content_type, direct_passthrough=True)
    answer.content_length = size_bytes
    answer.headers["Content-Disposition"] = disposition(name, inline=inline)
    answer.set_etag(tag or sha256)
    answer.make_conditional(request)
    return answer


def _pieces(blobs: BlobFolder, sha256: str) -> Iterable[bytes]:
    """Hand the file itself to a server that sends files (waitress).

    So no thread of ours waits while a slow phone fetches a map of 100 MB.
    """
    wrap = request.environ.get("wsgi.file_wrapper")
    if wrap is None:
        return blobs.read(sha256)
    return cast(Iterable[bytes], wrap(blobs.open(sha256), _PIECE_BYTES))
