"""Has anything changed since the client asked last: weak ETags of lists and tables, and 304."""

from __future__ import annotations

import hashlib

from flask import Response, request

from server.api.guard import caller, services
from server.store import submissions
from server.store.collected import Collection
from server.store.forms import Form


def tag_of(form: Form, collection: Collection) -> str:
    """Return the ETag of what was asked for, without quotes.

    It changes with the submissions that the reader may see, the form's definition and the address.
    """
    with services().database.read() as cx:
        stamp = submissions.stamp(caller().scope, cx, collection)
    extended = request.headers.get("X-Extended-Metadata", "")
    seen = (stamp, form.published_id, form.draft_id, form.updated_at, request.full_path, extended)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def known_already(tag: str) -> Response | None:
    """Return a 304 where the client has just this; ``"x"`` and ``W/"x"`` are the same here."""
    if not request.if_none_match.contains_weak(tag):
        return None
    return tagged(Response(status=304), tag)


def tagged(answer: Response, tag: str) -> Response:
    """Put the ETag on an answer."""
    answer.set_etag(tag, weak=True)
    return answer
