"""One submission comes in: stored whole in one transaction, or refused with nothing stored.

The record (raw bytes, links, audit) fails only for want of disk or database. What is derived runs
in a savepoint: whatever goes wrong there, the submission stands with ``derived = pending``.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import assert_never, cast

from server import clock
from server.ingest import decide, derived, standing
from server.ingest.arrival import Arrival, Received, ToLookAt
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
from server.ingest.derived import Origin, Pending, find_model
from server.ingest.files import count_named, files_to_carry, keep_files, link_name
from server.ingest.refuse import refuse, refuse_other_edit
from server.services import SYSTEM, Services
from server.store import audit, findings, indicators, versions
from server.store.database import Cx, lock_instances
from server.store.derivations import Derived
from server.store.versions import StoredFile, StoredVersion


def receive(parts: Services, arrival: Arrival) -> Received:
    """Store what arrived, once; answer alike however often it is sent.

    Files first, made durable under their hash; then one transaction. Raises Central's codes where
    the sender is a person, and then nothing is stored.
    """
    origin = Origin(
        form=arrival.form,
        draft=arrival.draft,
        submitter_id=arrival.scope.actor_id,
        received_at=arrival.received_at or clock.now(),
    )
    if arrival.sender == "person" and arrival.files:
        with parts.database.read() as cx:  # what will be refused leaves no files either
            _Receiving(parts, cx, arrival, origin).judge()
    # Before anybody has to wait for us: a form with long look-ups takes a while at first.
    with parts.database.read() as cx:
        computed = derived.compute(parts, cx, origin, arrival.instance)
    for arrived in arrival.files:
        parts.blobs.keep(arrived.file)
    with parts.database.write() as cx:
        return _Receiving(parts, cx, arrival, origin).run(computed)


class _Receiving:
    """One transaction."""

    def __init__(self, parts: Services, cx: Cx, arrival: Arrival, origin: Origin) -> None:
        self._parts = parts
        self._cx = cx
        self._arrival = arrival
        self._form = arrival.form
        self._project_id = arrival.form.project_id
        self._origin = origin
        self._now = origin.received_at
        self._arriving = Arriving(
            instance_id=arrival.instance.instance_id,
            deprecated_id=arrival.instance.deprecated_id,
            xml_sha256=hashlib.sha256(arrival.xml).hexdigest(),
        )

    def judge(self) -> Decision:
        """Say what it is; refuse it where a person sends what cannot be kept."""
        decision = self._decide()
        if self._arrival.sender == "person":
            self._refuse(decision)
        return decision

    def run(self, computed: Derived | Pending) -> Received:
        """Store it, with what was derived from it."""
        decision = self.judge()
        if isinstance(decision, Repeat):
            return self._repeat(decision)
        computed = self._with_todays_indicators(computed)
        root_id = self._make_room(decision)
        version_id, missing = self._add_version(
            _state(decision), root_id, _reason(decision), computed
        )
        if isinstance(decision, Edit) or getattr(computed, "one_per", None) is not None:
            self._settle(root_id)
        self._log(_ACTIONS[type(decision)], root_id, _reason(decision))
        if isinstance(decision, Edit):
            missing = self._carry_over(decision.of.id, version_id)
        if isinstance(decision, (New, Edit)):
            self._release(self._arriving.instance_id, root_id)
        return Received(
            decision=decision,
            version_id=version_id,
            root_id=root_id,
            files_missing=missing,
            to_look_at=_to_look_at(computed),
        )

    def _with_todays_indicators(self, computed: Derived | Pending) -> Derived | Pending:
        """Compute anew where the indicators have changed since: history is computed without us."""
        if isinstance(computed, Pending) or computed.indicators_revision is None:
            return computed
        now = indicators.revision_of(SYSTEM, self._cx, self._project_id)
        if now == computed.indicators_revision:
            return computed
        return derived.compute(self._parts, self._cx, self._origin, self._arrival.instance)

    def _repeat(self, decision: Repeat) -> Received:
        """Add the files that are new; the phone may be sending the second part of a post."""
        version_id = decision.of.id
        stored, _ = versions.get_record(SYSTEM, self._cx, self._project_id, version_id)
        missing = stored.files_expected - stored.files_present
        if self._arrival.files:
            here = versions.list_files(SYSTEM, self._cx, self._project_id, version_id)
            files = self._keep_files(version_id, here, stored.received_at)
            count = count_named(stored.named_files, [file.link_name for file in files])
            versions.change(self._cx, self._project_id, version_id, **count)
            missing = count["files_expected"] - count["files_present"]
        return Received(
            decision=decision,
            version_id=version_id,
            root_id=decision.of.root_id,
            files_missing=missing,
            to_look_at=ToLookAt(
                form_version_id=stored.form_version_id,
                questions=findings.list_faulty_questions(
                    SYSTEM, self._cx, self._project_id, version_id
                ),
            ),
        )

    def _carry_over(self, before: uuid.UUID, after: uuid.UUID) -> int:
        """Link the files of an edited version to the edit that still names them.

        A person edits the XML alone, and a phone sends its files in later posts. Return how many
        are missing all the same.
        """
        stored, _ = versions.get_record(SYSTEM, self._cx, self._project_id, after)
        here = versions.list_files(SYSTEM, self._cx, self._project_id, after)
        old = versions.list_files(SYSTEM, self._cx, self._project_id, before)
        carried = files_to_carry(old, here, stored.named_files)
        versions.add_files(self._cx, self._project_id, after, carried)
        count = count_named(stored.named_files, [file.link_name for file in (*here, *carried)])
        versions.change(self._cx, self._project_id, after, **count)
        return count["files_expected"] - count["files_present"]

    def _keep_files(
        self, version_id: uuid.UUID, here: Sequence[StoredFile], since: datetime
    ) -> list[StoredFile]:
        return keep_files(
            self._cx, self._project_id, version_id, self._arrival.files, here, since, self._now
        )

    def _decide(self) -> Decision:
        mine, before = self._arriving.instance_id, self._arriving.deprecated_id
        ids = [mine] if before is None else [before, mine]
        self._lock(*ids)
        known = self._known(ids)
        return decide.decide(
            self._arriving,
            [one for one in known if one.instance_id == mine],
            [one for one in known if one.instance_id == before],
            self._openness(),
        )

    def _lock(self, *instance_ids: str) -> None:
        lock_instances(self._cx, *(f"{self._form.id}/{one}" for one in instance_ids))

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
        is_closed = form.state == "closed" or form.deleted_at is not None
        return "closed" if is_closed else "open"

    def _refuse(self, decision: Decision) -> None:
        if self._arrival.edit_of is not None:
            of = decision.of.root_id if isinstance(decision, Edit) else None
            roots = {one.root_id for one in self._known([self._arrival.edit_of])}
            refuse_other_edit(self._arrival, decision, is_of_it=of is not None and of in roots)
        version = self._arrival.instance.version
        model = find_model(self._parts, self._cx, self._form, version, draft=self._arrival.draft)
        known = model is not None and model.form.version == version
        refuse(self._arrival, decision, version_is_known=known)

    def _make_room(self, decision: Decision) -> uuid.UUID | None:
        """Ready the submission that the version will belong to; None: it belongs to none yet."""
        match decision:
            case New():
                return self._add_submission()
            case Edit(of):
                versions.change(self._cx, self._project_id, of.id, state="earlier")
                if of.root_id is not None:
                    versions.mark_edited(self._cx, self._project_id, of.root_id, self._now)
                return of.root_id
            case Conflict(_, root_id):
                return root_id
            case Repeat() | Waiting() | Quarantine():
                return None
            case _:
                assert_never(decision)

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
        self,
        state: State,
        root_id: uuid.UUID | None,
        reason: Reason | None,
        computed: Derived | Pending,
    ) -> tuple[uuid.UUID, int]:
        """Add the version with its files and what is derived; return it and the files missing."""
        version_id = clock.new_id()
        counts = state == "current" and not self._arrival.draft
        links = [link_name(file.name) for file in self._arrival.files]
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
            form_version=self._arrival.instance.version,
            encrypted=self._arrival.instance.encrypted,
            submitter_id=self._arrival.scope.actor_id,
            device_id=self._arrival.device_id,
            user_agent=self._arrival.user_agent,
            received_at=self._now,
            counts=counts,
            **derived.columns(computed, links),
        )
        self._keep_files(version_id, (), self._now)
        stored = derived.store(
            self._cx, self._origin.collection, version_id, computed, counts=counts
        )
        if stored is not computed:
            again = derived.columns(stored, links)
            versions.change(self._cx, self._project_id, version_id, **again)
        count = count_named(getattr(computed, "named_files", ()), links)
        return version_id, count["files_expected"] - count["files_present"]

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
        # Whoever edits this one waits for us, or is here before we look for it.
        self._lock(first.instance_id)
        for late in others:
            self._move(late, "conflict", root_id, "edited-already")
        (before,) = (one for one in self._known([instance_id]) if one.state == "current")
        versions.change(self._cx, self._project_id, before.id, state="earlier")
        self._move(first, "current", root_id, None)
        self._carry_over(before.id, first.id)
        if root_id is not None:
            versions.mark_edited(self._cx, self._project_id, root_id, self._now)
        self._settle(root_id)
        self._log("submission.update.version", root_id)
        self._release(first.instance_id, root_id)

    def _settle(self, root_id: uuid.UUID | None) -> None:
        if root_id is not None:
            standing.settle(self._cx, self._project_id, self._form.id, [root_id])

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
            **details,
        )


_ACTIONS: Mapping[type[Decision], str] = {
    New: "submission.create",
    Edit: "submission.update.version",
    Conflict: "submission.conflict",
    Waiting: "submission.wait",
    Quarantine: "submission.quarantine",
}


def _state(decision: New | Edit | Conflict | Waiting | Quarantine) -> State:
    match decision:
        case New() | Edit():
            return "current"
        case Conflict():
            return "conflict"
        case Waiting():
            return "waiting"
        case Quarantine():
            return "quarantined"
        case _:
            assert_never(decision)


def _to_look_at(computed: Derived | Pending) -> ToLookAt:
    if isinstance(computed, Pending):
        return ToLookAt()
    return ToLookAt(
        form_version_id=computed.form_version_id,
        questions=[found.question for found in computed.findings if found.level == "fault"],
    )


def _reason(decision: Decision) -> Reason | None:
    return decision.reason if isinstance(decision, (Conflict, Quarantine)) else None


def _known(stored: StoredVersion) -> Known:
    return Known(
        id=stored.id,
        instance_id=stored.instance_id,
        xml_sha256=stored.xml_sha256,
        state=cast(State, stored.state),  # a constraint of the table
        root_id=stored.root_id,
        is_deleted=stored.is_deleted,
    )
