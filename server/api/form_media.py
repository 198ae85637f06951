"""The files that a form needs: listed, downloaded, and for a draft uploaded and cleared."""

from __future__ import annotations

from flask import Blueprint, Response, request
from marshmallow import EXCLUDE, Schema

from server.api.form_access import get_published, needs_or_tries, shown_version_id
from server.api.form_json import media_json
from server.api.guard import caller, needs, services
from server.api.raw_file import receive_body
from server.api.stored_file import stored_file
from server.api.wire import json_answer, json_body, success
from server.errors import Problem
from server.publishing import drafts
from server.publishing.publication import draft_of
from server.store import media
from server.store.forms import Form

blueprint = Blueprint("form_media", __name__)
_FORM = "/v1/projects/<int:project_id>/forms/<xml_form_id>"
_OF_FORM = f"{_FORM}/attachments"
_OF_DRAFT = f"{_FORM}/draft/attachments"
_OF_VERSION = f"{_FORM}/versions/<path:version>/attachments"


@blueprint.get(_OF_FORM)
@needs("form.read")
def list_all(form: Form) -> Response:
    """List the files that the published version needs, there or missing."""
    return _list(shown_version_id(form))


@blueprint.get(f"{_OF_FORM}/<name>")
@needs("open_form.read")
def download(form: Form, name: str) -> Response:
    """Serve a file of the published version."""
    return _serve(shown_version_id(form), name)


@blueprint.get(_OF_DRAFT)
@needs("form.read")
def list_of_draft(form: Form) -> Response:
    """List the files that the draft needs, there or missing."""
    return _list(draft_of(form))


@blueprint.get(f"{_OF_DRAFT}/<name>")
@needs_or_tries("form.read")
def download_of_draft(form: Form, name: str) -> Response:
    """Serve a file of the draft."""
    return _serve(draft_of(form), name)


@blueprint.get(_OF_VERSION)
@needs("form.read")
def list_of_version(form: Form, version: str) -> Response:
    """List the files that a published version needs."""
    return _list(get_published(form, version).id)


@blueprint.get(f"{_OF_VERSION}/<name>")
@needs("form.read")
def download_of_version(form: Form, version: str, name: str) -> Response:
    """Serve a file of a published version."""
    return _serve(get_published(form, version).id, name)


@blueprint.post(f"{_OF_DRAFT}/<name>")
@needs("form.update")
def upload(form: Form, name: str) -> Response:
    """Take a file that the draft expects: the body as it comes, of any length up to the limit."""
    scope = caller().scope
    with services().database.read() as cx:
        expected = media.get(scope, cx, draft_of(form), name)
    attached = drafts.attach(
        services(), scope, form, expected.name, receive_body(), request.mimetype
    )
    return json_answer(media_json(attached))


@blueprint.patch(f"{_OF_DRAFT}/<name>")
@needs("form.update")
def link(form: Form, name: str) -> Response:
    """Refuse to link an entity list: there are none yet."""
    with services().database.read() as cx:
        media.get(caller().scope, cx, draft_of(form), name)
    json_body(Schema(unknown=EXCLUDE))
    raise Problem("501.1", feature="dataset")


@blueprint.delete(f"{_OF_DRAFT}/<name>")
@needs("form.update")
def clear(form: Form, name: str) -> Response:
    """Take a file away from the draft."""
    drafts.detach(services(), caller().scope, form, name)
    return success()


def _list(version_id: int) -> Response:
    with services().database.read() as cx:
        found = media.list_all(caller().scope, cx, version_id)
    return json_answer([media_json(file) for file in found])


def _serve(version_id: int, name: str) -> Response:
    with services().database.read() as cx:
        file = media.get(caller().scope, cx, version_id, name)
    if file.sha256 is None or file.md5 is None:
        raise Problem("404.1")
    kind = file.content_type or "application/octet-stream"
    return stored_file(file.sha256, file.name, kind, tag=file.md5)
