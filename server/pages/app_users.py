"""App users: the people who fill forms on phones, each with the forms that they were given."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, request
from marshmallow import ValidationError

from server.api.guard import caller, needs, services
from server.api.people_schemas import AppUserToAdd
from server.auth.policy import APP_USER
from server.pages.page import go, show
from server.pages.qr import qr_of
from server.people import assignments, onboarding
from server.people.onboarding import AppUser
from server.store import form_versions, forms, people
from server.store.database import Cx
from server.store.people import Assignment
from server.store.projects import Project

blueprint = Blueprint("app_users", __name__)
_ALL = "/projects/<int:project_id>/app-users"
_ONE = f"{_ALL}/<int:actor_id>"


@blueprint.get(_ALL)
@needs("field_key.list")
def list_all(project: Project) -> Response:
    """List them, newest first."""
    return _list(project)


@blueprint.post(_ALL)
@needs("field_key.create")
def add(project: Project) -> Response:
    """Add one; which forms it fills is chosen on its page."""
    name = request.form.get("display_name", "")
    try:
        given = AppUserToAdd().load({"displayName": name})
    except ValidationError:
        return _list(project, 400, name_refused=True, name_given=name)
    added = onboarding.add_app_user(services(), caller().scope, project, **given)
    return go(".show_one", project_id=project.id, actor_id=added.actor.id, done="app_user")


@blueprint.get(_ONE)
@needs("field_key.list")
def show_one(project: Project, actor_id: int) -> Response:
    """Show one with its QR code and its forms."""
    scope = caller().scope
    app_user = onboarding.get_app_user(services(), scope, project.id, actor_id)
    with services().database.read() as cx:
        given = _given(cx, project, actor_id)
        titles = _titles(cx, project)
    return show(
        "app_user.html",
        project=project,
        app_user=app_user,
        titles=titles,
        given=given,
        qr=qr_of(partial(onboarding.settings_for, services().config, project, app_user)),
    )


@blueprint.post(f"{_ONE}/forms")
@needs("assignment.create")
def assign(project: Project, actor_id: int) -> Response:
    """Give it exactly the forms that are ticked."""
    scope = caller().scope
    sent = set(request.form.getlist("form"))
    with services().database.read() as cx:
        people.get_app_user(scope, cx, project.id, actor_id)
        known = set(_titles(cx, project))
        given = _given(cx, project, actor_id)
    ticked = {form_id for form_id in known if str(form_id) in sent}
    for form_id in sorted(ticked - given):
        assignments.give(services(), scope, _assignment(project, actor_id, form_id))
    for form_id in sorted((given & known) - ticked):
        assignments.take(services(), scope, _assignment(project, actor_id, form_id))
    return go(".show_one", project_id=project.id, actor_id=actor_id, done="assigned")


def _list(project: Project, status: int = 200, **values: Any) -> Response:
    found = onboarding.list_app_users(services(), caller().scope, project.id)
    with services().database.read() as cx:
        counts = _forms_of_each(cx, project, found)
    return show("app_users.html", status, project=project, app_users=found, counts=counts, **values)


def _forms_of_each(cx: Cx, project: Project, found: list[AppUser]) -> dict[int, int]:
    counts = {app_user.actor.id: 0 for app_user in found}
    for one in _assigned(cx, project):
        if one.actor_id in counts:
            counts[one.actor_id] += 1
    return counts


def _assigned(cx: Cx, project: Project) -> list[Assignment]:
    return people.list_form_assignments(caller().scope, cx, project.id, APP_USER)


def _given(cx: Cx, project: Project, actor_id: int) -> set[int]:
    """Return the numbers of the forms that an app user fills."""
    return {
        found.form_id
        for found in _assigned(cx, project)
        if found.actor_id == actor_id and found.form_id is not None
    }


def _assignment(project: Project, actor_id: int, form_id: int) -> Assignment:
    return Assignment(
        actor_id=actor_id, role_id=APP_USER, project_id=project.id, form_id=form_id, unit=None
    )


def _titles(cx: Cx, project: Project) -> dict[int, str]:
    """Return the title of each form, by its number; those never published too: they may be soon."""
    scope = caller().scope
    found = forms.list_all(scope, cx, project.id)
    shown = {form.id: form.published_id or form.draft_id or 0 for form in found}
    versions = form_versions.find_many(scope, cx, list(shown.values()))
    titles = {
        form.id: versions[shown[form.id]].title for form in found if shown[form.id] in versions
    }
    return dict(sorted(titles.items(), key=lambda pair: pair[1].casefold()))
