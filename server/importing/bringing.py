"""An import carried out, and taken back: each row through the real ingest, the file kept."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from forms.instance import Instance
from server import clock
from server.errors import Problem
from server.importing.opening import Opened
from server.ingest import standing
from server.ingest.arrival import Arrival
from server.ingest.decide import New
from server.ingest.receive import receive
from server.services import SYSTEM, Services
from server.store import audit, blobs, forms, imports
from server.store.audit import Entry
from server.store.collected import Collection
from server.store.database import Cx
from server.store.forms import Form

CREATE, UNDO = "import.create", "import.undo"
_AT_ONCE = 200
_LISTED_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the rows."""

    import_id: str
    stored: int
    restored: int
    """An undo had taken them out."""
    known: int
    """They were here; nothing was stored twice."""
    left_out: int
    """They had faults, or somebody deleted them by hand, or they were kept aside: the form was
    closed meanwhile."""


def bring(parts: Services, opened: Opened, told: Callable[[], None] = lambda: None) -> Outcome:
    """Store every row that has no fault; ``told`` is called after each.

    The file and the note come first: an import that is cut short can be undone, or run again,
    when it goes on with the rows that are missing.
    """
    collection = _collection(opened.form)
    _keep_file(parts, opened)
    with parts.database.read() as cx:
        here = {
            one.instance_id: one
            for one in imports.list_brought(SYSTEM, cx, collection, opened.device_id)
        }
        undone_at = _undone_at(cx, opened.form, opened.id)
    back: list[uuid.UUID] = []
    stored = known = left_out = 0
    for row in opened.rows:
        before = here.get(row.instance_id)
        if before is not None and before.deleted_at is None:
            known += 1
        elif before is not None and before.deleted_at in undone_at:
            back.append(before.id)
        elif before is not None or row.instance is None:
            left_out += 1
        else:
            received = receive(parts, _arrival(opened, row.xml, row.instance))
            is_counted = isinstance(received.decision, New)
            stored, left_out = stored + is_counted, left_out + (not is_counted)
        told()
    _set_deleted(parts, opened.form, back, None)
    return Outcome(
        import_id=opened.id, stored=stored, restored=len(back), known=known, left_out=left_out
    )


def undo(parts: Services, project_id: int, import_id: str) -> int:
    """Take an import's submissions out again; return how many. Raises 404.1.

    They are deleted as by hand, and can be restored: by importing the same file again.
    """
    with parts.database.read() as cx:
        entry = next((one for one in list_imports(cx, project_id) if _is_of(one, import_id)), None)
        if entry is None or entry.actee is None:
            raise Problem("404.1")
        form = forms.get_numbered(SYSTEM, cx, int(entry.actee.removeprefix("form:")))
        brought = imports.list_brought(SYSTEM, cx, _collection(form), f"import:{import_id}")
    here = [one.id for one in brought if one.deleted_at is None]
    at = clock.now()
    with parts.database.write() as cx:
        audit.log(
            SYSTEM,
            cx,
            UNDO,
            entry.actee,
            project_id=project_id,
            importId=import_id,
            rows=len(here),
            at=at.isoformat(),
        )
    _set_deleted(parts, form, here, at)
    return len(here)


def list_imports(cx: Cx, project_id: int) -> list[Entry]:
    """Return what was imported into a project and undone, the newest first."""
    return audit.list_entries(SYSTEM, cx, project_id=project_id, topic="import", limit=_LISTED_MAX)


def _is_of(entry: Entry, import_id: str) -> bool:
    return entry.details.get("importId") == import_id


def _undone_at(cx: Cx, form: Form, import_id: str) -> frozenset[datetime]:
    """Return when the import was undone: what went then comes back, nothing else."""
    return frozenset(
        datetime.fromisoformat(str(entry.details["at"]))
        for entry in list_imports(cx, form.project_id)
        if entry.action == UNDO and _is_of(entry, import_id)
    )


def _keep_file(parts: Services, opened: Opened) -> None:
    data = opened.wanted.data
    parts.blobs.keep(parts.blobs.take([data]))
    sha256 = hashlib.sha256(data).hexdigest()
    with parts.database.write() as cx:
        blobs.record(cx, sha256, len(data), clock.now())
        audit.log(
            SYSTEM,
            cx,
            CREATE,
            f"form:{opened.form.id}",
            project_id=opened.form.project_id,
            importId=opened.id,
            form=opened.form.xml_form_id,
            rows=len(opened.rows),
            sha256=sha256,
        )


def _set_deleted(
    parts: Services, form: Form, root_ids: Sequence[uuid.UUID], at: datetime | None
) -> None:
    action = "submission.restore" if at is None else "submission.delete"
    for start in range(0, len(root_ids), _AT_ONCE):
        some = root_ids[start : start + _AT_ONCE]
        with parts.database.write() as cx:
            imports.set_deleted(cx, form.project_id, some, at)
            standing.settle(cx, form.project_id, form.id, some)
            for root_id in some:
                audit.log(SYSTEM, cx, action, f"submission:{root_id}", project_id=form.project_id)


def _arrival(opened: Opened, xml: bytes, instance: Instance) -> Arrival:
    return Arrival(
        form=opened.form,
        draft=False,
        xml=xml,
        instance=instance,
        sender="phone",
        door="rest",
        scope=SYSTEM,
        device_id=opened.device_id,
        user_agent=f"tincay import {opened.id}",
    )


def _collection(form: Form) -> Collection:
    return Collection(project_id=form.project_id, form_id=form.id, draft=False)
