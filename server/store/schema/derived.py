"""What is computed from the record, and can be computed again."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped

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
    )
    project_id: Mapped[int]
    version_id: Mapped[uuid.UUID]
    ordinal: Mapped[int]
    path: Mapped[str]
    kind: Mapped[str]
    level: Mapped[str]
    submitted: Mapped[str | None]
    expected: Mapped[str | None]
