"""What is kept and does not count: conflicts, waiting, quarantine; its XML and files. Ours."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response

from forms.instance import files_match
from server.api.attachments import sent
from server.api.guard import caller, needs, services
from server.api.places import collection_of, route
from server.api.submission_json import aside_json, file_json
from server.api.submission_versions import xml_answer
from server.api.wire import json_answer, moment
from server.store import histories, standing, versions
from server.store.forms import Form

blueprint = Blueprint("kept_aside", __name__)
_ONE = "/submissions/conflicts/<uuid:version_id>"


@route(blueprint, "/submissions/conflicts")
@needs("submission.read")
def list_conflicts(form: Form, draft: bool) -> Response:
    """List the versions that are kept and do not count, with the reason."""
    with services().database.read() as cx:
        found = histories.list_aside(caller().scope, cx, collection_of(form, draft))
    return json_answer([aside_json(aside) for aside in found])


@route(blueprint, "/submissions/superseded")
@needs("submission.read")
def list_superseded(form: Form, draft: bool) -> Response:
    """List the submissions that do not count, as a later one answers for the same."""
    with services().database.read() as cx:
        found = standing.list_superseded(caller().scope, cx, collection_of(form, draft))
    return json_answer(
        [
            {
                "instanceId": one.instance_id,
                "receivedAt": moment(one.received_at),
                "onePer": one.one_per,
                "supersededBy": one.by_instance_id,
            }
            for one in found
        ]
    )


@route(blueprint, f"{_ONE}.xml")
@needs("submission.read")
def show_xml(form: Form, draft: bool, version_id: uuid.UUID) -> Response:
    """Show the XML of one of them."""
    with services().database.read() as cx:
        found = histories.get_aside(caller().scope, cx, collection_of(form, draft), version_id)
        return xml_answer(cx, form.project_id, found)


@route(blueprint, f"{_ONE}/files")
@needs("submission.read")
def list_files(form: Form, draft: bool, version_id: uuid.UUID) -> Response:
    """List every file that came with one of them, named in its XML or not."""
    scope = caller().scope
    with services().database.read() as cx:
        found = histories.get_aside(scope, cx, collection_of(form, draft), version_id)
        stored = versions.list_files(scope, cx, form.project_id, version_id)
    return json_answer(
        [
            file_json(
                file,
                found.instance_id,
                named=any(files_match(file.name, name) for name in found.named_files),
            )
            for file in stored
        ]
    )


@route(blueprint, f"{_ONE}/files/<sha256>")
@needs("submission.read")
def show_file(form: Form, draft: bool, version_id: uuid.UUID, sha256: str) -> Response:
    """Send a file that came with one of them, by its SHA-256."""
    scope = caller().scope
    with services().database.read() as cx:
        histories.get_aside(scope, cx, collection_of(form, draft), version_id)
        stored = versions.list_files(scope, cx, form.project_id, version_id)
    return sent(next((file for file in stored if file.sha256 == sha256), None))
