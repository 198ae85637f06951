"""A form's draft: its warnings, its files, a QR code to try it with, and publishing it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, request

from server import clock
from server.api.guard import caller, needs, services
from server.errors import Problem
from server.pages.body_limit import takes_file
from server.pages.language import spoken
from server.pages.page import go, show
from server.pages.qr import qr_of
from server.pages.version_text import next_version
from server.people import onboarding
from server.publishing import drafts, form_faults, publication
from server.publishing.form_upload import Upload, UploadKind, read_upload
from server.store import definitions, entity_lists, form_versions, media, projects, submissions
from server.store.collected import Collection, Selection
from server.store.form_versions import FormVersion
from server.store.forms import Form

blueprint = Blueprint("drafts", __name__)
_DRAFT = "/projects/<int:project_id>/forms/<xml_form_id>/draft"
_PIECE_BYTES = 1 << 18
_TEXT_MAX = 1000


@blueprint.get(_DRAFT)
@needs("form.read")
def show_one(form: Form) -> Response:
    """Show the draft."""
    return _page(form)


@blueprint.post(f"{_DRAFT}/begin")
@needs("form.update")
def begin(form: Form) -> Response:
    """Begin a draft as a copy of what is published, to give it other files."""
    drafts.set_draft(services(), caller().scope, form, None)
    return _go(form, "draft")


@blueprint.get(f"{_DRAFT}/warnings")
@needs("form.read")
def show_warnings(form: Form) -> Response:
    """Show what the form's designer should look at, read anew from what was uploaded."""
    version_id = publication.draft_of(form)
    with services().database.read() as cx:
        version = form_versions.get(caller().scope, cx, version_id)
        xform = definitions.get_xform(caller().scope, cx, version_id)
        project = projects.get(caller().scope, cx, form.project_id)
    return show(
        "warnings.html",
        project=project,
        form=form,
        version=version,
        faults=_warnings(version, xform, form.xml_form_id),
    )


@blueprint.post(f"{_DRAFT}/files")
@takes_file(lambda: services().config.upload_bytes_max)
@needs("form.update")
def attach(form: Form) -> Response:
    """Put a file in its place beside the draft, whatever it is called on the designer's disk."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _go(form, "no_file")
    name = request.form.get("name", "")[:_TEXT_MAX]
    taken = services().blobs.take(_pieces(cast(BinaryIO, file.stream)))
    drafts.attach(services(), caller().scope, form, name, taken)
    return _go(form, "file")


@blueprint.post(f"{_DRAFT}/publish")
@needs("form.update")
def publish(form: Form) -> Response:
    """Publish the draft; what stands in the way is told on the draft's page."""
    version = request.form.get("version", "").strip()[:_TEXT_MAX] or None
    try:
        publication.publish(services(), caller().scope, form, version)
    except Problem as problem:
        if problem.code not in ("400.8", "400.17", "400.71", "409.6"):
            raise
        return _page(form, problem.status, problem=problem, version_given=version)
    return go(
        "pages.forms.show_one",
        project_id=form.project_id,
        xml_form_id=form.xml_form_id,
        done="published",
    )


@blueprint.post(f"{_DRAFT}/discard")
@needs("form.update")
def discard(form: Form) -> Response:
    """Give the draft up; what is published stays."""
    drafts.drop_draft(services(), caller().scope, form)
    return go(
        "pages.forms.show_one",
        project_id=form.project_id,
        xml_form_id=form.xml_form_id,
        done="discarded",
    )


def _page(form: Form, status: int = 200, **values: Any) -> Response:
    scope, version_id = caller().scope, publication.draft_of(form)
    tried = Collection(project_id=form.project_id, form_id=form.id, draft=True)
    with services().database.read() as cx:
        project = projects.get(scope, cx, form.project_id)
        version = form_versions.get(scope, cx, version_id)
        published = form_versions.list_published(scope, cx, form.id)
        files = media.list_all(scope, cx, version_id)
        lists = entity_lists.linked_to(scope, cx, version_id)
        tests = submissions.count(scope, cx, tried, Selection())
    settings = partial(
        onboarding.settings_for_test, services().config, project, form, caller().actor
    )
    used = {one.version for one in published}
    return show(
        "draft.html",
        status,
        project=project,
        form=form,
        version=version,
        files=files,
        lists=lists,
        tests=tests,
        qr=qr_of(settings),
        next_version=next_version(version.version, used, clock.now(), project.zone),
        **values,
    )


def _warnings(version: FormVersion, xform: bytes, form_id: str) -> list[dict[str, object]]:
    language = spoken(caller().actor)
    workbook = version.workbook_sha256
    upload = Upload(
        data=b"".join(services().blobs.read(workbook)) if workbook else xform,
        kind=cast(UploadKind, version.workbook_type or "xml"),
        form_id_fallback=form_id,
        ignore_warnings=True,
    )
    return [form_faults.told(fault, language) for fault in read_upload(upload).warnings]


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(_PIECE_BYTES):
        yield piece


def _go(form: Form, done: str) -> Response:
    return go(".show_one", project_id=form.project_id, xml_form_id=form.xml_form_id, done=done)
