"""Projects, and the forms of one: what came in, and what needs a look."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response

from server.api.guard import caller, needs, services, signed_in
from server.pages.page import go, show
from server.scope import Scope
from server.store import form_counts, form_versions, forms, kept_aside, project_summaries, projects
from server.store.database import Cx
from server.store.form_counts import FormCounts
from server.store.form_versions import FormVersion
from server.store.forms import Form
from server.store.kept_aside import KeptAside
from server.store.projects import Project

blueprint = Blueprint("projects", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """A form as the list shows it."""

    form: Form
    version: FormVersion
    """What is published; the draft where nothing is yet."""
    counts: FormCounts
    aside: KeptAside


@blueprint.get("/")
@signed_in
def list_all() -> Response:
    """List the projects; who has but one goes straight to it."""
    scope = caller().scope
    with services().database.read() as cx:
        found = projects.list_all(scope, cx)
        summaries = project_summaries.list_summaries(scope, cx, [one.id for one in found])
    if len(found) == 1:
        return go(".show_one", project_id=found[0].id)
    return show("projects.html", projects=found, summaries=summaries)


@blueprint.get("/projects/<int:project_id>")
@needs("project.read")
def show_one(project: Project) -> Response:
    """Show the forms of a project."""
    with services().database.read() as cx:
        lines = _lines(caller().scope, cx, project)
    return show("project.html", project=project, lines=lines)


def _lines(scope: Scope, cx: Cx, project: Project) -> list[FormLine]:
    found = forms.list_all(scope, cx, project.id)
    shown = {form.id: form.published_id or form.draft_id or 0 for form in found}
    versions = form_versions.find_many(scope, cx, list(shown.values()))
    counts = form_counts.count_all(scope, cx, project.id)
    aside = kept_aside.count_all(scope, cx, project.id)
    return [
        FormLine(
            form=form,
            version=versions[shown[form.id]],
            counts=counts.get(form.id, FormCounts()),
            aside=aside.get(form.id, KeptAside()),
        )
        for form in found
        if shown[form.id] in versions
    ]
