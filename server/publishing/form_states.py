"""A form is opened and closed, deleted and restored: changes that touch none of its versions."""

from __future__ import annotations

from typing import Literal

from server import clock
from server.scope import Scope
from server.services import Services
from server.store import audit, forms
from server.store.forms import Form

State = Literal["open", "closing", "closed"]
STATES: tuple[State, ...] = ("open", "closing", "closed")


def change_state(parts: Services, scope: Scope, form: Form, state: State) -> Form:
    """Open or close a form; ``closing`` hides it, and still takes what phones hold."""
    with parts.database.write() as cx:
        changed = forms.change(cx, form.id, state=state, updated_at=clock.now())
        audit.log(
            scope, cx, "form.update", f"form:{form.id}", project_id=form.project_id, state=state
        )
    return changed


def delete(parts: Services, scope: Scope, form: Form) -> None:
    """Delete a form with what came in for it; it can be restored."""
    with parts.database.write() as cx:
        forms.change(cx, form.id, deleted_at=clock.now())
        audit.log(scope, cx, "form.delete", f"form:{form.id}", project_id=form.project_id)


def restore(parts: Services, scope: Scope, project_id: int, form_id: int) -> Form:
    """Bring a deleted form back; raise 404.1, or 409.3 where another has taken its id."""
    with parts.database.write() as cx:
        form = forms.restore(cx, forms.get_deleted(scope, cx, project_id, form_id))
        audit.log(scope, cx, "form.restore", f"form:{form.id}", project_id=form.project_id)
    return form
