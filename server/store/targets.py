"""Targets: what a project aimed at, by indicator, unit and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, text, update

from server.errors import Problem
from server.scope import Scope
from server.store.database import Cx
from server.store.indicators import IS_CURRENT
from server.store.tables import Indicator as IndicatorRow
from server.store.tables import Target as TargetRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTarget:
    """What one indicator should come to."""

    code: str
    unit: str
    """``VINTAGE-CODE``, a group, or ``country``."""
    from_day: date
    to_day: date
    value: float
    source: str
    """Where it stands written."""


@dataclass(frozen=True, slots=True)
class NumberedTarget:
    """One with the number by which it is changed."""

    id: int
    target: StoredTarget


_COLUMNS = [TargetRow.__table__.c[name] for name in StoredTarget.__slots__]
_NUMBERED = select(TargetRow.id, *_COLUMNS)


def list_all(scope: Scope, cx: Cx, project_id: int) -> list[StoredTarget]:  # noqa: ARG001 - the guard asks the verb
    """Return a project's targets, in their order."""
    query = select(*_COLUMNS).where(TargetRow.project_id == project_id).order_by(TargetRow.id)
    return [StoredTarget(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001


def list_some(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    code: str | None = None,
    *,
    limit: int,
    offset: int = 0,
) -> list[NumberedTarget]:
    """Return some of them, or of one indicator's: as its workbook has them, then by day."""
    is_its = and_(
        IndicatorRow.project_id == TargetRow.project_id,
        IndicatorRow.code == TargetRow.code,
        IS_CURRENT,
    )
    query = (
        _NUMBERED.outerjoin(IndicatorRow, is_its)
        .where(TargetRow.project_id == project_id)
        .order_by(
            IndicatorRow.ordinal.is_(None),
            IndicatorRow.ordinal,
            TargetRow.from_day,
            TargetRow.to_day,
            TargetRow.id,
        )
    )
    if code is not None:
        query = query.where(TargetRow.code == code)
    return [_numbered(row) for row in cx.execute(query.limit(limit).offset(offset))]


def list_codes(scope: Scope, cx: Cx, project_id: int) -> list[str]:  # noqa: ARG001
    """Return the codes of the indicators that have targets."""
    query = select(TargetRow.code).where(TargetRow.project_id == project_id).distinct()
    return sorted(cx.scalars(query))


def count(scope: Scope, cx: Cx, project_id: int) -> int:  # noqa: ARG001
    """Return how many there are."""
    query = select(func.count()).where(TargetRow.project_id == project_id)
    return cx.execute(query).scalar_one()


def get(scope: Scope, cx: Cx, project_id: int, target_id: int) -> StoredTarget:  # noqa: ARG001
    """Return one; raise 404.1."""
    query = _NUMBERED.where(TargetRow.project_id == project_id, TargetRow.id == target_id)
    row = cx.execute(query).first()
    if row is None:
        raise Problem("404.1")
    return _numbered(row).target


def find_like(scope: Scope, cx: Cx, project_id: int, target: StoredTarget) -> NumberedTarget | None:  # noqa: ARG001
    """Return the target of the same indicator, unit and days."""
    query = _NUMBERED.where(
        TargetRow.project_id == project_id,
        TargetRow.code == target.code,
        TargetRow.unit == target.unit,
        TargetRow.from_day == target.from_day,
        TargetRow.to_day == target.to_day,
    )
    row = cx.execute(query).first()
    return None if row is None else _numbered(row)


def lock(cx: Cx, project_id: int) -> None:
    """Let nobody else change a project's targets until this transaction ends.

    SQLite has one writer anyway. In PostgreSQL whoever replaces the list does not see what another
    is adding at this moment, and would lose it or stumble over it.
    """
    if cx.dialect.name == "postgresql":
        locking = text("select pg_advisory_xact_lock(hashtextextended('targets/' || :id, 0))")
        cx.execute(locking, {"id": str(project_id)})


def add(cx: Cx, project_id: int, target: StoredTarget) -> int:
    """Add one; return its number. ``lock`` first, and look whether there is one like it."""
    adding = insert(TargetRow).values(project_id=project_id, **asdict(target))
    return cx.execute(adding.returning(TargetRow.id)).scalar_one()


def put(scope: Scope, cx: Cx, project_id: int, target: StoredTarget) -> bool:
    """Add one, or change the one of the same indicator, unit and days; ``lock`` first.

    Return whether anything is otherwise now.
    """
    like = find_like(scope, cx, project_id, target)
    if like is None:
        add(cx, project_id, target)
    elif like.target != target:
        change(cx, project_id, like.id, target)
    return like is None or like.target != target


def change(cx: Cx, project_id: int, target_id: int, target: StoredTarget) -> None:
    """Put one in the place of another. ``lock`` first, and look whether there is one like it."""
    cx.execute(
        update(TargetRow)
        .where(TargetRow.project_id == project_id, TargetRow.id == target_id)
        .values(**asdict(target))
    )


def remove(cx: Cx, project_id: int, target_id: int) -> None:
    """Remove one."""
    cx.execute(
        delete(TargetRow).where(TargetRow.project_id == project_id, TargetRow.id == target_id)
    )


def replace_all(cx: Cx, project_id: int, wanted: Sequence[StoredTarget]) -> None:
    """Put these in the place of what was aimed at."""
    lock(cx, project_id)
    cx.execute(delete(TargetRow).where(TargetRow.project_id == project_id))
    if wanted:
        rows = [{"project_id": project_id, **asdict(one)} for one in wanted]
        cx.execute(insert(TargetRow), rows)


def _numbered(row: Any) -> NumberedTarget:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return NumberedTarget(values.pop("id"), StoredTarget(**values))
