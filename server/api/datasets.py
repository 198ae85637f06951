"""Entity lists for people: which there are, what is in them, and how that came about."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response

from exports import entity_list
from exports.entity_list import EntityMoment
from server.api.actors import Json
from server.api.downloads import disposition
from server.api.freshness import known_already, tagged
from server.api.guard import caller, needs, services
from server.api.streams import streamed
from server.api.wire import json_answer, moment
from server.errors import Problem
from server.ingest import entity_lists
from server.store import entities
from server.store import entity_lists as stored
from server.store.database import Cx
from server.store.projects import Project

blueprint = Blueprint("datasets", __name__)
_DATASETS = "/v1/projects/<int:project_id>/datasets"
_CSV = "text/csv; charset=utf-8"


@blueprint.get(_DATASETS)
@needs("dataset.list")
def list_all(project: Project) -> Response:
    """List the lists that published forms fill. The last two fields are ours."""
    scope = caller().scope
    with services().database.read() as cx:
        found = entities.list_datasets(scope, cx, project.id)
        waiting = {one: stored.count_waiting(scope, cx, project.id, one) for one in found}
    return json_answer([_json(project, one, found[one], waiting[one]) for one in sorted(found)])


def _json(project: Project, name: str, properties: object, waiting: int) -> Json:
    return {
        "name": name,
        "projectId": project.id,
        "createdAt": moment(project.created_at),
        "approvalRequired": False,
        "ownerOnly": False,
        "accessFilter": None,
        "propertyNames": properties,
        "waiting": waiting,
    }


@blueprint.get(f"{_DATASETS}/<name>/entities.csv")
@needs("entity.list")
def download(project: Project, name: str) -> Response:
    """Download a list as it is now."""
    with services().database.read() as cx:
        _properties(cx, project, name)
        stamp = stored.stamp(caller().scope, cx, project.id, name)
    tag = entity_lists.digest((name, stamp))
    if known := known_already(tag):
        return known
    return tagged(streamed(_entities(project, name), _CSV, _named(f"{name}.csv")), tag)


def _entities(project: Project, name: str) -> Iterator[bytes]:
    with services().database.read() as cx:
        properties = _properties(cx, project, name)
        listed = entity_lists.listed(caller().scope, cx, project.id, name)
        yield from entity_list.for_people(properties, listed)


@blueprint.get(f"{_DATASETS}/<name>/versions.csv")
@needs("entity.list")
def download_history(project: Project, name: str) -> Response:
    """Download all that was ever said of a list's entries, counting or not. Ours."""
    return streamed(_history(project, name), _CSV, _named(f"{name}-versions.csv"))


def _history(project: Project, name: str) -> Iterator[bytes]:
    scope = caller().scope
    with services().database.read() as cx:
        properties = _properties(cx, project, name)
        moments = (
            EntityMoment(
                name=str(one.entity_id),
                number=one.number,
                label=one.label,
                properties=one.data,
                effective_on=one.effective_on,
                until=one.until,
                counts=one.counts,
                listed=one.listed,
                instance_id=one.instance_id,
            )
            for one in stored.list_history(scope, cx, project.id, name)
        )
        yield from entity_list.history(properties, moments)


def _properties(cx: Cx, project: Project, name: str) -> list[str]:
    """Return the columns of a list; raise 404.1, and 403.1 for who may not read all of it.

    An entry has no unit of its own, so who is bound to some units cannot be shown a part.
    """
    scope = caller().scope
    if scope.units("entity.list", project.id, None) is not None:
        raise Problem("403.1")
    found = entities.list_datasets(scope, cx, project.id)
    if name not in found:
        raise Problem("404.1")
    return list(found[name])


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": disposition(name)}
