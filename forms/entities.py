"""Entities: what a form does to a list, and what one submission does to one entry of it.

Source: ODK Entities specification 2024.1: ``meta/entity`` with its attributes, ``entities:saveto``
on binds. An entity in a repeat (2025.1) is not read.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.markup import Element

_RESERVED = frozenset({"name", "label"})
_TRUE = frozenset({"1", "true"})
_UUID = re.compile(r"(?:uuid:)?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})")
VALUE_LENGTH_MAX = 5_000
"""Characters of a property or label that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDeclaration:
    """That submissions of a form make or change entries of a list."""

    dataset: str
    """The list's name."""
    saved: tuple[tuple[str, str], ...]
    """Name of each property and path of the question whose answer it takes."""
    creates: bool = False
    """They may make entries, and not only change those there are."""

    @property
    def properties(self) -> tuple[str, ...]:
        """Names of the properties that the form fills."""
        return tuple(name for name, _ in self.saved)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAction:
    """What one submission says of one entity."""

    dataset: str
    entity_id: str
    """Lower case, without ``uuid:``."""
    creates: bool
    updates: bool
    label: str
    properties: Mapping[str, str]
    """Only those that were answered: an empty answer wipes nothing out."""


def is_property(name: str) -> bool:
    """Say whether a property may be called so: the list's own columns are the specification's."""
    return bool(name) and name.lower() not in _RESERVED and not name.startswith("__")


def entity_action(declared: Sequence[EntityDeclaration], root: Element) -> EntityAction | None:
    """Return what a submission says of an entity.

    None where its form speaks of none, where it neither creates nor updates, or where it names no
    entity: a phone makes a uuid for each that is new.
    """
    if not declared:
        return None
    meta = root.find("meta")
    entity = meta.find("entity") if meta else None
    if entity is None:
        return None
    creates = entity.attributes.get("create", "").strip() in _TRUE
    updates = entity.attributes.get("update", "").strip() in _TRUE
    entity_id = _uuid(entity.attributes.get("id", ""))
    wanted = entity.attributes.get("dataset", "")
    one = next((one for one in declared if one.dataset == wanted), None)
    if entity_id is None or one is None or not (creates or updates):
        return None
    label = entity.find("label")
    saved = ((name, root.answer(path).strip()) for name, path in one.saved)
    return EntityAction(
        dataset=one.dataset,
        entity_id=entity_id,
        creates=creates,
        updates=updates,
        label="" if label is None else label.text.strip()[:VALUE_LENGTH_MAX],
        properties={name: answer[:VALUE_LENGTH_MAX] for name, answer in saved if answer},
    )


def _uuid(text: str) -> str | None:
    found = _UUID.fullmatch(text.strip())
    return str(uuid.UUID(found[1])) if found else None
