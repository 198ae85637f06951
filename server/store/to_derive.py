"""Which versions are to be derived again, a page at a time: there may be a million."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, select, tuple_

from server.scope import Scope
from server.store.collected import Collection
from server.store.database import Cx
from server.store.states import IS_TO_CHECK
from server.store.tables import FormVersion as FormVersionRow
from server.store.tables import Version as VersionRow

PAGE = 50


class VersionKey(NamedTuple):
    """Which version, and of which form: those of one form are derived with one definition."""

    project_id: int
    form_id: int
    id: uuid.UUID


_KEY = (VersionRow.project_id, VersionRow.form_id, VersionRow.id)


def list_pending(scope: Scope, cx: Cx, after: VersionKey | None) -> list[VersionKey]:
    """Return the next versions that could not be derived, or were not checked yet, form by form."""
    scope.must("submission.update")
    query = select(*_KEY).where(IS_TO_CHECK).order_by(*_KEY).limit(PAGE)
    if after is not None:
        query = query.where(tuple_(*_KEY) > tuple_(*after))
    return [VersionKey(*row) for row in cx.execute(query)]


def list_late(scope: Scope, cx: Cx, after: VersionKey | None) -> list[VersionKey]:
    """Return the next versions that named a form version which was published only afterwards."""
    scope.must("submission.update")
    published = exists().where(
        FormVersionRow.form_id == VersionRow.form_id,
        FormVersionRow.version == VersionRow.form_version,
        FormVersionRow.published_at.is_not(None),
    )
    late = and_(VersionRow.form_version_id.is_(None), VersionRow.draft.is_(False), published)
    return _page(cx, late, after)


def list_versions(
    scope: Scope, cx: Cx, after: VersionKey | None = None, *, form_ids: Sequence[int] | None = None
) -> list[VersionKey]:
    """Return the next of all versions, or of all that some forms have."""
    scope.must("submission.update")
    return _page(cx, _of_forms(form_ids), after)


def count_versions(scope: Scope, cx: Cx, form_ids: Sequence[int] | None = None) -> int:
    """Say how many ``list_versions`` will return."""
    scope.must("submission.update")
    return cx.execute(select(func.count()).where(_of_forms(form_ids))).scalar_one()


def list_collected(
    scope: Scope,
    cx: Cx,
    collection: Collection,
    *,
    after: uuid.UUID | None,
    last: uuid.UUID,
) -> list[VersionKey]:
    """Return the next versions of a collection, up to the last, whatever counts of them."""
    scope.must("submission.update")
    query = select(*_KEY).where(
        VersionRow.project_id == collection.project_id,
        VersionRow.form_id == collection.form_id,
        VersionRow.draft == collection.draft,
        VersionRow.id <= last,
    )
    if after is not None:
        query = query.where(VersionRow.id > after)
    found = cx.execute(query.order_by(VersionRow.id).limit(PAGE))
    return [VersionKey(*row) for row in found]


def _page(cx: Cx, condition: ColumnElement[bool], after: VersionKey | None) -> list[VersionKey]:
    order = (VersionRow.project_id, VersionRow.id)
    query = select(*_KEY).where(condition).order_by(*order).limit(PAGE)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(after.project_id, after.id))
    return [VersionKey(*row) for row in cx.execute(query)]


def _of_forms(form_ids: Sequence[int] | None) -> ColumnElement[bool]:
    return VersionRow.id.is_not(None) if form_ids is None else VersionRow.form_id.in_(form_ids)
