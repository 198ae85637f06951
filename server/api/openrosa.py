"""The phone's side: form list, manifest and submission, as ODK Collect needs them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from email.utils import formatdate
from typing import Literal, cast

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from exports.labels import question_labels
from server import front
from server.api import openrosa_xml, speak
from server.api.form_access import get_definition
from server.api.guard import caller, must_be_signed_in, needs, open_to_all, services
from server.api.thanks import thanks
from server.errors import Problem
from server.ingest import entity_lists
from server.ingest.arrival import Arrival, Received, ToLookAt, read_arriving
from server.ingest.envelope import Envelope, read_envelope
from server.ingest.receive import receive
from server.scope import Scope
from server.store import entity_lists as stored
from server.store import forms, phone_forms, projects
from server.store.database import Cx
from server.store.forms import Form
from server.store.phone_forms import OfferedFile
from server.store.projects import Project

blueprint = Blueprint("openrosa", __name__)
_DRAFT = "/v1/projects/<int:project_id>/forms/<xml_form_id>/draft"
_NOBODY = Scope(actor_id=None)


@blueprint.get("/v1/projects/<int:project_id>/formList")
@open_to_all
def form_list(project_id: int) -> ResponseReturnValue:
    """List the open forms that this phone's user was given.

    An unknown or unassigned phone gets 401 or 403, never an empty list: Collect in
    match_exactly mode would delete its blank forms.
    """
    _must_be_openrosa()
    must_be_signed_in()
    scope = caller().scope
    with services().database.read() as cx:
        project = projects.get(scope, cx, project_id)
        _must_belong(project)
        offered = phone_forms.list_open(scope, cx, project.id)
    wanted = request.args.get("formID")
    listed = [form for form in offered if wanted in (None, form.xml_form_id)]
    return _document(openrosa_xml.form_list(listed, _url(f"projects/{project.id}/forms")))


def _must_belong(project: Project) -> None:
    """A token of another project opens nothing here."""
    who = caller()
    if who.is_phone:
        if who.actor is None or who.actor.project_id != project.id:
            raise Problem("403.1")
        return
    if not any(
        grant.project_id in (None, project.id) and "open_form.list" in grant.verbs
        for grant in who.scope.grants
    ):
        raise Problem("403.1")


@blueprint.get("/v1/projects/<int:project_id>/forms/<xml_form_id>/manifest")
@needs("open_form.read")
def manifest(form: Form) -> ResponseReturnValue:
    """List the files of a form's published version."""
    _must_be_openrosa()
    with services().database.read() as cx:
        files = _offered(cx, form, form.published_id or 0)
    base = _url(f"projects/{form.project_id}/forms/{openrosa_xml.part(form.xml_form_id)}")
    return _document(openrosa_xml.manifest(files, f"{base}/attachments"))


def _offered(cx: Cx, form: Form, version_id: int) -> list[OfferedFile]:
    """Return the files of a form version that are here, and the lists that stand for some."""
    lists = stored.linked(_NOBODY, cx, form.project_id, version_id)
    files = phone_forms.list_files(_NOBODY, cx, version_id)
    offered = [file for file in files if file.name not in lists]
    for file_name, name in lists.items():
        tag = entity_lists.tag_of(_NOBODY, cx, form.project_id, version_id, name)
        offered.append(OfferedFile(name=file_name, md5=tag, is_list=True))
    return offered


@blueprint.route("/v1/projects/<int:project_id>/submission", methods=["HEAD"])
@open_to_all
def ask_submission(project_id: int) -> ResponseReturnValue:
    """Say that submissions are taken here, and where to split them. Challenges like POST."""
    _must_be_openrosa()
    must_be_signed_in()
    with services().database.read() as cx:
        project = projects.get(caller().scope, cx, project_id)
    _must_belong(project)
    return Response(status=204, headers=_headers(project))


@blueprint.post("/v1/projects/<int:project_id>/submission")
@open_to_all
def submit(project_id: int) -> ResponseReturnValue:
    """Take a submission, or a part of one: 201 says that it is stored."""
    _must_be_openrosa()
    must_be_signed_in()
    who = caller()
    with services().database.read() as cx:
        project = projects.get(who.scope, cx, project_id)
    _must_belong(project)
    received = _receive(
        lambda form_id: _form_of(project, form_id),
        draft=False,
        sender="phone" if who.is_phone else "person",
    )
    return _receipt(received, project)


@blueprint.get(f"{_DRAFT}/formList")
@open_to_all
def draft_form_list(project_id: int, xml_form_id: str) -> ResponseReturnValue:
    """List a draft, for the phone that tries it."""
    form, _ = _tested(project_id, xml_form_id)
    with services().database.read() as cx:
        offered = phone_forms.list_draft(_NOBODY, cx, form.id)
    return _document(openrosa_xml.draft_list(offered, _draft_url(form)))


@blueprint.get(f"{_DRAFT}/manifest")
@open_to_all
def draft_manifest(project_id: int, xml_form_id: str) -> ResponseReturnValue:
    """List the files of a draft."""
    form, _ = _tested(project_id, xml_form_id)
    with services().database.read() as cx:
        files = _offered(cx, form, form.draft_id or 0)
    return _document(openrosa_xml.manifest(files, f"{_draft_url(form)}/attachments"))


