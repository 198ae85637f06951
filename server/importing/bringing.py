"""An import carried out, and taken back: each row through the real ingest, the file kept."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from forms.instance import Instance
from server import clock
from server.errors import Problem
from server.importing import history, permission
from server.importing.filling import FilledRow
from server.importing.history import Outcome
from server.importing.opening import Opened
from server.ingest import standing
from server.ingest.arrival import Arrival
from server.ingest.receive import receive
from server.scope import Scope
from server.services import Services
from server.store import audit, blobs, imports
from server.store.collected import Collection
from server.store.forms import Form

Fate = Literal["stored", "restored", "known", "left_out"]
_AT_ONCE = 200
_FATES: dict[str, Fate] = {
    "409.1": "known",  # somebody brings the same file in, and this row came a moment earlier
    "409.3": "known",
    "409.2": "left_out",  # the form was closed meanwhile
    "409.18": "left_out",  # the row was deleted
}


def bring(
    parts: Services, scope: Scope, opened: Opened, told: Callable[[], object] = lambda: None
) -> Outcome:
    """Store every row that has no fault; ``told`` is called after each. Raises 403.1.

    The file and the note come first: an import that is cut short can be undone, or run again,
    when it goes on with the rows that are missing.
    """
    permission.must(scope, permission.BRING, opened.form)
    bringing = _Bringing(parts, scope, opened)
    _keep_file(parts, scope, opened)
    fates: Counter[Fate] = Counter()
    for row in opened.rows:
        fates[bringing.bring(row)] += 1
        told()
    _set_deleted(parts, scope, opened.form, bringing.back, None)
    outcome = Outcome(
        import_id=opened.id,
        stored=fates["stored"],
        restored=fates["restored"],
        known=fates["known"],
        left_out=fates["left_out"],
    )
    _note_outcome(parts, scope, opened, outcome)
    return outcome


def undo(parts: Services, scope: Scope, form: Form, import_id: str) -> int:
    """Take an import's submissions out again; return how many. Raises 403.1, 404.1.

    They are deleted as by hand, and can be restored: by importing the same file again.
    """
    permission.must(scope, permission.UNDO, form)
    with parts.database.read() as cx:
        history.get_import(scope, cx, form, import_id)
        brought = imports.list_brought(scope, cx, _collection(form), f"import:{import_id}")
    here = [one.id for one in brought if one.deleted_at is None]
    at = clock.now()
    _note(parts, scope, form, history.UNDO, importId=import_id, rows=len(here), at=at.isoformat())
    _set_deleted(parts, scope, form, here, at)
    return len(here)


class _Bringing:
    """One import being carried out."""

    def __init__(self, parts: Services, scope: Scope, opened: Opened) -> None:
        self._parts, self._scope, self._opened = parts, scope, opened
        self.back: list[uuid.UUID] = []
        """Submissions that an undo took out, and that come back."""
        form = opened.form
        with parts.database.read() as cx:
            brought = imports.list_brought(scope, cx, _collection(form), opened.device_id)
            before = history.find_import(scope, cx, form, opened.id)
        self._here = {one.instance_id: one for one in brought}
        self._undone = before.undone_before if before else frozenset()

    def bring(self, row: FilledRow) -> Fate:
        """Store a row, or say why not."""
        if row.is_in_already:
            return "known"
        before = self._here.get(row.instance_id)
        if before is None:
            return "left_out" if row.instance is None else self._store(row.xml, row.instance)
        if before.deleted_at is None:
            return "known"
        if before.deleted_at not in self._undone:
            return "left_out"
        self.back.append(before.id)
        return "restored"

    def _store(self, xml: bytes, instance: Instance) -> Fate:
        """Store it as a person sends it: what clashes is refused, and nothing is kept aside."""
        opened = self._opened
        arrival = Arrival(
            form=opened.form,
            draft=False,
            xml=xml,
            instance=instance,
            sender="person",
            door="rest",
            scope=self._scope,
            device_id=opened.device_id,
            user_agent=f"tincay import {opened.id}",
        )
        try:
            receive(self._parts, arrival)
        except Problem as problem:
            if problem.code not in _FATES:
                raise
            return _FATES[problem.code]
        return "stored"


def _keep_file(parts: Services, scope: Scope, opened: Opened) -> None:
    file = parts.blobs.take([opened.source.data])
    parts.blobs.keep(file)
    with parts.database.write() as cx:
        blobs.record(cx, file.sha256, file.size, clock.now())
    _note(
        parts,
        scope,
        opened.form,
        history.CREATE,
        importId=opened.id,
        form=opened.form.xml_form_id,
        rows=len(opened.rows),
        sha256=file.sha256,
        kind=opened.source.kind,
        table=opened.source.table_sha256,
        columnsLeftOut=len(opened.headings.unknown),
    )


def _note_outcome(parts: Services, scope: Scope, opened: Opened, outcome: Outcome) -> None:
    _note(
        parts,
        scope,
        opened.form,
        history.FINISH,
        importId=opened.id,
        stored=outcome.stored,
        restored=outcome.restored,
        known=outcome.known,
        leftOut=outcome.left_out,
    )


def _note(parts: Services, scope: Scope, of: Form, action: str, **details: object) -> None:
    with parts.database.write() as cx:
        audit.log(scope, cx, action, history.actee_of(of), project_id=of.project_id, **details)


def _set_deleted(
    parts: Services, scope: Scope, form: Form, root_ids: Sequence[uuid.UUID], at: datetime | None
) -> None:
    action = "submission.restore" if at is None else "submission.delete"
    for start in range(0, len(root_ids), _AT_ONCE):
        some = root_ids[start : start + _AT_ONCE]
        with parts.database.write() as cx:
            changed = imports.set_deleted(cx, form.project_id, some, at)
            standing.settle(cx, form.project_id, form.id, changed)
            for root_id in changed:
                audit.log(scope, cx, action, f"submission:{root_id}", project_id=form.project_id)


def _collection(form: Form) -> Collection:
    return Collection(project_id=form.project_id, form_id=form.id, draft=False)
