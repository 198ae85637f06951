"""Expressions over a bare document, without a form: every value a text, as JavaRosa was asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from forms.markup import Element, read_markup
from forms.xpath.compiler import compile_value
from forms.xpath.moments import zone_of
from forms.xpath.parser import parse
from forms.xpath.routes import site_of
from forms.xpath.run import Frame, Run
from forms.xpath.schema import Place, Scope, load, schema_of
from forms.xpath.values import Value
from forms.xpath.world import World

_STEP = re.compile(r"(.+)\[(\d+)\]")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*>")
"""Our reader refuses it; JavaRosa's does not mind."""
NOW_MS = 1_795_000_000_000


@dataclass(frozen=True, slots=True)
class Bare:
    """A document in frames."""

    root: Place
    frame: Frame

    def evaluate(self, context: str, expression: str, zone: ZoneInfo) -> Value:
        """Evaluate at a node: ``/data[1]/item[2]``, or ``/`` for the document itself."""
        place, frame = self._find(context)
        site = site_of(World(root=self.root), place)
        run = Run(self.frame, zone_of(zone), zone_of(zone).of(NOW_MS))
        return compile_value(parse(expression), site)(frame, run)

    def _find(self, context: str) -> tuple[Place, Frame]:
        if context == "/":
            document = Place("", "group", None, Scope(0))
            document.children[self.root.name] = self.root
            return document, self.frame
        place, frame = self.root, self.frame
        for step in context[1:].split("/")[1:]:
            found = _STEP.fullmatch(step)
            if found is None or ":" in context:  # JavaRosa's names have no prefix: it is nowhere
                return Place("nowhere", "field", self.root, Scope(0)), [(), 1, "", None]
            place = place.children[found[1]]
            if place.kind == "repeat":
                frame = frame[place.slot][int(found[2]) - 1]
        return place, frame


def read_bare(text: str) -> Bare:
    """Read a document."""
    element: Element = read_markup(_DOCTYPE.sub("", text).encode())
    root = schema_of(element)
    return Bare(root, load(element, root))
