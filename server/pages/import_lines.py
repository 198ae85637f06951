"""The earlier imports of a form as a page lists them, with the names of who did them."""

from __future__ import annotations

from dataclasses import dataclass

from server.importing import history
from server.importing.history import Imported
from server.scope import Scope
from server.store import people
from server.store.database import Cx
from server.store.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One of them."""

    imported: Imported
    who: str
    undone_by: str


def import_lines(scope: Scope, cx: Cx, form: Form) -> list[ImportLine]:
    """Return what was imported into a form, the newest first. Raises 403.1."""
    found = history.list_form_imports(scope, cx, form)
    ids = {one.actor_id or 0 for one in found} | {one.undone_by or 0 for one in found}
    actors = people.find_actors(scope, cx, sorted(ids))
    names = {actor_id: actor.display_name for actor_id, actor in actors.items()}
    return [
        ImportLine(
            imported=one,
            who=names.get(one.actor_id or 0, ""),
            undone_by=names.get(one.undone_by or 0, ""),
        )
        for one in found
    ]
