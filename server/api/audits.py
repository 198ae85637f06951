"""The log of the site: who did what to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response

from server.api.actors import actor_json
from server.api.guard import caller, needs, services
from server.api.paging import page_of, time_of, word_of
from server.api.wire import json_answer, moment, wants_extended
from server.store import audit, people
from server.store.audit import Entry
from server.store.database import Cx
from server.store.people import Actor

blueprint = Blueprint("audits", __name__)
ENTRIES_MAX = 10_000
TOPICS = ("user", "project", "form", "submission", "field_key")
"""What ``action`` may name instead of one action: all that begin with it."""


@blueprint.get("/v1/audits")
@needs("audit.read")
def list_all() -> Response:
    """List what was done, newest first; ``action``, ``start``, ``end``, ``limit``, ``offset``."""
    action = word_of("action")
    limit, offset = page_of(ENTRIES_MAX)
    single = action not in (*TOPICS, "nonverbose")
    with services().database.read() as cx:
        found = audit.list_entries(
            caller().scope,
            cx,
            action=action if single else None,
            topic=action if action in TOPICS else None,
            verbose=action != "nonverbose",
            start=time_of("start"),
            end=time_of("end"),
            limit=limit,
            offset=offset,
        )
        actors = _actors(cx, found) if wants_extended() else None
    return json_answer([entry_json(entry, actors) for entry in found])


def _actors(cx: Cx, found: Sequence[Entry]) -> dict[int, Actor]:
    ids = {entry.actor_id or 0 for entry in found} | {_actee_id(entry) for entry in found}
    return people.find_actors(caller().scope, cx, sorted(ids))


def _actee_id(entry: Entry) -> int:
    kind, _, number = (entry.actee or "").partition(":")
    return int(number) if kind == "actor" else 0


def entry_json(entry: Entry, actors: Mapping[int, Actor] | None = None) -> dict[str, object]:
    """Write an entry; with ``actors`` extended by who did it, and to whom."""
    said: dict[str, object] = {
        "actorId": entry.actor_id,
        "action": entry.action,
        "acteeId": entry.actee,
        "details": dict(entry.details),
        "loggedAt": moment(entry.logged_at),
        "notes": entry.notes,
    }
    if actors is not None:
        said["actor"] = _known(actors, entry.actor_id or 0)
        said["actee"] = _known(actors, _actee_id(entry))
    return said


def _known(actors: Mapping[int, Actor], actor_id: int) -> dict[str, object] | None:
    actor = actors.get(actor_id)
    return None if actor is None else actor_json(actor)
