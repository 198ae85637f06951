"""Closed periods over REST: closed with a report, opened again, and compared with today."""

from __future__ import annotations

from flask import Blueprint, Response, request
from marshmallow import Schema, fields, validate

from exports.file_name import file_name
from exports.indicators import release_csv
from exports.indicators.units import load_units
from server.api.actors import Json
from server.api.downloads import disposition
from server.api.form_json import WORKBOOK_TYPES
from server.api.guard import caller, needs, services
from server.api.paging import page_of, word_of
from server.api.streams import streamed
from server.api.wire import json_answer, json_body, moment
from server.outgoing.export_request import read_request
from server.reporting import releases
from server.reporting.releases import VERB, read_closing_request
from server.store import releases as stored
from server.store.projects import Project
from server.store.releases import Release

blueprint = Blueprint("releases", __name__)
_RELEASES = "/v1/projects/<int:project_id>/releases"
_ONE = f"{_RELEASES}/<int:release_number>"
_LISTED_MAX = 1000
_CSV = "text/csv; charset=utf-8"
_TEXT_MAX = 100


def _word() -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=_TEXT_MAX))


class ClosingSchema(Schema):
    """What is closed."""

    period = fields.String(required=True, validate=validate.Length(max=_TEXT_MAX))
    unit = _word()
    vintage = _word()
    level = _word()
    lang = _word()


@blueprint.get(_RELEASES)
@needs("submission.list")
def list_all(project: Project) -> Response:
    """List the releases, the newest first; of ``unit=`` and ``period=``."""
    scope = caller().scope
    units, unit, period = releases.units_read(scope, project), word_of("unit"), word_of("period")
    if unit is not None:
        units = frozenset({unit}) if units is None else units & {unit}
    limit, offset = page_of(_LISTED_MAX)
    with services().database.read() as cx:
        found = stored.list_some(
            scope, cx, project.id, units=units, period=period, limit=limit, offset=offset
        )
    return json_answer([_json(one) for one in found])


@blueprint.post(_RELEASES)
@needs(VERB)
def close(project: Project) -> Response:
    """Close the period of a unit with the report as it is now."""
    given = json_body(ClosingSchema())
    asked = {name: [text] for name, text in given.items() if text}
    wanted = read_closing_request(asked, project)
    return json_answer(_json(releases.close(services(), caller().scope, project, wanted)))


@blueprint.get(_ONE)
@needs("submission.list")
def show(project: Project, release_number: int) -> Response:
    """Tell of one."""
    return json_answer(_json(_release(project, release_number)))


@blueprint.post(f"{_ONE}/open")
@needs(VERB)
def open_again(project: Project, release_number: int) -> Response:
    """Open a closed period again: somebody of the level above."""
    opened = releases.open_again(services(), caller().scope, project, release_number)
    return json_answer(_json(opened))


@blueprint.get(f"{_ONE}.xlsx")
@needs("submission.list")
def as_workbook(project: Project, release_number: int) -> Response:
    """Give the report byte for byte as it was handed in."""
    release = _release(project, release_number)
    content = services().blobs.read(release.sha256)
    return streamed(content, WORKBOOK_TYPES["xlsx"], _headers(project, release, "xlsx"))


@blueprint.get(f"{_ONE}.csv")
@needs("submission.list")
def as_csv(project: Project, release_number: int) -> Response:
    """Give its figures as they were handed in."""
    release, options = _release(project, release_number), read_request(request.args).options
    with services().database.read() as cx:
        figures = stored.list_figures(caller().scope, cx, project.id, release_number)
    pieces = release_csv.write(figures, options)
    return streamed(pieces, _CSV, _headers(project, release, "csv"))


@blueprint.get(f"{_ONE}/revision.csv")
@needs("submission.list")
def revision(project: Project, release_number: int) -> Response:
    """Give its figures beside today's."""
    options, scope = read_request(request.args).options, caller().scope
    with services().database.read() as cx:
        release = releases.get(scope, cx, project, release_number)
        found = releases.revision_of(scope, cx, project, release)
    pieces = release_csv.write_revision(found, options)
    return streamed(pieces, _CSV, _headers(project, release, "csv", " revision"))


def _release(project: Project, number: int) -> Release:
    with services().database.read() as cx:
        return releases.get(caller().scope, cx, project, number)


def _headers(project: Project, release: Release, ending: str, kind: str = "") -> dict[str, str]:
    period = release.period.replace("/", "--")
    name = file_name(f"{project.name} {period} {release.number}{kind}.{ending}")
    return {"Content-Disposition": disposition(name), "Cache-Control": "no-store"}


def _json(release: Release) -> Json:
    unit = load_units().find(release.unit)
    return {
        "number": release.number,
        "revises": release.revises,
        "unit": release.unit,
        "unitName": unit.label if unit else release.unit,
        "vintage": release.vintage,
        "level": release.level,
        "period": release.period,
        "from": release.from_day,
        "to": release.to_day,
        "language": release.language,
        "definitions": release.definitions,
        "protected": release.protected,
        "sha256": release.sha256,
        "size": release.size,
        "closedAt": moment(release.closed_at),
        "closedBy": release.closed_by,
        "openedAt": moment(release.opened_at),
        "openedBy": release.opened_by,
    }
