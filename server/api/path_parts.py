"""The parts of a path: one may hold a slash, written ``%2F`` (an instance id such as ``a/b``)."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import PathConverter, UnicodeConverter

from server.front import SLASH


class _Part(UnicodeConverter):
    def to_python(self, value: str) -> str:
        return value.replace(SLASH, "/")


class _Path(PathConverter):
    def to_python(self, value: str) -> str:
        return value.replace(SLASH, "/")


def take_slashes(app: Flask) -> None:
    """Let routes have parts with slashes; call it before any route is made."""
    app.url_map.converters |= {"default": _Part, "string": _Part, "path": _Path}
