"""What people say about a submission."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from server.scope import Scope
from server.store.database import Cx
from server.store.submissions import Submission
from server.store.tables import Comment as CommentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A sentence of somebody about a submission."""

    id: uuid.UUID
    actor_id: int
    body: str
    created_at: datetime


def list_comments(scope: Scope, cx: Cx, submission: Submission) -> list[Comment]:  # noqa: ARG001 - who sees the submission
    """Return the comments on a submission, the newest first."""
    row = CommentRow
    query = (
        select(row.id, row.actor_id, row.body, row.created_at)
        .where(row.project_id == submission.project_id, row.submission_id == submission.id)
        .order_by(row.id.desc())
    )
    return [Comment(**found._mapping) for found in cx.execute(query)]  # noqa: SLF001


def add(cx: Cx, submission: Submission, comment: Comment) -> None:
    """Add a comment."""
    cx.execute(
        insert(CommentRow).values(
            id=comment.id,
            project_id=submission.project_id,
            submission_id=submission.id,
            actor_id=comment.actor_id,
            body=comment.body,
            created_at=comment.created_at,
        )
    )
