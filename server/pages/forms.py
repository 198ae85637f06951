"""One form: its published version, what came in, what can be downloaded, whether it is open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Blueprint, Response, request

from forms.definition import FormDef
from server.api.form_access import get_definition
from server.api.guard import caller, needs, services
from server.errors import Problem
from server.importing import permission
from server.pages.page import go, show
from server.publishing import form_states
from server.store import entity_lists, form_counts, form_versions, kept_aside, media, projects
from server.store.database import Cx
from server.store.form_versions import FormVersion
from server.store.forms import Form
from server.store.kept_aside import KeptAside
from server.store.media import Media

blueprint = Blueprint("forms", __name__)
_FORM = "/projects/<int:project_id>/forms/<xml_form_id>"
FOUND = ("fault", "note", "none", "unchecked")
REVIEWS = ("received", "edited", "hasIssues", "approved", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What phones get now."""

    version: FormVersion
    files: list[Media]
    lists: Collection[str]
    """Names of those in whose place an entity list is handed out."""
    languages: tuple[str, ...]
    """In which the labels can be written into downloads."""


@blueprint.get(_FORM)
@needs("form.read")
def show_one(form: Form) -> Response:
    """Show a form; one that was never published is its draft."""
    if form.published_id is None:
        return go("pages.drafts.show_one", project_id=form.project_id, xml_form_id=form.xml_form_id)
    scope = caller().scope
    with services().database.read() as cx:
        return show(
            "form.html",
            form=form,
            project=projects.get(scope, cx, form.project_id),
            published=_published(cx, form.published_id),
            draft_version=_draft_version(cx, form),
            versions=form_versions.list_published(scope, cx, form.id),
            counts=form_counts.count(scope, cx, form),
            aside=kept_aside.count_all(scope, cx, form.project_id).get(form.id, KeptAside()),
            states=form_states.STATES,
            reviews=REVIEWS,
            found=FOUND,
            may_import=permission.may(scope, permission.BRING, form),
        )


@blueprint.post(f"{_FORM}/state")
@needs("form.update")
def change_state(form: Form) -> Response:
    """Open or close the form."""
    wanted = request.form.get("state", "")
    state = next((known for known in form_states.STATES if known == wanted), None)
    if state is None:
        raise Problem("400.8", field="state", value=wanted[:50], reason="open, closing, closed")
    form_states.change_state(services(), caller().scope, form, state)
    return go(".show_one", project_id=form.project_id, xml_form_id=form.xml_form_id, done="state")


@blueprint.post(f"{_FORM}/delete")
@needs("form.delete")
def delete(form: Form) -> Response:
    """Delete the form."""
    form_states.delete(services(), caller().scope, form)
    return go("pages.projects.show_one", project_id=form.project_id, done="form_deleted")


def _published(cx: Cx, version_id: int) -> Published:
    scope = caller().scope
    return Published(
        version=form_versions.get(scope, cx, version_id),
        files=media.list_all(scope, cx, version_id),
        lists=entity_lists.linked_to(scope, cx, version_id),
        languages=_languages(get_definition(cx, version_id)),
    )


def _draft_version(cx: Cx, form: Form) -> str:
    if form.draft_id is None:
        return ""
    return form_versions.get(caller().scope, cx, form.draft_id).version


def _languages(definition: FormDef) -> tuple[str, ...]:
    """A form that names no language has labels all the same, found under any name."""
    return definition.languages or (definition.default_language or "default",)
