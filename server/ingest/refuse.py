"""What a person or program is told instead of keeping: Central's codes, nothing stored.

A phone is never refused here: it cannot mend anything (design, "Who sends decides the answer").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from server.errors import Problem
from server.ingest.arrival import Arrival
from server.ingest.decide import Conflict, Decision, Edit, New, Quarantine, Reason, Repeat, Waiting


def refuse(arrival: Arrival, decision: Decision, *, version_is_known: bool) -> None:
    """Raise the problem that this decision is for a person, or return."""
    if arrival.door == "rest" and arrival.edit_of is None:
        _refuse_used_id(arrival, decision)
    problem = _problem(arrival, decision)
    if problem is not None:
        raise problem
    if isinstance(decision, (New, Edit)) and not version_is_known:
        raise Problem("404.6")


def _problem(arrival: Arrival, decision: Decision) -> Problem | None:
    match decision:
        case Quarantine(reason):
            return Problem(_QUARANTINES[reason])
        case Repeat(of):
            return Problem("409.18") if of.is_deleted else None
        case Conflict(reason):
            replaced = arrival.instance.deprecated_id
            return Problem(_CONFLICTS[reason], deprecatedId=replaced)
        case Waiting():
            return Problem("404.5")
        case New() | Edit():
            return None
        case _:
            assert_never(decision)


_QUARANTINES: Mapping[Reason, str] = {
    "not-assigned": "403.1",
    "closed": "409.2",
    "deleted": "409.18",
}
_CONFLICTS: Mapping[Reason, str] = {
    "other-bytes": "409.1",
    "other-chain": "409.8",
    "edited-already": "409.9",
}


def _refuse_used_id(arrival: Arrival, decision: Decision) -> None:
    """REST creates: an instance id that is here is an error, whatever its bytes."""
    match decision:
        case Repeat() | Conflict("other-bytes" | "other-chain"):
            raise Problem(
                "409.3",
                fields=["instanceId"],
                values=[arrival.instance.instance_id],
                table="submissions",
            )
        case _:
            return


def refuse_other_edit(arrival: Arrival, decision: Decision, *, is_of_it: bool) -> None:
    """PUT S edits S: raise 400.19, 409.8 or 409.9 for anything else."""
    if arrival.instance.deprecated_id is None:
        raise Problem("400.19")
    if isinstance(decision, Repeat):
        raise Problem("409.8")
    if isinstance(decision, (Edit, Waiting)) and not is_of_it:
        raise Problem("409.9", deprecatedId=arrival.instance.deprecated_id)
