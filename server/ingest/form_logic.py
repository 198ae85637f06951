"""The logic that a form version is checked with, and the files that it looks things up in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from forms.logic import Logic
from server.form_cache import FILES_BYTES_MAX, FormModel
from server.ingest import entity_lists
from server.list_cache import KeptList
from server.services import SYSTEM, Services
from server.store import entity_lists as stored
from server.store import media
from server.store.database import Cx
from server.store.media import Media


def logic_of(
    parts: Services, cx: Cx, model: FormModel, *, project_id: int, draft: bool
) -> Logic | None:
    """Return the logic of a form version, compiled once; None where it has none that holds.

    The files of a published version are frozen with it; those of a draft come and go, and so do
    the entries of a list, which is read anew at most once a minute.
    """
    lists = _lists(parts, cx, model, project_id)
    listed = _tables(cx, model, lists) if draft else None
    files = _fingerprint(listed or (), lists) if draft or lists else ""

    def read() -> Mapping[str, bytes]:
        tables = _tables(cx, model, lists) if listed is None else listed
        return {name: kept.csv for name, kept in lists.items()} | _read(parts, tables)

    return parts.forms.logic(model, files, read, frozenset(lists))


def _lists(parts: Services, cx: Cx, model: FormModel, project_id: int) -> dict[str, KeptList]:
    """Return the entity lists that the form reads, by the name of the file that they are for it."""
    number = model.form_version_id
    if not any(file.type == "file" for file in model.form.media):
        return {}
    return {
        file: entity_lists.for_check(parts, cx, project_id, number, name)
        for file, name in stored.linked(SYSTEM, cx, project_id, number).items()
    }


def _tables(cx: Cx, model: FormModel, lists: Mapping[str, KeptList]) -> list[Media]:
    """List the files that are here and may hold a table: no picture, no sound, no entity list."""
    found = media.list_all(SYSTEM, cx, model.form_version_id)
    here = [file for file in found if file.type == "file" and file.is_there]
    return [file for file in here if file.name not in lists]


def _fingerprint(files: Sequence[Media], lists: Mapping[str, KeptList]) -> str:
    named = [(file.name, file.sha256) for file in files]
    kept = [(name, one.stamp) for name, one in lists.items()]
    return hashlib.sha256(repr(named + kept).encode()).hexdigest()


def _read(parts: Services, files: Sequence[Media]) -> dict[str, bytes]:
    """Read them, up to the limit: what does not fit is as if it were not here, and not judged."""
    room, read = FILES_BYTES_MAX, {}
    for file in files:
        size = file.size or 0
        if size <= room:
            room -= size
            read[file.name] = b"".join(parts.blobs.read(file.sha256 or ""))
    return read
