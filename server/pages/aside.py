"""What is kept and does not count: conflicts, what waits for its predecessor, quarantine."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.guard import caller, needs, services
from server.pages.page import show
from server.store import histories, people, projects
from server.store.collected import Collection
from server.store.forms import Form

blueprint = Blueprint("aside", __name__)


@blueprint.get("/projects/<int:project_id>/forms/<xml_form_id>/kept-aside")
@needs("submission.list")
def list_all(form: Form) -> Response:
    """List them, the newest first, with who sent them and why they were set aside."""
    scope = caller().scope
    collection = Collection(project_id=form.project_id, form_id=form.id, draft=False)
    with services().database.read() as cx:
        found = [one.version for one in histories.list_aside(scope, cx, collection)]
        senders = people.find_actors(scope, cx, [one.submitter_id or 0 for one in found])
        project = projects.get(scope, cx, form.project_id)
    return show("aside.html", project=project, form=form, versions=found, senders=senders)
