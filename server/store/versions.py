"""Versions: every XML that arrived, its files, and what was derived from it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, bindparam, insert, select, update

from server.scope import Scope
from server.store.database import Cx
from server.store.states import IS_WAITING
from server.store.tables import Attachment as AttachmentRow
from server.store.tables import Submission as SubmissionRow
from server.store.tables import Version as VersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """What is known of a version besides its bytes."""

    id: uuid.UUID
    project_id: int
    form_id: int
    draft: bool
    instance_id: str
    xml_sha256: str
    root_id: uuid.UUID | None
    state: str
    reason: str | None
    deprecated_id: str | None
    form_version: str
    form_version_id: int | None
    submitter_id: int | None
    received_at: datetime
    derived: str
    derived_error: str | None
    named_files: Sequence[str]
    files_present: int
    files_expected: int
    one_per: str | None
    counts: bool
    is_deleted: bool
    """Its submission is deleted."""


_BRIEF = (
    VersionRow.id,
    VersionRow.project_id,
    VersionRow.form_id,
    VersionRow.draft,
    VersionRow.instance_id,
    VersionRow.xml_sha256,
    VersionRow.root_id,
    VersionRow.state,
    VersionRow.reason,
    VersionRow.deprecated_id,
    VersionRow.form_version,
    VersionRow.form_version_id,
    VersionRow.submitter_id,
    VersionRow.received_at,
    VersionRow.derived,
    VersionRow.derived_error,
    VersionRow.named_files,
    VersionRow.files_present,
    VersionRow.files_expected,
    VersionRow.one_per,
    VersionRow.counts,
    SubmissionRow.deleted_at.is_not(None).label("is_deleted"),
)


def _brief() -> Select[*tuple[Any, ...]]:
    return select(*_BRIEF).outerjoin(
        SubmissionRow,
        (SubmissionRow.project_id == VersionRow.project_id)
        & (SubmissionRow.id == VersionRow.root_id),
    )


_OF_FORM = (
    VersionRow.project_id == bindparam("project_id"),
    VersionRow.form_id == bindparam("form_id"),
    VersionRow.draft == bindparam("draft"),
)
# Built once: every submission asks them.
_ARRIVED = _brief().where(
    *_OF_FORM, VersionRow.instance_id.in_(bindparam("instance_ids", expanding=True))
)
_WAITING = (
    _brief()
    .where(*_OF_FORM, VersionRow.deprecated_id == bindparam("instance_id"), IS_WAITING)
    .order_by(VersionRow.id)
)


_ADD_SUBMISSION = insert(SubmissionRow)
_ADD = insert(VersionRow)


def _stored(row: Row[Any]) -> StoredVersion:
    return StoredVersion(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def list_arrived(
    scope: Scope,  # noqa: ARG001 - ingest asks for the form's sake, whoever sends
    cx: Cx,
    project_id: int,
    form_id: int,
    draft: bool,
    instance_ids: Sequence[str],
) -> list[StoredVersion]:
    """Return every version with one of these instance ids. One look into one unique index."""
    given = {
        "project_id": project_id,
        "form_id": form_id,
        "draft": draft,
        "instance_ids": instance_ids,
    }
    return [_stored(row) for row in cx.execute(_ARRIVED, given)]


def list_waiting_for(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    form_id: int,
    draft: bool,
    instance_id: str,
) -> list[StoredVersion]:
    """Return the versions that wait for this instance, the first to arrive first."""
    given = {
        "project_id": project_id,
        "form_id": form_id,
        "draft": draft,
        "instance_id": instance_id,
    }
    return [_stored(row) for row in cx.execute(_WAITING, given)]


_THIS = (
    VersionRow.project_id == bindparam("project_id"),
    VersionRow.id == bindparam("version_id"),
)
# Asked of every version that is derived again.
_RECORD = _brief().add_columns(VersionRow.xml).where(*_THIS)
_LOCKED = select(VersionRow.id).where(*_THIS).with_for_update(key_share=True)
_FILES = (
    select(
        AttachmentRow.name,
        AttachmentRow.link_name,
        AttachmentRow.sha256,
        AttachmentRow.size,
        AttachmentRow.content_type,
        AttachmentRow.is_current,
        AttachmentRow.received_at,
    )
    .where(
        AttachmentRow.project_id == bindparam("project_id"),
        AttachmentRow.version_id == bindparam("version_id"),
    )
    .order_by(AttachmentRow.received_at, AttachmentRow.name)
)


def add_submission(cx: Cx, **values: object) -> None:
    """Add what people count."""
    cx.execute(_ADD_SUBMISSION, values)


def mark_edited(cx: Cx, project_id: int, root_id: uuid.UUID, at: datetime) -> None:
    """Note on the submission that a new version took its place."""
    cx.execute(
        update(SubmissionRow)
        .where(SubmissionRow.project_id == project_id, SubmissionRow.id == root_id)
        .values(edits=SubmissionRow.edits + 1, updated_at=at, review_state="edited")
    )


def add(cx: Cx, **values: object) -> None:
    """Add a version: the record of an XML that arrived."""
    cx.execute(_ADD, values)


def change(cx: Cx, project_id: int, version_id: uuid.UUID, **values: object) -> None:
    """Change a version's state, or what was derived from it. Never its bytes."""
    cx.execute(
        update(VersionRow)
        .where(VersionRow.project_id == project_id, VersionRow.id == version_id)
        .values(**values)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of a version."""

    name: str
    link_name: str
    sha256: str
    size: int
    content_type: str | None
    is_current: bool
    received_at: datetime


def list_files(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    version_id: uuid.UUID,
) -> list[StoredFile]:
    """Return every file that came with a version."""
    found = cx.execute(_FILES, {"project_id": project_id, "version_id": version_id})
    return [StoredFile(**row._mapping) for row in found]  # noqa: SLF001


def retire_files(cx: Cx, project_id: int, version_id: uuid.UUID, link_names: Sequence[str]) -> None:
    """Let no file of these names be the current one any more."""
    if link_names:
        cx.execute(
            update(AttachmentRow)
            .where(
                AttachmentRow.project_id == project_id,
                AttachmentRow.version_id == version_id,
                AttachmentRow.link_name.in_(link_names),
            )
            .values(is_current=False)
        )


def add_files(cx: Cx, project_id: int, version_id: uuid.UUID, files: Sequence[StoredFile]) -> None:
    """Add files that are not there yet."""
    if files:
        cx.execute(
            insert(AttachmentRow),
            [
                {
                    "project_id": project_id,
                    "version_id": version_id,
                    "name": file.name,
                    "link_name": file.link_name,
                    "sha256": file.sha256,
                    "size": file.size,
                    "content_type": file.content_type,
                    "is_current": file.is_current,
                    "received_at": file.received_at,
                }
                for file in files
            ],
        )


def get_record(
    scope: Scope, cx: Cx, project_id: int, version_id: uuid.UUID
) -> tuple[StoredVersion, bytes]:
    """Return a version, which is there, and its raw bytes."""
    found = find_record(scope, cx, project_id, version_id)
    assert found is not None
    return found


def find_record(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    version_id: uuid.UUID,
) -> tuple[StoredVersion, bytes] | None:
    """Return a version and its raw bytes; None where it is gone, as the tests of a draft are."""
    row = cx.execute(_RECORD, {"project_id": project_id, "version_id": version_id}).first()
    if row is None:
        return None
    values = dict(row._mapping)  # noqa: SLF001
    xml = cast(bytes, values.pop("xml"))
    return StoredVersion(**values), xml


def lock(cx: Cx, project_id: int, version_id: uuid.UUID) -> bool:
    """Let nobody else derive from a version until this transaction ends; say whether it is there.

    PostgreSQL's weaker lock: links to the version, a comment or a file, need not wait.
    """
    given = {"project_id": project_id, "version_id": version_id}
    return cx.execute(_LOCKED, given).first() is not None
