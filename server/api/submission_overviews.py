"""Lists beside the submissions of a form: who sent, and with which keys."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.actors import actor_json
from server.api.guard import caller, needs, services
from server.api.places import collection_of, route
from server.api.wire import json_answer
from server.store import submissions
from server.store.forms import Form

blueprint = Blueprint("submission_overviews", __name__)


@route(blueprint, "/submissions/submitters")
@needs("submission.read")
def list_submitters(form: Form, draft: bool) -> Response:
    """List who has sent submissions."""
    with services().database.read() as cx:
        found = submissions.list_submitters(caller().scope, cx, collection_of(form, draft))
    return json_answer([actor_json(actor) for actor in found])


@route(blueprint, "/submissions/keys")
@needs("submission.read")
def list_keys(form: Form, draft: bool) -> Response:
    """List the keys of encrypted submissions: none are kept here."""
    collection_of(form, draft)
    return json_answer([])
