"""What an arriving XML is, from what is stored. Pure; the design's "Who sends decides"."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["current", "earlier", "conflict", "waiting", "quarantined"]
Reason = Literal[
    "other-bytes", "edited-already", "other-chain", "closed", "not-assigned", "deleted"
]
Openness = Literal["open", "closed", "not-assigned"]

_BY_STATE: tuple[State, ...] = ("current", "earlier", "waiting", "quarantined", "conflict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A stored version, as far as a decision needs it."""

    id: uuid.UUID
    instance_id: str
    xml_sha256: str
    state: State
    root_id: uuid.UUID | None
    is_deleted: bool
    """Its submission is deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """An XML at the door."""

    instance_id: str
    deprecated_id: str | None
    xml_sha256: str


@dataclass(frozen=True, slots=True)
class New:
    """Never seen: a submission of its own."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same bytes are here: the phone may not have heard us the first time."""

    of: Known


@dataclass(frozen=True, slots=True)
class Edit:
    """It takes the place of the current version ``of``."""

    of: Known


@dataclass(frozen=True, slots=True)
class Conflict:
    """It is kept, and does not count: ``reason`` says what it clashes with."""

    reason: Reason
    root_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """It edits what has not arrived yet."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """It is kept and shown to the coordinator, and does not count."""

    reason: Reason


Decision = New | Repeat | Edit | Conflict | Waiting | Quarantine


def decide(
    arriving: Arriving,
    same_id: Sequence[Known],
    predecessors: Sequence[Known],
    openness: Openness,
) -> Decision:
    """Say what an arriving XML is.

    ``same_id``: stored versions with its instance id; ``predecessors``: those with the id that it
    deprecates. ``openness``: whether the form takes submissions from this sender now.
    """
    for known in same_id:
        if known.xml_sha256 == arriving.xml_sha256:
            return Repeat(known)
    if openness != "open":
        return Quarantine(openness)
    if same_id:
        return _clash(arriving, _foremost(same_id))
    if arriving.deprecated_id is None:
        return New()
    if arriving.deprecated_id == arriving.instance_id:
        return Conflict("other-chain", None)
    return _edit(predecessors)


def _clash(arriving: Arriving, first: Known) -> Decision:
    if first.is_deleted:
        return Quarantine("deleted")
    reason: Reason = "other-bytes" if arriving.deprecated_id is None else "other-chain"
    return Conflict(reason, first.root_id)


def _edit(predecessors: Sequence[Known]) -> Decision:
    if not predecessors:
        return Waiting()
    before = _foremost(predecessors)
    if before.is_deleted:
        return Quarantine("deleted")
    match before.state:
        case "current":
            return Edit(before)
        case "earlier" | "conflict":
            return Conflict("edited-already", before.root_id)
        case "waiting" | "quarantined":
            # What it edits does not count itself: it comes in with it or not at all.
            return Waiting()


def _foremost(versions: Sequence[Known]) -> Known:
    return min(versions, key=lambda known: _BY_STATE.index(known.state))
