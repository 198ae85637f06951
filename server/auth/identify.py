"""Who is it: from what a request shows to an actor with its grants."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from server import clock
from server.auth import digest
from server.auth.lockout import Lockout
from server.auth.policy import ROLES
from server.auth.secrets import Box, Passwords, digest_of
from server.errors import Problem
from server.scope import Grant, Scope
from server.store import audit, people
from server.store.database import Cx, Database
from server.store.people import Actor

SESSION_HOURS = 24
_TOKEN = re.compile(r"[A-Za-z0-9!$]{64}")
_USED_EVERY = timedelta(minutes=1)
_REMEMBER_SECONDS = 60
_REMEMBERED_MAX = 1000

Means = Literal["none", "key", "device", "session", "cookie", "basic"]
NOBODY = Scope(actor_id=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a request shows of its sender."""

    key: str | None
    """App-user token: from the path ``/v1/key/TOKEN`` or ``?st=``."""
    authorization: str | None
    cookie: str | None
    method: str
    path: str
    """Decoded, as the client asked for it."""
    is_https: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, by what means, and what it may."""

    scope: Scope
    actor: Actor | None
    means: Means
    csrf: str | None = None
    """For a cookie session: what a changing request has to repeat."""
    session: str | None = None
    """The session's token."""

    @property
    def is_phone(self) -> bool:
        """A phone cannot mend what is refused: design, "Who sends decides the answer"."""
        return self.means in ("key", "device")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in that was just made."""

    token: str
    csrf: str
    created_at: datetime
    expires_at: datetime


class StaleNonceError(Exception):
    """The Digest answer was right for a nonce that is too old: challenge again."""


class Door:
    """Knows everybody who comes; holds what it has to remember between requests."""

    def __init__(self, database: Database, box: Box, passwords: Passwords) -> None:
        """Take what it asks."""
        self._database = database
        self._box = box
        self._passwords = passwords
        self._lockout = Lockout()
        self._remembered: dict[bytes, tuple[float, str]] = {}

    def identify(self, shown: Shown) -> Caller:
        """Say who it is. A token in the path wins over everything else."""
        if shown.key is not None:
            return self._by_key(shown.key)
        scheme, _, value = (shown.authorization or "").partition(" ")
        match scheme.lower():
            case "bearer":
                return self._by_session(value.strip(), "session")
            case "basic":
                return self._by_basic(value.strip(), shown)
            case "digest":
                return self._by_digest(shown)
            case _ if shown.cookie:
                return self._by_session(shown.cookie, "cookie")
            case _:
                return Caller(scope=NOBODY, actor=None, means="none")

    def sign_in(self, email: str, password: str, address: str) -> tuple[Actor, Session]:
        """Begin a session; raise 401.2, or 429.1 after too many failures."""
        actor = self._person(email, password, address)
        now = clock.now()
        session = Session(
            token=clock.new_token(),
            csrf=clock.new_token(),
            created_at=now,
            expires_at=now + timedelta(hours=SESSION_HOURS),
        )
        with self._database.write() as cx:
            people.drop_expired(cx, now)
            people.add_credential(
                cx,
                actor_id=actor.id,
                kind="session",
                lookup=digest_of(session.token),
                secret=session.csrf,
                created_at=now,
                expires_at=session.expires_at,
            )
            people.change_actor(cx, actor.id, last_login_at=now)
            audit.log(Scope(actor_id=actor.id), cx, "user.session.create", f"actor:{actor.id}")
        return actor, session

    def must_know(self, email: str, password: str, address: str) -> None:
        """Raise 401.2 unless it is that person's password; 429.1 after too many failures."""
        self._person(email, password, address)

    def _by_key(self, token: str) -> Caller:
        if not _TOKEN.fullmatch(token):
            raise Problem("401.2")
        with self._database.read() as cx:
            found = people.find_credential(NOBODY, cx, "key", digest_of(token))
            if found is None:
                raise Problem("403.1")
            caller = self._caller(cx, found.actor_id, "key")
        self._used(found)
        return caller

    def _by_session(self, token: str, means: Literal["session", "cookie"]) -> Caller:
        with self._database.read() as cx:
            found = people.find_credential(NOBODY, cx, "session", digest_of(token))
            if found is None or (found.expires_at and found.expires_at < clock.now()):
                if means == "cookie":
                    return Caller(scope=NOBODY, actor=None, means="none")
                raise Problem("401.2")
            return self._caller(cx, found.actor_id, means, csrf=found.secret, session=token)

    def _by_basic(self, value: str, shown: Shown) -> Caller:
        if not shown.is_https:
            raise Problem("401.3")
        try:
            name, colon, password = base64.b64decode(value, validate=True).decode().partition(":")
        except ValueError as error:  # no Base64, no ASCII, no UTF-8
            raise Problem("400.6", field="Authorization", value="Basic …") from error
        if not colon:
            raise Problem("401.2")
        if "@" not in name:
            return self._by_device_password(name, password, shown.address)
        actor = self._person(name, password, shown.address)
        with self._database.read() as cx:
            return self._caller(cx, actor.id, "basic")

    def _by_device_password(self, name: str, password: str, address: str) -> Caller:
        self._lockout.must_be_open(name, address, guessable=False)
        with self._database.read() as cx:
            found = people.find_credential(NOBODY, cx, "device", name)
            stored = self._box.unlock(found.secret) if found else None
            if (
                found is None
                or stored is None
                or not hmac.compare_digest(stored, digest.ha1(name, password))
            ):
                self._lockout.failed(name, address, guessable=False)
                raise Problem("401.2")
            caller = self._caller(cx, found.actor_id, "device")
        self._used(found)
        return caller

    def _by_digest(self, shown: Shown) -> Caller:
        answer = digest.read_answer(shown.authorization or "")
        if answer is None or not digest.is_ours(self._box, answer.nonce):
            raise Problem("401.2")
        self._lockout.must_be_open(answer.username, shown.address, guessable=False)
        with self._database.read() as cx:
            found = people.find_credential(NOBODY, cx, "device", answer.username)
            stored = self._box.unlock(found.secret) if found else None
            if (
                found is None
                or stored is None
                or not digest.is_right(answer, stored, shown.method, shown.path)
            ):
                self._lockout.failed(answer.username, shown.address, guessable=False)
                raise Problem("401.2")
            if digest.is_stale(answer.nonce):
                raise StaleNonceError
            caller = self._caller(cx, found.actor_id, "device")
        self._used(found)
        return caller

    def _person(self, email: str, password: str, address: str) -> Actor:
        name = email.strip().lower()
        self._lockout.must_be_open(name, address)
        with self._database.read() as cx:
            actor = people.find_person(NOBODY, cx, name)
            stored = (
                people.find_credential(NOBODY, cx, "password", str(actor.id)) if actor else None
            )
        secret = stored.secret if stored else None
        right = self._is_password(name, secret, password)
        if actor is None or not right or actor.disabled_at is not None:
            self._lockout.failed(name, address)
            raise Problem("401.2")
        self._lockout.succeeded(name, address)
        return actor

    def _is_password(self, name: str, stored: str | None, password: str) -> bool:
        """Argon2 takes its time: a program that sends Basic each time pays it once a minute."""
        mark = hashlib.blake2b(f"{name}\0{password}".encode()).digest()
        seen = self._remembered.get(mark)
        if seen and stored and seen[0] > time.monotonic() and seen[1] == stored:
            return True
        if not self._passwords.matches(stored, password):
            return False
        if len(self._remembered) > _REMEMBERED_MAX:
            self._remembered.clear()
        self._remembered[mark] = (time.monotonic() + _REMEMBER_SECONDS, stored or "")
        return True

    def _caller(
        self,
        cx: Cx,
        actor_id: int,
        means: Means,
        *,
        csrf: str | None = None,
        session: str | None = None,
    ) -> Caller:
        actor = people.get_actor(NOBODY, cx, actor_id)
        if actor.deleted_at is not None or actor.disabled_at is not None:
            raise Problem("403.1" if means == "key" else "401.2")
        return Caller(
            scope=scope_of(cx, actor), actor=actor, means=means, csrf=csrf, session=session
        )

    def _used(self, found: people.Credential) -> None:
        now = clock.now()
        if found.last_used_at is None or now - found.last_used_at > _USED_EVERY:
            with self._database.write() as cx:
                people.mark_used(cx, found.id, now)


def scope_of(cx: Cx, actor: Actor) -> Scope:
    """Return what an actor's assignments allow it."""
    assigned = people.list_assignments(NOBODY, cx, actor_id=actor.id)
    return Scope(
        actor_id=actor.id,
        grants=tuple(
            Grant(
                verbs=ROLES[found.role_id].verbs,
                project_id=found.project_id,
                form_id=found.form_id,
                units=None if found.unit is None else frozenset((found.unit,)),
            )
            for found in assigned
            if found.role_id in ROLES
        ),
    )
