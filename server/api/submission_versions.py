"""The history of a submission over REST: its XML, its versions, what changed, who did what."""

from __future__ import annotations

from itertools import pairwise

from flask import Blueprint, Response

from forms.instance import read_instance
from server.api.audits import entry_json
from server.api.guard import caller, needs, services
from server.api.places import route, shown
from server.api.submission_json import version_json
from server.api.wire import json_answer, wants_extended
from server.form_cache import FormModel
from server.outgoing.differences import Difference, differences
from server.outgoing.source import model_of
from server.store import audit, histories, people
from server.store.database import Cx
from server.store.forms import Form
from server.store.histories import PastVersion

blueprint = Blueprint("submission_versions", __name__)
_S = "/submissions/<instance_id>"


def xml_answer(cx: Cx, project_id: int, version: PastVersion) -> Response:
    """Answer with the bytes of a version as they arrived."""
    xml = histories.get_xml(caller().scope, cx, project_id, version.id)
    return Response(xml, content_type="application/xml; charset=utf-8")


@route(blueprint, f"{_S}.xml")
@needs("submission.read")
def show_xml(form: Form, draft: bool, instance_id: str) -> Response:
    """Show the XML of the current version."""
    with services().database.read() as cx:
        found = shown(cx, form, draft, instance_id)
        xml = histories.get_xml(caller().scope, cx, found.project_id, found.current.version_id)
    return Response(xml, content_type="application/xml; charset=utf-8")


@route(blueprint, f"{_S}/versions")
@needs("submission.read")
def list_versions(form: Form, draft: bool, instance_id: str) -> Response:
    """List the versions, the newest first."""
    scope = caller().scope
    with services().database.read() as cx:
        found = histories.list_versions(scope, cx, shown(cx, form, draft, instance_id))
        ids = sorted({version.submitter_id or 0 for version in found})
        actors = people.find_actors(scope, cx, ids) if wants_extended() else None
    return json_answer([version_json(version, actors) for version in found])


@route(blueprint, f"{_S}/versions/<version_id>")
@needs("submission.read")
def show_version(form: Form, draft: bool, instance_id: str, version_id: str) -> Response:
    """Show one version."""
    scope = caller().scope
    with services().database.read() as cx:
        submission = shown(cx, form, draft, instance_id)
        found = histories.get_version(scope, cx, submission, version_id)
        ids = [found.submitter_id or 0]
        actors = people.find_actors(scope, cx, ids) if wants_extended() else None
    return json_answer(version_json(found, actors))


@route(blueprint, f"{_S}/versions/<version_id>.xml")
@needs("submission.read")
def show_version_xml(form: Form, draft: bool, instance_id: str, version_id: str) -> Response:
    """Show the XML of one version."""
    with services().database.read() as cx:
        submission = shown(cx, form, draft, instance_id)
        found = histories.get_version(caller().scope, cx, submission, version_id)
        return xml_answer(cx, submission.project_id, found)


@route(blueprint, f"{_S}/diffs")
@needs("submission.read")
def show_differences(form: Form, draft: bool, instance_id: str) -> Response:
    """Say for each version but the first what changed in it."""
    scope = caller().scope
    with services().database.read() as cx:
        submission = shown(cx, form, draft, instance_id)
        found = histories.list_versions(scope, cx, submission)
        # Two at a time: a version may be 16 MB, and there may be many.
        read = (
            (
                version.instance_id,
                read_instance(histories.get_xml(scope, cx, submission.project_id, version.id)),
                _model(cx, form, version, draft),
            )
            for version in found
        )
        told = {
            name: [_difference_json(one) for one in differences(model.layout, before, after)]
            for (name, after, model), (_, before, _) in pairwise(read)
        }
    return json_answer(told)


def _model(cx: Cx, form: Form, version: PastVersion, draft: bool) -> FormModel:
    number = form.draft_id if draft else form.published_id
    return model_of(services(), cx, version.form_version_id or number or 0)


def _difference_json(difference: Difference) -> dict[str, object]:
    return {"new": difference.new, "old": difference.old, "path": difference.path}


@route(blueprint, f"{_S}/audits")
@needs("submission.read")
def list_audits(form: Form, draft: bool, instance_id: str) -> Response:
    """List what was done to the submission, the newest first."""
    scope = caller().scope
    with services().database.read() as cx:
        submission = shown(cx, form, draft, instance_id)
        found = audit.list_entries(
            scope, cx, project_id=submission.project_id, actees=[submission.actee]
        )
        ids = sorted({entry.actor_id or 0 for entry in found})
        actors = people.find_actors(scope, cx, ids) if wants_extended() else None
    return json_answer([entry_json(entry, actors) for entry in found])
