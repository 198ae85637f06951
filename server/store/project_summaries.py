"""What a project holds, counted: its app users, its forms, and when a phone last sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from server.scope import Scope
from server.store import form_counts
from server.store.collected import VERB
from server.store.database import Cx
from server.store.tables import Actor, Form, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of what is not deleted; ``last_submission``: when the newest one came."""

    app_users: int
    forms: int
    last_submission: datetime | None


def list_summaries(scope: Scope, cx: Cx, project_ids: Sequence[int]) -> dict[int, Summary]:
    """Return the summary of each of these projects, which the reader was given."""
    app_users = {row[0]: row[1] for row in cx.execute(_app_users(project_ids))}
    forms: dict[int, list[datetime | None]] = {}
    for project_id, last in cx.execute(_last_of_each_form(project_ids)):
        forms.setdefault(project_id, []).append(last)
    return {
        project_id: Summary(
            app_users=app_users.get(project_id, 0),
            forms=len(forms.get(project_id, ())),
            last_submission=_last(scope, cx, project_id, forms.get(project_id, ())),
        )
        for project_id in project_ids
    }


def _last(
    scope: Scope, cx: Cx, project_id: int, of_forms: Sequence[datetime | None]
) -> datetime | None:
    """Return when the newest submission came that the reader may see."""
    if scope.units(VERB, project_id, None) is not None:
        seen = form_counts.count_all(scope, cx, project_id).values()
        of_forms = [counts.last_submission for counts in seen]
    return max((at for at in of_forms if at), default=None)


def _app_users(project_ids: Sequence[int]) -> Select[int | None, int]:
    return (
        select(Actor.project_id, func.count())
        .where(
            Actor.type == "field_key",
            Actor.project_id.in_(project_ids),
            Actor.deleted_at.is_(None),
        )
        .group_by(Actor.project_id)
    )


def _last_of_each_form(project_ids: Sequence[int]) -> Select[int, datetime]:
    """Look up the end of the index of each form: a maximum over all submissions reads them all."""
    last = (
        select(Submission.created_at)
        .where(
            Submission.project_id == Form.project_id,
            Submission.form_id == Form.id,
            Submission.draft.is_(False),
            Submission.deleted_at.is_(None),
        )
        .order_by(Submission.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(Form.project_id, last).where(
        Form.project_id.in_(project_ids), Form.deleted_at.is_(None)
    )


def list_form_names(scope: Scope, cx: Cx, project_id: int) -> dict[int, str]:
    """Return the xmlFormId of each form of a project, by its number."""
    scope.must("form.list", project_id)
    query = select(Form.id, Form.xml_form_id).where(
        Form.project_id == project_id, Form.deleted_at.is_(None)
    )
    return {row.id: row.xml_form_id for row in cx.execute(query)}
