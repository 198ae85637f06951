"""A definition becomes a form version: its bytes frozen, its files listed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from exports.layout import layout_of
from forms.definition import FormDef, UnreadableForm
from forms.versioning import set_version
from forms.xform import read_form
from server.errors import Problem
from server.scope import Scope
from server.store import definitions, form_versions, media
from server.store.database import Cx
from server.store.form_versions import FormVersion
from server.store.forms import Form
from server.store.media import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a new form version is made of."""

    xform: bytes
    form: FormDef
    workbook_sha256: str | None
    workbook_type: str | None


def add_version(
    cx: Cx,
    scope: Scope,
    form: Form,
    source: Source,
    carried: Mapping[str, Media],
    now: datetime,
) -> FormVersion:
    """Store a definition, its bytes frozen, and list its files; ``carried`` are there already."""
    definition, xform = source.form, source.xform
    version = form_versions.add(
        cx,
        project_id=form.project_id,
        form_id=form.id,
        version=definition.version,
        title=definition.title or definition.form_id,
        xform=xform,
        md5=hashlib.md5(xform, usedforsecurity=False).hexdigest(),
        sha1=hashlib.sha1(xform, usedforsecurity=False).hexdigest(),
        sha256=hashlib.sha256(xform).hexdigest(),
        workbook_sha256=source.workbook_sha256,
        workbook_type=source.workbook_type,
        layout=layout_of(definition).hash,
        sensitivity={n.path: n.sensitivity for n in definition.walk() if n.kind == "field"},
        datasets={one.dataset: list(one.properties) for one in definition.entities} or None,
        unit_path=definition.unit_path,
        event_date_path=definition.event_date_path,
        public_key=definition.public_key,
        created_at=now,
        created_by=scope.actor_id,
    )
    media.add_needed(cx, version.id, definition.media, carried)
    return version


def copy_version(
    cx: Cx,
    scope: Scope,
    form: Form,
    version_id: int,
    version: str | None,
    now: datetime,
) -> FormVersion:
    """Copy a form version with its files, under another version text where one is given."""
    old = form_versions.get(scope, cx, version_id)
    xform = definitions.get_xform(scope, cx, version_id)
    if version is not None:
        xform = _renamed(xform, version)
    source = Source(
        xform=xform,
        form=read_form(xform),
        workbook_sha256=old.workbook_sha256,
        workbook_type=old.workbook_type,
    )
    files = {media.link_name(f.name): f for f in media.list_all(scope, cx, version_id)}
    return add_version(cx, scope, form, source, files, now)


def _renamed(xform: bytes, version: str) -> bytes:
    try:
        return set_version(xform, version)
    except UnreadableForm as error:
        reason = "1 to 255 characters, no blanks around them, no control characters"
        raise Problem("400.8", field="version", value=version, reason=reason) from error
