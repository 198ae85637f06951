"""Definitions of indicators: which a project has, which are being computed, their workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, literal_column, select, text, update

from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Fact as FactRow
from server.store.tables import Indicator as IndicatorRow
from server.store.tables import IndicatorWorkbook as WorkbookRow
from server.store.tables import Project as ProjectRow

IS_CURRENT = IndicatorRow.state == literal_column("'current'")
IS_COMPUTING = IndicatorRow.state == literal_column("'computing'")
_REVISION = "pg_advisory_xact_lock{how}(hashtextextended('indicators/' || :project_id, 0))"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredIndicator:
    """A definition as it is kept."""

    id: int
    project_id: int
    code: str
    ordinal: int
    hash: str
    definition: Mapping[str, Any]
    """exports.indicators.wire reads it."""
    state: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWorkbook:
    """A workbook that was uploaded."""

    sha256: str
    size: int
    created_at: datetime
    created_by: int | None


_COLUMNS = IndicatorRow.__table__.c


def list_all(scope: Scope, cx: Cx, project_id: int) -> list[StoredIndicator]:  # noqa: ARG001 - the guard asks the verb
    """Return a project's definitions, in the order of its workbook, current ones first."""
    query = (
        select(*_COLUMNS)
        .where(IndicatorRow.project_id == project_id)
        .order_by(IndicatorRow.state.desc(), IndicatorRow.ordinal, IndicatorRow.id)
    )
    return [StoredIndicator(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001


def list_computing(scope: Scope, cx: Cx) -> list[StoredIndicator]:
    """Return those of all projects whose facts are not complete."""
    scope.must("submission.update")
    query = select(*_COLUMNS).where(IS_COMPUTING).order_by(IndicatorRow.id)
    return [StoredIndicator(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001


def revision_of(scope: Scope, cx: Cx, project_id: int) -> int:  # noqa: ARG001
    """Return how often a project's indicators have changed; they do not change until we end.

    Without the lock a submission that was computed with the old ones could be stored unseen behind
    whoever computes history with the new ones.
    """
    if cx.dialect.name == "postgresql":
        locking = text(f"select {_REVISION.format(how='_shared')}")
        cx.execute(locking, {"project_id": str(project_id)})
    query = select(ProjectRow.indicators_revision).where(ProjectRow.id == project_id)
    return cx.execute(query).scalar_one()


def raise_revision(cx: Cx, project_id: int) -> None:
    """Say that a project's indicators have changed."""
    if cx.dialect.name == "postgresql":
        cx.execute(text(f"select {_REVISION.format(how='')}"), {"project_id": str(project_id)})
    cx.execute(
        update(ProjectRow)
        .where(ProjectRow.id == project_id)
        .values(indicators_revision=ProjectRow.indicators_revision + 1)
    )


def add(cx: Cx, **values: object) -> int:
    """Add a definition; return its number."""
    adding = insert(IndicatorRow).values(**values).returning(IndicatorRow.id)
    return cx.execute(adding).scalar_one()


def change(cx: Cx, indicator_id: int, **values: object) -> None:
    """Change what does not change its figures, or its state."""
    cx.execute(update(IndicatorRow).where(IndicatorRow.id == indicator_id).values(**values))


def remove(cx: Cx, project_id: int, indicator_ids: Sequence[int]) -> None:
    """Remove definitions with their facts."""
    if not indicator_ids:
        return
    cx.execute(
        delete(FactRow).where(
            FactRow.project_id == project_id, FactRow.indicator_id.in_(indicator_ids)
        )
    )
    cx.execute(delete(IndicatorRow).where(IndicatorRow.id.in_(indicator_ids)))


def add_workbook(cx: Cx, **values: object) -> None:
    """Note which workbook defines them now."""
    cx.execute(insert(WorkbookRow).values(**values))


def find_workbook(scope: Scope, cx: Cx, project_id: int) -> StoredWorkbook | None:  # noqa: ARG001
    """Return the workbook that was uploaded last."""
    query = (
        select(WorkbookRow.sha256, WorkbookRow.size, WorkbookRow.created_at, WorkbookRow.created_by)
        .where(WorkbookRow.project_id == project_id)
        .order_by(WorkbookRow.id.desc())
        .limit(1)
    )
    row = cx.execute(query).first()
    return None if row is None else StoredWorkbook(**row._mapping)  # noqa: SLF001
