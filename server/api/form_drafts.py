"""The draft of a form: set, shown, given up, published."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.api.form_json import form_json
from server.api.form_upload_request import sent_upload
from server.api.guard import caller, needs, services
from server.api.wire import json_answer, success
from server.publishing import drafts, publication
from server.store import form_versions
from server.store.forms import Form

blueprint = Blueprint("form_drafts", __name__)
_DRAFT = "/v1/projects/<int:project_id>/forms/<xml_form_id>/draft"


@blueprint.post(_DRAFT)
@needs("form.update")
def set_draft(form: Form) -> Response:
    """Replace the draft by an upload; an empty body copies what is published."""
    drafts.set_draft(services(), caller().scope, form, sent_upload())
    return success()


@blueprint.get(_DRAFT)
@needs("form.read")
def show(form: Form) -> Response:
    """Show the draft, with the token under which a phone may try it."""
    with services().database.read() as cx:
        version = form_versions.get(caller().scope, cx, publication.draft_of(form))
    return json_answer(form_json(form, version))


@blueprint.delete(_DRAFT)
@needs("form.update")
def drop(form: Form) -> Response:
    """Give the draft up, and what was sent to try it."""
    drafts.drop_draft(services(), caller().scope, form)
    return success()


@blueprint.post(f"{_DRAFT}/publish")
@needs("form.update")
def publish(form: Form) -> Response:
    """Publish the draft, as ``version=`` where that is given."""
    version = request.args.get("version") or None
    publication.publish(services(), caller().scope, form, version)
    return success()
