"""What a phone may fill: the published, open forms that its user was given, and their files."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, or_, select

from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Form as FormRow
from server.store.tables import FormVersion as FormVersionRow
from server.store.tables import Media as MediaRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedForm:
    """A line of the form list."""

    form_id: int
    xml_form_id: str
    form_version_id: int
    version: str
    title: str
    md5: str
    has_media: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedFile:
    """A line of a manifest."""

    name: str
    md5: str
    """Of the file; of an entity list, what changes with it."""
    is_list: bool = False
    """An entity list: phones merge it with what they have made themselves."""


_HAS_MEDIA = exists().where(
    MediaRow.form_version_id == FormVersionRow.id,
    # A table that nobody uploaded may be an entity list.
    or_(MediaRow.sha256.is_not(None), MediaRow.name.endswith(".csv")),
)
_OFFERED = select(
    FormRow.id.label("form_id"),
    FormRow.xml_form_id,
    FormVersionRow.id.label("form_version_id"),
    FormVersionRow.version,
    FormVersionRow.title,
    FormVersionRow.md5,
    _HAS_MEDIA.label("has_media"),
)


def list_open(scope: Scope, cx: Cx, project_id: int) -> list[OfferedForm]:
    """Return the project's open, published forms that the reader may fill."""
    query = (
        _OFFERED.join(FormVersionRow, FormVersionRow.id == FormRow.published_id)
        .where(
            FormRow.project_id == project_id,
            FormRow.state == "open",
            FormRow.deleted_at.is_(None),
        )
        .order_by(FormRow.id)
    )
    found = [OfferedForm(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001
    return [form for form in found if scope.allows("open_form.list", project_id, form.form_id)]


def list_draft(scope: Scope, cx: Cx, form_id: int) -> list[OfferedForm]:  # noqa: ARG001 - its token was asked
    """Return the draft of a form, as a list of one."""
    query = _OFFERED.join(FormVersionRow, FormVersionRow.id == FormRow.draft_id).where(
        FormRow.id == form_id
    )
    return [OfferedForm(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001


def list_files(scope: Scope, cx: Cx, form_version_id: int) -> list[OfferedFile]:  # noqa: ARG001 - the guard asks
    """Return the files of a form version that are here; missing ones are left out."""
    query = (
        select(MediaRow.name, MediaRow.md5)
        .where(MediaRow.form_version_id == form_version_id, MediaRow.sha256.is_not(None))
        .order_by(MediaRow.ordinal)
    )
    return [OfferedFile(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001
