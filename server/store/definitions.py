"""The frozen definition that a submission is read with, and what it does not say itself."""

from __future__ import annotations

from dataclasses import dataclass

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
_SENDER = (
    select(ProjectRow.zone, ProjectRow.language, ActorRow.unit, ActorRow.language.label("spoken"))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Where a submission comes from, as far as its XML does not say it."""

    zone: str
    """Of the project."""
    language: str
    """The sender's own, else the project's."""
    unit: str | None


def get_sender(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    submitter_id: int | None,
) -> Sender:
    """Return what is known of whoever sends to a project."""
    given = {"project_id": project_id, "submitter_id": submitter_id}
    row = cx.execute(_SENDER, given).one()
    return Sender(zone=row.zone, language=row.spoken or row.language, unit=row.unit)
