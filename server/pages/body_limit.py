"""How much a page takes: a form's few fields, or a file as well."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from server.api.guard import View
from server.errors import Problem

FORM_BYTES_MAX = 200_000
FORM_FIELDS_MAX = 3_000
"""Of a form with a file: each column and each question of a table that is imported has some."""


def limit_form() -> None:
    """Take no more than a form needs."""
    request.max_content_length = FORM_BYTES_MAX


def takes_file(bytes_max: Callable[[], int]) -> Callable[[View], View]:
    """Let a view take a file; stands above its guard, which reads the form to find its proof."""

    def widen(view: View) -> View:
        @wraps(view)
        def widened(**arguments: Any) -> Any:
            request.max_content_length = bytes_max() + FORM_BYTES_MAX
            request.max_form_parts = FORM_FIELDS_MAX
            try:
                return view(**arguments)
            except RequestEntityTooLarge as error:
                raise Problem("413.1", limit=bytes_max()) from error

        return widened

    return widen
