"""Which definition of a form a caller may read, and who may read a draft without signing in."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask import request

from forms.definition import FormDef
from server import front
from server.api.guard import View, caller, needs, services
from server.errors import Problem
from server.store import definitions, form_versions, forms
from server.store.database import Cx
from server.store.form_versions import FormVersion
from server.store.forms import Form

NO_VERSION = "___"
"""How an empty version text is written in a path."""


def shown_version_id(form: Form) -> int:
    """Return the number of what is published, or of the draft where nothing is yet.

    Who may only fill the form in reads it while it is open, and no draft: 403.1, 404.1.
    """
    reads_all = caller().scope.allows("form.read", form.project_id, form.id)
    if form.state != "open" and not reads_all:
        raise Problem("403.1")
    number = form.published_id or (form.draft_id if reads_all else None)
    if number is None:
        raise Problem("404.1")
    return number


def get_published(form: Form, version: str) -> FormVersion:
    """Return the published version of that text (``___``: the empty one); raise 404.1."""
    text = "" if version == NO_VERSION else version
    with services().database.read() as cx:
        found = form_versions.find_published(caller().scope, cx, form.id, text)
    if found is None:
        raise Problem("404.1")
    return found


def get_definition(cx: Cx, version_id: int) -> FormDef:
    """Return what a form version asks."""
    read_xform = partial(definitions.get_xform, caller().scope, cx, version_id)
    return services().forms.get(version_id, read_xform).form


def needs_or_tries(verb: str) -> Callable[[View], View]:
    """Let in whoever has ``verb`` on the form, and the phone whose path holds its draft's token.

    A token that opens this draft no more is 404.4.
    """

    def guard(view: View) -> View:
        signed = needs(verb)(view)

        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            token = request.environ.get(front.DRAFT_TOKEN)
            if token is None:
                return signed(**arguments)
            project_id, form_id = arguments.pop("project_id"), arguments.pop("xml_form_id")
            return view(form=_tried(project_id, form_id, token), **arguments)

        setattr(guarded, "guarded_by", verb)  # noqa: B010 - a mark that the tests read
        return guarded

    return guard


def _tried(project_id: int, xml_form_id: str, token: str) -> Form:
    with services().database.read() as cx:
        form = forms.find(caller().scope, cx, project_id, xml_form_id)
    known = form.draft_token if form else None
    if form is None or known is None or not hmac.compare_digest(known.encode(), token.encode()):
        raise Problem("404.4")
    return form
