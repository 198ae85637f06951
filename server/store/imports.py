"""The submissions that one import brought: found by the device that they name as theirs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from server.scope import Scope
from server.store.collected import Collection
from server.store.database import Cx
from server.store.tables import Submission as SubmissionRow
from server.store.tables import Version as VersionRow


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


def stream_brought(
    scope: Scope, cx: Cx, collection: Collection, device_ids: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield what imports brought as it is now: the device that each names, and its XML.

    Neither what is deleted nor what was rejected.
    """
    scope.must("submission.list", collection.project_id, collection.form_id)
    query = (
        select(SubmissionRow.device_id, VersionRow.xml)
        .join(
            VersionRow,
            (VersionRow.project_id == SubmissionRow.project_id)
            & (VersionRow.root_id == SubmissionRow.id),
        )
        .where(
            SubmissionRow.project_id == collection.project_id,
            SubmissionRow.form_id == collection.form_id,
            SubmissionRow.draft == collection.draft,
            SubmissionRow.device_id.in_(device_ids),
            SubmissionRow.deleted_at.is_(None),
            func.coalesce(SubmissionRow.review_state, "") != "rejected",
            VersionRow.state == "current",
        )
        .order_by(SubmissionRow.id)
    )
    for row in cx.execute(query, execution_options={"yield_per": 500}):
        yield row.device_id, row.xml


def set_deleted(
    cx: Cx, project_id: int, root_ids: Sequence[uuid.UUID], deleted_at: datetime | None
) -> list[uuid.UUID]:
    """Delete submissions at one moment, or (None) take them back in; return which that changed.

    What somebody deleted meanwhile stays so, at its own moment: no import brings it back.
    """
    row = SubmissionRow
    is_other = row.deleted_at.is_not(None) if deleted_at is None else row.deleted_at.is_(None)
    changed = cx.execute(
        update(row)
        .where(row.project_id == project_id, row.id.in_(root_ids), is_other)
        .values(deleted_at=deleted_at)
        .returning(row.id)
    )
    return list(changed.scalars())
