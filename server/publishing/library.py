"""A folder of workbooks and their files, published into a project: again changes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import forms as forms_package
from server import clock
from server.errors import Problem
from server.publishing import drafts
from server.publishing.form_upload import UPLOAD_BYTES_MAX, Upload, UploadKind, read_upload
from server.publishing.publication import publish
from server.services import SYSTEM, Services
from server.store import entity_lists, form_versions, forms, media
from server.store.form_versions import FormVersion
from server.store.forms import Form
from server.store.media import link_name
from server.store.projects import Project

PROGRAMME = Path(next(iter(forms_package.__path__))) / "library"
"""The programme's own forms."""
INDICATORS = "indicators.xlsx"
"""What a folder's workbook of indicators is called."""
_KINDS: Mapping[str, UploadKind] = {".xlsx": "xlsx", ".xls": "xls", ".xml": "xml"}
_PIECE_BYTES = 1 << 18
_STAMP = re.compile(r"-\d{14}$")

Outcome = Literal["published", "unchanged", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came of one workbook."""

    file: str
    outcome: Outcome
    form_id: str = ""
    version: str = ""
    missing: tuple[str, ...] = ()
    """Files that the form needs and the folder does not have."""
    problem: Problem | None = None

    def __str__(self) -> str:
        """Say it in a line."""
        if self.problem is not None:
            return f"{self.file}: {self.problem.message('en')} ({self.problem.code})"
        without = f", without {', '.join(self.missing)}" if self.missing else ""
        return f"{self.file}: {self.form_id} {self.version} {self.outcome}{without}"


def load_folder(parts: Services, project: Project, folder: Path) -> Iterator[Loaded]:
    """Publish every workbook of a folder with the files beside it, one by one.

    What was published of the same bytes before is left alone. A refusal does not stop the rest.
    """
    for path in sorted(folder.iterdir()):
        if is_form_file(path):
            yield load_file(parts, project, path)


def is_form_file(path: Path) -> bool:
    """Say whether a file may be a form, by its name (Excel leaves ``~$…`` while one is open)."""
    is_other = path.name == INDICATORS or path.name.startswith(("~", "."))
    return path.suffix.lower() in _KINDS and not is_other


def load_file(parts: Services, project: Project, path: Path) -> Loaded:
    """Publish one workbook with the files beside it."""
    try:
        return _load(parts, project, path)
    except Problem as problem:
        return Loaded(file=path.name, outcome="refused", problem=problem)


def _load(parts: Services, project: Project, path: Path) -> Loaded:
    if path.stat().st_size > UPLOAD_BYTES_MAX:
        raise Problem("413.1", limit=UPLOAD_BYTES_MAX)
    data = path.read_bytes()
    form, version = _made_of(parts, project, data)
    if form is not None and version is not None and version.published_at is not None:
        return _refreshed(parts, form, path)
    form = form or _drafted(parts, project, path, data)
    _attach_all(parts, form, path.parent)
    return _loaded(parts, publish(parts, SYSTEM, form), path, "published")


def _made_of(
    parts: Services, project: Project, data: bytes
) -> tuple[Form, FormVersion] | tuple[None, None]:
    """Return the form that these bytes were published as, or that has them as its draft."""
    sha256 = hashlib.sha256(data).hexdigest()
    with parts.database.read() as cx:
        for form in forms.list_all(SYSTEM, cx, project.id):
            if version := form_versions.find_made_of(SYSTEM, cx, form, sha256):
                return form, version
    return None, None


def _drafted(parts: Services, project: Project, path: Path, data: bytes) -> Form:
    upload = Upload(
        data=data,
        kind=_KINDS[path.suffix.lower()],
        form_id_fallback=path.stem,
        ignore_warnings=True,
    )
    definition = read_upload(upload)
    with parts.database.read() as cx:
        form = forms.find(SYSTEM, cx, project.id, definition.form.form_id)
    if form is None:
        return drafts.create(parts, SYSTEM, project.id, definition)
    return drafts.set_draft(parts, SYSTEM, form, definition)


def _refreshed(parts: Services, form: Form, path: Path) -> Loaded:
    """Publish the same definition again where its files have changed, under a stamped version."""
    if not _stale(parts, form.published_id, path.parent):
        return _loaded(parts, form, path, "unchanged")
    with parts.database.read() as cx:
        version = form_versions.get(SYSTEM, cx, form.published_id or 0).version
    form = drafts.set_draft(parts, SYSTEM, form, None)
    _attach_all(parts, form, path.parent)
    stamped = f"{_STAMP.sub('', version)}-{clock.now():%Y%m%d%H%M%S}"
    return _loaded(parts, publish(parts, SYSTEM, form, stamped), path, "published")


def _attach_all(parts: Services, form: Form, folder: Path) -> None:
    for name, path in _stale(parts, form.draft_id, folder).items():
        file = parts.blobs.take(_pieces(path))
        drafts.attach(parts, SYSTEM, form, name, file)


def _stale(parts: Services, version_id: int | None, folder: Path) -> dict[str, Path]:
    """Return the files of the folder that a form version needs and does not have as they are."""
    found = {link_name(path.name): path for path in folder.iterdir() if path.is_file()}
    with parts.database.read() as cx:
        needed = media.list_all(SYSTEM, cx, version_id or 0)
    return {
        file.name: found[link_name(file.name)]
        for file in needed
        if link_name(file.name) in found and _sha256(found[link_name(file.name)]) != file.sha256
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE_BYTES):
            yield piece


def _loaded(parts: Services, form: Form, path: Path, outcome: Outcome) -> Loaded:
    with parts.database.read() as cx:
        version = form_versions.get(SYSTEM, cx, form.published_id or 0)
        needed = media.list_all(SYSTEM, cx, version.id)
        lists = entity_lists.linked_to(SYSTEM, cx, version.id)
    return Loaded(
        file=path.name,
        outcome=outcome,
        form_id=form.xml_form_id,
        version=version.version,
        missing=tuple(file.name for file in needed if not file.is_there and file.name not in lists),
    )
