"""Actors, how they prove themselves, and what they may do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.schema.table import Table


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
    """argon2id hash (password), locked token (key), locked HA1 (device), CSRF token (session)."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


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
