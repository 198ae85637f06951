"""What was imported, and taken out again: as the audit log tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from server.errors import Problem
from server.importing import permission
from server.scope import Scope
from server.store import audit
from server.store.audit import Entry
from server.store.database import Cx
from server.store.forms import Form

CREATE, FINISH, UNDO = "import.create", "import.finish", "import.undo"
_ENTRIES_MAX = 10_000
_FORM = "form:"


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
    """They had faults, or somebody deleted them by hand, or the form was closed meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One import, as it was last carried out."""

    id: str
    form_id: int
    xml_form_id: str
    rows: int
    sha256: str
    """Of the file."""
    kind: str
    """Of the file: "xlsx", "csv"."""
    table_sha256: str
    """Of what its sheet said."""
    columns_left_out: int
    """How many columns nobody understood."""
    at: datetime
    actor_id: int | None
    outcome: Outcome | None = None
    """None: it was cut short, or is being carried out."""
    undone_at: datetime | None = None
    undone_by: int | None = None
    undone_rows: int = 0
    undone_before: frozenset[datetime] = frozenset()
    """Every moment at which it was undone: what went then comes back with it."""


def list_imports(scope: Scope, cx: Cx, project_id: int) -> list[Imported]:
    """Return what was imported into a project, the newest first. Raises 403.1."""
    found = audit.list_entries(scope, cx, project_id=project_id, topic="import", limit=_ENTRIES_MAX)
    return _told_by(found)


def list_form_imports(scope: Scope, cx: Cx, form: Form) -> list[Imported]:
    """Return what was imported into a form, the newest first. Raises 403.1."""
    permission.must(scope, permission.READ, form)
    found = audit.list_entries(
        scope,
        cx,
        project_id=form.project_id,
        topic="import",
        actees=[actee_of(form)],
        limit=_ENTRIES_MAX,
    )
    return _told_by(found)


def find_import(scope: Scope, cx: Cx, form: Form, import_id: str) -> Imported | None:
    """Return an import into a form; None: nobody made it. Raises 403.1."""
    found = list_form_imports(scope, cx, form)
    return next((one for one in found if one.id == import_id), None)


def get_import(scope: Scope, cx: Cx, form: Form, import_id: str) -> Imported:
    """Return an import into a form. Raises 403.1, or 404.1 where nobody made it."""
    found = find_import(scope, cx, form, import_id)
    if found is None:
        raise Problem("404.1")
    return found


def actee_of(form: Form) -> str:
    """Return how the log names the form."""
    return f"{_FORM}{form.id}"


def _told_by(entries: Sequence[Entry]) -> list[Imported]:
    """Tell the story of each import from its entries, of which the newest comes first."""
    known: dict[str, Imported] = {}
    for entry in reversed(entries):
        import_id = str(entry.details["importId"])
        before = known.pop(import_id, None)
        if entry.action == CREATE:
            known[import_id] = _begun(entry, import_id, before)
        elif before is not None:
            known[import_id] = _went_on(entry, before)
    return sorted(known.values(), key=lambda one: one.at, reverse=True)


def _begun(entry: Entry, import_id: str, before: Imported | None) -> Imported:
    return Imported(
        id=import_id,
        form_id=int((entry.actee or "").removeprefix(_FORM)),
        xml_form_id=str(entry.details["form"]),
        rows=_count(entry, "rows"),
        sha256=str(entry.details["sha256"]),
        kind=str(entry.details.get("kind", "xlsx")),
        table_sha256=str(entry.details.get("table", "")),
        columns_left_out=_count(entry, "columnsLeftOut"),
        at=entry.logged_at,
        actor_id=entry.actor_id,
        undone_before=before.undone_before if before else frozenset(),
    )


def _went_on(entry: Entry, before: Imported) -> Imported:
    if entry.action == FINISH:
        return replace(before, outcome=_outcome(entry, before.id))
    at = datetime.fromisoformat(str(entry.details["at"]))
    return replace(
        before,
        undone_at=at,
        undone_by=entry.actor_id,
        undone_rows=_count(entry, "rows"),
        undone_before=before.undone_before | {at},
    )


def _outcome(entry: Entry, import_id: str) -> Outcome:
    return Outcome(
        import_id=import_id,
        stored=_count(entry, "stored"),
        restored=_count(entry, "restored"),
        known=_count(entry, "known"),
        left_out=_count(entry, "leftOut"),
    )


def _count(entry: Entry, name: str) -> int:
    return cast("int", entry.details.get(name, 0))
