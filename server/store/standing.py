"""Which versions count: the current one of a submission that is not deleted, rejected, superseded.

``counts`` of a version says it; what is derived from it follows.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection as SomeOf
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, func, literal_column, select, true, update

from server.scope import Scope
from server.store.collected import Collection, within_units
from server.store.database import Cx, lock_instances
from server.store.states import IS_CURRENT
from server.store.tables import Submission as SubmissionRow
from server.store.tables import Version as VersionRow

HAS_ONE_PER = VersionRow.one_per.is_not(None)
"""Served by the partial index."""
_MAY_COUNT = (
    IS_CURRENT
    & VersionRow.draft.is_(False)
    & SubmissionRow.deleted_at.is_(None)
    & (func.coalesce(SubmissionRow.review_state, "") != literal_column("'rejected'"))
)
_IS_SUBMISSION_OF = (SubmissionRow.project_id == VersionRow.project_id) & (
    SubmissionRow.id == VersionRow.root_id
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A version, as far as it matters for what counts."""

    id: uuid.UUID
    one_per: str | None
    may_count: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Superseded:
    """A submission that no longer counts because a later one answers for the same."""

    instance_id: str
    received_at: datetime
    one_per: str
    by_instance_id: str


def lock_answers(cx: Cx, form_id: int, answers: Iterable[str]) -> None:
    """Let nobody else settle who answers last, for these answers, until the transaction ends."""
    lock_instances(cx, *(f"{form_id}/one-per/{answer}" for answer in sorted(answers)))


def list_of_roots(
    scope: Scope,  # noqa: ARG001 - what counts does not hang on who asks
    cx: Cx,
    project_id: int,
    root_ids: Sequence[uuid.UUID],
) -> list[Standing]:
    """Return all versions of some submissions."""
    return _list(cx, project_id, VersionRow.root_id.in_(root_ids))


def list_of_answers(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    form_id: int,
    answers: SomeOf[str],
) -> list[Standing]:
    """Return all versions of a form that give one of these answers, the first to arrive first."""
    is_alike = HAS_ONE_PER & (VersionRow.form_id == form_id) & VersionRow.one_per.in_(answers)
    return _list(cx, project_id, is_alike)


def _list(cx: Cx, project_id: int, condition: object) -> list[Standing]:
    query = (
        select(VersionRow.id, VersionRow.one_per, _MAY_COUNT, VersionRow.counts)
        .join(SubmissionRow, _IS_SUBMISSION_OF)
        .where(VersionRow.project_id == project_id, condition)  # type: ignore[arg-type]
        .order_by(VersionRow.id)
    )
    return [Standing(row[0], row[1], bool(row[2]), row[3]) for row in cx.execute(query)]


def set_counts(cx: Cx, project_id: int, version_ids: Sequence[uuid.UUID], *, counts: bool) -> None:
    """Say of versions whether they count."""
    cx.execute(
        update(VersionRow)
        .where(VersionRow.project_id == project_id, VersionRow.id.in_(version_ids))
        .values(counts=true() if counts else false())
    )


def list_superseded(scope: Scope, cx: Cx, collection: Collection) -> list[Superseded]:
    """Return what a later submission took the place of, the newest first."""
    scope.must("submission.list", collection.project_id, collection.form_id)
    later = VersionRow.__table__.alias("later")
    by = (
        select(later.c.instance_id)
        .where(
            later.c.project_id == VersionRow.project_id,
            later.c.form_id == VersionRow.form_id,
            later.c.one_per == VersionRow.one_per,
            later.c.counts,
        )
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(SubmissionRow.instance_id, VersionRow.received_at, VersionRow.one_per, by)
        .join(SubmissionRow, _IS_SUBMISSION_OF)
        .where(
            VersionRow.project_id == collection.project_id,
            VersionRow.form_id == collection.form_id,
            HAS_ONE_PER,
            _MAY_COUNT,
            VersionRow.counts.is_(False),
            within_units(scope, collection),
        )
        .order_by(VersionRow.id.desc())
    )
    return [Superseded(*row) for row in cx.execute(query)]
