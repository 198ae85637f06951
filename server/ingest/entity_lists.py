"""The lists that forms choose from, as phones take them, and as checks look into them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from exports import entity_list
from exports.entity_list import ListedEntity
from server.list_cache import KeptList
from server.scope import Scope
from server.services import SYSTEM, Services
from server.store import entities, form_versions
from server.store import entity_lists as stored
from server.store.database import Cx


def properties_of(scope: Scope, cx: Cx, version_id: int, name: str) -> list[str]:
    """Return the columns of a list as it is handed out with a form version."""
    project_id = form_versions.get(scope, cx, version_id).project_id
    known = entities.list_datasets(scope, cx, project_id, with_version=version_id)
    return list(known.get(name, ()))


def phone_csv(scope: Scope, cx: Cx, project_id: int, version_id: int, name: str) -> Iterator[bytes]:
    """Yield a list as a form reads it."""
    properties = properties_of(scope, cx, version_id, name)
    return entity_list.for_phones(properties, listed(scope, cx, project_id, name))


def listed(scope: Scope, cx: Cx, project_id: int, name: str) -> Iterator[ListedEntity]:
    """Yield the entries of a list as they are now."""
    for one in stored.stream(scope, cx, project_id, name):
        yield ListedEntity(
            name=str(one.id),
            label=one.label,
            version=one.number,
            properties=one.data,
            created_at=one.created_at,
            creator_id=one.creator_id,
            creator_name=one.creator_name or "",
            updated_at=one.updated_at,
        )


def tag_of(scope: Scope, cx: Cx, project_id: int, version_id: int, name: str) -> str:
    """Return 32 hex digits that change with a list, its properties included."""
    properties = properties_of(scope, cx, version_id, name)
    return digest((stored.stamp(scope, cx, project_id, name), properties))


def digest(seen: object) -> str:
    """Return 32 hex digits for what was seen."""
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def for_check(parts: Services, cx: Cx, project_id: int, version_id: int, name: str) -> KeptList:
    """Return a list to look things up in; it may be a minute old."""

    def read() -> KeptList:
        tag = tag_of(SYSTEM, cx, project_id, version_id, name)
        return KeptList(tag, b"".join(phone_csv(SYSTEM, cx, project_id, version_id, name)))

    return parts.lists.get(project_id, name, read)
