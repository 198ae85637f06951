"""Where a form's collected data lies: under ``F`` what counts, under ``F/draft`` the tests."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, request
from werkzeug.routing import RequestRedirect

from server import front
from server.api.guard import View, caller
from server.errors import Problem
from server.store import submissions
from server.store.collected import Collection
from server.store.database import Cx
from server.store.forms import Form
from server.store.submissions import Submission

_FORM = "/v1/projects/<int:project_id>/forms/<xml_form_id>"
_ROOT = "/submissions/"


def route(blueprint: Blueprint, tail: str, *methods: str) -> Callable[[View], View]:
    """Route a guarded view under ``F`` and under ``F/draft``: it is handed ``form`` and ``draft``.

    ``tail`` follows the form's id directly: ``/submissions``, ``.svc``.
    """

    def register(view: View) -> View:
        for draft, place in ((False, _FORM), (True, f"{_FORM}/draft")):
            blueprint.add_url_rule(
                place + tail,
                endpoint=f"{'draft_' if draft else ''}{view.__name__}",
                view_func=view,
                methods=list(methods or ("GET",)),
                defaults={"draft": draft},
            )
        return view

    return register


def collection_of(form: Form, draft: bool) -> Collection:
    """Return what is meant; raise 404.1 for the tests of a draft that is not there."""
    if draft and form.draft_id is None:
        raise Problem("404.1")
    return Collection(project_id=form.project_id, form_id=form.id, draft=draft)


class _Moved(RequestRedirect):
    """What is asked for stands elsewhere: ask there, in the same way."""

    code = 307


def shown(cx: Cx, form: Form, draft: bool, instance_id: str) -> Submission:
    """Return the submission of a path; raise 404.1.

    Asked for by the id of another of its versions, the reader is sent on to that version.
    """
    scope, collection = caller().scope, collection_of(form, draft)
    found = submissions.find(scope, cx, collection, instance_id)
    if found is not None:
        return found
    root = submissions.find_root(scope, cx, collection, instance_id)
    if root is None or request.method not in ("GET", "HEAD"):
        raise Problem("404.1")
    raise _Moved(_version_address(root, instance_id))


def _version_address(root: str, instance_id: str) -> str:
    """Return what was asked for with ``ROOT/versions/`` before the instance id."""
    before, _, after = request.path.replace(front.SLASH, "/").rpartition(f"{_ROOT}{instance_id}")
    path = f"{request.environ[front.PREFIX]}{before.removeprefix('/v1')}{_ROOT}"
    steps = f"{quote(root, safe='')}/versions/{quote(instance_id, safe='')}{quote(after)}"
    query = request.query_string.decode("ascii", "replace")
    return f"{quote(path)}{steps}{'?' if query else ''}{query}"
