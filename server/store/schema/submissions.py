"""What arrived, and what people say of it: the record."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.store.schema.table import Table

FOUND = {
    "with_faults": "state = 'current' and faults > 0",
    "with_notes": "state = 'current' and notes > 0",
    "unchecked": "state = 'current' and checked = 'unchecked'",
    "check_pending": "state = 'current' and checked = 'pending'",
}
"""What of the check's result is looked for among what counts: each has an index of its own."""


class Submission(Table):
    """What people count."""

    __tablename__ = "submission"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "id"),
        CheckConstraint(
            "review_state in ('edited', 'hasIssues', 'rejected', 'approved')", name="review_state"
        ),
        Index(
            "uq_submission_root",
            "project_id",
            "form_id",
            "draft",
            "instance_id",
            unique=True,
        ),
        Index("ix_submission_newest", "project_id", "form_id", "draft", "id"),
    )
    project_id: Mapped[int]
    id: Mapped[uuid.UUID]
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    draft: Mapped[bool]
    instance_id: Mapped[str]
    """Of the first version: what the submission is called for ever."""
    form_version: Mapped[str]
    """Of the first version."""
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    device_id: Mapped[str | None]
    user_agent: Mapped[str | None]
    review_state: Mapped[str | None]
    edits: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class Version(Table):
    """One XML that arrived: the record, and beside it what was derived from it."""

    __tablename__ = "version"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "id"),
        ForeignKeyConstraint(["project_id", "root_id"], ["submission.project_id", "submission.id"]),
        CheckConstraint(
            "state in ('current', 'earlier', 'conflict', 'waiting', 'quarantined')", name="state"
        ),
        CheckConstraint("derived in ('done', 'pending')", name="derived"),
        Index(
            "uq_version_arrived",
            "project_id",
            "form_id",
            "draft",
            "instance_id",
            "xml_sha256",
            unique=True,
        ),
        Index(
            "uq_version_current",
            "project_id",
            "root_id",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
        Index("ix_version_root", "project_id", "root_id"),
        Index(
            "ix_version_waiting",
            "project_id",
            "form_id",
            "draft",
            "deprecated_id",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_version_pending",
            "project_id",
            "id",
            sqlite_where=text("derived = 'pending'"),
            postgresql_where=text("derived = 'pending'"),
        ),
        Index(
            "ix_version_unknown",
            "project_id",
            "id",
            sqlite_where=text("form_version_id is null"),
            postgresql_where=text("form_version_id is null"),
        ),
        Index(
            "ix_version_aside",
            "project_id",
            "form_id",
            "draft",
            "id",
            sqlite_where=text("state in ('conflict', 'waiting', 'quarantined')"),
            postgresql_where=text("state in ('conflict', 'waiting', 'quarantined')"),
        ),
        CheckConstraint(
            "checked = 'pending' or checked in ('done', 'unchecked') and derived = 'done'",
            name="checked",
        ),
        # Those of a form together: they are derived again with one definition in memory.
        Index(
            "ix_version_to_check",
            "project_id",
            "form_id",
            "id",
            sqlite_where=text("checked = 'pending'"),
            postgresql_where=text("checked = 'pending'"),
        ),
        *(
            Index(
                f"ix_version_{name}",
                "project_id",
                "form_id",
                "draft",
                "root_id",
                sqlite_where=text(condition),
                postgresql_where=text(condition),
            )
            for name, condition in FOUND.items()
        ),
        Index(
            "ix_version_one_per",
            "project_id",
            "form_id",
            "one_per",
            "id",
            sqlite_where=text("one_per is not null"),
            postgresql_where=text("one_per is not null"),
        ),
        # All that is asked of who has reported: the rows themselves hold the XML. SQLite looks
        # into a row for the index's own condition unless its column is there as well.
        Index(
            "ix_version_reported",
            "project_id",
            "form_id",
            "event_date",
            "unit",
            "received_at",
            "counts",
            sqlite_where=text("counts"),
            postgresql_where=text("counts"),
        ),
    )
    project_id: Mapped[int]
    id: Mapped[uuid.UUID]
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    draft: Mapped[bool]
    instance_id: Mapped[str]
    xml_sha256: Mapped[str]
    xml: Mapped[bytes]
    root_id: Mapped[uuid.UUID | None]
    state: Mapped[str]
    reason: Mapped[str | None]
    """Why it is aside: edited-twice, other-bytes, other-chain, closed, not-assigned, deleted."""
    deprecated_id: Mapped[str | None]
    form_version: Mapped[str]
    """The version attribute of the XML."""
    form_version_id: Mapped[int | None]
    """The version that it was laid out with; none: unknown version."""
    encrypted: Mapped[bool]
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    device_id: Mapped[str | None]
    user_agent: Mapped[str | None]
    received_at: Mapped[datetime]
    derived: Mapped[str]
    derived_error: Mapped[str | None]
    layout: Mapped[str | None]
    instance_name: Mapped[str | None]
    named_files: Mapped[list[str]]
    unit: Mapped[str | None]
    """``VINTAGE-CODE``."""
    event_date: Mapped[date | None]
    files_present: Mapped[int]
    files_expected: Mapped[int]
    checked: Mapped[str] = mapped_column(server_default=text("'pending'"))
    """``done``; ``unchecked``: encrypted, or there is nothing to check it with; ``pending``."""
    checked_at: Mapped[datetime | None]
    faults: Mapped[int] = mapped_column(server_default=text("0"))
    notes: Mapped[int] = mapped_column(server_default=text("0"))
    counts: Mapped[bool] = mapped_column(server_default=false())
    """It is what people count: current, not deleted, not rejected, not superseded."""
    one_per: Mapped[str | None]
    """The answer of which only the last submission counts. Derived."""


class Attachment(Table):
    """A file that came with a version, named in its XML or not."""

    __tablename__ = "attachment"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "version_id", "name", "sha256"),
        ForeignKeyConstraint(["project_id", "version_id"], ["version.project_id", "version.id"]),
        Index("ix_attachment_link", "project_id", "version_id", "link_name"),
    )
    project_id: Mapped[int]
    version_id: Mapped[uuid.UUID]
    name: Mapped[str]
    """As it was sent."""
    link_name: Mapped[str]
    """NFC of it: how it is matched with the XML."""
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    size: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str | None]
    is_current: Mapped[bool]
    received_at: Mapped[datetime]


class Comment(Table):
    """What people say about a submission."""

    __tablename__ = "comment"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "id"),
        ForeignKeyConstraint(
            ["project_id", "submission_id"], ["submission.project_id", "submission.id"]
        ),
        Index("ix_comment_submission", "project_id", "submission_id"),
    )
    project_id: Mapped[int]
    id: Mapped[uuid.UUID]
    submission_id: Mapped[uuid.UUID]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    body: Mapped[str]
    created_at: Mapped[datetime]
