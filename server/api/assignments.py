"""Assignments: who has which role on the site, on a project, on one form."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response

from server.api.actors import actor_json
from server.api.guard import caller, needs, services
from server.api.people_schemas import Bounds
from server.api.roles import get_role
from server.api.wire import json_answer, json_body, success, wants_extended
from server.people import assignments
from server.store import people, project_summaries
from server.store.database import Cx
from server.store.forms import Form
from server.store.people import Actor, Assignment
from server.store.projects import Project

blueprint = Blueprint("assignments", __name__)
SITE = "/v1/assignments"
PROJECT = "/v1/projects/<int:project_id>/assignments"
FORM = "/v1/projects/<int:project_id>/forms/<xml_form_id>/assignments"


@blueprint.get(SITE)
@blueprint.get(PROJECT)
@blueprint.get(FORM)
@needs("assignment.list")
def list_all(project: Project | None = None, form: Form | None = None) -> Response:
    """List who has which role there; roles on larger places are not repeated."""
    project_id, form_id = _place(project, form)
    scope = caller().scope
    with services().database.read() as cx:
        found = people.list_assignments(scope, cx, project_id=project_id, form_id=form_id)
        actors = _actors(cx, found)
    return json_answer([_assignment_json(assignment, actors) for assignment in found])


@blueprint.get(f"{SITE}/<role>")
@blueprint.get(f"{PROJECT}/<role>")
@blueprint.get(f"{FORM}/<role>")
@needs("assignment.list")
def list_actors(role: str, project: Project | None = None, form: Form | None = None) -> Response:
    """List the actors who have a role there."""
    role_id = get_role(role).id
    project_id, form_id = _place(project, form)
    with services().database.read() as cx:
        found = people.list_assignments(
            caller().scope, cx, project_id=project_id, form_id=form_id, role_id=role_id
        )
        actors = _actors(cx, found)
    return json_answer([actor_json(actors[assignment.actor_id]) for assignment in found])


@blueprint.post(f"{SITE}/<role>/<int:actor_id>")
@blueprint.post(f"{PROJECT}/<role>/<int:actor_id>")
@blueprint.post(f"{FORM}/<role>/<int:actor_id>")
@needs("assignment.create")
def give(
    role: str, actor_id: int, project: Project | None = None, form: Form | None = None
) -> Response:
    """Give a role; ``unit`` in the body (ours) binds it to the rows of one unit."""
    project_id, form_id = _place(project, form)
    wanted = Assignment(
        actor_id=actor_id,
        role_id=get_role(role).id,
        project_id=project_id,
        form_id=form_id,
        unit=json_body(Bounds())["unit"],
    )
    assignments.give(services(), caller().scope, wanted)
    return success()


@blueprint.delete(f"{SITE}/<role>/<int:actor_id>")
@blueprint.delete(f"{PROJECT}/<role>/<int:actor_id>")
@blueprint.delete(f"{FORM}/<role>/<int:actor_id>")
@needs("assignment.delete")
def take(
    role: str, actor_id: int, project: Project | None = None, form: Form | None = None
) -> Response:
    """Take a role; 404.1 where it was not given."""
    project_id, form_id = _place(project, form)
    unwanted = Assignment(
        actor_id=actor_id,
        role_id=get_role(role).id,
        project_id=project_id,
        form_id=form_id,
        unit=None,
    )
    assignments.take(services(), caller().scope, unwanted)
    return success()


@blueprint.get(f"{PROJECT}/forms")
@blueprint.get(f"{PROJECT}/forms/<role>")
@needs("assignment.list")
def list_on_forms(project: Project, role: str | None = None) -> Response:
    """List who has which role on each form of a project."""
    scope, role_id = caller().scope, None if role is None else get_role(role).id
    with services().database.read() as cx:
        names = project_summaries.list_form_names(scope, cx, project.id)
        found = people.list_form_assignments(scope, cx, project.id, role_id)
        actors = _actors(cx, found)
    return json_answer(
        [
            _assignment_json(assignment, actors) | {"xmlFormId": names[assignment.form_id]}
            for assignment in found
            if assignment.form_id in names
        ]
    )


def _place(project: Project | None, form: Form | None) -> tuple[int | None, int | None]:
    if form is not None:
        return form.project_id, form.id
    return None if project is None else project.id, None


def _actors(cx: Cx, found: Sequence[Assignment]) -> dict[int, Actor]:
    ids = sorted({assignment.actor_id for assignment in found})
    return people.find_actors(caller().scope, cx, ids)


def _assignment_json(assignment: Assignment, actors: dict[int, Actor]) -> dict[str, object]:
    """Write an assignment. ``unit`` is ours."""
    said: dict[str, object] = {
        "actorId": assignment.actor_id,
        "roleId": assignment.role_id,
        "unit": assignment.unit,
    }
    if wants_extended():
        said["actor"] = actor_json(actors[assignment.actor_id])
    return said
