"""Drafts: a form is uploaded, tried on a phone and given its files before it is published."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from server import clock
from server.errors import Problem
from server.publishing.form_upload import Definition, Upload, read_upload
from server.publishing.freezing import Source, add_version, copy_version
from server.publishing.publication import draft_of, must_not_change_types, publish_within
from server.scope import Scope
from server.services import Services
from server.store import audit, blobs, form_versions, forms, media
from server.store.blobs import TemporaryFile
from server.store.database import Cx
from server.store.form_versions import FormVersion
from server.store.forms import Form
from server.store.media import Content, Media

_ITEMSETS = "itemsets.csv"
_UNKNOWN_TYPE = "application/octet-stream"
_TYPE_LENGTH_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """The files of an upload, durable already."""

    workbook: TemporaryFile | None
    itemsets: TemporaryFile | None


def create(
    parts: Services,
    scope: Scope,
    project_id: int,
    given: Upload | Definition,
    *,
    publish_now: bool = False,
) -> Form:
    """Make a new form of an upload, read already or not; as a draft or published at once.

    Raises what reading the upload raises, 409.3 where the id is taken, and what publishing does.
    """
    definition = _read(given)
    kept = _keep(parts, definition)
    now = clock.now()
    with parts.database.write() as cx:
        if forms.find(scope, cx, project_id, definition.form.form_id):
            raise forms.taken(project_id, definition.form.form_id)
        form = forms.add(
            cx,
            project_id=project_id,
            xml_form_id=definition.form.form_id,
            state="open",
            created_at=now,
            created_by=scope.actor_id,
        )
        audit.log(scope, cx, "form.create", f"form:{form.id}", project_id=project_id)
        form = _draft(cx, scope, form, definition, kept, {})
        return publish_within(parts, cx, scope, form, None) if publish_now else form


def set_draft(parts: Services, scope: Scope, form: Form, given: Upload | Definition | None) -> Form:
    """Replace the draft by an upload, or (None) by a copy of what is published.

    Files that were there under the same names stay. What was sent to try the former draft is
    removed. Raises what reading the upload raises, 400.8 where it is another form, 400.17, 409.7.
    """
    if given is None:
        return _copy_published(parts, scope, form)
    definition = _read(given)
    if definition.form.form_id != form.xml_form_id:
        raise Problem(
            "400.8",
            field="xmlFormId",
            value=definition.form.form_id,
            reason=f"this draft belongs to {form.xml_form_id}",
        )
    kept = _keep(parts, definition)
    with parts.database.write() as cx:
        form = forms.get_locked(scope, cx, form)
        must_not_change_types(parts, cx, scope, form, definition.form)
        return _draft(cx, scope, form, definition, kept, _carried(scope, cx, form))


def _read(given: Upload | Definition) -> Definition:
    return read_upload(given) if isinstance(given, Upload) else given


def _copy_published(parts: Services, scope: Scope, form: Form) -> Form:
    with parts.database.write() as cx:
        form = forms.get_locked(scope, cx, form)
        if form.published_id is None:
            raise Problem("409.7")
        now = clock.now()
        version = copy_version(cx, scope, form, form.published_id, None, now)
        return _put_draft(cx, scope, form, version, now)


def drop_draft(parts: Services, scope: Scope, form: Form) -> None:
    """Give a draft up; raise 404.1 where there is none, 409.7 where nothing else is left."""
    with parts.database.write() as cx:
        form = forms.get_locked(scope, cx, form)
        draft_id = draft_of(form)
        if form.published_id is None:
            raise Problem("409.7")
        form_versions.clear_draft_submissions(cx, form.project_id, form.id)
        forms.change(cx, form.id, draft_id=None, draft_token=None, updated_at=clock.now())
        form_versions.drop_draft(cx, draft_id)
        audit.log(
            scope,
            cx,
            "form.update.draft.delete",
            f"form:{form.id}",
            project_id=form.project_id,
            formDefId=draft_id,
        )


def attach(
    parts: Services,
    scope: Scope,
    form: Form,
    name: str,
    file: TemporaryFile,
    content_type: str | None = None,
) -> Media:
    """Put a file beside the draft; raise 404.1 for a name that the draft does not expect.

    ``file`` is taken over: kept or removed. ``content_type`` is what the sender calls it.
    """
    try:
        with parts.database.read() as cx:  # refused before it costs the disk a sync
            media.get(scope, cx, draft_of(form), name)
        parts.blobs.keep(file)
    finally:
        file.discard()
    content = Content(
        sha256=file.sha256,
        md5=file.md5,
        size=file.size,
        content_type=_content_type(content_type, name),
    )
    with parts.database.write() as cx:
        blobs.record(cx, file.sha256, file.size, clock.now())
        return _change_media(scope, cx, form, name, content)


def _content_type(sent: str | None, name: str) -> str:
    """Return what a file is called; senders that do not know say so with ``octet-stream``."""
    if sent and sent != _UNKNOWN_TYPE and len(sent) <= _TYPE_LENGTH_MAX:
        return sent
    return mimetypes.guess_type(name)[0] or _UNKNOWN_TYPE


def detach(parts: Services, scope: Scope, form: Form, name: str) -> Media:
    """Take a file away from the draft; raise 404.1."""
    with parts.database.write() as cx:
        return _change_media(scope, cx, form, name, None)


def _change_media(scope: Scope, cx: Cx, form: Form, name: str, content: Content | None) -> Media:
    form = forms.get_locked(scope, cx, form)
    expected = media.get(scope, cx, draft_of(form), name)
    changed = media.change(cx, expected, content, clock.now())
    sha256 = content.sha256 if content else None
    audit.log(
        scope,
        cx,
        "form.attachment.update",
        f"form:{form.id}",
        project_id=form.project_id,
        formDefId=form.draft_id,
        sha256=sha256,
    )
    return changed


def _keep(parts: Services, definition: Definition) -> _Kept:
    return _Kept(
        workbook=_kept(parts, definition.workbook), itemsets=_kept(parts, definition.itemsets)
    )


def _kept(parts: Services, data: bytes | None) -> TemporaryFile | None:
    if data is None:
        return None
    parts.blobs.must_have_space(parts.config.disk_bytes_min)
    file = parts.blobs.take((data,))
    parts.blobs.keep(file)
    return file


def _draft(
    cx: Cx,
    scope: Scope,
    form: Form,
    definition: Definition,
    kept: _Kept,
    carried: Mapping[str, Media],
) -> Form:
    now = clock.now()
    for file in (kept.workbook, kept.itemsets):
        if file:
            blobs.record(cx, file.sha256, file.size, now)
    source = Source(
        xform=definition.xform,
        form=definition.form,
        workbook_sha256=kept.workbook.sha256 if kept.workbook else None,
        workbook_type=definition.workbook_type,
    )
    version = add_version(cx, scope, form, source, carried, now)
    if kept.itemsets:
        file = kept.itemsets
        made = Content(sha256=file.sha256, md5=file.md5, size=file.size, content_type="text/csv")
        media.change(cx, media.get(scope, cx, version.id, _ITEMSETS), made, now)
    return _put_draft(cx, scope, form, version, now)


def _put_draft(cx: Cx, scope: Scope, form: Form, version: FormVersion, now: datetime) -> Form:
    """Make a version the draft, with a new token: who tried the former one must scan again."""
    form_versions.clear_draft_submissions(cx, form.project_id, form.id)
    changed = forms.change(
        cx, form.id, draft_id=version.id, draft_token=clock.new_token(), updated_at=now
    )
    if form.draft_id is not None:
        form_versions.drop_draft(cx, form.draft_id)
    audit.log(
        scope,
        cx,
        "form.update.draft.set",
        f"form:{form.id}",
        project_id=form.project_id,
        newDraftDefId=version.id,
        oldDraftDefId=form.draft_id,
    )
    return changed


def _carried(scope: Scope, cx: Cx, form: Form) -> dict[str, Media]:
    """Return the files that are there already: the draft's, else the published version's."""
    carried: dict[str, Media] = {}
    for version_id in (form.published_id, form.draft_id):
        for file in media.list_all(scope, cx, version_id) if version_id else ():
            if file.is_there:
                carried[media.link_name(file.name)] = file
    return carried
