"""A page: a template with what every page needs, and the headers that protect it."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from server.api.guard import caller
from server.auth.identify import Caller
from server.pages.language import spoken
from server.pages.links import definition, dictionary, downloads, kept_xml, submission_xml
from server.pages.words import WORDS, say
from server.pages.writing import Writing

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def show(template: str, status: int = 200, **values: Any) -> Response:
    """Answer with a page. ``?done=WORD`` of a redirect becomes the note at its top."""
    return written_for(caller(), template, status, **values)


def written_for(who: Caller, template: str, status: int = 200, **values: Any) -> Response:
    """Write a page for somebody."""
    language = spoken(who.actor)
    writing = Writing(language)
    text = render_template(
        template,
        t=partial(say, language),
        language=language,
        other_language="en" if language == "vi" else "vi",
        who=who.actor,
        csrf=who.csrf or "",
        may=who.scope.allows,
        moment=writing.moment,
        number=writing.number,
        size=writing.size,
        amount=writing.amount,
        downloads=downloads,
        definition=definition,
        dictionary=dictionary,
        kept_xml=kept_xml,
        submission_xml=submission_xml,
        done=_done(),
        here=_here(),
        **values,
    )
    return Response(text, status, _HEADERS, content_type="text/html; charset=utf-8")


def go(endpoint: str, **values: Any) -> Response:
    """Send the browser on after a change: reloading the next page does not repeat it."""
    return _redirected(url_for(endpoint, **values))


def go_to_path(path: str) -> Response:
    """Send the browser to a path of ours; anywhere else becomes the first page."""
    return _redirected(path if is_ours(path) else "/")


def is_ours(path: str) -> bool:
    r"""Say whether a path stays on this server: ``//host`` and ``/\host`` lead away."""
    return (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and path.isprintable()
        and PurePath(path).parts[:2] not in (("/", "v1"), ("/", "sign-out"))
    )


def _redirected(to: str) -> Response:
    answer = redirect(to, 303, Response=Response)
    assert isinstance(answer, Response)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _here() -> str:
    """Return where to come back to after the language was changed.

    Without what the address asks for: packed beside the form's proof, it would help to guess it.
    """
    return request.path if request.method == "GET" else "/"


def _done() -> str:
    """Only words of the catalogue: nobody puts their own sentence on our page."""
    key = f"done.{request.args.get('done', '')}"
    return key if key in WORDS else ""
