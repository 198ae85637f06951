"""Form versions: definitions with their bytes frozen, and the tests of the one being drafted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from server.errors import Problem
from server.scope import Scope
from server.store.database import Cx
from server.store.forms import Form
from server.store.tables import (
    Attachment,
    Comment,
    Finding,
    FlatRow,
    Media,
    Recheck,
    Submission,
    Version,
)
from server.store.tables import FormVersion as FormVersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersion:
    """One definition of a form, without its bytes (see ``definitions``)."""

    id: int
    project_id: int
    form_id: int
    version: str
    title: str
    md5: str
    """Of exactly the bytes that are served, hex; as are the next two."""
    sha1: str
    sha256: str
    workbook_sha256: str | None
    workbook_type: str | None
    """``xlsx`` or ``xls``."""
    layout: str
    """Hash of the layout of its rows."""
    sensitivity: dict[str, Any]
    datasets: dict[str, Any] | None
    """The entity lists that its submissions fill: name -> properties."""
    unit_path: str | None
    event_date_path: str | None
    public_key: str | None
    created_at: datetime
    created_by: int | None
    published_at: datetime | None
    published_by: int | None


_COLUMNS = [column for column in FormVersionRow.__table__.c if column.name != "xform"]


def _version(row: Row[Any]) -> FormVersion:
    return FormVersion(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def get(scope: Scope, cx: Cx, version_id: int) -> FormVersion:
    """Return the form version of that number; raise 404.1."""
    found = find_many(scope, cx, (version_id,))
    if version_id not in found:
        raise Problem("404.1")
    return found[version_id]


def find_many(scope: Scope, cx: Cx, ids: Sequence[int]) -> dict[int, FormVersion]:  # noqa: ARG001
    """Return the form versions of these numbers."""
    query = select(*_COLUMNS).where(FormVersionRow.id.in_(ids))
    return {row.id: _version(row) for row in cx.execute(query)}


def list_published(scope: Scope, cx: Cx, form_id: int) -> list[FormVersion]:  # noqa: ARG001
    """Return every version that was published, newest first."""
    query = select(*_COLUMNS).where(
        FormVersionRow.form_id == form_id, FormVersionRow.published_at.is_not(None)
    )
    newest_first = query.order_by(FormVersionRow.published_at.desc(), FormVersionRow.id.desc())
    return [_version(row) for row in cx.execute(newest_first)]


def find_published(scope: Scope, cx: Cx, form_id: int, version: str) -> FormVersion | None:  # noqa: ARG001
    """Return the published version of that text."""
    query = select(*_COLUMNS).where(
        FormVersionRow.form_id == form_id,
        FormVersionRow.version == version,
        FormVersionRow.published_at.is_not(None),
    )
    row = cx.execute(query).first()
    return None if row is None else _version(row)


def find_made_of(scope: Scope, cx: Cx, form: Form, sha256: str) -> FormVersion | None:  # noqa: ARG001
    """Return the version that was published of a file of that hash, else the draft made of it."""
    row = FormVersionRow
    query = select(*_COLUMNS).where(
        row.form_id == form.id,
        or_(row.workbook_sha256 == sha256, row.sha256 == sha256),
        or_(row.published_at.is_not(None), row.id == form.draft_id),
    )
    found = [_version(one) for one in cx.execute(query.order_by(row.id))]
    published = (version for version in found if version.published_at is not None)
    return next(published, found[0] if found else None)


def add(cx: Cx, **values: object) -> FormVersion:
    """Add a definition; its bytes never change again."""
    inserting = insert(FormVersionRow).values(**values).returning(*_COLUMNS)
    return _version(cx.execute(inserting).one())


def mark_published(cx: Cx, version_id: int, at: datetime, by: int | None) -> None:
    """Note that a definition was published."""
    cx.execute(
        update(FormVersionRow)
        .where(FormVersionRow.id == version_id)
        .values(published_at=at, published_by=by)
    )


def drop_draft(cx: Cx, version_id: int) -> None:
    """Remove a definition that was never published, with its list of media."""
    cx.execute(delete(Media).where(Media.form_version_id == version_id))
    cx.execute(
        delete(FormVersionRow).where(
            FormVersionRow.id == version_id, FormVersionRow.published_at.is_(None)
        )
    )


def clear_draft_submissions(cx: Cx, project_id: int, form_id: int) -> None:
    """Remove what was sent to try a draft; nothing of it was ever counted."""
    versions = (
        select(Version.id)
        .where(Version.project_id == project_id, Version.form_id == form_id, Version.draft)
        .scalar_subquery()
    )
    for table in (FlatRow, Finding, Attachment):
        cx.execute(
            delete(table).where(table.project_id == project_id, table.version_id.in_(versions))
        )
    submissions = (
        select(Submission.id)
        .where(Submission.project_id == project_id, Submission.form_id == form_id, Submission.draft)
        .scalar_subquery()
    )
    cx.execute(
        delete(Comment).where(
            Comment.project_id == project_id, Comment.submission_id.in_(submissions)
        )
    )
    for row in (Version, Submission, Recheck):
        cx.execute(
            delete(row).where(row.project_id == project_id, row.form_id == form_id, row.draft)
        )
