"""Several versions of a form as one: the newest, with the deleted questions where they stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from forms.definition import Choice, FormDef, Node


def merged(form: FormDef, earlier: Sequence[FormDef]) -> FormDef:
    """Put what only ``earlier`` versions (oldest first) ask into ``form``.

    A deleted node comes after the sibling that it followed. Where kinds differ at one path, the
    newest holds. Deleted choices follow the choices of today.
    """
    return reduce(_overlaid, [*earlier, form])


def _overlaid(old: FormDef, new: FormDef) -> FormDef:
    return replace(new, children=_siblings(old.children, new.children))


def _siblings(old: tuple[Node, ...], new: tuple[Node, ...]) -> tuple[Node, ...]:
    before = {node.name: node for node in old}
    nodes = [_node(before[node.name], node) if node.name in before else node for node in new]
    names = [node.name for node in nodes]
    place = 0
    for node in old:
        if node.name in names:
            place = names.index(node.name) + 1
        else:
            nodes.insert(place, node)
            names.insert(place, node.name)
            place += 1
    return tuple(nodes)


def _node(old: Node, new: Node) -> Node:
    if old.kind != new.kind:
        return new
    return replace(
        new,
        children=_siblings(old.children, new.children),
        choices=_choices(old.choices, new.choices),
    )


def _choices(old: tuple[Choice, ...], new: tuple[Choice, ...]) -> tuple[Choice, ...]:
    names = {choice.name for choice in new}
    return new + tuple(choice for choice in old if choice.name not in names)
