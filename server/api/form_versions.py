"""The published versions of a form."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.form_access import get_published
from server.api.form_json import extended_version_json, form_json
from server.api.guard import caller, needs, services
from server.api.wire import json_answer, wants_extended
from server.store import form_versions, people
from server.store.forms import Form

blueprint = Blueprint("form_versions", __name__)
_VERSIONS = "/v1/projects/<int:project_id>/forms/<xml_form_id>/versions"


@blueprint.get(_VERSIONS)
@needs("form.read")
def list_all(form: Form) -> Response:
    """List every published version, newest first."""
    scope = caller().scope
    with services().database.read() as cx:
        found = form_versions.list_published(scope, cx, form.id)
        if not wants_extended():
            return json_answer([form_json(form, version) for version in found])
        numbers = [version.published_by for version in found if version.published_by]
        publishers = people.find_actors(scope, cx, numbers)
    return json_answer(
        [
            extended_version_json(form, version, publishers.get(version.published_by or 0))
            for version in found
        ]
    )


@blueprint.get(f"{_VERSIONS}/<path:version>")
@needs("form.read")
def show(form: Form, version: str) -> Response:
    """Show one published version; ``___`` is the empty version."""
    return json_answer(form_json(form, get_published(form, version)))
