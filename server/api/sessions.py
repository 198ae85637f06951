"""Sessions: signing in and out, for programs (the token) and for pages (a cookie)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server import front
from server.api.guard import SESSION_COOKIES, caller, open_to_all, services, signed_in
from server.api.people_schemas import SignIn
from server.api.wire import json_answer, json_body, moment, success
from server.auth.identify import Session
from server.auth.secrets import digest_of
from server.errors import Problem
from server.people import onboarding
from server.store import audit, people
from server.store.database import Cx
from server.store.people import Actor

blueprint = Blueprint("sessions", __name__)
_SECURE_COOKIE, _PLAIN_COOKIE = SESSION_COOKIES


@blueprint.post("/v1/sessions")
@open_to_all
def begin() -> Response:
    """Sign in with email and password: 401.2 for a wrong one, whoever it is said to be."""
    given = json_body(SignIn())
    expected = ["email", "password"]
    if any(name not in given for name in expected):
        raise Problem("400.3", expected=expected, got=sorted(given))
    _, session = services().door.sign_in(
        given["email"], given["password"], request.environ[front.ADDRESS]
    )
    answer = json_answer(
        {
            "token": session.token,
            "csrf": session.csrf,
            "createdAt": moment(session.created_at),
            "expiresAt": moment(session.expires_at),
        }
    )
    if request.is_json:  # a form on another site cannot send this type: it signs nobody in
        remember(answer, session)
    return answer


@blueprint.get("/v1/sessions/restore")
@signed_in
def restore() -> Response:
    """Say how long the caller's own session lasts; 404.1 where it came without one."""
    token = _own_token()
    with services().database.read() as cx:
        found = people.find_credential(caller().scope, cx, "session", digest_of(token))
    if found is None:
        raise Problem("404.1")
    return json_answer(
        {"createdAt": moment(found.created_at), "expiresAt": moment(found.expires_at)}
    )


@blueprint.delete("/v1/sessions/current")
@signed_in
def end_own() -> Response:
    """Sign out."""
    return _ended(_own_token())


@blueprint.delete("/v1/sessions/<token>")
@signed_in
def end(token: str) -> Response:
    """End a session; an app user's token is revoked by it (``session.end`` on its project)."""
    return _ended(token)


def _ended(token: str) -> Response:
    scope, lookup = caller().scope, digest_of(token)
    with services().database.read() as cx:
        key = people.find_credential(scope, cx, "key", lookup)
        app_user = None if key is None else people.get_actor(scope, cx, key.actor_id)
    if app_user is not None:
        _revoke(app_user)
        return success()
    with services().database.write() as cx:
        end_session(cx, lookup)
    answer = success()
    if token == caller().session:
        forget(answer)
    return answer


def _revoke(app_user: Actor) -> None:
    scope, project_id = caller().scope, app_user.project_id or audit.SITE
    scope.must("session.end", project_id)
    onboarding.revoke(services(), scope, project_id, app_user.id)


def end_session(cx: Cx, lookup: str) -> None:
    """End the session found by that text; raise 404.1, or 403.1 where it is somebody else's."""
    scope = caller().scope
    actor_id = people.drop_credential(cx, "session", lookup)
    if actor_id is None:
        raise Problem("404.1")
    if actor_id != scope.actor_id:
        scope.must("session.end")  # else all of this is taken back
    audit.log(scope, cx, "user.session.end", f"actor:{actor_id}")


def _own_token() -> str:
    token = caller().session
    if token is None:
        raise Problem("404.1")
    return token


def remember(answer: Response, session: Session) -> None:
    """Give the browser the session's cookie: for this host alone, out of reach of scripts."""
    is_https = request.environ[front.HTTPS]
    answer.set_cookie(
        _SECURE_COOKIE if is_https else _PLAIN_COOKIE,
        session.token,
        expires=session.expires_at,
        path="/",
        secure=is_https,
        httponly=True,
        samesite="Lax",
    )


def forget(answer: Response) -> None:
    """Take the session's cookie back."""
    for name in SESSION_COOKIES:
        answer.delete_cookie(
            name, path="/", secure=name == _SECURE_COOKIE, httponly=True, samesite="Lax"
        )
