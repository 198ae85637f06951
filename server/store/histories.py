"""The history of a submission: its versions; and beside it the versions that do not count."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from server.errors import Problem
from server.scope import Scope
from server.store.collected import Collection, within_units
from server.store.database import Cx
from server.store.states import IS_ASIDE
from server.store.submissions import Submission
from server.store.tables import Submission as SubmissionRow
from server.store.tables import Version as VersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVersion:
    """One XML that arrived, without its bytes."""

    id: uuid.UUID
    instance_id: str
    state: str
    reason: str | None
    deprecated_id: str | None
    instance_name: str | None
    form_version: str
    form_version_id: int | None
    submitter_id: int | None
    device_id: str | None
    user_agent: str | None
    received_at: datetime
    named_files: list[str]
    xml_sha256: str


_COLUMNS = tuple(VersionRow.__table__.c[field.name] for field in fields(PastVersion))


def _past(row: Row[Any]) -> PastVersion:
    return PastVersion(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def list_versions(scope: Scope, cx: Cx, submission: Submission) -> list[PastVersion]:  # noqa: ARG001
    """Return the versions that are or were current, the newest first.

    Whoever may see the submission (its current version) may see its history.
    """
    query = select(*_COLUMNS).where(
        VersionRow.project_id == submission.project_id,
        VersionRow.root_id == submission.id,
        VersionRow.state.in_(("current", "earlier")),
    )
    return [
        _past(row)
        for row in cx.execute(query.order_by(VersionRow.received_at.desc(), VersionRow.id.desc()))
    ]


def get_version(scope: Scope, cx: Cx, submission: Submission, instance_id: str) -> PastVersion:
    """Return the version of that instance id; raise 404.1."""
    for version in list_versions(scope, cx, submission):
        if version.instance_id == instance_id:
            return version
    raise Problem("404.1")


def get_xml(scope: Scope, cx: Cx, project_id: int, version_id: uuid.UUID) -> bytes:  # noqa: ARG001
    """Return the bytes of a version as they arrived; its caller has shown that it may be seen."""
    query = select(VersionRow.xml).where(
        VersionRow.project_id == project_id, VersionRow.id == version_id
    )
    return cx.execute(query).scalar_one()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A version that is kept and does not count."""

    version: PastVersion
    root: str | None
    """First instance id of the submission that it belongs to, if it is known."""


def list_aside(
    scope: Scope, cx: Cx, collection: Collection, version_id: uuid.UUID | None = None
) -> list[Aside]:
    """Return the versions that are kept and do not count, the newest first; or just that one."""
    query = (
        select(*_COLUMNS, SubmissionRow.instance_id.label("root"))
        .outerjoin(
            SubmissionRow,
            (SubmissionRow.project_id == VersionRow.project_id)
            & (SubmissionRow.id == VersionRow.root_id),
        )
        .where(
            VersionRow.project_id == collection.project_id,
            VersionRow.form_id == collection.form_id,
            VersionRow.draft == collection.draft,
            IS_ASIDE,
            within_units(scope, collection),
        )
    )
    if version_id is not None:
        query = query.where(VersionRow.id == version_id)
    aside = []
    for row in cx.execute(query.order_by(VersionRow.id.desc())):
        values = dict(row._mapping)  # noqa: SLF001
        root = values.pop("root")
        aside.append(Aside(version=PastVersion(**values), root=root))
    return aside


def get_aside(scope: Scope, cx: Cx, collection: Collection, version_id: uuid.UUID) -> PastVersion:
    """Return a version that is kept and does not count; raise 404.1."""
    for aside in list_aside(scope, cx, collection, version_id):
        return aside.version
    raise Problem("404.1")
