"""What a new version of a form changes under collected data: questions that change their type.

Central refuses these (400.17): columns already collected would mean two things.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.definition import FormDef, Node


@dataclass(frozen=True, slots=True)
class TypeChange:
    """One path that holds another kind of answer than before."""

    path: str
    old_type: str
    """Bind type, or "structure" or "repeat"."""
    new_type: str


def type_changes(old: FormDef, new: FormDef) -> tuple[TypeChange, ...]:
    """Return the paths of both versions whose type differs, in the new form's order.

    New and dropped questions are no change, nor is one choice made several.
    """
    types = {node.path: node.type for node in old.walk()}
    return tuple(
        TypeChange(node.path, types[node.path], node.type)
        for node in new.walk()
        if _differs(types.get(node.path), node)
    )


def _differs(old_type: str | None, node: Node) -> bool:
    return old_type is not None and old_type != node.type
