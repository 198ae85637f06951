"""A form as it comes in a request: the body, what its headers say of it, the language of faults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from flask import request

from server.api.form_json import WORKBOOK_TYPES
from server.api.wire import body, flag
from server.errors import Problem
from server.publishing.form_upload import UPLOAD_BYTES_MAX, Upload, UploadKind

_KINDS: Mapping[str, UploadKind] = {
    "application/xml": "xml",
    "text/xml": "xml",
    WORKBOOK_TYPES["xlsx"]: "xlsx",
    WORKBOOK_TYPES["xls"]: "xls",
}
_FALLBACK = "X-XlsForm-FormId-Fallback"
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def sent_upload() -> Upload | None:
    """Return the upload; None for an empty body. Raises 400.6, 413.1, 415.1."""
    data = body(UPLOAD_BYTES_MAX)
    if not data:
        return None
    kind = _KINDS.get(request.mimetype)
    if kind is None:
        raise Problem("415.1", type=request.mimetype or "?", expected=", ".join(_KINDS))
    return Upload(
        data=data,
        kind=kind,
        form_id_fallback=_form_id_fallback(),
        ignore_warnings=flag("ignoreWarnings"),
        language=request.accept_languages.best_match(("en", "vi"), default="en"),
    )


def _form_id_fallback() -> str | None:
    """Return the form id of the header, which is percent-encoded."""
    written = request.headers.get(_FALLBACK)
    if written is None:
        return None
    if _BROKEN_ESCAPE.search(written):
        raise Problem("400.6", field=_FALLBACK, value=written)
    try:
        return unquote_to_bytes(written.encode("latin-1")).decode().strip() or None
    except UnicodeError as error:
        raise Problem("400.6", field=_FALLBACK, value=written) from error