@blueprint.route(f"{_DRAFT}/submission", methods=["HEAD"])
@open_to_all
def ask_draft_submission(project_id: int, xml_form_id: str) -> ResponseReturnValue:
    """Say that test submissions are taken here."""
    _, project = _tested(project_id, xml_form_id)
    return Response(status=204, headers=_headers(project))


@blueprint.post(f"{_DRAFT}/submission")
@open_to_all
def submit_to_draft(project_id: int, xml_form_id: str) -> ResponseReturnValue:
    """Take a test submission of a draft."""
    form, project = _tested(project_id, xml_form_id)
    received = _receive(lambda form_id: _must_be(form, form_id), draft=True, sender="phone")
    return _receipt(received, project)


def _must_be(form: Form, form_id: str) -> Form:
    """Return the form where it is the one that the XML names; raise 404.1."""
    if form_id != form.xml_form_id:
        raise Problem("404.1")
    return form


def _receive(
    form_of: Callable[[str], Form], *, draft: bool, sender: Literal["phone", "person"]
) -> Received:
    """Read the post and store it; ``form_of`` finds the form that its XML names."""
    envelope = _envelope()
    try:
        instance = read_arriving(envelope.xml)
        return receive(
            services(),
            Arrival(
                form=form_of(instance.form_id),
                draft=draft,
                xml=envelope.xml,
                instance=instance,
                files=envelope.files,
                sender=sender,
                door="openrosa",
                scope=caller().scope,
                device_id=request.args.get("deviceID", "").replace("\0", "") or None,
                user_agent=request.headers.get("User-Agent"),
            ),
        )
    finally:
        envelope.close()


def _form_of(project: Project, form_id: str) -> Form:
    """Return the form of a submission; raise 404.1.

    A phone may hold filled ones of a form that was deleted since: they are kept, in quarantine.
    """
    who = caller()
    with services().database.read() as cx:
        form = forms.find(who.scope, cx, project.id, form_id)
        if form is None and who.is_phone:
            form = forms.find_deleted(who.scope, cx, project.id, form_id)
    if form is None:
        raise Problem("404.1")
    if not who.is_phone:  # who only reads could add files to what is here already
        who.scope.must("submission.create", project.id, form.id)
    return form


def _tested(project_id: int, xml_form_id: str) -> tuple[Form, Project]:
    """Return the form whose draft the path's token opens; raise 404.4."""
    _must_be_openrosa()
    token = request.environ.get(front.DRAFT_TOKEN)
    if token is None:
        raise Problem("401.2")
    with services().database.read() as cx:
        form = forms.find(_NOBODY, cx, project_id, xml_form_id)
        if form is None or form.draft_token is None or form.draft_token != token:
            raise Problem("404.4")
        return form, projects.get(_NOBODY, cx, project_id)


def _must_be_openrosa() -> None:
    """Refuse another OpenRosa version; scripts that name none are welcome."""
    version = request.headers.get("X-OpenRosa-Version", "1.0")
    if version != "1.0":
        raise Problem("400.6", field="X-OpenRosa-Version", value=version)


def _envelope() -> Envelope:
    parts = services()
    parts.blobs.must_have_space(parts.config.disk_bytes_min)
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding != "identity":
        raise Problem("415.1", type=encoding, expected="identity")
    limit = parts.config.upload_bytes_max
    request.max_content_length = limit
    return read_envelope(
        request.stream.read, request.headers.get("Content-Type", ""), parts.blobs, limit
    )


def _receipt(received: Received, project: Project) -> Response:
    """Say that it is stored. The message is shown on the phone, and phones are shared."""
    who = caller()
    language = who.actor.language if who.actor else project.language
    said = thanks(received.files_missing, _to_look_at(received.to_look_at, language), language)
    return Response(
        speak.receipt(said, nature="submit_success"),
        201,
        _headers(project) | speak.OPENROSA_HEADERS,
    )


def _to_look_at(found: ToLookAt, language: str) -> list[str]:
    """Return the labels of the questions that need a look, each once; none of what is not asked."""
    if not any(found.questions) or found.form_version_id is None:
        return []
    with services().database.read() as cx:
        definition = get_definition(cx, found.form_version_id)
    labels = question_labels(definition, language)
    asked = {node.path for node in definition.walk() if node.asked}
    return [labels[path] for path in dict.fromkeys(found.questions) if path in asked]


def _headers(project: Project) -> dict[str, str]:
    return {
        "X-OpenRosa-Version": "1.0",
        "X-OpenRosa-Accept-Content-Length": str(project.accept_bytes),
        "Date": formatdate(usegmt=True),
    }


def _document(body: bytes) -> Response:
    """Answer with a document and its ETag, or 304 where the phone has it already."""
    answer = Response(body, 200, speak.OPENROSA_HEADERS)
    answer.set_etag(hashlib.md5(body, usedforsecurity=False).hexdigest())
    return cast(Response, answer.make_conditional(request))


def _url(path: str) -> str:
    """Return an absolute address on the phone's side of the path, with its token."""
    return f"{services().config.public_url}{request.environ[front.PREFIX]}/{path}"


def _draft_url(form: Form) -> str:
    part = openrosa_xml.part(form.xml_form_id)
    return _url(f"projects/{form.project_id}/forms/{part}/draft")
