"""A submission's answers, typed and laid out in frames: what expressions are evaluated over.

The first thing that a check does. What does not fit is noted, never refused: a text that is not of
its question's type, a node that the form does not have, one that is there twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from forms.answers import Parse, Reading
from forms.markup import Element
from forms.xpath.faults import TooMuchWork
from forms.xpath.run import ELEMENT, PARENT, POSITION, Frame
from forms.xpath.schema import SLOTS_MAX, Place, Scope, add_entry
from forms.xpath.values import Value

_META = frozenset({"instanceID", "deprecatedID", "instanceName", "audit", "userID", "deviceID"})
"""What clients put into meta by themselves, asked for or not."""
Strangeness = Literal["unknown", "twice"]


class Entry(NamedTuple):
    """How a child element of one name is read."""

    kind: Literal["field", "group", "repeat"]
    slot: int
    place: Place
    read: Parse | None
    """From text to value; None: the text is the value."""
    must_be: Parse | None
    """What else the text must be, where its type says more than ``read``."""
    number: int
    """Of a repeat: the place of its scope among all."""
    is_plain: bool
    """A field without attributes whose text is its value: what most are, read first."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """How submissions of one form are read."""

    root: Place
    children: Mapping[Place, Mapping[str, Entry]]
    attributes: Mapping[Place, Mapping[str, Entry]]
    """Of the places that have some."""
    scopes: tuple[Scope, ...]
    """The root's first, then those of the repeats in the order of the form."""


class Stranger(NamedTuple):
    """An element where it should not be."""

    parent: Place
    frame: Frame
    element: Element
    why: Strangeness


@dataclass(slots=True, eq=False)
class Frames:
    """A submission, loaded."""

    root: Frame
    of_scope: list[list[Frame]]
    """The frames of each scope of the plan."""
    ill_typed: list[tuple[Place, Frame]] = field(default_factory=list)
    strangers: list[Stranger] = field(default_factory=list)


def read_frames(plan: Plan, root: Element, reading: Reading) -> Frames:
    """Load the answers below a submission's root element. Iterative and linear.

    Raises TooMuchWork where they take more memory than any real submission: an empty entry is a few
    bytes as it comes, and a slot for each question of its repeat here.
    """
    slots_left = SLOTS_MAX
    top = plan.scopes[0].frame(None, 1, root)
    frames = Frames(root=top, of_scope=[[top], *([] for _ in plan.scopes[1:])])
    _read_attributes(plan, plan.root, root, top, frames, reading)
    waiting: list[tuple[Element, Place, Frame]] = [(root, plan.root, top)]
    children = plan.children
    while waiting:
        element, place, frame = waiting.pop()
        known = children[place]
        for child in element.children:
            name, text, inside, attributes = child
            entry = known.get(name)
            if entry is not None and entry.is_plain and not inside and frame[entry.slot] is None:
                frame[entry.slot] = text
            elif entry is None or (inside and entry.kind == "field"):
                _note_unknown(frames, place, frame, child)
            elif entry.kind == "repeat":
                into = add_entry(entry.place, frame, child)
                slots_left -= len(into)
                if slots_left < 0:
                    raise TooMuchWork("more than can be laid out")
                frames.of_scope[entry.number].append(into)
                waiting.append((child, entry.place, into))
            elif frame[entry.slot] is not None:
                frames.strangers.append(Stranger(place, frame, child, "twice"))
            else:
                if attributes:
                    _read_attributes(plan, entry.place, child, frame, frames, reading)
                if entry.kind == "group":
                    frame[entry.slot] = ""
                    waiting.append((child, entry.place, frame))
                else:
                    frame[entry.slot] = _value(entry, text, frame, frames, reading)
    return frames


def _value(entry: Entry, text: str, frame: Frame, frames: Frames, reading: Reading) -> Value:
    """Return what a text stands for; "" where it is not of its type, which is noted."""
    if not text or entry.read is None:
        return text
    value = entry.read(text, reading)
    if value is None or (entry.must_be is not None and entry.must_be(text, reading) is None):
        frames.ill_typed.append((entry.place, frame))
    return "" if value is None else value


def _note_unknown(frames: Frames, place: Place, frame: Frame, child: Element) -> None:
    if place.name == "meta" and child.name in _META:
        return
    frames.strangers.append(Stranger(place, frame, child, "unknown"))


def _read_attributes(
    plan: Plan, place: Place, element: Element, frame: Frame, frames: Frames, reading: Reading
) -> None:
    known = plan.attributes.get(place)
    if known is None:
        return
    for name, text in element.attributes.items():
        entry = known.get(name)
        if entry is not None:
            frame[entry.slot] = _value(entry, text, frame, frames, reading)


def path_of(place: Place, frame: Frame) -> str:
    """Return the path of a node: ``/data/child[2]/age``, with positions on repeats only.

    ``frame`` is the one that holds its slot; for a repeat, that of the entry meant.
    """
    names: list[str] = []
    at: Place | None = place
    while at is not None:
        if at.kind == "repeat":
            names.append(f"{at.name}[{frame[POSITION]}]")
            frame = frame[PARENT]
        else:
            names.append(at.name)
        at = at.parent
    names.append("")
    return "/".join(reversed(names))


def text_at(place: Place, frame: Frame) -> str | None:
    """Return the text that was sent for a field, exactly; None where the node is absent."""
    steps: list[str] = []
    at: Place | None = place
    within = place.scope.place
    while at is not None and at is not within:
        steps.append(at.name)
        at = at.parent
    if within is None:
        steps.pop()  # the root itself
    element: Element | None = frame[ELEMENT]
    for step in reversed(steps):
        if element is None:
            return None
        if step.startswith("@"):
            return element.attributes.get(step[1:])
        element = element.find(step)
    return None if element is None else element.text


def document_key(
    place: Place, frame: Frame, rank: Mapping[Place, int], *, all_entries: bool = False
) -> tuple[object, ...]:
    """Return what sorts nodes as a document does: the form's order, entries by position.

    ``all_entries``: a repeat as a whole is meant, and ``frame`` is the one around it.
    """
    keys: list[tuple[int, int]] = []
    if place.kind != "repeat" or all_entries:
        keys.append((rank.get(place, -1), 0))
    repeat = (place.scope if all_entries else place.inner).place
    while repeat is not None:
        keys.append((rank.get(repeat, -1), frame[POSITION]))
        frame = frame[PARENT]
        repeat = repeat.scope.place
    return tuple(reversed(keys))
