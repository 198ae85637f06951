"""Entities: the entries of a project's lists, and what each submission made of them. Derived."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, text
from sqlalchemy.orm import Mapped

from server.store.schema.table import Table


class EntityVersion(Table):
    """What one version of a submission says of an entity."""

    __tablename__ = "entity_version"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "version_id"),
        ForeignKeyConstraint(["project_id", "version_id"], ["version.project_id", "version.id"]),
        Index("ix_entity_version_entity", "project_id", "dataset", "entity_id", "version_id"),
        Index(
            "ix_entity_version_day",
            "project_id",
            "dataset",
            "effective_on",
            "until",
            sqlite_where=text("listed"),
            postgresql_where=text("listed"),
        ),
    )
    project_id: Mapped[int]
    version_id: Mapped[uuid.UUID]
    dataset: Mapped[str]
    entity_id: Mapped[uuid.UUID]
    creates: Mapped[bool]
    updates: Mapped[bool]
    label: Mapped[str]
    data: Mapped[dict[str, Any]]
    """The properties that this version gives."""
    effective_on: Mapped[date]
    """The event date of its submission."""
    received_at: Mapped[datetime]
    counts: Mapped[bool]
    """As its version does."""
    number: Mapped[int | None]
    """Among those that count, by arrival, from 1."""
    merged_label: Mapped[str]
    merged: Mapped[dict[str, Any]]
    """All properties as they stand from ``effective_on`` until ``until``."""
    until: Mapped[date | None]
    """The day on which the next one takes effect; none: it stands."""
    listed: Mapped[bool]
    """It counts, and by then the entity was created."""


class Entity(Table):
    """An entity as it is now, by arrival: what phones get."""

    __tablename__ = "entity"
    __table_args__ = (PrimaryKeyConstraint("project_id", "dataset", "id"),)
    project_id: Mapped[int]
    dataset: Mapped[str]
    id: Mapped[uuid.UUID]
    label: Mapped[str]
    data: Mapped[dict[str, Any]]
    number: Mapped[int]
    """How many versions it has."""
    creator_id: Mapped[int | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime | None]
