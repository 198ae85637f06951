"""Who may import: rows of any unit may come in, so nobody who is bound to some units."""

from __future__ import annotations

from typing import Final, Literal

from server.errors import Problem
from server.scope import Scope
from server.store.forms import Form

BRING: Final = "submission.update"
"""To bring a table in: to review what comes in is a manager's, to send it also a phone's."""
UNDO: Final = "submission.delete"
READ: Final = "submission.read"
"""To have the file back."""
Verb = Literal["submission.update", "submission.delete", "submission.read"]


def may(scope: Scope, verb: Verb, form: Form) -> bool:
    """Say whether somebody has a verb on a form's rows in all units."""
    return scope.units(verb, form.project_id, form.id) is None


def must(scope: Scope, verb: Verb, form: Form) -> None:
    """Raise 403.1 unless somebody has a verb on a form's rows in all units."""
    if not may(scope, verb, form):
        raise Problem("403.1")
