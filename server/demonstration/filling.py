"""A submission written by a program: answers go in, the form's own logic fills in the rest.

What the form computes is found as its check finds it: a calculation that is not what it should be
says what it should be, a node that does not apply is taken away, until nothing changes any more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from forms.check import Circumstances, check
from forms.findings import Finding
from forms.instance import read_instance
from forms.logic import Logic
from forms.markup import Element, read_markup
from server.demonstration.drawing import Answer

_ROUNDS_MAX = 12
"""How long a chain of calculations may be that hang on each other."""
_STEP = re.compile(r"(?P<name>@?[^\[\]/]+)(?:\[(?P<position>\d+)\])?")


class UnknownQuestion(ValueError):
    """An answer names no question of the form."""


@dataclass(slots=True)
class _Node:
    """An element while it is being filled."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty form, to be filled many times."""

    logic: Logic
    root: Element
    """The primary instance of its XForm, with its defaults."""


def blank_form(logic: Logic, xform: bytes) -> Blank:
    """Return the empty form of an XForm, whose logic it is."""
    head = read_markup(xform).find("head")
    model = head.find("model") if head else None
    instance = model.find("instance") if model else None
    if instance is None or not instance.children:
        raise ValueError("the XForm has no primary instance")
    return Blank(logic, instance.children[0])


def fill(
    blank: Blank,
    answers: Mapping[str, Answer],
    given: Circumstances,
    *,
    instance_id: str,
    deprecated_id: str | None = None,
) -> tuple[bytes, tuple[Finding, ...]]:
    """Return the XML of a submission, and what does not hold in it all the same.

    ``answers``: by question name (``@id`` of the entity by ``@id``); what chance would make
    (``uuid()``) and what is looked up in a list that is not in the logic's files has to be given.
    Raises UnknownQuestion.
    """
    root = _copy(blank.root)
    unused = dict(answers)
    root.children = [made for child in root.children for made in _answered(child, unused)]
    if unused:
        raise UnknownQuestion(", ".join(sorted(unused)))
    meta = _child(root, "meta")
    _child(meta, "instanceID").text = instance_id
    if deprecated_id is not None:
        _child(meta, "deprecatedID").text = deprecated_id
    found: tuple[Finding, ...] = ()
    for _ in range(_ROUNDS_MAX):
        found = check(blank.logic, read_instance(_written(root)), given)
        if not _mend(root, found):
            break
    return _written(root), found


def _copy(element: Element) -> _Node:
    """Copy a template; of a repeat, its template alone."""
    attributes = {name: text for name, text in element.attributes.items() if name != "template"}
    seen: set[str] = set()
    children = []
    for child in element.children:
        is_copy = child.name in seen and "template" not in child.attributes
        if not is_copy:
            children.append(_copy(child))
        seen.add(child.name)
    return _Node(element.name, element.text, attributes, children)


def _answer(node: _Node, unused: dict[str, Answer]) -> None:
    """Put answers where their questions are, below a node and in its attributes."""
    for name in node.attributes:
        value = unused.pop(f"@{name}", None)
        if isinstance(value, str):
            node.attributes[name] = value
    node.children = [made for child in node.children for made in _answered(child, unused)]


def _answered(node: _Node, unused: dict[str, Answer]) -> list[_Node]:
    """Return a node with its answer; a repeat as often as it has entries."""
    value = unused.pop(node.name, None)
    if value is None:
        _answer(node, unused)
        return [node]
    if isinstance(value, str):
        node.text = value
        return [node]
    return [_entry(node, dict(entry)) for entry in value]


def _entry(template: _Node, answers: dict[str, Answer]) -> _Node:
    entry = _Node(template.name, "", {}, [_clone(child) for child in template.children])
    _answer(entry, answers)
    if answers:
        raise UnknownQuestion(", ".join(sorted(answers)))
    return entry


def _clone(node: _Node) -> _Node:
    return _Node(node.name, node.text, dict(node.attributes), [_clone(c) for c in node.children])


def _child(node: _Node, name: str) -> _Node:
    for child in node.children:
        if child.name == name:
            return child
    made = _Node(name)
    node.children.append(made)
    return made


def _mend(root: _Node, found: Sequence[Finding]) -> bool:
    """Do what the findings say; say whether anything changed.

    What does not apply is taken away only once everything is computed: it may apply then.
    """
    computed = [one for one in found if one.kind == "calculate" and one.expected != one.submitted]
    changed = [_set(root, one.path, one.expected or "") for one in computed]
    if any(changed):
        return True
    gone = [one.path for one in found if one.kind == "relevant"]
    # All are looked up before any is taken away: that would move the entries behind it.
    pairs = [(_find(root, path.rpartition("/")[0]), _find(root, path)) for path in gone]
    for parent, node in pairs:
        if parent is not None:
            parent.children = [child for child in parent.children if child is not node]
    return bool(gone)


def _set(root: _Node, path: str, text: str) -> bool:
    place, _, name = path.rpartition("/")
    if name.startswith("@"):
        node = _find(root, place)
        if node is None or node.attributes.get(name[1:]) == text:
            return False
        node.attributes[name[1:]] = text
        return True
    node = _find(root, path)
    if node is None or node.text == text:
        return False
    node.text = text
    return True


def _find(root: _Node, path: str) -> _Node | None:
    node: _Node | None = root
    for step in path.strip("/").split("/")[1:]:
        said = _STEP.fullmatch(step)
        if node is None or said is None:
            return None
        named = [child for child in node.children if child.name == said["name"]]
        position = int(said["position"] or 1)
        node = named[position - 1] if position <= len(named) else None
    return node


def _written(root: _Node) -> bytes:
    parts: list[str] = ["<?xml version='1.0' encoding='UTF-8' ?>"]
    _write(root, parts)
    return "".join(parts).encode()


def _write(node: _Node, parts: list[str]) -> None:
    attributes = "".join(f" {name}={quoteattr(text)}" for name, text in node.attributes.items())
    if not node.children and not node.text:
        parts.append(f"<{node.name}{attributes}/>")
        return
    parts.append(f"<{node.name}{attributes}>{escape(node.text)}")
    for child in node.children:
        _write(child, parts)
    parts.append(f"</{node.name}>")
