"""Every route says what it needs; this asks who it is and refuses the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from hmac import compare_digest
from typing import Any, cast
from urllib.parse import unquote

from flask import current_app, g, request

from server import front
from server.auth.identify import Caller, Shown
from server.errors import Problem
from server.services import Services
from server.store import forms, projects

View = Callable[..., Any]
SESSION_COOKIES = ("__Host-session", "session")
NOTES_CHARACTERS_MAX = 1000
_CHANGING = frozenset(("POST", "PUT", "PATCH", "DELETE"))


def services() -> Services:
    """Return the parts of the running server."""
    return cast(Services, current_app.extensions["tincay"])


def caller() -> Caller:
    """Say who asks (once for each request)."""
    if "caller" not in g:
        known = services().door.identify(_shown())
        g.caller = replace(known, scope=replace(known.scope, notes=_notes()))
    return cast(Caller, g.caller)


def _notes() -> str | None:
    """Read what the client says of its request; raise 400.6 where it cannot be read."""
    written = request.headers.get("X-Action-Notes")
    if written is None:
        return None
    try:
        notes = unquote(written, errors="strict")[:NOTES_CHARACTERS_MAX]
    except UnicodeDecodeError as error:
        raise Problem("400.6", field="X-Action-Notes", value=written) from error
    if "\0" in notes:  # PostgreSQL holds none in a text
        raise Problem("400.6", field="X-Action-Notes", value=written)
    return notes


def _shown() -> Shown:
    environ = request.environ
    return Shown(
        key=environ.get(front.KEY) or request.args.get("st"),
        authorization=request.headers.get("Authorization"),
        cookie=_session_cookie(),
        method=request.method,
        path=environ[front.ASKED_PATH],
        is_https=environ[front.HTTPS],
        address=environ[front.ADDRESS],
    )


def _session_cookie() -> str | None:
    """Return the cookie that this kind of connection is given.

    Over https the plain one does not count: a neighbour's site, or whoever sits on the wire of an
    unencrypted request, could have put it there.
    """
    secure, plain = SESSION_COOKIES
    return request.cookies.get(secure if request.environ[front.HTTPS] else plain) or None


def open_to_all(view: View) -> View:
    """Mark a route that needs no sign-in."""
    setattr(view, "guarded_by", "nobody")  # noqa: B010 - a mark that the tests read
    return view


def signed_in(view: View) -> View:
    """Let in whoever has signed in."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        must_be_signed_in()
        return view(**arguments)

    setattr(guarded, "guarded_by", "signed in")  # noqa: B010
    return guarded


def needs(verb: str) -> Callable[[View], View]:
    """Let in whoever has ``verb`` where the path points.

    A path with ``project_id`` hands the view a ``project``, one with ``xml_form_id`` as well a
    ``form`` instead of both: 404.1 where they are not, 403.1 where the verb is not had.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            must_be_signed_in()
            return view(**_resolved(verb, arguments))

        setattr(guarded, "guarded_by", verb)  # noqa: B010
        return guarded

    return guard


def must_be_signed_in() -> None:
    """Raise 401.2 for a stranger, and for a cookie without the proof that our page sent it."""
    who = caller()
    if who.actor is None:
        raise Problem("401.2")
    if who.means == "cookie" and request.method in _CHANGING and not _from_our_page(who):
        raise Problem("401.7")


def _from_our_page(who: Caller) -> bool:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return True
    sent = request.form.get("__csrf", "")
    return bool(who.csrf) and compare_digest(sent.encode(), (who.csrf or "").encode())


def _resolved(verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
    scope = caller().scope
    if "project_id" not in arguments:
        scope.must(verb)
        return arguments
    project_id = arguments.pop("project_id")
    with services().database.read() as cx:
        if "xml_form_id" not in arguments:
            arguments["project"] = projects.get(scope, cx, project_id)
            scope.must(verb, project_id)
            return arguments
        form = forms.get(scope, cx, project_id, arguments.pop("xml_form_id"))
    scope.must(verb, project_id, form.id)
    return arguments | {"form": form}
