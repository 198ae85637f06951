"""The logic that a form version is checked with, and the files that it looks things up in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from forms.logic import Logic
from server.form_cache import FILES_BYTES_MAX, FormModel
from server.services import SYSTEM, Services
from server.store import media
from server.store.database import Cx
from server.store.media import Media


def logic_of(parts: Services, cx: Cx, model: FormModel, *, draft: bool) -> Logic | None:
    """Return the logic of a form version, compiled once; None where it has none that holds.

    The files of a published version are frozen with it; those of a draft come and go.
    """
    listed = _tables(cx, model) if draft else None
    files = "" if listed is None else _fingerprint(listed)
    return parts.forms.logic(
        model, files, lambda: _read(parts, _tables(cx, model) if listed is None else listed)
    )


def _tables(cx: Cx, model: FormModel) -> list[Media]:
    """List the files that are here and may hold a table: no picture, no sound."""
    found = media.list_all(SYSTEM, cx, model.form_version_id)
    return [file for file in found if file.type == "file" and file.is_there]


def _fingerprint(files: Sequence[Media]) -> str:
    named = repr([(file.name, file.sha256) for file in files])
    return hashlib.sha256(named.encode()).hexdigest()


def _read(parts: Services, files: Sequence[Media]) -> Mapping[str, bytes]:
    """Read them, up to the limit: what does not fit is as if it were not here, and not judged."""
    room, read = FILES_BYTES_MAX, {}
    for file in files:
        size = file.size or 0
        if size <= room:
            room -= size
            read[file.name] = b"".join(parts.blobs.read(file.sha256 or ""))
    return read
