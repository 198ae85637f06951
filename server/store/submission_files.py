"""The files of submissions on their way out, and which of one name is the one that counts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import and_, update

from server.scope import Scope
from server.store.collected import Collection, Selection, selected
from server.store.database import Cx
from server.store.tables import Attachment, FlatRow, Submission, Version

_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedFile:
    """A file that came with the current version of a submission."""

    instance_id: str
    named_files: Sequence[str]
    """The names that the XML gives to files."""
    name: str
    link_name: str
    sha256: str
    size: int
    layout: str | None
    cells: Sequence[str | None]
    """The answers of the form's own table; empty where they could not be laid out."""


def stream_files(
    scope: Scope, cx: Cx, collection: Collection, selection: Selection
) -> Iterator[CollectedFile]:
    """Yield the current files of the wanted submissions, those of the newest first."""
    query = (
        selected(
            scope,
            cx,
            collection,
            selection,
            Submission.instance_id,
            Version.named_files,
            Attachment.name,
            Attachment.link_name,
            Attachment.sha256,
            Attachment.size,
            Version.layout,
            FlatRow.cells,
        )
        .join(
            Attachment,
            and_(
                Attachment.project_id == Version.project_id,
                Attachment.version_id == Version.id,
                Attachment.is_current,
            ),
        )
        .outerjoin(
            FlatRow,
            and_(
                FlatRow.project_id == Version.project_id,
                FlatRow.version_id == Version.id,
                FlatRow.table_ordinal == 0,
            ),
        )
        .order_by(Submission.id.desc(), Attachment.name)
    )
    rows = cx.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE})
    try:
        for found in rows:
            values = dict(found._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
            cells = values.pop("cells")
            yield CollectedFile(cells=orjson.loads(cells) if cells else (), **values)
    finally:
        rows.close()


def make_current(
    cx: Cx, project_id: int, version_id: uuid.UUID, link_name: str, sha256: str
) -> None:
    """Let the file of that content be the one that counts under its name; the others stay."""
    cx.execute(
        update(Attachment)
        .where(
            Attachment.project_id == project_id,
            Attachment.version_id == version_id,
            Attachment.link_name == link_name,
        )
        .values(is_current=Attachment.sha256 == sha256)
    )
