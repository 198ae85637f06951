"""The frozen definition that a submission is read with, and what it does not say itself."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Actor as ActorRow
from server.store.tables import FormVersion as FormVersionRow
from server.store.tables import Project as ProjectRow

# Built once: every submission asks them.
_PUBLISHED = select(FormVersionRow.id).where(
    FormVersionRow.form_id == bindparam("form_id"),
    FormVersionRow.version == bindparam("version"),
    FormVersionRow.published_at.is_not(None),
)
_CIRCUMSTANCES = (
    select(ProjectRow.zone, ActorRow.unit)
    .outerjoin(ActorRow, ActorRow.id == bindparam("submitter_id"))
    .where(ProjectRow.id == bindparam("project_id"))
)


def find_published(scope: Scope, cx: Cx, form_id: int, version: str) -> int | None:  # noqa: ARG001 - ingest asks, whoever sends
    """Return the number of the form version published under that version text."""
    return cx.execute(_PUBLISHED, {"form_id": form_id, "version": version}).scalar()


def get_xform(scope: Scope, cx: Cx, form_version_id: int) -> bytes:  # noqa: ARG001
    """Return the XForm's bytes, exactly as published."""
    query = select(FormVersionRow.xform).where(FormVersionRow.id == form_version_id)
    return cx.execute(query).scalar_one()


def get_circumstances(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    submitter_id: int | None,
) -> tuple[str, str | None]:
    """Return the project's zone and the sender's unit."""
    given = {"project_id": project_id, "submitter_id": submitter_id}
    row = cx.execute(_CIRCUMSTANCES, given).one()
    return row.zone, row.unit
