"""Uploading a workbook: for a new form, or as a new version of one; its faults are listed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from server.api.guard import caller, needs, services
from server.errors import Problem
from server.pages.body_limit import takes_file
from server.pages.page import go, show
from server.pages.workbook import workbook_sent
from server.publishing import drafts
from server.publishing.form_upload import UPLOAD_BYTES_MAX, Definition, read_upload
from server.store import form_versions, projects
from server.store.forms import Form
from server.store.projects import Project

blueprint = Blueprint("uploads", __name__)
_NEW_FORM = "/projects/<int:project_id>/upload"
_NEW_VERSION = "/projects/<int:project_id>/forms/<xml_form_id>/upload"
_TOLD_HERE = frozenset(("400.8", "400.13", "400.15", "400.17", "409.3", "413.1"))
"""What is wrong with the workbook itself is told beside the field to choose another."""


@blueprint.get(_NEW_FORM)
@needs("form.create")
def ask(project: Project) -> Response:
    """Ask for the workbook of a new form."""
    return _page(project, None)


@blueprint.post(_NEW_FORM)
@takes_file(lambda: UPLOAD_BYTES_MAX)
@needs("form.create")
def add(project: Project) -> Response:
    """Make a new form's draft."""
    upload = workbook_sent()
    if upload is None:
        return _page(project, None, status=400, no_file=True)
    try:
        definition = read_upload(upload)
        form = drafts.create(services(), caller().scope, project.id, definition)
        return _next(form, definition)
    except Problem as problem:
        return _refused(problem, project, None)


@blueprint.get(_NEW_VERSION)
@needs("form.update")
def ask_again(form: Form) -> Response:
    """Ask for the workbook of a new version."""
    return _page(_project(form), form)


@blueprint.post(_NEW_VERSION)
@takes_file(lambda: UPLOAD_BYTES_MAX)
@needs("form.update")
def set_draft(form: Form) -> Response:
    """Replace the form's draft."""
    upload = workbook_sent()
    if upload is None:
        return _page(_project(form), form, status=400, no_file=True)
    try:
        definition = read_upload(upload)
        return _next(drafts.set_draft(services(), caller().scope, form, definition), definition)
    except Problem as problem:
        return _refused(problem, _project(form), form)


def _next(form: Form, definition: Definition) -> Response:
    place = {"project_id": form.project_id, "xml_form_id": form.xml_form_id}
    if definition.warnings:
        return go("pages.drafts.show_warnings", **place)
    return go("pages.drafts.show_one", **place, done="draft")


def _refused(problem: Problem, project: Project, form: Form | None) -> Response:
    if problem.code not in _TOLD_HERE:
        raise problem
    taken = problem.details.get("values") if problem.code == "409.3" else None
    return _page(
        project,
        form,
        problem.status,
        problem=problem,
        faults=problem.details.get("faults", ()),
        taken_id=taken[1] if isinstance(taken, list) else None,
        is_other_form=form is not None and problem.details.get("field") == "xmlFormId",
    )


def _page(project: Project, form: Form | None, status: int = 200, **values: Any) -> Response:
    return show(
        "upload.html",
        status,
        project=project,
        form=form,
        draft_version=_draft_version(form),
        **values,
    )


def _draft_version(form: Form | None) -> str:
    if form is None or form.draft_id is None:
        return ""
    with services().database.read() as cx:
        return form_versions.get(caller().scope, cx, form.draft_id).version


def _project(form: Form) -> Project:
    with services().database.read() as cx:
        return projects.get(caller().scope, cx, form.project_id)
