"""A workbook as a page's form sends it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from flask import request

from server.api.guard import caller
from server.errors import Problem
from server.pages.language import spoken
from server.publishing.form_upload import UPLOAD_BYTES_MAX, Upload, UploadKind

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")
_ID_LENGTH_MAX = 60


def workbook_sent() -> Upload | None:
    """Return the file of the form field ``workbook``; None where no file was chosen."""
    file = request.files.get("workbook")
    if file is None or not file.filename:
        return None
    data = file.stream.read(UPLOAD_BYTES_MAX + 1)
    if len(data) > UPLOAD_BYTES_MAX:
        raise Problem("413.1", limit=UPLOAD_BYTES_MAX)
    return Upload(
        data=data,
        kind=_kind(data),
        form_id_fallback=form_id_of(file.filename),
        ignore_warnings=True,  # a draft harms nobody: they are shown before it is published
        language=spoken(caller().actor),
    )


def form_id_of(file_name: str) -> str | None:
    """Make a form id of a file name, for a workbook that names none: ``Tập huấn.xlsx``."""
    stem = PurePath(file_name.replace("\\", "/")).stem.replace("Đ", "D").replace("đ", "d")
    bare = unicodedata.normalize("NFD", stem).encode("ascii", "ignore").decode()
    return _NOT_IN_ID.sub("_", bare).strip("_-")[:_ID_LENGTH_MAX] or None


def _kind(data: bytes) -> UploadKind:
    """Look into the file: names lie, and phones leave them out."""
    if data.startswith(_OLE):
        return "xls"
    if not data.startswith(_ZIP) and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "xml"
    return "xlsx"
