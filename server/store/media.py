"""Media: the files that a form version needs beside it, there or still missing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from forms.definition import MediaFile
from server.errors import Problem
from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Media as MediaRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file that a form version needs; from ``sha256`` on all is None while it is missing."""

    form_version_id: int
    name: str
    """As the form writes it."""
    ordinal: int
    type: str
    """``image``, ``audio``, ``video`` or ``file``."""
    sha256: str | None
    md5: str | None
    size: int | None
    content_type: str | None
    updated_at: datetime | None

    @property
    def is_there(self) -> bool:
        """Say whether the file was uploaded."""
        return self.sha256 is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a file holds: a durable blob and how it is served."""

    sha256: str
    md5: str
    size: int
    content_type: str


def link_name(name: str) -> str:
    """Return the form (NFC) by which names are matched: macOS and some phones decompose them."""
    return unicodedata.normalize("NFC", name)


def list_all(scope: Scope, cx: Cx, version_id: int) -> list[Media]:  # noqa: ARG001
    """Return the files that a form version needs, in the order in which it speaks of them."""
    query = select(*MediaRow.__table__.c).where(MediaRow.form_version_id == version_id)
    found = cx.execute(query.order_by(MediaRow.ordinal))
    return [Media(**row._mapping) for row in found]  # noqa: SLF001 - SQLAlchemy's public name


def get(scope: Scope, cx: Cx, version_id: int, name: str) -> Media:
    """Return the needed file of that name, there or missing; raise 404.1 if none is expected."""
    wanted = link_name(name)
    for media in list_all(scope, cx, version_id):
        if link_name(media.name) == wanted:
            return media
    raise Problem("404.1")


def add_needed(
    cx: Cx, version_id: int, needed: Sequence[MediaFile], carried: Mapping[str, Media]
) -> None:
    """List what a new form version needs; ``carried``, by link name, is there already."""
    rows = []
    for ordinal, file in enumerate(needed):
        before = carried.get(link_name(file.name))
        rows.append(
            {
                "form_version_id": version_id,
                "name": file.name,
                "ordinal": ordinal,
                "type": file.type,
                "sha256": before.sha256 if before else None,
                "md5": before.md5 if before else None,
                "size": before.size if before else None,
                "content_type": before.content_type if before else None,
                "updated_at": before.updated_at if before else None,
            }
        )
    if rows:
        cx.execute(insert(MediaRow), rows)


def change(cx: Cx, media: Media, content: Content | None, at: datetime) -> Media:
    """Put a content in the place of a file, or take it away; return the file as it is then."""
    place = (MediaRow.form_version_id == media.form_version_id, MediaRow.name == media.name)
    changing = (
        update(MediaRow)
        .where(*place)
        .values(
            sha256=content.sha256 if content else None,
            md5=content.md5 if content else None,
            size=content.size if content else None,
            content_type=content.content_type if content else None,
            updated_at=at,
        )
    )
    row = cx.execute(changing.returning(*MediaRow.__table__.c)).one()
    return Media(**row._mapping)  # noqa: SLF001
