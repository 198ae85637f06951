"""Answers made small for poor networks: gzip, where the client takes it and it is worth it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

from flask import Request, Response

_TEXTS = ("text/", "application/json", "application/xml", "image/svg+xml")
_BYTES_MIN = 500
_LEVEL = 5
_GZIP_WINDOW = 31


def compress(request: Request, response: Response) -> Response:
    """Pack an answer. Its ETag turns weak: the bytes differ from the ones that it names."""
    if not _is_worth_it(request, response):
        return response
    response.direct_passthrough = False  # files of ours, the pages' style among them
    if response.is_streamed:
        if close := getattr(response.response, "close", None):
            response.call_on_close(close)  # a file, or a table half read
        response.response = _packed(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    else:
        response.set_data(gzip.compress(response.get_data(), _LEVEL))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    tag, is_weak = response.get_etag()
    if tag is not None and not is_weak:
        response.set_etag(tag, weak=True)
    return response


def _is_worth_it(request: Request, response: Response) -> bool:
    length = response.headers.get("Content-Length", type=int)
    return (
        request.method == "GET"
        and response.status_code == 200  # nothing else has a body to pack
        and "Content-Encoding" not in response.headers
        and "Content-Range" not in response.headers
        and (response.mimetype or "").startswith(_TEXTS)
        and (length is None or length >= _BYTES_MIN)
        and request.accept_encodings.quality("gzip") > 0
        and "gzip" in request.headers.get("Accept-Encoding", "")
    )


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
