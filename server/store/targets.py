"""Targets: what a project aimed at, by indicator, unit and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete, insert, select

from server.scope import Scope
from server.store.database import Cx
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


def list_all(scope: Scope, cx: Cx, project_id: int) -> list[StoredTarget]:  # noqa: ARG001 - the guard asks the verb
    """Return a project's targets, in their order."""
    columns = [getattr(TargetRow, name) for name in StoredTarget.__slots__]
    query = select(*columns).where(TargetRow.project_id == project_id).order_by(TargetRow.id)
    return [StoredTarget(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001


def replace_all(cx: Cx, project_id: int, wanted: Sequence[StoredTarget]) -> None:
    """Put these in the place of what was aimed at."""
    cx.execute(delete(TargetRow).where(TargetRow.project_id == project_id))
    if wanted:
        rows = [{"project_id": project_id, **asdict(one)} for one in wanted]
        cx.execute(insert(TargetRow), rows)
