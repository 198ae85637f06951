"""Projects: a programme with its forms and people."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from server.errors import Problem
from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Project as ProjectRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A programme; ``accept_bytes`` is where phones split their posts."""

    id: int
    name: str
    description: str | None
    archived: bool
    zone: str
    cutoff_day: int | None
    language: str
    accept_bytes: int
    created_at: datetime
    updated_at: datetime | None
    deleted_at: datetime | None


_COLUMNS = [ProjectRow.__table__.c[field.name] for field in fields(Project)]
_ONE = select(*_COLUMNS).where(
    ProjectRow.id == bindparam("project_id"), ProjectRow.deleted_at.is_(None)
)


def add(cx: Cx, **values: object) -> Project:
    """Add a project."""
    row = cx.execute(insert(ProjectRow).values(**values).returning(*_COLUMNS)).one()
    return Project(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def get(scope: Scope, cx: Cx, project_id: int) -> Project:  # noqa: ARG001 - the guard asks the verb
    """Return a project; raise 404.1."""
    row = cx.execute(_ONE, {"project_id": project_id}).first()
    if row is None:
        raise Problem("404.1")
    return Project(**row._mapping)  # noqa: SLF001


def list_all(scope: Scope, cx: Cx) -> list[Project]:
    """Return the projects that the reader may see, by name."""
    query = select(*_COLUMNS).where(ProjectRow.deleted_at.is_(None)).order_by(ProjectRow.id)
    found = [Project(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001
    return [
        project
        for project in found
        if scope.allows("project.read", project.id) or scope.allows("project.list")
    ]


def change(cx: Cx, project_id: int, **values: object) -> None:
    """Change columns of a project."""
    cx.execute(update(ProjectRow).where(ProjectRow.id == project_id).values(**values))
