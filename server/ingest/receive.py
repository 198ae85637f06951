"""One submission comes in: stored whole in one transaction, or refused with nothing stored.

The record (raw bytes, links, audit) fails only for want of disk or database. What is derived runs
in a savepoint: whatever goes wrong there, the submission stands with ``derived = pending``.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from typing import assert_never, cast

from server import clock
from server.ingest import decide
from server.ingest.arrival import Arrival, Received
from server.ingest.decide import (
    Arriving,
    Conflict,
    Decision,
    Edit,
    Known,
    New,
    Openness,
    Quarantine,
    Reason,
    Repeat,
    State,
    Waiting,
)
from server.ingest.derived import derive_version, find_model
from server.ingest.files import add_files, count_files
from server.ingest.refuse import refuse, refuse_other_edit
from server.services import SYSTEM, Services
from server.store import audit, versions
from server.store.database import Cx, lock_instances
from server.store.versions import StoredVersion


def receive(parts: Services, arrival: Arrival) -> Received:
    """Store what arrived, once; answer alike however often it is sent.

    Files first, made durable under their hash; then one transaction. Raises Central's codes where
    the sender is a person, and then nothing is stored.
    """
    for arrived in arrival.files:
        parts.blobs.keep(arrived.file)
    with parts.database.write() as cx:
        return _Receiving(parts, cx, arrival).run()


class _Receiving:
    """One transaction."""

    def __init__(self, parts: Services, cx: Cx, arrival: Arrival) -> None:
        self._parts = parts
        self._cx = cx
        self._arrival = arrival
        self._form = arrival.form
        self._project_id = arrival.form.project_id
        self._now = clock.now()
        self._arriving = Arriving(
            instance_id=arrival.instance.instance_id,
            deprecated_id=arrival.instance.deprecated_id,
            xml_sha256=hashlib.sha256(arrival.xml).hexdigest(),
        )

    def run(self) -> Received:
        decision = self._decide()
        if self._arrival.sender == "person":
            self._refuse(decision)
        version_id, root_id = self._record(decision)
        add_files(
            self._cx, self._project_id, version_id, self._arrival.files, self._now
        )
        missing = self._derive(decision, version_id)
        if isinstance(decision, (New, Edit)):
            self._release(self._arriving.instance_id, root_id)
        return Received(
            decision=decision, version_id=version_id, root_id=root_id, files_missing=missing
        )

    def _decide(self) -> Decision:
        mine, before = self._arriving.instance_id, self._arriving.deprecated_id
        ids = [mine] if before is None else [mine, before]
        lock_instances(self._cx, *(f"{self._form.id}/{name}" for name in ids))
        known = self._known(ids)
        return decide.decide(
            self._arriving,
            [one for one in known if one.instance_id == mine],
            [one for one in known if one.instance_id == before],
            self._openness(),
        )

    def _known(self, instance_ids: Sequence[str]) -> list[Known]:
        found = versions.list_arrived(
            self._arrival.scope,
            self._cx,
            self._project_id,
            self._form.id,
            self._arrival.draft,
            instance_ids,
        )
        return [_known(stored) for stored in found]

    def _openness(self) -> Openness:
        scope, form = self._arrival.scope, self._form
        if self._arrival.draft:
            return "open"
        if not any(
            scope.allows(verb, form.project_id, form.id)
            for verb in ("submission.create", "submission.update")
        ):
            return "not-assigned"
        return "closed" if form.state == "closed" else "open"

    def _refuse(self, decision: Decision) -> None:
        if self._arrival.edit_of is not None:
            of = decision.of.root_id if isinstance(decision, Edit) else None
            roots = {one.root_id for one in self._known([self._arrival.edit_of])}
            refuse_other_edit(self._arrival, decision, is_of_it=of is not None and of in roots)
        version = self._arrival.instance.version
        model = find_model(
            self._parts, self._cx, self._form, version, draft=self._arrival.draft
        )
        known = model is not None and model.form.version == version
        refuse(self._arrival, decision, version_is_known=known)

    def _record(self, decision: Decision) -> tuple[uuid.UUID, uuid.UUID | None]:
        """Write the record; return the version and the submission that it belongs to."""
        match decision:
            case Repeat(of):
                return of.id, of.root_id
            case New():
                root_id = self._add_submission()
                self._log("submission.create", root_id)
                return self._add_version("current", root_id), root_id
            case Edit(of):
                versions.change(self._cx, self._project_id, of.id, state="earlier")
                version_id = self._add_version("current", of.root_id)
                self._edited(of.root_id)
                return version_id, of.root_id
            case Conflict(reason, root):
                self._log("submission.conflict", root, reason=reason)
                return self._add_version("conflict", root, reason), root
            case Waiting():
                self._log("submission.wait", None)
                return self._add_version("waiting", None), None
            case Quarantine(reason):
                self._log("submission.quarantine", None, reason=reason)
                return self._add_version("quarantined", None, reason), None
            case _:
                assert_never(decision)

    def _edited(self, root_id: uuid.UUID | None) -> None:
        if root_id is not None:
            versions.mark_edited(self._cx, self._project_id, root_id, self._now)
            self._log("submission.update.version", root_id)

    def _add_submission(self) -> uuid.UUID:
        root_id = clock.new_id()
        versions.add_submission(
            self._cx,
            project_id=self._project_id,
            id=root_id,
            form_id=self._form.id,
            draft=self._arrival.draft,
            instance_id=self._arriving.instance_id,
            form_version=self._arrival.instance.version,
            submitter_id=self._arrival.scope.actor_id,
            device_id=self._arrival.device_id,
            user_agent=self._arrival.user_agent,
            edits=0,
            created_at=self._now,
        )
        return root_id

    def _add_version(
        self, state: State, root_id: uuid.UUID | None, reason: str | None = None
    ) -> uuid.UUID:
        version_id = clock.new_id()
        instance = self._arrival.instance
        versions.add(
            self._cx,
            project_id=self._project_id,
            id=version_id,
            form_id=self._form.id,
            draft=self._arrival.draft,
            instance_id=self._arriving.instance_id,
            xml_sha256=self._arriving.xml_sha256,
            xml=self._arrival.xml,
            root_id=root_id,
            state=state,
            reason=reason,
            deprecated_id=self._arriving.deprecated_id,
            form_version=instance.version,
            encrypted=instance.encrypted,
            submitter_id=self._arrival.scope.actor_id,
            device_id=self._arrival.device_id,
            user_agent=self._arrival.user_agent,
            received_at=self._now,
            derived="pending",
            named_files=[],
            files_present=0,
            files_expected=0,
        )
        return version_id

    def _derive(self, decision: Decision, version_id: uuid.UUID) -> int:
        """Derive what hangs on the version; return how many of its files are missing."""
        stored = self._stored(version_id)
        if isinstance(decision, Repeat) and stored.derived == "done":
            return count_files(self._cx, self._project_id, version_id, stored.named_files)
        derive_version(self._parts, self._cx, self._form, stored, self._arrival.instance)
        after = self._stored(version_id)
        return after.files_expected - after.files_present

    def _stored(self, version_id: uuid.UUID) -> StoredVersion:
        stored, _ = versions.get_record(SYSTEM, self._cx, self._project_id, version_id)
        return stored

    def _release(self, instance_id: str, root_id: uuid.UUID | None) -> None:
        """Let in what has waited for this one, and what waits for that in turn."""
        waiting = versions.list_waiting_for(
            self._arrival.scope,
            self._cx,
            self._project_id,
            self._form.id,
            self._arrival.draft,
            instance_id,
        )
        if not waiting:
            return
        first, *others = waiting
        for late in others:
            self._move(late, "conflict", root_id, "edited-already")
        for before in self._known([instance_id]):
            if before.state == "current":
                versions.change(self._cx, self._project_id, before.id, state="earlier")
        self._move(first, "current", root_id, None)
        self._edited(root_id)
        self._release(first.instance_id, root_id)

    def _move(
        self, version: StoredVersion, state: State, root_id: uuid.UUID | None, reason: str | None
    ) -> None:
        versions.change(
            self._cx,
            self._project_id,
            version.id,
            state=state,
            root_id=root_id,
            reason=reason,
        )

    def _log(self, action: str, root_id: uuid.UUID | None, reason: Reason | None = None) -> None:
        details = {} if reason is None else {"reason": reason}
        audit.log(
            self._arrival.scope,
            self._cx,
            action,
            f"submission:{root_id}" if root_id else f"form:{self._form.id}",
            project_id=self._project_id,
            notes=None,
            **details,
        )


def _known(stored: StoredVersion) -> Known:
    return Known(
        id=stored.id,
        instance_id=stored.instance_id,
        xml_sha256=stored.xml_sha256,
        state=cast(State, stored.state),  # a constraint of the table
        root_id=stored.root_id,
        is_deleted=stored.is_deleted,
    )
