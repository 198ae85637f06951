"""Signing in and out, and choosing the language."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server import front
from server.api import sessions
from server.api.guard import caller, open_to_all, services, signed_in
from server.auth.secrets import digest_of
from server.errors import Problem
from server.pages.language import COOKIE, COOKIE_SECONDS
from server.pages.page import go, go_to_path, show

blueprint = Blueprint("sign_in", __name__)
_TEXT_MAX = 1000


@blueprint.get("/sign-in")
@open_to_all
def ask() -> Response:
    """Ask for email and password."""
    return show("sign_in.html", email="", next=request.args.get("next", "/"), problem=None)


@blueprint.post("/sign-in")
@open_to_all
def sign_in() -> Response:
    """Begin a session, or say why not: 401.2 for whatever is wrong, 429.1 after too many."""
    _must_be_our_form()
    email = request.form.get("email", "")[:_TEXT_MAX]
    password = request.form.get("password", "")[:_TEXT_MAX]
    to = request.form.get("next", "/")
    try:
        _, session = services().door.sign_in(email, password, request.environ[front.ADDRESS])
    except Problem as problem:
        return show("sign_in.html", problem.status, email=email, next=to, problem=problem)
    answer = go_to_path(to)
    sessions.remember(answer, session)
    return answer


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End the session."""
    if token := caller().session:
        with services().database.write() as cx:
            sessions.end_session(cx, digest_of(token))
    answer = go(".ask", done="signed_out")
    sessions.forget(answer)
    return answer


@blueprint.post("/language")
@open_to_all
def choose_language() -> Response:
    """Remember the language, and go back to where one was."""
    chosen = "en" if request.form.get("language") == "en" else "vi"
    answer = go_to_path(request.form.get("next", "/"))
    answer.set_cookie(
        COOKIE,
        chosen,
        max_age=COOKIE_SECONDS,
        path="/",
        secure=request.environ[front.HTTPS],
        httponly=True,
        samesite="Lax",
    )
    return answer


def _must_be_our_form() -> None:
    """Another site could sign somebody in as somebody else, to collect what they enter."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Problem("401.7")
