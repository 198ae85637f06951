"""Who did what to what: one row for each change, with the hash of its own content."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import insert, select

from server import clock
from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Audit

SITE = 0
"""The project number of what concerns the whole site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was done. ``details`` never hold an answer, a name or a token."""

    id: uuid.UUID
    project_id: int
    logged_at: datetime
    actor_id: int | None
    action: str
    actee: str | None
    details: Mapping[str, object] = field(default_factory=dict)
    notes: str | None = None


_ADD = insert(Audit)


def log(
    scope: Scope,
    cx: Cx,
    action: str,
    actee: str | None = None,
    *,
    project_id: int = SITE,
    **details: object,
) -> None:
    """Write that the scope's actor did ``action`` to ``actee`` (``form:3``)."""
    entry = Entry(
        id=clock.new_id(),
        project_id=project_id,
        logged_at=clock.now(),
        actor_id=scope.actor_id,
        action=action,
        actee=actee,
        details=details,
        notes=scope.notes,
    )
    cx.execute(
        _ADD,
        {
            "id": entry.id,
            "project_id": entry.project_id,
            "logged_at": entry.logged_at,
            "actor_id": entry.actor_id,
            "action": entry.action,
            "actee": entry.actee,
            "details": dict(entry.details),
            "notes": entry.notes,
            "hash": content_hash(entry),
        },
    )


def content_hash(entry: Entry) -> str:
    """Return the SHA-256 of an entry's content, as it is stored beside it."""
    content = [
        entry.project_id,
        str(entry.id),
        entry.logged_at.isoformat(timespec="milliseconds"),
        entry.actor_id,
        entry.action,
        entry.actee,
        dict(entry.details),
        entry.notes,
    ]
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def list_entries(  # noqa: PLR0913 - the filters of Central's /audits
    scope: Scope,
    cx: Cx,
    *,
    project_id: int | None = None,
    action: str | None = None,
    topic: str | None = None,
    actees: Sequence[str] = (),
    verbose: bool = True,
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int = 1000,
    offset: int = 0,
) -> list[Entry]:
    """Return entries, newest first. The site's log needs ``audit.read``; a thing's own does not.

    ``topic`` is what the actions begin with (``form``); not ``verbose``: without submissions.
    """
    if not actees:
        scope.must("audit.read")
    query = select(Audit.__table__).order_by(Audit.logged_at.desc(), Audit.id.desc())
    if project_id is not None:
        query = query.where(Audit.project_id == project_id)
    if action is not None:
        query = query.where(Audit.action == action)
    if topic is not None:
        query = query.where(Audit.action.startswith(f"{topic}.", autoescape=True))
    if not verbose:
        query = query.where(Audit.action.not_like("submission.%"))
    if actees:
        query = query.where(Audit.actee.in_(actees))
    if start is not None:
        query = query.where(Audit.logged_at >= start)
    if end is not None:
        query = query.where(Audit.logged_at <= end)
    found = cx.execute(query.limit(limit).offset(offset))
    return [
        Entry(
            id=row.id,
            project_id=row.project_id,
            logged_at=row.logged_at,
            actor_id=row.actor_id,
            action=row.action,
            actee=row.actee,
            details=row.details,
            notes=row.notes,
        )
        for row in found
    ]
