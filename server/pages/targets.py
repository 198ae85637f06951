"""Targets for people: what is aimed at and how far it is reached; the list as a CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from exports.indicators import wire
from exports.indicators.definition import Indicator
from exports.indicators.targets import COUNTRY
from exports.indicators.units import load_units
from server.api.guard import caller, needs, services
from server.api.indicators import UPLOAD_BYTES_MAX
from server.api.paging import page_of, word_of
from server.errors import Problem
from server.pages.body_limit import takes_file
from server.pages.language import spoken
from server.pages.page import go, show
from server.reporting.loading import set_targets
from server.reporting.reached import Reached, Reaching
from server.store import indicators, targets
from server.store.database import Cx
from server.store.projects import Project

blueprint = Blueprint("targets", __name__)
_ALL = "/projects/<int:project_id>/targets"
_AT_ONCE = 100
"""Each is a small report of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A part of the list, and what addresses of the parts around it ask; None: there is none."""

    lines: Sequence[Reached]
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    code: str
    """Of the one indicator that is shown; "": all are."""
    codes: Sequence[str]
    """Of the indicators that have targets."""


@blueprint.get(_ALL)
@needs("project.read")
def list_all(project: Project) -> Response:
    """List what is aimed at, and what is reached of it."""
    return list_page(project)


@blueprint.post(f"{_ALL}/upload")
@takes_file(lambda: UPLOAD_BYTES_MAX)
@needs("form.update")
def upload(project: Project) -> Response:
    """Take a CSV in the place of the whole list; its faults are told by row and column."""
    sent = request.files.get("table")
    if sent is None or not sent.filename:
        return list_page(project, 400, no_file=True)
    data = sent.stream.read(UPLOAD_BYTES_MAX + 1)
    if len(data) > UPLOAD_BYTES_MAX:
        raise Problem("413.1", limit=UPLOAD_BYTES_MAX)
    try:
        set_targets(services(), caller().scope, project, data, spoken(caller().actor), strict=True)
    except Problem as problem:
        if problem.code != "400.15":
            raise
        return list_page(project, problem.status, faults=problem.details.get("faults", ()))
    return go(".list_all", project_id=project.id, done="targets")


def list_page(project: Project, status: int = 200, **values: Any) -> Response:
    """Answer with the list."""
    with services().database.read() as cx:
        known = indicators_of(cx, project)
        listed = _listed(cx, project)
    return show(
        "targets.html",
        status,
        project=project,
        listed=listed,
        known=known,
        units=load_units(),
        country=COUNTRY,
        **values,
    )


def _listed(cx: Cx, project: Project) -> Listed:
    scope, code = caller().scope, word_of("indicator") or ""
    _, offset = page_of(_AT_ONCE)
    found = targets.list_some(
        scope, cx, project.id, code or None, limit=_AT_ONCE + 1, offset=offset
    )
    kept = {"indicator": code} if code else {}
    return Listed(
        lines=Reaching(scope, cx, project, load_units()).reached(found[:_AT_ONCE]),
        before=kept | {"offset": max(0, offset - _AT_ONCE)} if offset else None,
        after=kept | {"offset": offset + _AT_ONCE} if len(found) > _AT_ONCE else None,
        code=code,
        codes=targets.list_codes(scope, cx, project.id),
    )


def indicators_of(cx: Cx, project: Project) -> Mapping[str, Indicator]:
    """Return the indicators by code, in their order; of two definitions the one in force."""
    found: dict[str, Indicator] = {}
    for one in indicators.list_all(caller().scope, cx, project.id):
        found.setdefault(one.code, wire.from_plain(one.definition))
    return found
