"""What the installation holds, and what needs a look."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from server.scope import Scope
from server.store.database import Cx
from server.store.states import IS_ASIDE, IS_PENDING, IS_TO_CHECK
from server.store.tables import Form, Project, Submission, Version

_REASONS_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts over all projects; drafts left out."""

    projects: int
    forms: int
    submissions: int
    conflicts: int
    waiting: int
    quarantined: int
    pending: int
    pending_reasons: tuple[str, ...]
    to_check: int
    """Versions that wait for a check; those that are pending altogether among them."""


def get(scope: Scope, cx: Cx) -> Overview:
    """Count; needs the site's ``project.list``."""
    scope.must("project.list")
    counted = cx.execute(
        select(Version.state, func.count())
        .where(Version.draft.is_(False), IS_ASIDE)
        .group_by(Version.state)
    )
    states = {row[0]: row[1] for row in counted}  # dict() itself would take it for a mapping
    reasons = cx.execute(
        select(Version.derived_error, func.count())
        .where(IS_PENDING)
        .group_by(Version.derived_error)
        .limit(_REASONS_MAX)
    )
    listed = tuple((reason or "not derived yet", count) for reason, count in reasons)
    return Overview(
        projects=_count(cx, Project),
        forms=_count(cx, Form),
        submissions=_count(cx, Submission),
        conflicts=states.get("conflict", 0),
        waiting=states.get("waiting", 0),
        quarantined=states.get("quarantined", 0),
        pending=sum(count for _, count in listed),
        pending_reasons=tuple(f"{count} × {reason}" for reason, count in listed),
        to_check=cx.execute(
            select(func.count()).select_from(Version).where(IS_TO_CHECK)
        ).scalar_one(),
    )


def _count(cx: Cx, table: type[Project | Form | Submission]) -> int:
    query = select(func.count()).select_from(table).where(table.deleted_at.is_(None))
    if table is Submission:
        query = query.where(Submission.draft.is_(False))
    return cx.execute(query).scalar_one()
