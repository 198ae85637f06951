"""What is computed from the record, and can be computed again."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.store.schema.table import Table


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
        # Each ends in the version, so that the newest are found first and the rest not at all.
        Index("ix_finding_newest", "project_id", "form_id", "draft", "version_id"),
        Index("ix_finding_level", "project_id", "form_id", "draft", "level", "version_id"),
        Index("ix_finding_kind", "project_id", "form_id", "draft", "kind", "version_id"),
        Index("ix_finding_question", "project_id", "form_id", "draft", "question", "version_id"),
    )
    project_id: Mapped[int]
    version_id: Mapped[uuid.UUID]
    ordinal: Mapped[int]
    form_id: Mapped[int]
    """Of its version, as the next: so that those of one form stand together in the indexes."""
    draft: Mapped[bool]
    path: Mapped[str]
    """With the root element and positions: ``/data/child[2]/age``."""
    question: Mapped[str]
    """Path of the form's node: ``/child/age``; empty for none."""
    kind: Mapped[str]
    level: Mapped[str]
    message: Mapped[str]
    submitted: Mapped[str | None]
    expected: Mapped[str | None]
    expression: Mapped[str]


class Recheck(Table):
    """That the submissions of a form are checked again, and how far that has come."""

    __tablename__ = "recheck"
    __table_args__ = (PrimaryKeyConstraint("project_id", "form_id", "draft"),)
    project_id: Mapped[int]
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    draft: Mapped[bool]
    asked_at: Mapped[datetime]
    total: Mapped[int]
    """Versions there were when it was asked for."""
    done: Mapped[int]
    last_id: Mapped[uuid.UUID]
    """They all come before it."""
    reached_id: Mapped[uuid.UUID | None]
    """Up to here they are checked again."""
    finished_at: Mapped[datetime | None]
