"""Closed periods for people: which there are, what was handed in, what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from flask import Blueprint, Response, request

from exports.indicators import wire
from exports.indicators.periods import parse_period
from exports.indicators.release import Revision
from exports.indicators.units import load_units
from server.api.guard import NOTES_CHARACTERS_MAX, caller, needs, services
from server.api.paging import page_of
from server.errors import Problem
from server.pages.language import spoken
from server.pages.page import go, show
from server.reporting import releases
from server.reporting.releases import VERB, read_closing_request
from server.store import indicators
from server.store import releases as stored
from server.store.projects import Project
from server.store.releases import Release

blueprint = Blueprint("releases", __name__)
_PAGE = "/projects/<int:project_id>/releases"
_ONE = f"{_PAGE}/<int:release_number>"
_AT_ONCE = 50
_LINES_MAX = 500
_FIELDS = ("period", "unit", "vintage", "level")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A release as a page shows it."""

    release: Release
    unit: str
    """Its name."""
    period: str
    may_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What became of a release's figures."""

    changed: Sequence[Revision]
    """The first of them."""
    changes: int
    compared: int
    protected: Sequence[str]
    """Codes of those that are not compared."""
    percents: frozenset[str]
    """Codes of those that are told in percent."""


@blueprint.get(_PAGE)
@needs("submission.list")
def list_all(project: Project) -> Response:
    """List them, the newest first."""
    return _list(project)


@blueprint.post(_PAGE)
@needs(VERB)
def close(project: Project) -> Response:
    """Close the period of a unit with the report as it is now."""
    asked = {name: [text] for name in _FIELDS if (text := request.form.get(name, "").strip())}
    asked["lang"] = [spoken(caller().actor)]
    try:
        wanted = read_closing_request(asked, project)
        release = releases.close(services(), caller().scope, project, wanted)
    except Problem as problem:
        if problem.code == "403.1":
            raise
        return _list(project, problem)
    return go(".show_one", project_id=project.id, release_number=release.number, done="closed")


@blueprint.get(_ONE)
@needs("submission.list")
def show_one(project: Project, release_number: int) -> Response:
    """Show one beside today's figures."""
    return _one(project, release_number)


@blueprint.post(f"{_ONE}/open")
@needs(VERB)
def open_again(project: Project, release_number: int) -> Response:
    """Open a closed period again; the reason stands in the log."""
    reason = request.form.get("reason", "").replace("\0", "").strip()[:NOTES_CHARACTERS_MAX]
    scope = replace(caller().scope, notes=reason or None)
    try:
        releases.open_again(services(), scope, project, release_number)
    except Problem as problem:
        if problem.code != "409.73":
            raise
        return _one(project, release_number, problem)
    return go(".show_one", project_id=project.id, release_number=release_number, done="opened")


def shown(project: Project, release: Release) -> Shown:
    """Return a release with what people read of it."""
    language = spoken(caller().actor)
    unit = load_units().find(release.unit)
    return Shown(
        release=release,
        unit=unit.label if unit else release.unit,
        period=parse_period(release.period).label(language),
        may_open=release.is_closed and releases.may_open(caller().scope, project, release.unit),
    )


def _list(project: Project, problem: Problem | None = None) -> Response:
    scope = caller().scope
    _, offset = page_of(_AT_ONCE)
    with services().database.read() as cx:
        found = stored.list_some(
            scope,
            cx,
            project.id,
            units=releases.units_read(scope, project),
            limit=_AT_ONCE + 1,
            offset=offset,
        )
    return show(
        "releases.html",
        problem.status if problem else 200,
        project=project,
        listed=[shown(project, one) for one in found[:_AT_ONCE]],
        newer=max(0, offset - _AT_ONCE) if offset else None,
        older=offset + _AT_ONCE if len(found) > _AT_ONCE else None,
        problem=problem,
    )


def _one(project: Project, number: int, problem: Problem | None = None) -> Response:
    scope = caller().scope
    with services().database.read() as cx:
        release = releases.get(scope, cx, project, number)
        revisions = releases.revision_of(scope, cx, project, release)
        defined = [
            wire.from_plain(one.definition) for one in indicators.list_all(scope, cx, project.id)
        ]
    changed = [one for one in revisions if one.change not in ("same", "protected")]
    codes = dict.fromkeys(one.figure.indicator for one in revisions if one.change == "protected")
    compared = Compared(
        changed=list(islice(changed, _LINES_MAX)),
        changes=len(changed),
        compared=sum(one.change != "protected" for one in revisions),
        protected=list(codes),
        percents=frozenset(one.code for one in defined if one.percent),
    )
    return show(
        "release.html",
        problem.status if problem else 200,
        project=project,
        one=shown(project, release),
        compared=compared,
        problem=problem,
    )
