"""Who did what to what."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped

from server.store.schema.table import Table


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
