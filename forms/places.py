"""The tree of a form, laid out in places: where each of its nodes lies in a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.definition import FormDef, Node
from forms.xpath.schema import Place, add_attribute, add_child, root_place

_ROOT_ATTRIBUTES = ("id", "version")


@dataclass(frozen=True, slots=True, eq=False)
class FormPlaces:
    """The places of a form and the nodes that they stand for."""

    root: Place
    nodes: Mapping[Place, Node]
    """All but the root and its attributes, in the order of the form."""
    by_path: Mapping[str, Place]
    """By ``Node.path``."""


def lay_places(form: FormDef) -> FormPlaces:
    """Lay out a form."""
    root = root_place(form.root)
    for name in _ROOT_ATTRIBUTES:
        add_attribute(root, name)
    nodes: dict[Place, Node] = {}
    waiting = [(root, node) for node in reversed(form.children)]
    while waiting:
        parent, node = waiting.pop()
        place = add_child(parent, node.name, node.kind, node.type)
        nodes[place] = node
        for attribute in node.attributes:
            name = attribute.name.removeprefix("@")
            nodes[add_attribute(place, name, attribute.type)] = attribute
        waiting.extend((place, child) for child in reversed(node.children))
    by_path = {node.path: place for place, node in nodes.items()}
    return FormPlaces(root=root, nodes=nodes, by_path=by_path)
