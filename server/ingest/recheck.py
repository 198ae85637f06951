"""Somebody asks that a form's submissions be checked again: it is noted, and done by itself."""

from __future__ import annotations

from server import clock
from server.scope import Scope
from server.services import Services
from server.store import audit, rechecks
from server.store.collected import Collection
from server.store.rechecks import Recheck


def ask_recheck(parts: Services, scope: Scope, collection: Collection) -> Recheck:
    """Note it, in the log too, and ring for the Mender; one that is under way begins anew."""
    with parts.database.write() as cx:
        asked = rechecks.ask(cx, collection, clock.now(), clock.new_id())
        audit.log(
            scope,
            cx,
            "form.submission.check",
            f"form:{collection.form_id}",
            project_id=collection.project_id,
            draft=collection.draft,
            versions=asked.total,
        )
    parts.bell.set()
    return asked
