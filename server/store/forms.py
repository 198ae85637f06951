"""Forms and their versions: which there are, their frozen bytes, their media."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from server.errors import Problem
from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Form as FormRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the versions of a form have in common."""

    id: int
    project_id: int
    xml_form_id: str
    state: str
    """``open``, ``closing`` or ``closed``."""
    published_id: int | None
    draft_id: int | None
    draft_token: str | None
    created_at: datetime
    created_by: int | None
    updated_at: datetime | None
    deleted_at: datetime | None


def _form(row: Row[Any]) -> Form:
    return Form(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def find(scope: Scope, cx: Cx, project_id: int, xml_form_id: str) -> Form | None:  # noqa: ARG001
    """Return the form of that id in the project, not deleted. The guard asks the verb."""
    query = select(*FormRow.__table__.c).where(
        FormRow.project_id == project_id,
        FormRow.xml_form_id == xml_form_id,
        FormRow.deleted_at.is_(None),
    )
    row = cx.execute(query).first()
    return None if row is None else _form(row)


def get(scope: Scope, cx: Cx, project_id: int, xml_form_id: str) -> Form:
    """Return the form of that id in the project; raise 404.1."""
    form = find(scope, cx, project_id, xml_form_id)
    if form is None:
        raise Problem("404.1")
    return form
