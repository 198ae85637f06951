"""Expressions that a FormDef does not hold: in the texts of a form, and its computed defaults.

Source: ODK XForms specification, Body Elements (output) and Actions (setvalue).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.markup import hardened_parser, parse_whole
from forms.paths import absolute_path, local_name

_TEXT_ID = re.compile(r"(?P<ref>/[^:]*(?::[^:/]+/[^:]*)*):(?P<form>label|hint|jr:\w+)")
_COLUMNS: Mapping[str, str] = {
    "label": "label",
    "hint": "hint",
    "jr:constraintMsg": "constraint_message",
    "jr:requiredMsg": "required_message",
}
_CONTROLS = frozenset(
    ("input", "select", "select1", "rank", "upload", "range", "trigger", "group", "repeat")
)
_AT_FIRST = frozenset(("odk-instance-first-load", "odk-new-repeat"))
"""Events by which a default is set."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An expression, the node that it belongs to, and the workbook's name for its column."""

    text: str
    path: str
    column: str
    language: str | None = None


def text_place(text_id: str, root: str) -> tuple[str, str] | None:
    """Return path and column of a text (``/data/age:label``); None where its id tells none."""
    found = _TEXT_ID.fullmatch(text_id)
    column = _COLUMNS.get(found["form"]) if found else None
    path = absolute_path(found["ref"], root) if found else None
    return (path, column) if path and column else None


def read_spoken(xform: bytes, root: str) -> tuple[Spoken, ...]:
    """Return these expressions of an XForm that forms.xform could read."""
    listener = _Listener(root)
    parser = hardened_parser()
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parse_whole(parser, xform)
    return tuple(listener.found)


class _Listener:
    """Follows a form from element to element."""

    def __init__(self, root: str) -> None:
        self.found: list[Spoken] = []
        self._root = root
        self._open: list[str] = []
        self._controls: list[tuple[int, str]] = [(0, "")]
        """Depth and path of each control that is open."""
        self._language: str | None = None
        self._text: tuple[str, str] | None = None

    def start(self, name: str, pairs: list[str]) -> None:
        """Take in a begin tag."""
        attributes = dict(zip(pairs[::2], pairs[1::2], strict=True))
        local = local_name(name)
        self._open.append(local)
        if local in _CONTROLS:
            ref = attributes.get("ref") or attributes.get("nodeset", "")
            path = absolute_path(ref, self._root, self._controls[-1][1])
            self._controls.append((len(self._open), path or ""))
        elif local == "translation":
            self._language = attributes.get("lang", "")
        elif local == "text":
            self._text = text_place(attributes.get("id", ""), self._root)
        elif local in ("output", "setvalue"):
            self.found.extend(self._said(local, attributes))

    def end(self, name: str) -> None:
        """Take in an end tag."""
        if self._controls[-1][0] == len(self._open):
            self._controls.pop()
        self._open.pop()
        if local_name(name) == "text":
            self._text = None

    def _said(self, element: str, attributes: Mapping[str, str]) -> Iterator[Spoken]:
        text = (attributes.get("value") or attributes.get("ref", "")).strip()
        if element == "setvalue":
            yield from self._set(attributes)
        elif text and self._text:
            yield Spoken(text, *self._text, self._language)
        elif text and len(self._controls) > 1 and "item" not in self._open:
            column = "hint" if "hint" in self._open else "label"
            yield Spoken(text, self._controls[-1][1], column, "")

    def _set(self, attributes: Mapping[str, str]) -> Iterator[Spoken]:
        text = attributes.get("value", "").strip()
        path = absolute_path(attributes.get("ref", ""), self._root, self._controls[-1][1])
        if text and path:
            at_first = _AT_FIRST.intersection(attributes.get("event", "").split())
            yield Spoken(text, path, "default" if at_first else "calculation")
