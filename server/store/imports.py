"""The submissions that one import brought: found by the device that they name as theirs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from server.scope import Scope
from server.store.collected import Collection
from server.store.database import Cx
from server.store.tables import Submission as SubmissionRow


@dataclass(frozen=True, slots=True)
class Brought:
    """One of them."""

    id: uuid.UUID
    instance_id: str
    deleted_at: datetime | None


def list_brought(scope: Scope, cx: Cx, collection: Collection, device_id: str) -> list[Brought]:
    """Return what an import brought, deleted or not, the first row first."""
    scope.must("submission.list", collection.project_id, collection.form_id)
    query = (
        select(
            SubmissionRow.id,
            SubmissionRow.instance_id,
            SubmissionRow.deleted_at,
        )
        .where(
            SubmissionRow.project_id == collection.project_id,
            SubmissionRow.form_id == collection.form_id,
            SubmissionRow.draft == collection.draft,
            SubmissionRow.device_id == device_id,
        )
        .order_by(SubmissionRow.id)
    )
    return [Brought(*row) for row in cx.execute(query)]


def set_deleted(
    cx: Cx, project_id: int, root_ids: Sequence[uuid.UUID], deleted_at: datetime | None
) -> None:
    """Delete submissions at one moment; None: take them back in."""
    cx.execute(
        update(SubmissionRow)
        .where(SubmissionRow.project_id == project_id, SubmissionRow.id.in_(root_ids))
        .values(deleted_at=deleted_at)
    )
