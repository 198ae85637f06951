"""A form as OData sees it: entity types, their keys, and names that its clients can read.

Source: OData 4.0 CSDL (simple identifiers); ODK Central for the names of tables and keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from forms.definition import FormDef, Node

ROOT = "Submissions"
SYSTEM = (
    "submissionDate",
    "updatedAt",
    "deletedAt",
    "submitterId",
    "submitterName",
    "attachmentsPresent",
    "attachmentsExpected",
    "status",
    "reviewState",
    "deviceId",
    "edits",
    "formVersion",
)
"""What ``__system`` of a submission holds."""


@dataclass(frozen=True, slots=True)
class Property:
    """A question, a group (with the properties in it) or a link to the rows of a repeat."""

    name: str
    """Readable for OData, unlike its siblings'."""
    node: Node
    parts: tuple[str, ...]
    """Its path in such names, the entity types above included."""
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityType:
    """One table."""

    path: str
    """"" for the root, else the path of the repeat."""
    parts: tuple[str, ...]
    parent_key: str | None
    """The property that names the row above: ``__Submissions-id``; None for the root."""
    parent_path: str
    """Path of the table above; "" below the root and for the root itself."""
    properties: tuple[Property, ...]

    @property
    def name(self) -> str:
        """Name of its entity set: ``Submissions.family.child``."""
        return ".".join((ROOT, *self.parts))


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables of a form: the root first, then the repeats, depth first."""

    form_id: str
    entities: tuple[EntityType, ...]

    def find(self, name: str) -> EntityType | None:
        """Find the table of an entity set."""
        return next((entity for entity in self.entities if entity.name == name), None)

    def at(self, path: str) -> EntityType:
        """Get the table of the repeat at ``path``."""
        return next(entity for entity in self.entities if entity.path == path)


class UnknownProperty(ValueError):
    """``$select`` names what the table does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no property {name!r}.")
        self.name = name


class UnsupportedSelect(ValueError):
    """``$select`` reaches into another table."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The property {name!r} belongs to another table.")
        self.name = name


@dataclass(frozen=True, slots=True)
class Selection:
    """Which properties of a table are shown."""

    entity: EntityType
    """With the properties that are shown."""
    id: bool = True
    parent_key: bool = True
    system: tuple[str, ...] = SYSTEM


def identifier(name: str) -> str:
    """Make ``name`` a simple identifier as Central does: other signs become ``_``."""
    begun = re.sub(r"^([^A-Za-z_])", r"_\1", name)
    return re.sub(r"[^A-Za-z0-9_]+", "_", begun)


def schema_of(form: FormDef) -> Schema:
    """Read the tables of ``form``.

    Where Central would give two siblings one name (``số_nhà`` and ``sổ_nhà``) the second gets
    ``_2``: none hides the other.
    """
    return Schema(form.form_id, tuple(_entities("", (), None, "", form.children)))


def selected(entity: EntityType, names: Sequence[str]) -> Selection:
    """Read ``$select``: the names it lists. Raises UnknownProperty, UnsupportedSelect."""
    asked = [name.strip() for name in names]
    if not asked or "*" in asked:
        return Selection(entity)
    keys = {"__id", entity.parent_key} if entity.path else {"__id", "__system"}
    system = {f"__system/{name}" for name in SYSTEM} if not entity.path else set()
    paths = {
        _find(entity, name).node.path for name in asked if name not in keys and name not in system
    }
    return Selection(
        entity=replace(entity, properties=tuple(_kept(entity.properties, paths))),
        id="__id" in asked,
        parent_key=entity.parent_key in asked,
        system=tuple(n for n in SYSTEM if "__system" in asked or f"__system/{n}" in asked),
    )


def _entities(
    path: str,
    parts: tuple[str, ...],
    parent_key: str | None,
    parent_path: str,
    children: tuple[Node, ...],
) -> Iterator[EntityType]:
    properties = _properties(children, parts, {"__id", "__system"})
    yield EntityType(path, parts, parent_key, parent_path, properties)
    key = f"__{'-'.join((ROOT, *parts))}-id"
    for repeat in _repeats(properties):
        yield from _entities(repeat.node.path, repeat.parts, key, path, repeat.node.children)


def _properties(
    children: tuple[Node, ...], above: tuple[str, ...], taken: set[str]
) -> tuple[Property, ...]:
    properties = []
    for node in children:
        name = _unused(identifier(node.name), taken)
        parts = (*above, name)
        inner = _properties(node.children, parts, set()) if node.kind == "group" else ()
        properties.append(Property(name, node, parts, inner))
    return tuple(properties)


def _unused(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name)
    return name


def _repeats(properties: tuple[Property, ...]) -> Iterator[Property]:
    for found in properties:
        if found.node.kind == "repeat":
            yield found
        else:
            yield from _repeats(found.properties)


def _find(entity: EntityType, name: str) -> Property:
    properties, found = entity.properties, None
    for part in name.split("/"):
        if found is not None and found.node.kind == "repeat":
            raise UnsupportedSelect(name)
        found = next((known for known in properties if known.name == part), None)
        if found is None:
            raise UnknownProperty(name)
        properties = found.properties
    assert found is not None
    return found


def _kept(properties: tuple[Property, ...], paths: set[str]) -> Iterator[Property]:
    for known in properties:
        if known.node.path in paths:
            yield known
        elif inner := tuple(_kept(known.properties, paths)):
            yield replace(known, properties=inner)
