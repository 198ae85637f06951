"""Indicators: their definitions, the facts of submissions, and what was aimed at."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.store.schema.table import Table


class Indicator(Table):
    """One definition of an indicator of a project; a change that changes figures is another one."""

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("state in ('computing', 'current')", name="state"),
        Index("uq_indicator_code", "project_id", "code", "state", unique=True),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    code: Mapped[str]
    ordinal: Mapped[int]
    hash: Mapped[str]
    """Of what its figures hang on."""
    definition: Mapped[dict[str, Any]]
    state: Mapped[str]
    """``computing``: its facts are not complete yet; ``current``: reports answer from it."""
    asked_at: Mapped[datetime]


class IndicatorWorkbook(Table):
    """A workbook that defined a project's indicators; the last one does."""

    __tablename__ = "indicator_workbook"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    size: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]


class Fact(Table):
    """What one row of a version adds to an indicator, with all its categories. Derived."""

    __tablename__ = "fact"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "version_id", "ordinal"),
        ForeignKeyConstraint(["project_id", "version_id"], ["version.project_id", "version.id"]),
        # All that a report of totals asks for, so that it reads nothing but this.
        Index(
            "ix_fact_report",
            "project_id",
            "indicator_id",
            "part",
            "day",
            "unit",
            "value",
            "key",
            sqlite_where=text("counts"),
            postgresql_where=text("counts"),
        ),
    )
    project_id: Mapped[int]
    version_id: Mapped[uuid.UUID]
    ordinal: Mapped[int]
    indicator_id: Mapped[int]
    part: Mapped[str]
    """``numerator``, ``denominator``, ``joined`` or ``left-out``."""
    day: Mapped[date]
    unit: Mapped[str | None]
    """``VINTAGE-CODE`` as reported."""
    value: Mapped[float]
    key: Mapped[str]
    categories: Mapped[dict[str, Any]]
    """By dimension: each category that the row is in, and its number there."""
    counts: Mapped[bool]
    """As its version does."""


class Target(Table):
    """What was aimed at."""

    __tablename__ = "target"
    __table_args__ = (
        Index("uq_target", "project_id", "code", "unit", "from_day", "to_day", unique=True),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    code: Mapped[str]
    """Of the indicator."""
    unit: Mapped[str]
    """``VINTAGE-CODE``, a group, or ``country``."""
    from_day: Mapped[date]
    to_day: Mapped[date]
    value: Mapped[float]
    source: Mapped[str]
