"""Entity lists, read: which files stand for one, what is in it, since when, and what is gone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select

from server.scope import Scope
from server.store import entities, form_versions, media
from server.store.database import Cx
from server.store.tables import Actor as ActorRow
from server.store.tables import Entity as EntityRow
from server.store.tables import EntityVersion as VersionOfEntityRow
from server.store.tables import Version as VersionRow

_ENDING = ".csv"
_IS_SOURCE = (VersionRow.project_id == VersionOfEntityRow.project_id) & (
    VersionRow.id == VersionOfEntityRow.version_id
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntity:
    """An entity as it is now."""

    id: uuid.UUID
    label: str
    data: Mapping[str, str]
    number: int
    creator_id: int | None
    creator_name: str | None
    created_at: datetime
    updated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityHistory:
    """What one submission made of an entity."""

    entity_id: uuid.UUID
    number: int | None
    label: str
    data: Mapping[str, str]
    effective_on: date
    until: date | None
    counts: bool
    listed: bool
    instance_id: str


def linked(scope: Scope, cx: Cx, project_id: int, version_id: int) -> Mapping[str, str]:
    """Return, by file name, the lists that are handed out for files of a form version.

    A list of the project takes the place of a file that was uploaded under its name: the file
    would grow old on the phones. A draft is tried with the lists that it will make itself.
    """
    names = [file.name for file in media.list_all(scope, cx, version_id)]
    tables = [name for name in names if name.endswith(_ENDING)]
    if not tables:
        return {}
    known = entities.list_datasets(scope, cx, project_id, with_version=version_id)
    found = {name: name.removesuffix(_ENDING) for name in tables}
    return {name: dataset for name, dataset in found.items() if dataset in known}


def linked_to(scope: Scope, cx: Cx, version_id: int) -> Mapping[str, str]:
    """Return the same where the project is not at hand."""
    project_id = form_versions.get(scope, cx, version_id).project_id
    return linked(scope, cx, project_id, version_id)


def stream(scope: Scope, cx: Cx, project_id: int, dataset: str) -> Iterator[StoredEntity]:  # noqa: ARG001
    """Yield the entities of a list as they are now, in the order of their making."""
    own = [name for name in StoredEntity.__slots__ if name != "creator_name"]
    query = (
        select(
            *(getattr(EntityRow, name) for name in own),
            ActorRow.display_name.label("creator_name"),
        )
        .outerjoin(ActorRow, ActorRow.id == EntityRow.creator_id)
        .where(EntityRow.project_id == project_id, EntityRow.dataset == dataset)
        .order_by(EntityRow.created_at, EntityRow.id)
    )
    for row in cx.execute(query, execution_options={"yield_per": 500}):
        yield StoredEntity(**row._mapping)  # noqa: SLF001


def stamp(scope: Scope, cx: Cx, project_id: int, dataset: str) -> str:  # noqa: ARG001
    """Return a text that changes whenever a list does."""
    query = select(
        func.count(), func.sum(EntityRow.number), func.max(EntityRow.created_at),
        func.max(EntityRow.updated_at),
    ).where(EntityRow.project_id == project_id, EntityRow.dataset == dataset)  # fmt: skip
    changed = select(func.count(), func.max(VersionOfEntityRow.received_at)).where(
        VersionOfEntityRow.project_id == project_id,
        VersionOfEntityRow.dataset == dataset,
        VersionOfEntityRow.counts.is_(True),
    )
    return repr((*cx.execute(query).one(), *cx.execute(changed).one()))


def list_history(scope: Scope, cx: Cx, project_id: int, dataset: str) -> Iterator[EntityHistory]:  # noqa: ARG001
    """Yield every version of every entity, counting or not, by entity and arrival."""
    query = (
        select(
            VersionOfEntityRow.entity_id,
            VersionOfEntityRow.number,
            VersionOfEntityRow.merged_label.label("label"),
            VersionOfEntityRow.merged.label("data"),
            VersionOfEntityRow.effective_on,
            VersionOfEntityRow.until,
            VersionOfEntityRow.counts,
            VersionOfEntityRow.listed,
            VersionRow.instance_id,
        )
        .join(VersionRow, _IS_SOURCE)
        .where(VersionOfEntityRow.project_id == project_id, VersionOfEntityRow.dataset == dataset)
        .order_by(VersionOfEntityRow.entity_id, VersionOfEntityRow.version_id)
    )
    for row in cx.execute(query):
        yield EntityHistory(**row._mapping)  # noqa: SLF001


def list_gone(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    dataset: str,
    ids: Sequence[uuid.UUID],
) -> set[uuid.UUID]:
    """Return which of some entities were created once and are no longer listed.

    Not one that waits for what it edits, nor one that nothing is known of yet.
    """
    created = (
        select(VersionOfEntityRow.entity_id)
        .join(VersionRow, _IS_SOURCE)
        .where(
            VersionOfEntityRow.project_id == project_id,
            VersionOfEntityRow.dataset == dataset,
            VersionOfEntityRow.entity_id.in_(ids),
            VersionOfEntityRow.creates,
            VersionRow.root_id.is_not(None),
        )
    )
    listed = select(EntityRow.id).where(
        EntityRow.project_id == project_id, EntityRow.dataset == dataset, EntityRow.id.in_(ids)
    )
    return set(cx.execute(created).scalars()) - set(cx.execute(listed).scalars())


def count_waiting(scope: Scope, cx: Cx, project_id: int, dataset: str) -> int:  # noqa: ARG001
    """Say how many entities are changed by what counts, and created by nothing that does."""
    is_listed = exists().where(
        EntityRow.project_id == VersionOfEntityRow.project_id,
        EntityRow.dataset == VersionOfEntityRow.dataset,
        EntityRow.id == VersionOfEntityRow.entity_id,
    )
    query = select(func.count(VersionOfEntityRow.entity_id.distinct())).where(
        VersionOfEntityRow.project_id == project_id,
        VersionOfEntityRow.dataset == dataset,
        VersionOfEntityRow.counts,
        ~is_listed,
    )
    return cx.execute(query).scalar_one()
