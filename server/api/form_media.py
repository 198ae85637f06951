"""The files that a form needs: listed, downloaded, and for a draft uploaded and cleared."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import cast

from flask import Blueprint, Response, request
from marshmallow import EXCLUDE, Schema

from server.api import openrosa_xml, speak
from server.api.downloads import disposition
from server.api.form_access import get_published, needs_or_tries, shown_version_id
from server.api.form_json import media_json
from server.api.guard import caller, needs, services
from server.api.raw_file import receive_body
from server.api.stored_file import stored_file
from server.api.streams import streamed
from server.api.wire import json_answer, json_body, success
from server.errors import Problem
from server.ingest import entity_lists
from server.publishing import drafts
from server.publishing.publication import draft_of
from server.store import entity_lists as stored
from server.store import form_versions, media
from server.store.forms import Form

blueprint = Blueprint("form_media", __name__)
_FORM = "/v1/projects/<int:project_id>/forms/<xml_form_id>"
_OF_FORM = f"{_FORM}/attachments"
_OF_DRAFT = f"{_FORM}/draft/attachments"
_OF_VERSION = f"{_FORM}/versions/<path:version>/attachments"
_IDS_MAX = 1_000


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


@blueprint.get(f"{_OF_FORM}/<name>/integrity")
@needs("open_form.read")
def integrity(form: Form, name: str) -> Response:
    """Tell a phone which entries of the list that stands for a file are gone."""
    return _integrity(shown_version_id(form), name)


@blueprint.get(f"{_OF_DRAFT}/<name>/integrity")
@needs_or_tries("form.read")
def integrity_of_draft(form: Form, name: str) -> Response:
    """Tell the same to a phone that tries the draft."""
    return _integrity(draft_of(form), name)


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
    """Refuse to link an entity list: the project's are linked by their names."""
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
        lists = stored.linked_to(caller().scope, cx, version_id)
    return json_answer([media_json(file, is_list=file.name in lists) for file in found])


def _serve(version_id: int, name: str) -> Response:
    with services().database.read() as cx:
        file = media.get(caller().scope, cx, version_id, name)
        dataset = stored.linked_to(caller().scope, cx, version_id).get(file.name)
    if dataset is not None:
        return _serve_list(version_id, file.name, dataset)
    if file.sha256 is None or file.md5 is None:
        raise Problem("404.1")
    kind = file.content_type or "application/octet-stream"
    return stored_file(file.sha256, file.name, kind, tag=file.md5)


def _serve_list(version_id: int, file_name: str, dataset: str) -> Response:
    """Serve an entity list as it is now, or 304 where the phone has it."""
    scope = caller().scope
    with services().database.read() as cx:
        project_id = form_versions.get(scope, cx, version_id).project_id
        tag = entity_lists.tag_of(scope, cx, project_id, version_id, dataset)

    def pieces() -> Iterator[bytes]:
        with parts.database.read() as cx:
            yield from entity_lists.phone_csv(scope, cx, project_id, version_id, dataset)

    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        parts = services()
        headers = {"Content-Disposition": disposition(file_name)}
        answer = streamed(pieces(), "text/csv; charset=utf-8", headers)
    answer.set_etag(tag)
    return answer


def _integrity(version_id: int, name: str) -> Response:
    """Say of each entity that is asked for whether it is gone; raise 404.1 where no list is."""
    scope = caller().scope
    asked = request.args.get("id", "").split(",")[:_IDS_MAX]
    ids = {text: one for text in asked if (one := _uuid(text)) is not None}
    with services().database.read() as cx:
        file = media.get(scope, cx, version_id, name)
        dataset = stored.linked_to(scope, cx, version_id).get(file.name)
        if dataset is None:
            raise Problem("404.1")
        project_id = form_versions.get(scope, cx, version_id).project_id
        gone = stored.list_gone(scope, cx, project_id, dataset, list(ids.values()))
    body = openrosa_xml.integrity((text, one in gone) for text, one in ids.items())
    answer = Response(body, 200, speak.OPENROSA_HEADERS)
    answer.set_etag(hashlib.md5(body, usedforsecurity=False).hexdigest())
    return cast(Response, answer.make_conditional(request))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
