"""The ``$skiptoken`` of a next page, in Central's form: ``01`` and JSON as base64."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import orjson

_FORM = "01"


class BadSkiptoken(ValueError):
    """A token that was not made here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skiptoken:
    """Where the next page begins: after this submission, or after this row of a repeat."""

    instance_id: str | None = None
    repeat_id: str | None = None

    def written(self) -> str:
        """Write it, still to be percent-encoded for an address."""
        known = {"instanceId": self.instance_id, "repeatId": self.repeat_id}
        text = orjson.dumps({key: value for key, value in known.items() if value is not None})
        return _FORM + base64.b64encode(text).decode()


def read_skiptoken(token: str) -> Skiptoken:
    """Read a token. Raises BadSkiptoken."""
    if not token.startswith(_FORM):
        raise BadSkiptoken(token)
    try:
        data = orjson.loads(base64.b64decode(token[len(_FORM) :], validate=True))
    except ValueError as broken:
        raise BadSkiptoken(token) from broken
    known = data if isinstance(data, dict) else {}
    instance_id, repeat_id = known.get("instanceId"), known.get("repeatId")
    if isinstance(instance_id, str) == isinstance(repeat_id, str):  # one of the two, and a text
        raise BadSkiptoken(token)
    return Skiptoken(instance_id=instance_id, repeat_id=repeat_id)
