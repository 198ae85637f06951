"""Projects, forms, their frozen versions and the files that these need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.schema.table import Table


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
    indicators_revision: Mapped[int] = mapped_column(server_default=text("0"))
    """Raised whenever its indicators change: what is computed with them is kept by it."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


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
    datasets: Mapped[dict[str, Any] | None]
    """The entity lists that its submissions fill: name -> properties."""
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
