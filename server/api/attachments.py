"""The files of submissions over REST: those that the XML names, and every one that is stored."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, request

from forms.instance import files_match
from server import clock
from server.api.guard import caller, needs, services
from server.api.places import collection_of, route, shown
from server.api.raw_file import receive_body
from server.api.stored_file import stored_file
from server.api.submission_json import file_json
from server.api.wire import json_answer, success
from server.errors import Problem
from server.ingest.envelope import ArrivedFile
from server.ingest.files import count_named, keep_files, link_name
from server.scope import Scope
from server.services import SYSTEM
from server.store import audit, histories, submissions, versions
from server.store.database import Cx
from server.store.forms import Form
from server.store.submission_files import make_current
from server.store.submissions import Submission
from server.store.versions import StoredFile

blueprint = Blueprint("attachments", __name__)
_S = "/submissions/<instance_id>"
_CONTENT_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
_INLINE = frozenset(("image/jpeg", "image/png", "image/gif"))


@route(blueprint, f"{_S}/attachments")
@needs("submission.read")
def list_attachments(form: Form, draft: bool, instance_id: str) -> Response:
    """List the files that the current version's XML names, and whether they are here."""
    with services().database.read() as cx:
        found = shown(cx, form, draft, instance_id)
        version_id = found.current.version_id
        return _named(cx, found.project_id, version_id, found.current.named_files)


@route(blueprint, f"{_S}/versions/<version_id>/attachments")
@needs("submission.read")
def list_version_attachments(
    form: Form, draft: bool, instance_id: str, version_id: str
) -> Response:
    """List the files that a version's XML names, and whether they are here."""
    with services().database.read() as cx:
        submission = shown(cx, form, draft, instance_id)
        found = histories.get_version(caller().scope, cx, submission, version_id)
        return _named(cx, submission.project_id, found.id, found.named_files)


def _named(cx: Cx, project_id: int, version_id: uuid.UUID, named: Sequence[str]) -> Response:
    stored = versions.list_files(caller().scope, cx, project_id, version_id)
    return json_answer(
        [{"name": name, "exists": _find(stored, name) is not None} for name in named]
    )


def _find(stored: Sequence[StoredFile], name: str) -> StoredFile | None:
    return next((file for file in stored if file.is_current and files_match(file.name, name)), None)


@route(blueprint, f"{_S}/attachments/<name>")
@needs("submission.read")
def show_attachment(form: Form, draft: bool, instance_id: str, name: str) -> Response:
    """Send a file of the current version."""
    with services().database.read() as cx:
        found = shown(cx, form, draft, instance_id)
        stored = versions.list_files(caller().scope, cx, found.project_id, found.current.version_id)
    return sent(_find(stored, name))


@route(blueprint, f"{_S}/versions/<version_id>/attachments/<name>")
@needs("submission.read")
def show_version_attachment(
    form: Form, draft: bool, instance_id: str, version_id: str, name: str
) -> Response:
    """Send a file of a version."""
    scope = caller().scope
    with services().database.read() as cx:
        submission = shown(cx, form, draft, instance_id)
        version = histories.get_version(scope, cx, submission, version_id)
        stored = versions.list_files(scope, cx, submission.project_id, version.id)
    return sent(_find(stored, name))


@route(blueprint, f"{_S}/files")
@needs("submission.read")
def list_files(form: Form, draft: bool, instance_id: str) -> Response:
    """List every file that came with any version, named in its XML or not. Ours."""
    scope = caller().scope
    with services().database.read() as cx:
        submission = shown(cx, form, draft, instance_id)
        listed = [
            file_json(
                file,
                version.instance_id,
                named=any(files_match(file.name, name) for name in version.named_files),
            )
            for version in histories.list_versions(scope, cx, submission)
            for file in versions.list_files(scope, cx, submission.project_id, version.id)
        ]
    return json_answer(listed)


@route(blueprint, f"{_S}/files/<sha256>")
@needs("submission.read")
def show_file(form: Form, draft: bool, instance_id: str, sha256: str) -> Response:
    """Send a stored file of any version by its SHA-256. Ours."""
    scope = caller().scope
    with services().database.read() as cx:
        submission = shown(cx, form, draft, instance_id)
        stored = [
            file
            for version in histories.list_versions(scope, cx, submission)
            for file in versions.list_files(scope, cx, submission.project_id, version.id)
        ]
    return sent(next((file for file in stored if file.sha256 == sha256), None))


def sent(file: StoredFile | None) -> Response:
    """Send a stored file; raise 404.1 for none."""
    if file is None:
        raise Problem("404.1")
    given = (file.content_type or "").partition(";")[0].strip().lower()
    kind = given if _CONTENT_TYPE.fullmatch(given) else "application/octet-stream"
    # A browser shows pictures alone: anything else could be a page with a script.
    return stored_file(file.sha256, file.name, kind, inline=kind in _INLINE)


@route(blueprint, f"{_S}/attachments/<name>", "POST")
@needs("submission.create")
def put_attachment(form: Form, draft: bool, instance_id: str, name: str) -> Response:
    """Take a file that the XML names. Who may only send fills in what is missing of its own."""
    parts = services()
    with parts.database.read() as cx:
        _expected(cx, form, draft, instance_id, name)
    file = receive_body()
    try:
        parts.blobs.keep(file)
        kind = request.mimetype if _CONTENT_TYPE.fullmatch(request.mimetype) else None
        arrived = ArrivedFile(name=name, content_type=kind, file=file)
        with parts.database.write() as cx:
            _add(cx, _expected(cx, form, draft, instance_id, name), arrived)
    finally:
        file.discard()
    return success()


def _expected(cx: Cx, form: Form, draft: bool, instance_id: str, name: str) -> Submission:
    """Return the submission whose XML names that file; raise 403.1 or 404.1."""
    who, collection = caller(), collection_of(form, draft)
    updates = who.scope.allows("submission.update", form.project_id, form.id)
    scope: Scope = who.scope if updates else SYSTEM
    found = submissions.get(scope, cx, collection, instance_id)
    if not any(files_match(name, named) for named in found.current.named_files):
        raise Problem("404.1")
    if not updates:
        own = found.current.version_submitter_id == who.scope.actor_id
        stored = versions.list_files(SYSTEM, cx, found.project_id, found.current.version_id)
        if not own or _find(stored, name) is not None:
            raise Problem("403.1")
    return found


def _add(cx: Cx, submission: Submission, arrived: ArrivedFile) -> None:
    """Link the file; it takes the place of the one that had its name, which is kept."""
    project_id, version_id = submission.project_id, submission.current.version_id
    here = versions.list_files(SYSTEM, cx, project_id, version_id)
    now = clock.now()
    files = keep_files(cx, project_id, version_id, [arrived], here, now, now)
    make_current(cx, project_id, version_id, link_name(arrived.name), arrived.file.sha256)
    counted = count_named(submission.current.named_files, [file.link_name for file in files])
    versions.change(cx, project_id, version_id, **counted)
    audit.log(
        caller().scope,
        cx,
        "submission.attachment.update",
        submission.actee,
        project_id=project_id,
    )
