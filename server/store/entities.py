"""Entities: what versions of submissions say of them, and how they stand, by arrival and by day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, delete, insert, literal_column, or_, select, update

from forms.entities import EntityAction
from server.scope import Scope
from server.store.database import Cx, lock_instances
from server.store.tables import Entity as EntityRow
from server.store.tables import EntityVersion as VersionOfEntityRow
from server.store.tables import Form as FormRow
from server.store.tables import FormVersion as FormVersionRow
from server.store.tables import Version as VersionRow


class EntityKey(NamedTuple):
    """Which entity of which list."""

    project_id: int
    dataset: str
    entity_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class EntityOnDay:
    """An entity as it stood on a day."""

    name: str
    label: str
    properties: Mapping[str, str]


_VERSIONS = VersionOfEntityRow.__table__.c
_LISTED: ColumnElement[bool] = literal_column("entity_version.listed")
"""Written out: a partial index serves no parameter."""


def add(
    cx: Cx,
    project_id: int,
    version_id: uuid.UUID,
    action: EntityAction,
    effective_on: date,
    *,
    counts: bool,
) -> None:
    """Write what a version says of an entity, and settle how that stands."""
    key = EntityKey(project_id, action.dataset, uuid.UUID(action.entity_id))
    _lock(cx, key)
    received_at = cx.execute(
        select(VersionRow.received_at).where(
            VersionRow.project_id == project_id, VersionRow.id == version_id
        )
    ).scalar_one()
    cx.execute(
        insert(VersionOfEntityRow).values(
            project_id=project_id,
            version_id=version_id,
            dataset=action.dataset,
            entity_id=key.entity_id,
            creates=action.creates,
            updates=action.updates,
            label=action.label,
            data=dict(action.properties),
            effective_on=effective_on,
            received_at=received_at,
            counts=counts,
            number=None,
            merged_label="",
            merged={},
            until=None,
            listed=False,
        )
    )
    _settle(cx, key)


def drop(cx: Cx, project_id: int, version_id: uuid.UUID) -> list[EntityKey]:
    """Remove what a version says of an entity; return those to be settled in the same transaction.

    Not settled here: what is derived again at once leaves the entity as it was, with its number.
    """
    gone = (
        delete(VersionOfEntityRow)
        .where(
            VersionOfEntityRow.project_id == project_id,
            VersionOfEntityRow.version_id == version_id,
        )
        .returning(VersionOfEntityRow.dataset, VersionOfEntityRow.entity_id)
    )
    return [EntityKey(project_id, *row) for row in cx.execute(gone)]


def settle(cx: Cx, keys: Iterable[EntityKey]) -> None:
    """Say anew how some entities stand."""
    for key in sorted(set(keys), key=str):
        _lock(cx, key)
        _settle(cx, key)


def set_counts(cx: Cx, project_id: int, version_ids: Sequence[uuid.UUID], *, counts: bool) -> None:
    """Let what versions say of entities count, or not, as these do."""
    changed = (
        update(VersionOfEntityRow)
        .where(
            VersionOfEntityRow.project_id == project_id,
            VersionOfEntityRow.version_id.in_(version_ids),
        )
        .values(counts=counts)
        .returning(VersionOfEntityRow.dataset, VersionOfEntityRow.entity_id)
    )
    settle(cx, [EntityKey(project_id, *row) for row in cx.execute(changed)])


def _lock(cx: Cx, key: EntityKey) -> None:
    lock_instances(cx, f"entity/{key.project_id}/{key.dataset}/{key.entity_id}")


def _settle(cx: Cx, key: EntityKey) -> None:
    """Say anew how an entity stands: by arrival for phones, by day for reports."""
    of_entity = (
        VersionOfEntityRow.project_id == key.project_id,
        VersionOfEntityRow.dataset == key.dataset,
        VersionOfEntityRow.entity_id == key.entity_id,
    )
    query = select(*_VERSIONS).where(*of_entity).order_by(VersionOfEntityRow.version_id)
    rows = list(cx.execute(query))
    counting = [row for row in rows if row.counts]
    numbers = {row.version_id: number for number, row in enumerate(counting, start=1)}
    days = _by_day(counting)
    for row in rows:
        label, merged, until, listed = days.get(row.version_id, ("", {}, None, False))
        values = {
            "number": numbers.get(row.version_id),
            "merged_label": label,
            "merged": merged,
            "until": until,
            "listed": listed,
        }
        if any(row._mapping[name] != value for name, value in values.items()):  # noqa: SLF001
            cx.execute(
                update(VersionOfEntityRow)
                .where(*of_entity, VersionOfEntityRow.version_id == row.version_id)
                .values(**values)
            )
    _set_current(cx, key, counting)


def _by_day(
    counting: Sequence[Row[Any]],
) -> dict[uuid.UUID, tuple[str, dict[str, str], date | None, bool]]:
    """Return label, properties, end and whether it is listed, for each version, by effective day.

    Of one day, what arrived later comes later. Before it was created, an entity is not listed.
    """
    ordered = sorted(counting, key=lambda row: (row.effective_on, row.version_id))
    found: dict[uuid.UUID, tuple[str, dict[str, str], date | None, bool]] = {}
    label, data, is_created = "", {}, False  # type: str, dict[str, str], bool
    for row, after in pairwise([*ordered, None]):
        if row is None:
            continue
        label, data = row.label or label, {**data, **row.data}
        is_created = is_created or row.creates
        found[row.version_id] = (label, data, after and after.effective_on, is_created)
    return found


def _set_current(cx: Cx, key: EntityKey, counting: Sequence[Row[Any]]) -> None:
    """Write the entity as phones get it; none where nothing that counts has created it.

    What created it comes first, however late it arrived. Its number only grows: a phone keeps what
    it has where the server's number is not greater, also when an update was taken back.
    """
    place = (
        EntityRow.project_id == key.project_id,
        EntityRow.dataset == key.dataset,
        EntityRow.id == key.entity_id,
    )
    known = cx.execute(select(EntityRow.__table__).where(*place)).first()
    first = next((row for row in counting if row.creates), None)
    if first is None:
        if known is not None:
            cx.execute(delete(EntityRow).where(*place))
        return
    label, data = "", {}  # type: str, dict[str, str]
    for row in (first, *(one for one in counting if one is not first)):
        label, data = row.label or label, {**data, **row.data}
    number = len(counting)
    if known is not None:
        is_same = (known.label, known.data) == (label, data) and known.number >= number
        number = known.number if is_same else max(number, known.number + 1)
    last = counting[-1]
    creator = select(VersionRow.submitter_id).where(
        VersionRow.project_id == key.project_id, VersionRow.id == first.version_id
    )
    values = {
        "label": label,
        "data": data,
        "number": number,
        "creator_id": cx.execute(creator).scalar(),
        "created_at": first.received_at,
        "updated_at": last.received_at if last is not first else None,
    }
    if known is None:
        cx.execute(
            insert(EntityRow).values(
                project_id=key.project_id, dataset=key.dataset, id=key.entity_id, **values
            )
        )
    else:
        cx.execute(update(EntityRow).where(*place).values(**values))


def list_datasets(
    scope: Scope,  # noqa: ARG001 - the guard asks the verb
    cx: Cx,
    project_id: int,
    *,
    with_version: int | None = None,
) -> Mapping[str, Sequence[str]]:
    """Return a project's lists with the properties that any of its published forms saves.

    ``with_version``: a draft that is tried, with the lists that it would fill.
    """
    query = (
        select(FormVersionRow.datasets)
        .join(FormRow, FormRow.id == FormVersionRow.form_id)
        .where(
            FormRow.project_id == project_id,
            or_(FormVersionRow.published_at.is_not(None), FormVersionRow.id == with_version),
            FormVersionRow.datasets.is_not(None),
        )
        .order_by(FormRow.id, FormVersionRow.id)
    )
    found: dict[str, dict[str, None]] = {}
    for (datasets,) in cx.execute(query):
        for name, properties in (datasets or {}).items():
            found.setdefault(name, {}).update(dict.fromkeys(properties))
    return {name: tuple(properties) for name, properties in found.items()}


def list_properties(scope: Scope, cx: Cx, project_id: int, dataset: str) -> Sequence[str]:
    """Return the properties of a list; () where there is none of that name."""
    return list_datasets(scope, cx, project_id).get(dataset, ())


def snapshot(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    dataset: str,
    day: date,
) -> Iterator[EntityOnDay]:
    """Yield the entities of a list as they stood at the end of a day."""
    query = select(
        VersionOfEntityRow.entity_id, VersionOfEntityRow.merged_label, VersionOfEntityRow.merged
    ).where(
        VersionOfEntityRow.project_id == project_id,
        VersionOfEntityRow.dataset == dataset,
        _LISTED,
        VersionOfEntityRow.effective_on <= day,
        or_(VersionOfEntityRow.until.is_(None), VersionOfEntityRow.until > day),
    )
    for entity_id, label, merged in cx.execute(query.order_by(VersionOfEntityRow.entity_id)):
        yield EntityOnDay(str(entity_id), label, merged)
