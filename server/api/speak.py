"""A problem, said in the dialect of the path: JSON for /v1, XML for phones, HTML for people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape

import orjson

from server.errors import Problem

Dialect = Literal["json", "openrosa", "edmx", "page"]

OPENROSA_HEADERS = {"X-OpenRosa-Version": "1.0", "Content-Type": "text/xml; charset=utf-8"}
_PHONE_PATH = re.compile(r"/(formList|submission|manifest)/*$")
_API_PATH = re.compile(r"/v\d+(/|$)")
_RESPONSE_NS = "http://openrosa.org/http/response"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def dialect_of(path: str) -> Dialect:
    """Say how an error is spoken on this path."""
    if path.startswith("/projects/"):  # a page, though its form may be called "manifest"
        return "page"
    if _PHONE_PATH.search(path):
        return "openrosa"
    if _API_PATH.match(path):
        return "edmx" if path.endswith("/$metadata") else "json"
    return "page"


def say(problem: Problem, dialect: Dialect, language: str) -> Answer:
    """Write a problem in a dialect; ``language`` is ``vi`` or ``en``."""
    headers = {"Cache-Control": "no-store"}
    body = b""
    if problem.retry_after_s is not None:
        headers["Retry-After"] = str(problem.retry_after_s)
    match dialect:
        case "openrosa":
            body = receipt(problem.message(language), nature="error")
            headers |= OPENROSA_HEADERS
        case "edmx":
            body = (
                f'<?xml version="1.0" encoding="UTF-8"?><error code="{problem.code}">'
                f"<message>{escape(problem.message(language))}</message></error>"
            ).encode()
            headers["Content-Type"] = "text/xml; charset=utf-8"
        case "json":
            body = _json(problem, language)
            headers["Content-Type"] = "application/json; charset=utf-8"
        case "page":
            body = problem.message(language).encode()
            headers["Content-Type"] = "text/plain; charset=utf-8"
    return Answer(problem.status, body, headers)


def receipt(message: str, *, nature: str) -> bytes:
    """Write an OpenRosaResponse; Collect shows the message to the volunteer."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<OpenRosaResponse xmlns="{_RESPONSE_NS}" '
        f'items="0"><message nature="{nature}">{escape(message)}</message></OpenRosaResponse>'
    ).encode()


def _json(problem: Problem, language: str) -> bytes:
    said: dict[str, object] = {
        "message": problem.message(language),
        # Central's codes are numbers; clients print them and compare the text ("409.6").
        "code": float(problem.code),
    }
    if problem.details:
        said["details"] = dict(problem.details)
    return orjson.dumps(said, default=str)
