"""Actors, how they prove themselves, and which roles they have."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.errors import Problem
from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Actor as ActorRow
from server.store.tables import Assignment as AssignmentRow
from server.store.tables import Credential as CredentialRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whoever acts: a person (``user``), an app user (``field_key``) or the system."""

    id: int
    type: str
    display_name: str
    email: str | None
    project_id: int | None
    language: str
    unit: str | None
    created_at: datetime
    created_by: int | None
    updated_at: datetime | None
    deleted_at: datetime | None
    disabled_at: datetime | None
    last_login_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One way in which an actor proves itself."""

    id: int
    actor_id: int
    kind: str
    lookup: str
    secret: str | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A role of an actor on the site (no project), a project, or one form."""

    actor_id: int
    role_id: int
    project_id: int | None
    form_id: int | None
    unit: str | None


# Built once: every request asks them.
_ACTOR = select(*ActorRow.__table__.c).where(ActorRow.id == bindparam("actor_id"))
_CREDENTIAL = select(*CredentialRow.__table__.c).where(
    CredentialRow.kind == bindparam("kind"), CredentialRow.lookup == bindparam("lookup")
)
_ASSIGNED = (
    select(
        AssignmentRow.actor_id,
        AssignmentRow.role_id,
        AssignmentRow.project_id,
        AssignmentRow.form_id,
        AssignmentRow.unit,
    )
    .join(ActorRow, ActorRow.id == AssignmentRow.actor_id)
    .where(ActorRow.deleted_at.is_(None))
    .order_by(AssignmentRow.id)
)
_ASSIGNED_TO = _ASSIGNED.where(AssignmentRow.actor_id == bindparam("actor_id"))


