"""Forms: what their versions have in common, and which of them is published or being drafted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.errors import Problem
from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Form as FormRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the versions of a form have in common."""

    id: int
    project_id: int
    xml_form_id: str
    state: str
    """``open``, ``closing`` or ``closed``."""
    published_id: int | None
    draft_id: int | None
    draft_token: str | None
    created_at: datetime
    created_by: int | None
    updated_at: datetime | None
    deleted_at: datetime | None


_COLUMNS = FormRow.__table__.c
_ONE = select(*_COLUMNS).where(
    FormRow.project_id == bindparam("project_id"),
    FormRow.xml_form_id == bindparam("xml_form_id"),
    FormRow.deleted_at.is_(None),
)


def _form(row: Row[Any]) -> Form:
    return Form(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def find(scope: Scope, cx: Cx, project_id: int, xml_form_id: str) -> Form | None:  # noqa: ARG001
    """Return the form of that id in the project, not deleted. The guard asks the verb."""
    given = {"project_id": project_id, "xml_form_id": xml_form_id}
    row = cx.execute(_ONE, given).first()
    return None if row is None else _form(row)


def get(scope: Scope, cx: Cx, project_id: int, xml_form_id: str) -> Form:
    """Return the form of that id in the project; raise 404.1."""
    form = find(scope, cx, project_id, xml_form_id)
    if form is None:
        raise Problem("404.1")
    return form


def find_deleted(scope: Scope, cx: Cx, project_id: int, xml_form_id: str) -> Form | None:  # noqa: ARG001
    """Return the form of that id that was deleted last: phones may still hold filled ones."""
    query = (
        select(*_COLUMNS)
        .where(
            FormRow.project_id == project_id,
            FormRow.xml_form_id == xml_form_id,
            FormRow.deleted_at.is_not(None),
        )
        .order_by(FormRow.deleted_at.desc())
    )
    row = cx.execute(query).first()
    return None if row is None else _form(row)


def get_numbered(scope: Scope, cx: Cx, form_id: int) -> Form:  # noqa: ARG001 - rebuilding asks
    """Return the form of that number, deleted or not; raise 404.1."""
    row = cx.execute(select(*FormRow.__table__.c).where(FormRow.id == form_id)).first()
    if row is None:
        raise Problem("404.1")
    return _form(row)


def get_locked(scope: Scope, cx: Cx, form: Form) -> Form:  # noqa: ARG001 - the guard asks the verb
    """Return the form as it is now, and let nobody else change it until this transaction ends.

    Raises 404.1 where it was deleted meanwhile.
    """
    query = select(*_COLUMNS).where(FormRow.id == form.id, FormRow.deleted_at.is_(None))
    row = cx.execute(query.with_for_update()).first()
    if row is None:
        raise Problem("404.1")
    return _form(row)


def get_deleted(scope: Scope, cx: Cx, project_id: int, form_id: int) -> Form:  # noqa: ARG001
    """Return a deleted form by its number; raise 404.1."""
    query = select(*_COLUMNS).where(
        FormRow.project_id == project_id, FormRow.id == form_id, FormRow.deleted_at.is_not(None)
    )
    row = cx.execute(query).first()
    if row is None:
        raise Problem("404.1")
    return _form(row)


def list_all(scope: Scope, cx: Cx, project_id: int, *, deleted: bool = False) -> list[Form]:
    """Return the forms of a project that the reader may see, by id.

    Who may only fill forms in sees those that are published and open.
    """
    query = select(*_COLUMNS).where(
        FormRow.project_id == project_id,
        FormRow.deleted_at.is_not(None) if deleted else FormRow.deleted_at.is_(None),
    )
    found = [_form(row) for row in cx.execute(query.order_by(FormRow.xml_form_id, FormRow.id))]
    return [form for form in found if _is_seen(scope, form)]


def _is_seen(scope: Scope, form: Form) -> bool:
    if scope.allows("form.list", form.project_id, form.id):
        return True
    to_be_filled = form.state == "open" and form.published_id is not None
    return to_be_filled and scope.allows("open_form.list", form.project_id, form.id)


def add(cx: Cx, **values: object) -> Form:
    """Add a form; raise 409.3 where the project has one of that id."""
    try:
        return _form(cx.execute(insert(FormRow).values(**values).returning(*_COLUMNS)).one())
    except IntegrityError as error:
        raise taken(values["project_id"], values["xml_form_id"]) from error


def change(cx: Cx, form_id: int, **values: object) -> Form:
    """Change columns of a form and return it."""
    changing = update(FormRow).where(FormRow.id == form_id).values(**values)
    return _form(cx.execute(changing.returning(*_COLUMNS)).one())


def restore(cx: Cx, form: Form) -> Form:
    """Bring a deleted form back; raise 409.3 where another has taken its id."""
    try:
        return change(cx, form.id, deleted_at=None)
    except IntegrityError as error:
        raise taken(form.project_id, form.xml_form_id) from error


def taken(project_id: object, xml_form_id: object) -> Problem:
    """Say that the project has a form of that id."""
    return Problem(
        "409.3",
        fields=["projectId", "xmlFormId"],
        values=[project_id, xml_form_id],
        table="forms",
    )
