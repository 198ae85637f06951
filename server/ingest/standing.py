"""What counts is settled here, wherever a submission's state changes; what hangs on it follows.

A version counts while it is the current one of a submission that is neither deleted nor rejected,
and, where its form marks a question ``one-per``, the last to arrive with that answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from server.services import SYSTEM
from server.store import entities, facts, standing
from server.store.database import Cx
from server.store.standing import Standing


def settle(
    cx: Cx,
    project_id: int,
    form_id: int,
    root_ids: Sequence[uuid.UUID],
    *,
    answered_before: Sequence[str] = (),
) -> None:
    """Say anew which versions of some submissions count, and which of those they compete with.

    ``answered_before``: ``one-per`` answers that versions gave until now, and may give no longer.
    """
    own = standing.list_of_roots(SYSTEM, cx, project_id, root_ids)
    answers = {one.one_per for one in own if one.one_per is not None} | set(answered_before)
    alike: list[Standing] = []
    if answers:
        standing.lock_answers(cx, form_id, answers)
        alike = standing.list_of_answers(SYSTEM, cx, project_id, form_id, answers)
    last = {one.one_per: one.id for one in alike if one.may_count}
    affected = {one.id: one for one in (*own, *alike)}
    changed = {True: [], False: []}  # type: dict[bool, list[uuid.UUID]]
    for one in affected.values():
        counts = one.may_count and (one.one_per is None or last.get(one.one_per) == one.id)
        if counts != one.counts:
            changed[counts].append(one.id)
    for counts, version_ids in changed.items():
        if version_ids:
            standing.set_counts(cx, project_id, version_ids, counts=counts)
            follow(cx, project_id, version_ids, counts=counts)


def follow(cx: Cx, project_id: int, version_ids: Sequence[uuid.UUID], *, counts: bool) -> None:
    """Let what is derived from versions count, or not, as they do now."""
    facts.set_counts(cx, project_id, version_ids, counts=counts)
    entities.set_counts(cx, project_id, version_ids, counts=counts)
