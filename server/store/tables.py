"""The tables, as docs/adr/0001-tables.md has decided them. Known inside the store alone."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Text,
    TypeDecorator,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC (SQLite has no zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn it to UTC; a naive one is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the interface
        """Give it back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way
        str: Text(),
        datetime: Moment(),
        date: Date(),
        uuid.UUID: Uuid(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


class Actor(Table):
    """Whoever acts. 1-4 are the system's."""

    __tablename__ = "actor"
    __table_args__ = (
        CheckConstraint("type in ('system', 'user', 'field_key')", name="type"),
        Index(
            "uq_actor_email",
            "email",
            unique=True,
            sqlite_where=text("deleted_at is null"),
            postgresql_where=text("deleted_at is null"),
        ),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str]
    display_name: Mapped[str]
    email: Mapped[str | None]
    """Lower case: how a person signs in."""
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    """The project that an app user belongs to."""
    language: Mapped[str]
    unit: Mapped[str | None]
    """``VINTAGE-CODE``: where an app user works."""
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    updated_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]


class Credential(Table):
    """How an actor proves itself; deleted when it no longer does."""

    __tablename__ = "credential"
    __table_args__ = (
        CheckConstraint("kind in ('password', 'session', 'key', 'device')", name="kind"),
        Index("uq_credential_kind_lookup", "kind", "lookup", unique=True),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    kind: Mapped[str]
    lookup: Mapped[str]
    """What it is found by: SHA-256 of a token, the device user name, the actor's number."""
    secret: Mapped[str | None]
    """argon2id hash (password); encrypted token (key); encrypted HA1 (device); CSRF token (session)."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class Project(Table):
    """A programme with its forms and people."""

    __tablename__ = "project"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str | None]
    archived: Mapped[bool]
    zone: Mapped[str]
    cutoff_day: Mapped[int | None]
    language: Mapped[str]
    accept_bytes: Mapped[int] = mapped_column(BigInteger)
    """X-OpenRosa-Accept-Content-Length: a phone splits its posts at this size."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class Assignment(Table):
    """A role that an actor has on the site, a project or one form."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment",
            "actor_id",
            "role_id",
            text("coalesce(project_id, 0)"),
            text("coalesce(form_id, 0)"),
            unique=True,
        ),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    role_id: Mapped[int]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    form_id: Mapped[int | None] = mapped_column(ForeignKey("form.id"), index=True)
    unit: Mapped[str | None]
    """``VINTAGE-CODE``: the rows it is bound to; none: all."""
    created_at: Mapped[datetime]


class Form(Table):
    """A form: what its versions have in common."""

    __tablename__ = "form"
    __table_args__ = (
        CheckConstraint("state in ('open', 'closing', 'closed')", name="state"),
        Index(
            "uq_form_project_id_xml_form_id",
            "project_id",
            "xml_form_id",
            unique=True,
            sqlite_where=text("deleted_at is null"),
            postgresql_where=text("deleted_at is null"),
        ),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    xml_form_id: Mapped[str]
    state: Mapped[str]
    published_id: Mapped[int | None]
    """The form version that phones get."""
    draft_id: Mapped[int | None]
    """The form version that is being made."""
    draft_token: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    updated_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class FormVersion(Table):
    """One definition, its bytes frozen."""

    __tablename__ = "form_version"
    __table_args__ = (
        Index(
            "uq_form_version_published",
            "form_id",
            "version",
            unique=True,
            sqlite_where=text("published_at is not null"),
            postgresql_where=text("published_at is not null"),
        ),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int]
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"), index=True)
    version: Mapped[str]
    title: Mapped[str]
    xform: Mapped[bytes]
    md5: Mapped[str]
    sha1: Mapped[str]
    sha256: Mapped[str]
    workbook_sha256: Mapped[str | None]
    workbook_type: Mapped[str | None]
    """``xlsx`` or ``xls``."""
    layout: Mapped[str]
    """Hash of the layout of its rows."""
    sensitivity: Mapped[dict[str, Any]]
    """Path -> public, internal, personal, sensitive."""
    unit_path: Mapped[str | None]
    event_date_path: Mapped[str | None]
    public_key: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None]


class Blob(Table):
    """A content that was made durable under its SHA-256."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]


class Media(Table):
    """A file that a form version needs; without a blob it is missing."""

    __tablename__ = "media"
    __table_args__ = (PrimaryKeyConstraint("form_version_id", "name"),)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_version.id"))
    name: Mapped[str]
    ordinal: Mapped[int]
    type: Mapped[str]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    md5: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    content_type: Mapped[str | None]
    updated_at: Mapped[datetime | None]


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
            "ix_version_aside",
            "project_id",
            "form_id",
            "draft",
            sqlite_where=text("state in ('conflict', 'waiting', 'quarantined')"),
            postgresql_where=text("state in ('conflict', 'waiting', 'quarantined')"),
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


class FlatRow(Table):
    """The answers of one row of one table. Derived."""

    __tablename__ = "flat_row"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "version_id", "table_ordinal", "ordinal"),
        ForeignKeyConstraint(["project_id", "version_id"], ["version.project_id", "version.id"]),
    )
    project_id: Mapped[int]
    version_id: Mapped[uuid.UUID]
    table_ordinal: Mapped[int]
    ordinal: Mapped[int]
    at: Mapped[str]
    """Positions in the repeats, ``2.1``."""
    cells: Mapped[str]
    """JSON array of text and null."""


class Finding(Table):
    """What does not hold in a version. Derived."""

    __tablename__ = "finding"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "version_id", "ordinal"),
        ForeignKeyConstraint(["project_id", "version_id"], ["version.project_id", "version.id"]),
    )
    project_id: Mapped[int]
    version_id: Mapped[uuid.UUID]
    ordinal: Mapped[int]
    path: Mapped[str]
    kind: Mapped[str]
    level: Mapped[str]
    submitted: Mapped[str | None]
    expected: Mapped[str | None]


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


class Audit(Table):
    """Who did what to what, and the hash of that sentence. Project 0: the site."""

    __tablename__ = "audit"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "id"),
        Index("ix_audit_actee", "project_id", "actee"),
        Index("ix_audit_logged", "logged_at"),
    )
    project_id: Mapped[int]
    id: Mapped[uuid.UUID]
    logged_at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str]
    actee: Mapped[str | None]
    """``actor:5``, ``form:3``, ``submission:UUID``."""
    details: Mapped[dict[str, Any]]
    notes: Mapped[str | None]
    hash: Mapped[str]
