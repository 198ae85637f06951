"""A draft is published: phones get it from now on, and its bytes never change again."""

from __future__ import annotations

from functools import partial

from forms.compare import type_changes
from forms.definition import FormDef
from forms.xform import read_form
from server import clock
from server.errors import Problem
from server.publishing.freezing import copy_version
from server.scope import Scope
from server.services import Services
from server.store import audit, definitions, form_versions, forms
from server.store.database import Cx
from server.store.forms import Form


def publish(parts: Services, scope: Scope, form: Form, version: str | None = None) -> Form:
    """Publish the draft, under a new version text where one is given.

    Raises 404.1 (no draft), 400.8 (a version that cannot be), 400.17, 400.71, 409.6.
    """
    with parts.database.write() as cx:
        published = publish_within(parts, cx, scope, forms.get_locked(scope, cx, form), version)
    parts.bell.set()  # what named this version before it was known can be checked now
    return published


def draft_of(form: Form) -> int:
    """Return the number of a form's draft; raise 404.1."""
    if form.draft_id is None:
        raise Problem("404.1")
    return form.draft_id


def publish_within(parts: Services, cx: Cx, scope: Scope, form: Form, version: str | None) -> Form:
    """Publish within a transaction that has the form locked: see ``publish``."""
    now = clock.now()
    draft = form_versions.get(scope, cx, draft_of(form))
    if version is not None and version != draft.version:
        renamed = copy_version(cx, scope, form, draft.id, version, now)
        form_versions.drop_draft(cx, draft.id)
        draft = renamed
    if form_versions.find_published(scope, cx, form.id, draft.version):
        raise Problem("409.6", xmlFormId=form.xml_form_id, version=draft.version)
    # Not through the cache: what is written here may be rolled back, and its number used again.
    definition = read_form(definitions.get_xform(scope, cx, draft.id))
    must_not_change_types(parts, cx, scope, form, definition)
    _must_keep_secrets(definition)
    form_versions.clear_draft_submissions(cx, form.project_id, form.id)
    form_versions.mark_published(cx, draft.id, now, scope.actor_id)
    changed = forms.change(
        cx, form.id, published_id=draft.id, draft_id=None, draft_token=None, updated_at=now
    )
    audit.log(
        scope,
        cx,
        "form.update.publish",
        f"form:{form.id}",
        project_id=form.project_id,
        newDefId=draft.id,
        oldDefId=form.published_id,
    )
    return changed


def must_not_change_types(
    parts: Services, cx: Cx, scope: Scope, form: Form, definition: FormDef
) -> None:
    """Raise 400.17 where a question holds another kind of answer than in any published version."""
    for published in form_versions.list_published(scope, cx, form.id):
        read_xform = partial(definitions.get_xform, scope, cx, published.id)
        old = parts.forms.get(published.id, read_xform).form
        for change in type_changes(old, definition):
            raise Problem(
                "400.17", path=change.path, type=change.old_type, new_type=change.new_type
            )


def _must_keep_secrets(definition: FormDef) -> None:
    """Raise 400.71 for sensitive questions whose answers would lie open."""
    if definition.public_key is None and (paths := definition.sensitive()):
        raise Problem("400.71", paths=list(paths))
