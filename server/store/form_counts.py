"""How many submissions each form has, and in which review state they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from server.scope import Scope
from server.store.database import Cx
from server.store.forms import Form
from server.store.states import IN_STATE, IS_CURRENT
from server.store.tables import Submission, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCounts:
    """What has come in for one form; tests of drafts and what was deleted do not count."""

    submissions: int = 0
    received: int = 0
    """Not reviewed yet."""
    has_issues: int = 0
    edited: int = 0
    last_submission: datetime | None = None
    faulty: int = 0
    """With a fault that the check has found."""
    unchecked: int = 0
    """Encrypted, or with no form version to check them with."""
    pending: int = 0
    """To be checked soon."""


def count(scope: Scope, cx: Cx, form: Form) -> FormCounts:
    """Count the submissions of one form that the reader may see."""
    return count_all(scope, cx, form.project_id, form.id).get(form.id, FormCounts())


def count_all(
    scope: Scope, cx: Cx, project_id: int, form_id: int | None = None
) -> dict[int, FormCounts]:
    """Count by form, in one statement; forms without submissions are left out."""
    state = Submission.review_state
    query = select(
        Submission.form_id,
        func.count().label("submissions"),
        func.count().filter(state.is_(None)).label("received"),
        func.count().filter(state == "hasIssues").label("has_issues"),
        func.count().filter(state == "edited").label("edited"),
        func.max(Submission.created_at).label("last_submission"),
    ).where(Submission.project_id == project_id, ~Submission.draft, Submission.deleted_at.is_(None))
    if form_id is not None:
        query = query.where(Submission.form_id == form_id)
    units = scope.units("submission.list", project_id, form_id)
    if units is not None:
        query = query.join(
            Version,
            and_(
                Version.project_id == Submission.project_id,
                Version.root_id == Submission.id,
                IS_CURRENT,
            ),
        ).where(Version.unit.in_(units))
    counted = cx.execute(query.group_by(Submission.form_id)).all()
    faulty, unchecked, pending = (
        _count_found(scope, cx, project_id, form_id, state)
        for state in ("fault", "unchecked", "pending")
    )
    return {
        row.form_id: FormCounts(
            submissions=row.submissions,
            received=row.received,
            has_issues=row.has_issues,
            edited=row.edited,
            last_submission=row.last_submission,
            faulty=faulty.get(row.form_id, 0),
            unchecked=unchecked.get(row.form_id, 0),
            pending=pending.get(row.form_id, 0),
        )
        for row in counted
    }


def _count_found(
    scope: Scope, cx: Cx, project_id: int, form_id: int | None, state: str
) -> dict[int, int]:
    """Count by form what the check has said of; from the index that holds those."""
    query = (
        select(Version.form_id, func.count())
        .join(
            Submission,
            and_(Submission.project_id == Version.project_id, Submission.id == Version.root_id),
        )
        .where(
            Version.project_id == project_id,
            IN_STATE[state],
            ~Version.draft,
            Submission.deleted_at.is_(None),
        )
    )
    if form_id is not None:
        query = query.where(Version.form_id == form_id)
    units = scope.units("submission.list", project_id, form_id)
    if units is not None:
        query = query.where(Version.unit.in_(units))
    return {row[0]: row[1] for row in cx.execute(query.group_by(Version.form_id))}
