"""Forms: listed, made, shown, opened and closed, deleted and restored."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response
from marshmallow import EXCLUDE, Schema, fields, validate

from server.api.form_access import get_definition, shown_version_id
from server.api.form_json import Json, deleted_form_json, extended_form_json, form_json
from server.api.form_upload_request import sent_upload
from server.api.guard import caller, needs, services, signed_in
from server.api.wire import flag, json_answer, json_body, success, wants_extended
from server.errors import Problem
from server.publishing import drafts, form_states
from server.store import form_counts, form_versions, forms, people, projects
from server.store.database import Cx
from server.store.form_counts import FormCounts
from server.store.form_versions import FormVersion
from server.store.forms import Form
from server.store.projects import Project

blueprint = Blueprint("forms", __name__)
_FORMS = "/v1/projects/<int:project_id>/forms"
_FORM = f"{_FORMS}/<xml_form_id>"


class _Change(Schema):
    class Meta:
        unknown = EXCLUDE

    state = fields.String(required=True, validate=validate.OneOf(form_states.STATES))


@blueprint.get(_FORMS)
@signed_in
def list_all(project_id: int) -> Response:
    """List the forms that the caller may see, by name; ``deleted=true``: those to restore."""
    scope, deleted = caller().scope, flag("deleted")
    with services().database.read() as cx:
        projects.get(scope, cx, project_id)
        if not _reaches(project_id):
            raise Problem("403.1")
        if deleted:
            scope.must("form.restore", project_id)
        found = forms.list_all(scope, cx, project_id, deleted=deleted)
        shown = _shown(cx, found)
        if deleted:
            return json_answer([deleted_form_json(form, version) for form, version in shown])
        return json_answer(_written(cx, project_id, shown))


def _reaches(project_id: int) -> bool:
    """Say whether the caller has to do with the forms of a project, or with one of them."""
    return any(
        grant.project_id in (None, project_id) and grant.verbs & {"form.list", "open_form.list"}
        for grant in caller().scope.grants
    )


def _shown(cx: Cx, found: Sequence[Form]) -> list[tuple[Form, FormVersion]]:
    """Return each form with what is published of it, or its draft; ordered by title."""
    numbers = {form.id: form.published_id or form.draft_id or 0 for form in found}
    versions = form_versions.find_many(caller().scope, cx, tuple(numbers.values()))
    shown = [(form, versions[numbers[form.id]]) for form in found if numbers[form.id] in versions]
    return sorted(shown, key=lambda pair: (pair[1].title.casefold(), pair[0].id))


def _written(cx: Cx, project_id: int, shown: Sequence[tuple[Form, FormVersion]]) -> list[Json]:
    if not wants_extended():
        return [form_json(form, version) for form, version in shown]
    scope = caller().scope
    counts = form_counts.count_all(scope, cx, project_id)
    makers = people.find_actors(
        scope, cx, [form.created_by for form, _ in shown if form.created_by]
    )
    return [
        extended_form_json(
            form,
            version,
            counts.get(form.id, FormCounts()),
            makers.get(form.created_by or 0),
            get_definition(cx, version.id),
        )
        for form, version in shown
    ]


@blueprint.post(_FORMS)
@needs("form.create")
def create(project: Project) -> Response:
    """Make a form of a workbook or an XForm: a draft, or published at once (``publish=true``)."""
    upload = sent_upload()
    if upload is None:
        raise Problem("400.1", format="XLSForm / XForm")
    form = drafts.create(
        services(), caller().scope, project.id, upload, publish_now=flag("publish")
    )
    return _answer(form)


@blueprint.get(_FORM)
@needs("open_form.read")
def show(form: Form) -> Response:
    """Show a form as it is published, or its draft where it never was."""
    return _answer(form)


@blueprint.patch(_FORM)
@needs("form.update")
def change(form: Form) -> Response:
    """Open or close a form: ``{"state": "closing"}`` takes what phones still hold."""
    state = json_body(_Change())["state"]
    return _answer(form_states.change_state(services(), caller().scope, form, state))


@blueprint.delete(_FORM)
@needs("form.delete")
def delete(form: Form) -> Response:
    """Delete a form; it can be restored."""
    form_states.delete(services(), caller().scope, form)
    return success()


@blueprint.post(f"{_FORMS}/<int:form_number>/restore")
@needs("form.restore")
def restore(project: Project, form_number: int) -> Response:
    """Bring a deleted form back, by its number."""
    form_states.restore(services(), caller().scope, project.id, form_number)
    return success()


def _answer(form: Form) -> Response:
    with services().database.read() as cx:
        version = form_versions.get(caller().scope, cx, shown_version_id(form))
        return json_answer(_written(cx, form.project_id, [(form, version)])[0])
