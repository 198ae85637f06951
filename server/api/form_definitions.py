"""What defines a form: its XForm, the workbook it came from, its fields; published or draft."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.api.downloads import disposition
from server.api.form_access import get_definition, get_published, needs_or_tries, shown_version_id
from server.api.form_json import WORKBOOK_TYPES, fields_json
from server.api.guard import caller, needs, services
from server.api.stored_file import stored_file
from server.api.wire import flag, json_answer
from server.errors import Problem
from server.publishing.publication import draft_of
from server.store import definitions, form_versions
from server.store.form_versions import FormVersion
from server.store.forms import Form

blueprint = Blueprint("form_definitions", __name__)
_FORM = "/v1/projects/<int:project_id>/forms/<xml_form_id>"
_VERSION = f"{_FORM}/versions/<path:version>"


@blueprint.get(f"{_FORM}.xml")
@needs("open_form.read")
def xml(form: Form) -> Response:
    """Serve the XForm, byte for byte as it was published: phones compare its MD5."""
    return _xform(form, _get(shown_version_id(form)))


@blueprint.get(f"{_FORM}/draft.xml")
@needs_or_tries("form.read")
def draft_xml(form: Form) -> Response:
    """Serve the draft's XForm."""
    return _xform(form, _get(draft_of(form)))


@blueprint.get(f"{_VERSION}.xml")
@needs("form.read")
def version_xml(form: Form, version: str) -> Response:
    """Serve the XForm of a published version."""
    return _xform(form, get_published(form, version))


@blueprint.get(f"{_FORM}.<any(xlsx, xls):ending>")
@needs("form.read")
def workbook(form: Form, ending: str) -> Response:
    """Serve the workbook as its designer uploaded it."""
    return _workbook(form, _get(shown_version_id(form)), ending)


@blueprint.get(f"{_FORM}/draft.<any(xlsx, xls):ending>")
@needs("form.read")
def draft_workbook(form: Form, ending: str) -> Response:
    """Serve the draft's workbook."""
    return _workbook(form, _get(draft_of(form)), ending)


@blueprint.get(f"{_VERSION}.<any(xlsx, xls):ending>")
@needs("form.read")
def version_workbook(form: Form, version: str, ending: str) -> Response:
    """Serve the workbook of a published version."""
    return _workbook(form, get_published(form, version), ending)


@blueprint.get(f"{_FORM}/fields")
@needs("form.read")
def fields(form: Form) -> Response:
    """List the questions and groups; with ``odata=true`` under their names there."""
    return _fields(shown_version_id(form))


@blueprint.get(f"{_FORM}/draft/fields")
@needs("form.read")
def draft_fields(form: Form) -> Response:
    """List the draft's questions and groups."""
    return _fields(draft_of(form))


@blueprint.get(f"{_VERSION}/fields")
@needs("form.read")
def version_fields(form: Form, version: str) -> Response:
    """List the questions and groups of a published version."""
    return _fields(get_published(form, version).id)


def _get(version_id: int) -> FormVersion:
    with services().database.read() as cx:
        return form_versions.get(caller().scope, cx, version_id)


def _xform(form: Form, version: FormVersion) -> Response:
    with services().database.read() as cx:
        xform = definitions.get_xform(caller().scope, cx, version.id)
    answer = Response(xform, content_type="application/xml")
    answer.headers["Content-Disposition"] = disposition(f"{form.xml_form_id}.xml")
    answer.set_etag(version.md5)
    answer.make_conditional(request)
    return answer


def _workbook(form: Form, version: FormVersion, ending: str) -> Response:
    if version.workbook_sha256 is None or version.workbook_type != ending:
        raise Problem("404.1")
    name = f"{form.xml_form_id}.{ending}"
    return stored_file(version.workbook_sha256, name, WORKBOOK_TYPES[ending])


def _fields(version_id: int) -> Response:
    with services().database.read() as cx:
        definition = get_definition(cx, version_id)
    return json_answer(fields_json(definition, odata=flag("odata")))
