"""Closed periods: the reports that were handed in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.store.schema.table import Table


class Release(Table):
    """A report of one unit and period as it was handed in; of it only ``opened_`` changes."""

    __tablename__ = "release"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "number"),
        Index(
            "uq_release_closed",
            "project_id",
            "unit",
            "period",
            unique=True,
            sqlite_where=text("opened_at is null"),
            postgresql_where=text("opened_at is null"),
        ),
        Index("ix_release_period", "project_id", "unit", "period", "number"),
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    """From 1 in each project, without gaps."""
    unit: Mapped[str]
    """``VINTAGE-CODE`` or a group; of the whole project the country's."""
    vintage: Mapped[str]
    """The tree that it is reported on."""
    level: Mapped[str]
    """Of its lines."""
    period: Mapped[str]
    from_day: Mapped[date]
    to_day: Mapped[date]
    language: Mapped[str]
    definitions: Mapped[dict[str, str]]
    """The hash of each indicator's definition, by its code."""
    protected: Mapped[list[str]]
    """Codes of the indicators of which small cells were hidden."""
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    """Of the .xlsx."""
    size: Mapped[int] = mapped_column(BigInteger)
    closed_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    opened_at: Mapped[datetime | None]
    """When the level above opened the period again; none: it is closed."""
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    revises: Mapped[int | None]
    """The number of the release of this unit and period before it."""


class ReleaseCell(Table):
    """A figure of a release; the fields are those of exports.indicators.release.Figure."""

    __tablename__ = "release_cell"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "number", "ordinal"),
        ForeignKeyConstraint(["project_id", "number"], ["release.project_id", "release.number"]),
    )
    project_id: Mapped[int]
    number: Mapped[int]
    ordinal: Mapped[int]
    indicator: Mapped[str]
    label: Mapped[str]
    unit: Mapped[str]
    unit_name: Mapped[str]
    from_day: Mapped[date]
    to_day: Mapped[date]
    dimension: Mapped[str]
    category: Mapped[str]
    category_label: Mapped[str]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    value: Mapped[float | None]
    target: Mapped[float | None]
    suppressed: Mapped[bool]
    bridged: Mapped[float | None]
