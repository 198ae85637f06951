"""One target for people: added, changed, removed, and put back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from exports.indicators.periods import spanning
from exports.indicators.targets import COUNTRY
from exports.indicators.typed_target import TypedTarget, written_value
from exports.indicators.units import load_units
from server import clock
from server.api.guard import caller, needs, services
from server.errors import Problem
from server.pages.language import spoken
from server.pages.page import go, show
from server.pages.targets import indicators_of, list_page
from server.reporting import single_targets
from server.store import targets
from server.store.projects import Project
from server.store.targets import StoredTarget

blueprint = Blueprint("target", __name__)
_NEW = "/projects/<int:project_id>/targets/new"
_ONE = "/projects/<int:project_id>/targets/<int:target_id>"
_TOLD_HERE = frozenset(("400.80", "409.75", "409.76", "409.77"))


@blueprint.get(_NEW)
@needs("form.update")
def ask(project: Project) -> Response:
    """Ask for a new target."""
    return _form(project, None, _typed({"indicator": request.args.get("indicator", "")}))


@blueprint.post(_NEW)
@needs("form.update")
def add(project: Project) -> Response:
    """Add a target, or put one back that was just removed."""
    typed, done = _typed(request.form), "target_back" if "back" in request.form else "target"
    try:
        added = single_targets.add(services(), caller().scope, project, typed, _language())
    except Problem as problem:
        return _refused(project, None, typed, problem)
    return go("pages.targets.list_all", project_id=project.id, indicator=added.code, done=done)


@blueprint.get(_ONE)
@needs("form.update")
def show_one(project: Project, target_id: int) -> Response:
    """Show a target in a form to change it."""
    return _stored_form(project, target_id)


@blueprint.post(_ONE)
@needs("form.update")
def change(project: Project, target_id: int) -> Response:
    """Change it, if it is still what the page showed."""
    typed, seen = _typed(request.form), request.form.get("seen", "")
    try:
        changed = single_targets.change(
            services(), caller().scope, project, target_id, seen, typed, _language()
        )
    except Problem as problem:
        return _refused(project, target_id, typed, problem)
    return go(
        "pages.targets.list_all",
        project_id=project.id,
        indicator=changed.code,
        done="target_changed",
    )


@blueprint.post(f"{_ONE}/remove")
@needs("form.update")
def remove(project: Project, target_id: int) -> Response:
    """Remove it; the page that follows can put it back."""
    seen = request.form.get("seen", "")
    try:
        removed = single_targets.remove(services(), caller().scope, project, target_id, seen)
    except Problem as problem:
        return _refused(project, target_id, _typed({}), problem)
    percents = single_targets.percents_of(services(), project)
    return list_page(project, removed=_written(project, removed, percents))


def _refused(
    project: Project, target_id: int | None, typed: TypedTarget, problem: Problem
) -> Response:
    """Tell what is wrong beside the fields; what somebody else changed is shown as it is now."""
    if problem.code not in _TOLD_HERE:
        raise problem
    if target_id is not None and problem.code == "409.76":
        return _stored_form(project, target_id, problem)
    return _form(project, target_id, typed, problem)


def _stored_form(project: Project, target_id: int, problem: Problem | None = None) -> Response:
    with services().database.read() as cx:
        target = targets.get(caller().scope, cx, project.id, target_id)
    typed = _written(project, target, single_targets.percents_of(services(), project))
    return _form(project, target_id, typed, problem, single_targets.fingerprint(target))


def _form(
    project: Project,
    target_id: int | None,
    typed: TypedTarget,
    problem: Problem | None = None,
    seen: str = "",
) -> Response:
    with services().database.read() as cx:
        known = indicators_of(cx, project)
    faults: Any = problem.details.get("faults", ()) if problem else ()
    unit = load_units().find(typed.unit)
    return show(
        "target.html",
        problem.status if problem else 200,
        project=project,
        target_id=target_id,
        typed=typed,
        seen=seen or request.form.get("seen", ""),
        known=known,
        unit_name="" if unit is None else unit.label,
        problem=problem,
        wrong={fault["column"]: fault["message"] for fault in faults},
        year=clock.now().year,
    )


def _typed(fields: Mapping[str, str]) -> TypedTarget:
    names = TypedTarget.__slots__
    return TypedTarget(**{name: fields.get(name, "").strip() for name in names})


def _written(project: Project, target: StoredTarget, percents: Mapping[str, bool]) -> TypedTarget:
    """Write a target as somebody would type it, so that it is read as the same."""
    is_percent = percents.get(target.code, False)
    period = spanning(target.from_day, target.to_day, project.cutoff_day or 0)
    return TypedTarget(
        indicator=target.code,
        unit="" if target.unit == COUNTRY else target.unit,
        period=period.name,
        value=written_value(target.value, _language(), is_percent=is_percent),
        source=target.source,
    )


def _language() -> str:
    return spoken(caller().actor)
