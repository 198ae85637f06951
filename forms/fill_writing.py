"""A filled form as XML, as Collect writes it: the form's order, what does not apply left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from forms.fill_blank import Blank
from forms.logic import Logic
from forms.xpath.run import Frame
from forms.xpath.schema import Place

_NAMESPACES = (
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"'
    ' xmlns:entities="http://www.opendatakit.org/xforms/entities"'
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form's answers, by frame (its id) and slot."""

    logic: Logic
    blank: Blank
    texts: Mapping[tuple[int, int], str]
    deprecated_id: str


def write(filled: Filled, frame: Frame) -> bytes:
    """Return the submission's XML, UTF-8."""
    root = filled.logic.places.root
    own = "".join(f" {name}={quoteattr(text)}" for name, text in filled.blank.attributes.items())
    parts = ["<?xml version='1.0' encoding='UTF-8' ?>", f"<{root.name}{own}{_NAMESPACES}>"]
    _write_children(filled, root, frame, parts)
    parts.append(f"</{root.name}>")
    return "".join(parts).encode()


def _write_children(filled: Filled, top: Place, frame: Frame, parts: list[str]) -> None:
    for place in top.children.values():
        if place.kind == "repeat":
            for entry in frame[place.slot]:
                parts.append(f"<{place.name}>")
                _write_children(filled, place, entry, parts)
                parts.append(f"</{place.name}>")
        elif frame[place.slot] is not None:
            _write_one(filled, place, frame, parts)


def _write_one(filled: Filled, place: Place, frame: Frame, parts: list[str]) -> None:
    attributes = "".join(
        f" {one.name[1:]}={quoteattr(filled.texts.get((id(frame), one.slot), ''))}"
        for one in place.attributes.values()
        if frame[one.slot] is not None
    )
    parts.append(f"<{place.name}{attributes}>")
    if place.kind == "group":
        _write_children(filled, place, frame, parts)
    else:
        parts.append(escape(filled.texts.get((id(frame), place.slot), "")))
    parts.append(f"</{place.name}>")
    if filled.deprecated_id and place.name == "instanceID":
        parts.append(f"<deprecatedID>{escape(filled.deprecated_id)}</deprecatedID>")
