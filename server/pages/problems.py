"""A problem as a page: what is wrong, and what to do about it."""

from __future__ import annotations

from flask import Response, request

from server.api.guard import caller
from server.auth.identify import NOBODY, Caller
from server.errors import Problem
from server.pages.page import go, written_for

_STRANGER = Caller(scope=NOBODY, actor=None, means="none")


def show_problem(problem: Problem) -> Response:
    """Say it on a page; who has to sign in first is asked to, and comes back where it was."""
    if problem.code == "401.2":
        return _ask_to_sign_in()
    answer = written_for(_visitor(), "problem.html", problem.status, problem=problem)
    if problem.retry_after_s is not None:
        answer.headers["Retry-After"] = str(problem.retry_after_s)
    return answer


def _ask_to_sign_in() -> Response:
    if request.method not in ("GET", "HEAD"):
        return go("pages.sign_in.ask", done="ended")
    if request.path == "/":
        return go("pages.sign_in.ask")
    return go("pages.sign_in.ask", next=request.full_path.rstrip("?"))


def _visitor() -> Caller:
    """Say who asks. A page about a fault must not fail with the same fault."""
    try:
        return caller()
    except Exception:  # noqa: BLE001
        return _STRANGER
