"""Where each node of an instance lies in its frames: a tree of places, laid out in scopes.

A scope is the root of an instance, or one entry of a repeat: a list of slots (``run.Frame``).
Fields and groups have a slot in the scope around them; a repeat's slot holds the list of its
entries, () where it has none. What is absent, or not relevant, is None; what is there and empty
is "".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from forms.markup import Element
from forms.xpath.run import ELEMENT, OWN_TEXT, PARENT, POSITION, Frame

PlaceKind = Literal["field", "group", "repeat"]
SLOTS_MAX = 5_000_000
"""Of a document: each entry takes a slot for all that any of them may have."""


class TooManySlots(ValueError):
    """A document would take more memory than it is worth."""


class Scope:
    """The slots of one kind of frame."""

    __slots__ = ("depth", "place", "template")

    def __init__(self, depth: int) -> None:
        """``depth``: how many scopes lie around it."""
        self.depth = depth
        self.template: Frame = [(), 1, "", ()]
        self.place: Place | None = None
        """The repeat that it is an entry of; None for a root."""

    def take(self, empty: object) -> int:
        """Give out one more slot; ``empty`` is what it holds while nothing is there."""
        self.template.append(empty)
        return len(self.template) - 1

    def frame(self, parent: Frame | None, position: int, element: Element) -> Frame:
        """Make a frame in which nothing is there yet."""
        frame = self.template.copy()
        if parent is not None:
            frame[PARENT] = parent
        frame[POSITION], frame[OWN_TEXT], frame[ELEMENT] = position, element.text, element
        return frame


class Place:
    """One node as the form defines it. Made once, then never changed."""

    __slots__ = (
        "attributes",
        "children",
        "inner",
        "kind",
        "name",
        "parent",
        "path",
        "scope",
        "slot",
        "type",
    )

    def __init__(
        self, name: str, kind: PlaceKind, parent: Place | None, scope: Scope, value_type: str = ""
    ) -> None:
        """``scope`` holds its slot; ``value_type`` is the bind's, of a field."""
        self.name = name
        self.kind = kind
        self.parent = parent
        self.path: str = f"{parent.path}/{name}" if parent else f"/{name}"
        self.scope = scope
        self.slot = OWN_TEXT if parent is None else scope.take(() if kind == "repeat" else None)
        self.type = value_type
        self.children: dict[str, Place] = {}
        self.attributes: dict[str, Place] = {}
        self.inner = scope
        """Scope of what lies in it: a new one for a repeat."""
        if kind == "repeat":
            self.inner = Scope(scope.depth + 1)
            self.inner.place = self

    def chain(self) -> list[Place]:
        """Return the places from the root to this one."""
        above: list[Place] = []
        place: Place | None = self
        while place is not None:
            above.append(place)
            place = place.parent
        above.reverse()
        return above

    def walk(self) -> Iterator[Place]:
        """Yield this place and all below it, attributes included, in the order of the form."""
        waiting = [self]
        while waiting:
            place = waiting.pop()
            yield place
            waiting.extend(reversed([*place.attributes.values(), *place.children.values()]))


def root_place(name: str) -> Place:
    """Begin an instance."""
    return Place(name, "group", None, Scope(0))


def add_child(parent: Place, name: str, kind: PlaceKind, value_type: str = "") -> Place:
    """Add an element below a place."""
    place = Place(name, kind, parent, parent.inner, value_type)
    parent.children[name] = place
    return place


def add_attribute(parent: Place, name: str, value_type: str = "") -> Place:
    """Add an attribute; ``name`` without the ``@``."""
    place = Place(f"@{name}", "field", parent, parent.inner, value_type)
    parent.attributes[name] = place
    return place


def schema_of(root: Element, *, is_table: bool = False) -> Place:
    """Read off a document which places it has: what occurs twice under a parent is a repeat.

    So are the entries of a table, elements with children below its root, though it have but one.
    """
    top = root_place(root.name)
    waiting: list[tuple[Place, list[Element]]] = [(top, [root])]
    while waiting:
        place, elements = waiting.pop()
        for name in dict.fromkeys(name for one in elements for name in one.attributes):
            add_attribute(place, name)
        for name, (found, repeats) in _children(elements).items():
            is_field = not repeats and not any(e.children or e.attributes for e in found)
            is_entry = is_table and place is top and not is_field
            kind: PlaceKind = "repeat" if repeats or is_entry else "field" if is_field else "group"
            waiting.append((add_child(place, name, kind), found))
    return top


def _children(elements: list[Element]) -> Mapping[str, tuple[list[Element], bool]]:
    """Return the child elements by name, and whether one parent has several of a name."""
    found: dict[str, list[Element]] = {}
    repeating: set[str] = set()
    for element in elements:
        seen: set[str] = set()
        for child in element.children:
            found.setdefault(child.name, []).append(child)
            if child.name in seen:
                repeating.add(child.name)
            seen.add(child.name)
    return {name: (children, name in repeating) for name, children in found.items()}


def load(root: Element, place: Place) -> Frame:
    """Put a document into frames, every value a text. Raises TooManySlots."""
    frame = place.scope.frame(None, 1, root)
    slots_left = SLOTS_MAX
    waiting = [(root, place, frame)]
    while waiting:
        element, here, into = waiting.pop()
        for name, value in element.attributes.items():
            if attribute := here.attributes.get(name):
                into[attribute.slot] = value
        for child in element.children:
            below = here.children.get(child.name)
            if below is None:
                continue
            if below.kind == "repeat":
                slots_left -= len(below.inner.template)
                if slots_left < 0:
                    raise TooManySlots
                waiting.append((child, below, add_entry(below, into, child)))
            else:
                into[below.slot] = child.text
                if child.children or child.attributes:
                    waiting.append((child, below, into))
    return frame


def add_entry(repeat: Place, into: Frame, element: Element) -> Frame:
    """Add one more entry of a repeat to the frame around it."""
    entries = into[repeat.slot]
    if not entries:
        entries = into[repeat.slot] = []
    entry = repeat.inner.frame(into, len(entries) + 1, element)
    entries.append(entry)
    return entry
