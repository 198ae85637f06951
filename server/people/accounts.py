"""People and how they get in: added, renamed, given a password, disabled, deleted."""

from __future__ import annotations

import re
import unicodedata

from server import clock
from server.auth.policy import ADMINISTRATOR
from server.errors import Problem
from server.scope import Scope
from server.services import Services
from server.store import audit, people
from server.store.database import Cx, lock_instances
from server.store.people import Actor

NAME_CHARACTERS_MAX = 120
EMAIL_CHARACTERS_MAX = 254
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f.]+")
_WAYS_IN = ("password", "session")


def add_person(
    parts: Services,
    scope: Scope,
    *,
    email: str,
    display_name: str | None = None,
    password: str | None = None,
    language: str = "vi",
) -> Actor:
    """Add a person; without a password it cannot sign in yet.

    Raise 400.8 (email), 400.21 or 400.38 (password), 409.3 (email taken).
    """
    address = clean_email(email)
    secret = None if password is None else parts.passwords.hash(password)
    now = clock.now()
    with parts.database.write() as cx:
        person = people.add_actor(
            cx,
            type="user",
            display_name=display_name or address,
            email=address,
            language=language,
            created_at=now,
            created_by=scope.actor_id,
        )
        if secret is not None:
            _keep_password(cx, person.id, secret)
        audit.log(scope, cx, "user.create", f"actor:{person.id}")
    return person


def change_person(parts: Services, scope: Scope, person_id: int, **values: object) -> Actor:
    """Change ``display_name``, ``email`` or ``language``; raise 400.8, 404.1 or 409.3."""
    if "email" in values:
        values["email"] = clean_email(str(values["email"]))
    with parts.database.write() as cx:
        people.get_person(scope, cx, person_id)
        if values:
            people.change_actor(cx, person_id, **values, updated_at=clock.now())
            audit.log(scope, cx, "user.update", f"actor:{person_id}", fields=sorted(values))
        return people.get_person(scope, cx, person_id)


def set_password(
    parts: Services, scope: Scope, person_id: int, password: str, *, keep_session: str | None = None
) -> None:
    """Give a person a new password and end its sessions, except the one found by that lookup."""
    secret = parts.passwords.hash(password)
    with parts.database.write() as cx:
        lock_instances(cx, f"actor {person_id}")
        people.get_person(scope, cx, person_id)
        people.drop_credentials(cx, person_id, ("password",))
        people.drop_credentials(cx, person_id, ("session",), keep=keep_session)
        _keep_password(cx, person_id, secret)
        audit.log(scope, cx, "user.update", f"actor:{person_id}", fields=["password"])


def delete_person(parts: Services, scope: Scope, person_id: int) -> None:
    """Let a person no longer be here; what it did keeps its number. Raise 404.1 or 409.32."""
    with parts.database.write() as cx:
        people.get_person(scope, cx, person_id)
        must_leave_an_administrator(scope, cx, person_id)
        people.drop_credentials(cx, person_id, _WAYS_IN)
        people.change_actor(cx, person_id, deleted_at=clock.now())
        audit.log(scope, cx, "user.delete", f"actor:{person_id}")


def disable_person(parts: Services, scope: Scope, person_id: int, *, disabled: bool = True) -> None:
    """Let a person in no longer, or again; its sessions end. Raise 404.1 or 409.32."""
    with parts.database.write() as cx:
        people.get_person(scope, cx, person_id)
        if disabled:
            must_leave_an_administrator(scope, cx, person_id)
            people.drop_credentials(cx, person_id, ("session",))
        now = clock.now()
        people.change_actor(cx, person_id, disabled_at=now if disabled else None, updated_at=now)
        audit.log(scope, cx, "user.update", f"actor:{person_id}", disabled=disabled)


def must_leave_an_administrator(scope: Scope, cx: Cx, leaving_id: int) -> None:
    """Raise 409.32 where nobody could administer the site without that person."""
    lock_instances(cx, "administrators")
    assigned = people.list_assignments(scope, cx, role_id=ADMINISTRATOR)
    actors = people.find_actors(scope, cx, [found.actor_id for found in assigned])
    able = {actor.id for actor in actors.values() if actor.disabled_at is None}
    if able == {leaving_id}:
        raise Problem("409.32")


def clean_email(text: str) -> str:
    """Return an email as people are found by it; raise 400.8 for what is none."""
    email = unicodedata.normalize("NFC", text.strip().lower())
    if len(email) > EMAIL_CHARACTERS_MAX or not _EMAIL.fullmatch(email):
        raise Problem("400.8", field="email", value=None, reason="not an email address")
    return email


def _keep_password(cx: Cx, person_id: int, secret: str) -> None:
    people.add_credential(
        cx,
        actor_id=person_id,
        kind="password",
        lookup=str(person_id),
        secret=secret,
        created_at=clock.now(),
    )