def _actor(row: Row[Any]) -> Actor:
    return Actor(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def add_actor(cx: Cx, **values: object) -> Actor:
    """Add an actor; raise 409.3 where a person with that email is here."""
    try:
        row = cx.execute(insert(ActorRow).values(**values).returning(*ActorRow.__table__.c)).one()
    except IntegrityError as error:
        raise _taken(values) from error
    return _actor(row)


def _taken(values: Mapping[str, object]) -> Problem:
    return Problem("409.3", fields=["email"], values=[values.get("email")], table="users")


def get_actor(scope: Scope, cx: Cx, actor_id: int) -> Actor:  # noqa: ARG001 - every read has a scope
    """Return an actor, deleted or not; raise 404.1."""
    row = cx.execute(_ACTOR, {"actor_id": actor_id}).first()
    if row is None:
        raise Problem("404.1")
    return _actor(row)


def get_person(scope: Scope, cx: Cx, actor_id: int) -> Actor:
    """Return a person of the site; raise 404.1 where there is none, or not any more."""
    actor = get_actor(scope, cx, actor_id)
    if actor.type != "user" or actor.deleted_at is not None:
        raise Problem("404.1")
    return actor


def get_app_user(scope: Scope, cx: Cx, project_id: int, actor_id: int) -> Actor:
    """Return an app user of that project; raise 404.1 where there is none, or not any more."""
    actor = get_actor(scope, cx, actor_id)
    is_here = actor.type == "field_key" and actor.project_id == project_id
    if not is_here or actor.deleted_at is not None:
        raise Problem("404.1")
    return actor


def find_actors(scope: Scope, cx: Cx, ids: Sequence[int]) -> dict[int, Actor]:  # noqa: ARG001
    """Return the actors of these numbers, deleted or not."""
    found = cx.execute(select(*ActorRow.__table__.c).where(ActorRow.id.in_(ids)))
    return {row.id: _actor(row) for row in found}


def find_person(scope: Scope, cx: Cx, email: str) -> Actor | None:  # noqa: ARG001
    """Return the person who signs in with that email, not deleted."""
    query = select(*ActorRow.__table__.c).where(
        ActorRow.email == email.strip().lower(), ActorRow.deleted_at.is_(None)
    )
    row = cx.execute(query).first()
    return None if row is None else _actor(row)


def list_people(scope: Scope, cx: Cx, search: str | None = None) -> list[Actor]:
    """Return the people of the site; with ``search``, those whose name or email has it."""
    scope.must("user.list")
    query = select(*ActorRow.__table__.c).where(
        ActorRow.type == "user", ActorRow.deleted_at.is_(None)
    )
    found = [_actor(row) for row in cx.execute(query.order_by(ActorRow.email))]
    # Compared here: SQLite knows no lower case of Đ.
    wanted = unicodedata.normalize("NFC", search or "").casefold()
    return [
        person
        for person in found
        if wanted in person.display_name.casefold() or wanted in (person.email or "")
    ]


def list_app_users(scope: Scope, cx: Cx, project_id: int) -> list[Actor]:
    """Return the app users of a project, newest first."""
    scope.must("field_key.list", project_id)
    query = (
        select(*ActorRow.__table__.c)
        .where(
            ActorRow.type == "field_key",
            ActorRow.project_id == project_id,
            ActorRow.deleted_at.is_(None),
        )
        .order_by(ActorRow.id.desc())
    )
    return [_actor(row) for row in cx.execute(query)]


def change_actor(cx: Cx, actor_id: int, **values: object) -> None:
    """Change columns of an actor; raise 409.3 where another person has the new email."""
    try:
        cx.execute(update(ActorRow).where(ActorRow.id == actor_id).values(**values))
    except IntegrityError as error:
        raise _taken(values) from error


def add_credential(cx: Cx, **values: object) -> None:
    """Add a way for an actor to prove itself."""
    cx.execute(insert(CredentialRow).values(**values))


def find_credential(scope: Scope, cx: Cx, kind: str, lookup: str) -> Credential | None:  # noqa: ARG001
    """Return the credential of that kind found by that text."""
    row = cx.execute(_CREDENTIAL, {"kind": kind, "lookup": lookup}).first()
    return None if row is None else Credential(**row._mapping)  # noqa: SLF001


def list_credentials(scope: Scope, cx: Cx, kind: str, actor_ids: Sequence[int]) -> list[Credential]:  # noqa: ARG001
    """Return the credentials of a kind that these actors have."""
    query = select(*CredentialRow.__table__.c).where(
        CredentialRow.kind == kind, CredentialRow.actor_id.in_(actor_ids)
    )
    return [Credential(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001


def drop_credentials(
    cx: Cx, actor_id: int, kinds: Sequence[str], *, keep: str | None = None
) -> None:
    """Take these ways in from an actor, at once; ``keep`` is the lookup of one that stays."""
    row = CredentialRow
    query = delete(row).where(row.actor_id == actor_id, row.kind.in_(kinds))
    cx.execute(query if keep is None else query.where(row.lookup != keep))


def drop_credential(cx: Cx, kind: str, lookup: str) -> int | None:
    """Take one way in; return whose it was, None where there was none."""
    return cx.execute(
        delete(CredentialRow)
        .where(CredentialRow.kind == kind, CredentialRow.lookup == lookup)
        .returning(CredentialRow.actor_id)
    ).scalar()


def drop_expired(cx: Cx, at: datetime) -> None:
    """Remove credentials whose time is over."""
    cx.execute(delete(CredentialRow).where(CredentialRow.expires_at < at))


def mark_used(cx: Cx, credential_id: int, at: datetime) -> None:
    """Note that a credential served."""
    cx.execute(
        update(CredentialRow).where(CredentialRow.id == credential_id).values(last_used_at=at)
    )


def list_assignments(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    *,
    actor_id: int | None = None,
    project_id: int | None = None,
    form_id: int | None = None,
    role_id: int | None = None,
) -> list[Assignment]:
    """Return assignments: of an actor, or of exactly one place (no project: the site)."""
    query = _ASSIGNED.where(
        AssignmentRow.project_id.is_not_distinct_from(project_id),
        AssignmentRow.form_id.is_not_distinct_from(form_id),
    )
    if actor_id is not None:
        query = _ASSIGNED_TO
    if role_id is not None:
        query = query.where(AssignmentRow.role_id == role_id)
    given = {} if actor_id is None else {"actor_id": actor_id}
    return [Assignment(**found._mapping) for found in cx.execute(query, given)]  # noqa: SLF001


def list_form_assignments(
    scope: Scope, cx: Cx, project_id: int, role_id: int | None = None
) -> list[Assignment]:
    """Return the assignments on single forms of a project."""
    scope.must("assignment.list", project_id)
    query = _ASSIGNED.where(
        AssignmentRow.project_id == project_id, AssignmentRow.form_id.is_not(None)
    )
    if role_id is not None:
        query = query.where(AssignmentRow.role_id == role_id)
    return [Assignment(**found._mapping) for found in cx.execute(query)]  # noqa: SLF001


def assign(cx: Cx, assignment: Assignment, at: datetime) -> None:
    """Give a role; giving it twice changes nothing."""
    unassign(cx, assignment)
    values = {
        "actor_id": assignment.actor_id,
        "role_id": assignment.role_id,
        "project_id": assignment.project_id,
        "form_id": assignment.form_id,
    }
    query = insert(AssignmentRow).values(**values, unit=assignment.unit, created_at=at)
    try:
        cx.execute(query)
    except IntegrityError as error:  # somebody gives the same role at this moment
        raise Problem(
            "409.3", fields=list(values), values=list(values.values()), table="assignments"
        ) from error


def unassign(cx: Cx, assignment: Assignment) -> bool:
    """Take a role; say whether it was there."""
    row = AssignmentRow
    taken = cx.execute(
        delete(row)
        .where(
            row.actor_id == assignment.actor_id,
            row.role_id == assignment.role_id,
            row.project_id.is_not_distinct_from(assignment.project_id),
            row.form_id.is_not_distinct_from(assignment.form_id),
        )
        .returning(row.id)
    )
    return taken.first() is not None
