"""Projects: listed, added, changed, deleted."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response

from server import clock
from server.api.guard import caller, needs, services, signed_in
from server.api.people_schemas import ProjectChanges, ProjectToAdd
from server.api.wire import flag, json_answer, json_body, moment, success, wants_extended
from server.errors import Problem
from server.people.first_start import ACCEPT_BYTES
from server.store import audit, projects
from server.store.database import Cx
from server.store.project_summaries import Summary, list_summaries
from server.store.projects import Project

blueprint = Blueprint("projects", __name__)


@blueprint.get("/v1/projects")
@signed_in
def list_all() -> Response:
    """List the projects that the caller may read, those that are archived last."""
    for feature in ("forms", "datasets"):
        if flag(feature):
            raise Problem("501.1", feature=f"{feature}=true")
    with services().database.read() as cx:
        found = projects.list_all(caller().scope, cx)
        found.sort(key=lambda project: (project.archived, project.name.casefold(), project.id))
        return json_answer(_written(cx, found))


@blueprint.post("/v1/projects")
@needs("project.create")
def add() -> Response:
    """Add a project."""
    given = {"description": None, "language": "vi", "cutoff_day": None, **_given(ProjectToAdd())}
    given.setdefault("zone", services().config.timezone.key)
    given.setdefault("accept_bytes", ACCEPT_BYTES)
    given.setdefault("archived", False)
    with services().database.write() as cx:
        project = projects.add(cx, **given, created_at=clock.now())
        audit.log(
            caller().scope, cx, "project.create", f"project:{project.id}", project_id=project.id
        )
    return json_answer(project_json(project))


@blueprint.get("/v1/projects/<int:project_id>")
@needs("project.read")
def show(project: Project) -> Response:
    """Show a project."""
    with services().database.read() as cx:
        return json_answer(_written(cx, [project])[0])


@blueprint.patch("/v1/projects/<int:project_id>")
@needs("project.update")
def change(project: Project) -> Response:
    """Change a project."""
    given, scope = _given(ProjectChanges()), caller().scope
    with services().database.write() as cx:
        if given:
            projects.change(cx, project.id, **given, updated_at=clock.now())
            audit.log(
                scope,
                cx,
                "project.update",
                f"project:{project.id}",
                project_id=project.id,
                fields=sorted(given),
            )
        return json_answer(project_json(projects.get(scope, cx, project.id)))


@blueprint.delete("/v1/projects/<int:project_id>")
@needs("project.delete")
def delete(project: Project) -> Response:
    """Delete a project: its phones are refused, what they sent stays in the database."""
    with services().database.write() as cx:
        projects.change(cx, project.id, deleted_at=clock.now())
        audit.log(
            caller().scope, cx, "project.delete", f"project:{project.id}", project_id=project.id
        )
    return success()


def _given(schema: ProjectChanges) -> dict[str, object]:
    given = json_body(schema)
    if "archived" in given:
        given["archived"] = bool(given["archived"])
    return given


def _written(cx: Cx, found: Sequence[Project]) -> list[dict[str, object]]:
    if not wants_extended():
        return [project_json(project) for project in found]
    scope = caller().scope
    summaries = list_summaries(scope, cx, [project.id for project in found])
    return [
        project_json(project)
        | _summary_json(summaries[project.id])
        | {"verbs": sorted(scope.verbs(project.id))}
        for project in found
    ]


def project_json(project: Project) -> dict[str, object]:
    """Write a project. The last four are ours; keys and lists of entities are not there yet."""
    return {
        "id": project.id,
        "name": project.name,
        "description": project.description,
        "archived": project.archived,
        "keyId": None,
        "createdAt": moment(project.created_at),
        "updatedAt": moment(project.updated_at),
        "deletedAt": moment(project.deleted_at),
        "language": project.language,
        "zone": project.zone,
        "cutoffDay": project.cutoff_day,
        "acceptContentLength": project.accept_bytes,
    }


def _summary_json(summary: Summary) -> dict[str, object]:
    return {
        "appUsers": summary.app_users,
        "forms": summary.forms,
        "datasets": 0,
        "lastSubmission": moment(summary.last_submission),
        "lastEntity": None,
    }
