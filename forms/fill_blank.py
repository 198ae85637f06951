"""The blank instance of a form: the defaults that it is opened with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.definition import UnreadableForm
from forms.markup import Element, RefusedMarkup, read_markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What stands in a form before anybody answers."""

    attributes: Mapping[str, str]
    """Of the root element: ``id``, ``version``, and what else the form gives it."""
    defaults: Mapping[str, str]
    """Texts by node path; of an attribute ``/meta/entity/@dataset``."""
    firsts: tuple[tuple[str, str], ...]
    """Path and expression of each ``setvalue`` that runs when the form or an entry is opened."""

    def default(self, path: str) -> str:
        """Return the text that a node has at first, "" mostly."""
        return self.defaults.get(path, "")


def read_blank(xform: bytes) -> Blank:
    """Read the blank instance of an XForm. Raises UnreadableForm."""
    try:
        document = read_markup(xform)
    except RefusedMarkup as refused:
        raise UnreadableForm(refused.reason) from refused
    head = document.find("head")
    model = head.find("model") if head else None
    instance = model.find("instance") if model else None
    if instance is None or not instance.children:
        raise UnreadableForm("no-primary-instance")
    root = instance.children[0]
    return Blank(
        attributes=dict(root.attributes),
        defaults=dict(_texts(root)),
        firsts=tuple(_firsts(document, root.name)),
    )


def _texts(root: Element) -> Iterator[tuple[str, str]]:
    waiting = [(child, f"/{child.name}") for child in reversed(root.children)]
    while waiting:
        element, path = waiting.pop()
        if element.text.strip():
            yield path, element.text
        yield from ((f"{path}/@{name}", text) for name, text in element.attributes.items() if text)
        waiting.extend((child, f"{path}/{child.name}") for child in reversed(element.children))


def _firsts(document: Element, root: str) -> Iterator[tuple[str, str]]:
    for element in document.walk():
        events = element.attributes.get("event", "").split()
        is_first = {"odk-instance-first-load", "odk-new-repeat"}.intersection(events)
        if element.name == "setvalue" and is_first:
            path = element.attributes.get("ref", "").strip().removeprefix(f"/{root}")
            expression = element.attributes.get("value", "").strip()
            if expression:
                yield path, expression
