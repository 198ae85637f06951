"""Submissions: what people count. Listing, looking at one, reviewing, deleting and restoring."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from server.errors import Problem
from server.scope import Scope
from server.store.collected import Collection, Selection, current, selected
from server.store.database import Cx
from server.store.people import Actor
from server.store.tables import Actor as ActorRow
from server.store.tables import Submission as SubmissionRow
from server.store.tables import Version as VersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentVersion:
    """What a submission says now."""

    version_id: uuid.UUID
    version_instance_id: str
    instance_name: str | None
    version_submitter_id: int | None
    version_device_id: str | None
    version_user_agent: str | None
    received_at: datetime
    version_form_version: str
    named_files: list[str]
    checked: str
    """``done``, ``unchecked`` or ``pending``."""
    faults: int
    notes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What people count, with its current version."""

    id: uuid.UUID
    project_id: int
    form_id: int
    draft: bool
    instance_id: str
    """Of the first version: what the submission is called for ever."""
    form_version: str
    submitter_id: int | None
    device_id: str | None
    user_agent: str | None
    review_state: str | None
    """None: received, nobody has looked at it."""
    edits: int
    created_at: datetime
    updated_at: datetime | None
    deleted_at: datetime | None
    current: CurrentVersion

    @property
    def actee(self) -> str:
        """How the audit log calls it."""
        return f"submission:{self.id}"


_OWN = tuple(
    SubmissionRow.__table__.c[field.name] for field in fields(Submission) if field.name != "current"
)
_CURRENT = (
    VersionRow.id.label("version_id"),
    VersionRow.instance_id.label("version_instance_id"),
    VersionRow.instance_name,
    VersionRow.submitter_id.label("version_submitter_id"),
    VersionRow.device_id.label("version_device_id"),
    VersionRow.user_agent.label("version_user_agent"),
    VersionRow.received_at,
    VersionRow.form_version.label("version_form_version"),
    VersionRow.named_files,
    VersionRow.checked,
    VersionRow.faults,
    VersionRow.notes,
)


def _submission(row: Row[Any]) -> Submission:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return Submission(
        **{column.name: values[column.name] for column in _OWN},
        current=CurrentVersion(**{column.key: values[column.key] for column in _CURRENT}),
    )


def stream_page(
    scope: Scope,
    cx: Cx,
    collection: Collection,
    selection: Selection,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Submission]:
    """Yield submissions, the newest first."""
    query = selected(scope, cx, collection, selection, *_OWN, *_CURRENT)
    query = query.order_by(SubmissionRow.id.desc()).limit(limit).offset(offset)
    rows = cx.execute(query, execution_options={"yield_per": 500})
    try:
        yield from map(_submission, rows)
    finally:
        rows.close()


def find(
    scope: Scope, cx: Cx, collection: Collection, instance_id: str, *, deleted: bool = False
) -> Submission | None:
    """Return the submission of that (first) instance id, deleted ones only if asked for."""
    selection = Selection(instance_id=instance_id, deleted=deleted)
    row = cx.execute(selected(scope, cx, collection, selection, *_OWN, *_CURRENT)).first()
    return None if row is None else _submission(row)


def get(
    scope: Scope, cx: Cx, collection: Collection, instance_id: str, *, deleted: bool = False
) -> Submission:
    """Return the submission of that (first) instance id; raise 404.1."""
    found = find(scope, cx, collection, instance_id, deleted=deleted)
    if found is None:
        raise Problem("404.1")
    return found


def find_root(scope: Scope, cx: Cx, collection: Collection, instance_id: str) -> str | None:
    """Return the first instance id of the submission of which this is another version."""
    older = select(VersionRow.root_id).where(
        VersionRow.project_id == collection.project_id,
        VersionRow.form_id == collection.form_id,
        VersionRow.draft == collection.draft,
        VersionRow.instance_id == instance_id,
        VersionRow.state.in_(("current", "earlier")),
    )
    query = current(scope, collection, SubmissionRow.instance_id).where(
        SubmissionRow.id.in_(older), SubmissionRow.deleted_at.is_(None)
    )
    return cx.execute(query).scalar()


def count(scope: Scope, cx: Cx, collection: Collection, selection: Selection) -> int:
    """Say how many submissions there are."""
    query = selected(scope, cx, collection, selection, func.count())
    number: int = cx.execute(query).scalar_one()
    return number


def list_submitters(scope: Scope, cx: Cx, collection: Collection) -> list[Actor]:
    """Return who has sent any of them, deleted ones left out, by name."""
    senders = selected(scope, cx, collection, Selection(), SubmissionRow.submitter_id)
    query = (
        select(*ActorRow.__table__.c)
        .where(ActorRow.id.in_(senders))
        .order_by(ActorRow.display_name, ActorRow.id)
    )
    return [Actor(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001


def stamp(scope: Scope, cx: Cx, collection: Collection) -> str:
    """Return a text that changes with anything that a list or an export of them shows."""
    row = cx.execute(
        current(
            scope,
            collection,
            func.count(),
            func.count(SubmissionRow.deleted_at),
            func.count(SubmissionRow.review_state),
            func.max(SubmissionRow.created_at),
            func.max(SubmissionRow.updated_at),
            func.max(SubmissionRow.deleted_at),
            func.sum(SubmissionRow.edits),
            func.sum(VersionRow.files_present),
            func.sum(VersionRow.files_expected),
            func.count(VersionRow.layout),
            func.max(VersionRow.checked_at),
            func.max(ActorRow.updated_at),
        ).outerjoin(ActorRow, ActorRow.id == SubmissionRow.submitter_id)
    ).one()
    units = scope.units("submission.list", collection.project_id, collection.form_id)
    seen = [collection, *row, "all" if units is None else sorted(units)]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def change(cx: Cx, submission: Submission, **values: object) -> None:
    """Change columns of a submission: its review state, when it was deleted."""
    cx.execute(
        update(SubmissionRow)
        .where(SubmissionRow.project_id == submission.project_id, SubmissionRow.id == submission.id)
        .values(**values)
    )
