"""The app: the only place where the parts meet. Imported by the command line alone."""

from __future__ import annotations

import re
from copy import copy
from functools import cache
from http import HTTPStatus
from typing import Any, cast

import structlog
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from server import front
from server.api import (
    app_users,
    assignments,
    attachments,
    audits,
    comments,
    datasets,
    dictionaries,
    findings,
    form_definitions,
    form_drafts,
    form_media,
    form_versions,
    forms,
    indicator_charts,
    indicators,
    kept_aside,
    odata,
    openrosa,
    operations,
    projects,
    releases,
    reporting,
    roles,
    sessions,
    speak,
    submission_overviews,
    submission_tables,
    submission_versions,
    submissions,
    users,
)
from server.api.compress import compress
from server.api.guard import SESSION_COOKIES, caller, services
from server.api.path_parts import take_slashes
from server.auth import digest
from server.auth.identify import StaleNonceError
from server.errors import Problem
from server.front import Front
from server.pages import site
from server.pages.problems import show_problem
from server.services import Services

_OTHER_VERSION = re.compile(r"/v(?!1(/|$))\d+(/|$)")
log = structlog.get_logger()


class Number(IntegerConverter):
    """A number in a path that the database can hold; a greater one is not found."""

    def __init__(self, url_map: Map, *arguments: Any, **options: Any) -> None:
        """Take what the route says."""
        super().__init__(url_map, *arguments, **{"max": 2**31 - 1, **options})


def create_app(parts: Services) -> Flask:
    """Put a server together from its parts."""
    app = copy(_routes())
    app.extensions = {"tincay": parts}
    app.wsgi_app = Front(app.wsgi_app, parts.config.proxies)  # type: ignore[method-assign]
    return app


@cache
def _routes() -> Flask:
    """Return what all servers of this process answer; to compile it takes a tenth of a second."""
    app = Flask("server", static_folder="pages/static", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = None  # the front door and each reader have their limits
    app.url_map.converters["int"] = Number
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    take_slashes(app)
    for blueprint in _blueprints():
        app.register_blueprint(blueprint)
    app.register_error_handler(Problem, _say)
    app.register_error_handler(StaleNonceError, _say_stale)
    app.register_error_handler(HTTPException, _say_http)
    app.register_error_handler(Exception, _say_bug)
    app.after_request(_headers)
    return app


def _blueprints() -> tuple[Blueprint, ...]:
    return (
        operations.blueprint,
        app_users.blueprint,
        assignments.blueprint,
        audits.blueprint,
        projects.blueprint,
        reporting.blueprint,
        roles.blueprint,
        sessions.blueprint,
        users.blueprint,
        attachments.blueprint,
        comments.blueprint,
        datasets.blueprint,
        dictionaries.blueprint,
        findings.blueprint,
        indicator_charts.blueprint,
        indicators.blueprint,
        releases.blueprint,
        kept_aside.blueprint,
        odata.blueprint,
        submission_overviews.blueprint,
        submission_tables.blueprint,
        submission_versions.blueprint,
        submissions.blueprint,
        forms.blueprint,
        form_drafts.blueprint,
        form_definitions.blueprint,
        form_versions.blueprint,
        form_media.blueprint,
        openrosa.blueprint,
        site.blueprint,
    )


def _language() -> str:
    """Phones speak Vietnamese unless their person does not; programs English unless asked."""
    dialect = speak.dialect_of(request.path)
    try:
        actor = caller().actor
    except Exception:  # noqa: BLE001 - an answer about a fault must not fail with the same fault
        actor = None
    if dialect == "openrosa":
        return actor.language if actor else "vi"
    return request.accept_languages.best_match(("en", "vi"), default="en")


def _say(problem: Problem) -> Response:
    dialect = speak.dialect_of(request.path)
    if dialect == "page":
        return show_problem(problem)
    answer = speak.say(problem, dialect, _language())
    response = Response(answer.body, answer.status, answer.headers)
    if answer.status == HTTPStatus.UNAUTHORIZED and _is_phone():
        for challenge in _challenges(stale=False):
            response.headers.add("WWW-Authenticate", challenge)
    return response


def _say_stale(_: StaleNonceError) -> Response:
    answer = speak.say(Problem("401.2"), speak.dialect_of(request.path), "vi")
    response = Response(answer.body, answer.status, answer.headers)
    for challenge in _challenges(stale=True):
        response.headers.add("WWW-Authenticate", challenge)
    return response


def _is_phone() -> bool:
    """Only phones are asked for a password by the protocol; Central never challenges programs."""
    on_path = speak.dialect_of(request.path) == "openrosa"
    return on_path or "X-OpenRosa-Version" in request.headers


def _challenges(*, stale: bool) -> tuple[str, ...]:
    """The first that Collect knows wins. It speaks Basic only over https, Digest over both."""
    asked = digest.challenge(services().box, stale=stale)
    if request.environ[front.HTTPS]:
        return (f'Basic realm="{digest.REALM}", charset="UTF-8"', asked)
    return (asked,)


def _say_http(error: HTTPException) -> Response:
    match error.code:
        case 404:
            return _say(Problem("404.3" if _OTHER_VERSION.match(request.path) else "404.1"))
        case 405:
            said = _say(Problem("405.1", method=request.method))
            said.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
            return said
        case 413:
            return _say(Problem("413.1", limit=services().config.upload_bytes_max))
        case 415:
            return _say(Problem("415.1", type=request.content_type, expected="application/json"))
        case code if code is not None and 300 <= code < 400:
            return cast(Response, error.get_response())
        case _:
            return _say(Problem("400.1", format=request.content_type or "HTTP"))


def _say_bug(error: Exception) -> Response:
    # The endpoint, not the path: a path may hold a token.
    log.exception("bug", endpoint=request.endpoint, error=type(error).__name__)
    return _say(Problem("500.1"))


def _kept_by(response: Response) -> str:
    """A program may keep what it reads, and ask whether it has changed; browsers are shared."""
    reads = request.method in ("GET", "HEAD") and response.status_code < 400
    with_cookie = any(name in request.cookies for name in SESSION_COOKIES)
    return "private, no-cache" if reads and not with_cookie else "no-store"


def _headers(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    if request.path.startswith("/v1"):
        response.headers.setdefault("Cache-Control", _kept_by(response))
        response.headers.setdefault("Vary", "Accept-Encoding, Origin")
        response.headers.setdefault(
            "Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'"
        )
    return compress(request, response)
