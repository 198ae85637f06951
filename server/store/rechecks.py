"""Checking again: asked for, and how far it has come. One for the submissions of each form."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from server.scope import Scope
from server.store.collected import Collection
from server.store.database import Cx
from server.store.tables import Recheck as RecheckRow
from server.store.tables import Version as VersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """That the submissions of a form are checked again."""

    project_id: int
    form_id: int
    draft: bool
    asked_at: datetime
    total: int
    """Versions there were when it was asked for."""
    done: int
    last_id: uuid.UUID
    """They all come before it."""
    reached_id: uuid.UUID | None
    """Up to here they are checked again."""
    finished_at: datetime | None

    @property
    def collection(self) -> Collection:
        """Whose submissions."""
        return Collection(project_id=self.project_id, form_id=self.form_id, draft=self.draft)


_COLUMNS = RecheckRow.__table__.c


def _recheck(row: Row[Any]) -> Recheck:
    return Recheck(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def ask(cx: Cx, collection: Collection, at: datetime, last_id: uuid.UUID) -> Recheck:
    """Ask for it; one that is under way begins anew. Nothing is checked here: there may be many.

    ``last_id``: an id made now, so that what is here already comes before it.
    """
    versions = select(func.count()).where(
        VersionRow.project_id == collection.project_id,
        VersionRow.form_id == collection.form_id,
        VersionRow.draft == collection.draft,
    )
    cx.execute(delete(RecheckRow).where(*_of(collection)))
    adding = insert(RecheckRow).values(
        project_id=collection.project_id,
        form_id=collection.form_id,
        draft=collection.draft,
        asked_at=at,
        total=cx.execute(versions).scalar_one(),
        done=0,
        last_id=last_id,
    )
    return _recheck(cx.execute(adding.returning(*_COLUMNS)).one())


def find(scope: Scope, cx: Cx, collection: Collection) -> Recheck | None:  # noqa: ARG001 - the guard asks the verb
    """Return the one that was asked for last, finished or not."""
    row = cx.execute(select(*_COLUMNS).where(*_of(collection))).first()
    return None if row is None else _recheck(row)


def list_unfinished(scope: Scope, cx: Cx) -> list[Recheck]:
    """Return those that are under way, the first that was asked for first."""
    scope.must("submission.update")
    query = select(*_COLUMNS).where(RecheckRow.finished_at.is_(None))
    return [_recheck(row) for row in cx.execute(query.order_by(RecheckRow.asked_at))]


def advance(cx: Cx, recheck: Recheck, **values: object) -> None:
    """Note how far one has come; nothing where it was asked for anew meanwhile."""
    same = (*_of(recheck.collection), RecheckRow.asked_at == recheck.asked_at)
    cx.execute(update(RecheckRow).where(*same).values(**values))


def _of(collection: Collection) -> tuple[ColumnElement[bool], ...]:
    return (
        RecheckRow.project_id == collection.project_id,
        RecheckRow.form_id == collection.form_id,
        RecheckRow.draft == collection.draft,
    )
