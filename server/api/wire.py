"""How /v1 writes things: times, JSON, and bodies read within their limits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import orjson
from flask import Response, request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from server.errors import Problem

JSON_BYTES_MAX = 250_000


def moment(value: datetime | None) -> str | None:
    """Write a time as Central does: UTC, milliseconds, ``Z``."""
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def json_answer(value: object, status: int = 200) -> Response:
    """Answer with JSON."""
    return Response(orjson.dumps(value), status, content_type="application/json; charset=utf-8")


def success() -> Response:
    """Answer that it is done."""
    return json_answer({"success": True})


def json_body(schema: Schema) -> dict[str, Any]:
    """Read the request's JSON through a schema; raise 400.1, 400.2, 400.8 or 413.1."""
    raw = body(JSON_BYTES_MAX)
    try:
        given = orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError as error:
        raise Problem("400.1", format="JSON") from error
    if not isinstance(given, dict):
        raise Problem("400.1", format="a JSON object")
    try:
        loaded: dict[str, Any] = schema.load(given)
    except ValidationError as error:
        raise _refused(error, given) from error
    return loaded


def _refused(error: ValidationError, given: dict[str, Any]) -> Problem:
    messages = cast(dict[str, object], error.normalized_messages())  # type: ignore[no-untyped-call]
    field, reasons = next(iter(messages.items()))
    if field not in given:
        return Problem("400.2", field=field)
    reason = reasons[0] if isinstance(reasons, list) else str(reasons)
    return Problem("400.8", field=field, value=None, reason=reason)


def body(bytes_max: int) -> bytes:
    """Read the request's body, chunked or not; raise 413.1 above the limit."""
    request.max_content_length = bytes_max
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise Problem("413.1", limit=bytes_max) from error


def flag(name: str) -> bool:
    """Say whether a query parameter is ``true``, in any case; anything else is not."""
    return request.args.get(name, "").lower() == "true"


def wants_extended() -> bool:
    """Say whether the client asked for ``X-Extended-Metadata``."""
    return request.headers.get("X-Extended-Metadata", "").lower() == "true"
