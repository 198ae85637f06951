"""What it takes to let a phone in: an app user, its token or device password, its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from server import clock
from server.auth import digest
from server.auth.secrets import Box, digest_of
from server.config import Config
from server.errors import Problem
from server.people import settings_qr
from server.people.settings_qr import Phone, Settings
from server.scope import Scope
from server.services import Services
from server.store import audit, people
from server.store.database import Cx, lock_instances
from server.store.forms import Form
from server.store.people import Actor
from server.store.projects import Project

DEVICE_PASSWORD_CHARACTERS = 20
_WAYS_IN = ("key", "device")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppUser:
    """Somebody who fills forms on a phone."""

    actor: Actor
    token: str | None
    """What stands in the phone's address; none: revoked."""
    last_used: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePassword:
    """A user name and password for Collect, in plain text for this once."""

    username: str
    password: str
    settings: str | None
    """The text of the QR code; none where no phone reaches this server's address."""


def list_app_users(parts: Services, scope: Scope, project_id: int) -> list[AppUser]:
    """Return the app users of a project, newest first."""
    with parts.database.read() as cx:
        return _with_tokens(parts.box, scope, cx, people.list_app_users(scope, cx, project_id))


def get_app_user(parts: Services, scope: Scope, project_id: int, actor_id: int) -> AppUser:
    """Return an app user; raise 404.1."""
    with parts.database.read() as cx:
        return _get(parts.box, scope, cx, project_id, actor_id)


def add_app_user(
    parts: Services,
    scope: Scope,
    project: Project,
    *,
    display_name: str,
    language: str | None = None,
    unit: str | None = None,
) -> AppUser:
    """Add an app user with a token. It sees no form before one is assigned to it."""
    with parts.database.write() as cx:
        actor = people.add_actor(
            cx,
            type="field_key",
            display_name=display_name,
            project_id=project.id,
            language=language or project.language,
            unit=unit,
            created_at=clock.now(),
            created_by=scope.actor_id,
        )
        _give_token(parts.box, cx, actor)
        _log(scope, cx, "field_key.create", actor)
        return _get(parts.box, scope, cx, project.id, actor.id)


def change_app_user(
    parts: Services, scope: Scope, project_id: int, actor_id: int, **values: object
) -> AppUser:
    """Change ``display_name``, ``language`` or ``unit``; raise 404.1."""
    with parts.database.write() as cx:
        actor = people.get_app_user(scope, cx, project_id, actor_id)
        if values:
            people.change_actor(cx, actor_id, **values, updated_at=clock.now())
            _log(scope, cx, "field_key.update", actor, sorted(values))
        return _get(parts.box, scope, cx, project_id, actor_id)


def renew_token(parts: Services, scope: Scope, project_id: int, actor_id: int) -> AppUser:
    """Give an app user a new token; the old one is refused from now on."""
    with parts.database.write() as cx:
        actor = _locked(scope, cx, project_id, actor_id)
        people.drop_credentials(cx, actor_id, ("key",))
        _give_token(parts.box, cx, actor)
        _log(scope, cx, "field_key.token.renew", actor)
        return _get(parts.box, scope, cx, project_id, actor_id)


def revoke(parts: Services, scope: Scope, project_id: int, actor_id: int) -> None:
    """Let a phone in no longer, by token or device password: it may be lost. Raise 404.1."""
    with parts.database.write() as cx:
        actor = _locked(scope, cx, project_id, actor_id)
        people.drop_credentials(cx, actor_id, _WAYS_IN)
        _log(scope, cx, "field_key.session.end", actor)


def delete_app_user(parts: Services, scope: Scope, project_id: int, actor_id: int) -> None:
    """Let an app user no longer be here; what it sent stays. Raise 404.1."""
    with parts.database.write() as cx:
        actor = _locked(scope, cx, project_id, actor_id)
        people.drop_credentials(cx, actor_id, _WAYS_IN)
        people.change_actor(cx, actor_id, deleted_at=clock.now())
        _log(scope, cx, "field_key.delete", actor)


def give_device_password(
    parts: Services, scope: Scope, project: Project, actor_id: int
) -> DevicePassword:
    """Make a user name and password for HTTP Digest; a former one is refused from now on.

    No ``@`` stands in the user name: that tells it from a person's email.
    """
    username = f"dt{actor_id}"
    password = clock.new_password(DEVICE_PASSWORD_CHARACTERS)
    with parts.database.write() as cx:
        actor = _locked(scope, cx, project.id, actor_id)
        people.drop_credentials(cx, actor_id, ("device",))
        people.add_credential(
            cx,
            actor_id=actor_id,
            kind="device",
            lookup=username,
            secret=parts.box.lock(digest.ha1(username, password)),
            created_at=clock.now(),
        )
        _log(scope, cx, "field_key.device_password.create", actor)
    phone = Phone(
        server_url=f"{parts.config.public_url}/v1/projects/{project.id}",
        person=actor.display_name,
        language=actor.language,
        project=project.name,
        username=username,
        password=password,
    )
    reachable = not settings_qr.is_loopback(parts.config.public_url)
    return DevicePassword(
        username=username,
        password=password,
        settings=settings_qr.pack(settings_qr.settings_of(phone)) if reachable else None,
    )


def take_device_password(parts: Services, scope: Scope, project_id: int, actor_id: int) -> None:
    """Refuse an app user's device password from now on; its token stays. Raise 404.1."""
    with parts.database.write() as cx:
        actor = _locked(scope, cx, project_id, actor_id)
        people.drop_credentials(cx, actor_id, ("device",))
        _log(scope, cx, "field_key.device_password.delete", actor)


def settings_for(config: Config, project: Project, app_user: AppUser) -> Settings:
    """Return what the app user's QR code holds; raise 404.1 (revoked) or 409.31 (loopback)."""
    if app_user.token is None:
        raise Problem("404.1")
    _must_be_reachable(config)
    return settings_qr.settings_of(
        Phone(
            server_url=f"{config.public_url}/v1/key/{app_user.token}/projects/{project.id}",
            person=app_user.actor.display_name,
            language=app_user.actor.language,
            project=project.name,
        )
    )


def settings_for_test(
    config: Config, project: Project, form: Form, tester: Actor | None
) -> Settings:
    """Return what a draft's QR code holds: whoever scans it may try the draft, and nothing else.

    Raises 404.1 where there is no draft, and 409.31 (loopback).
    """
    if form.draft_token is None:
        raise Problem("404.1")
    _must_be_reachable(config)
    path = f"projects/{project.id}/forms/{quote(form.xml_form_id, safe='')}/draft"
    return settings_qr.settings_of(
        Phone(
            server_url=f"{config.public_url}/v1/test/{form.draft_token}/{path}",
            person=tester.display_name if tester else "",
            language=tester.language if tester else project.language,
            project=f"[{form.xml_form_id}] {project.name}",
        )
    )


def _must_be_reachable(config: Config) -> None:
    if settings_qr.is_loopback(config.public_url):
        raise Problem("409.31", url=config.public_url)


def _locked(scope: Scope, cx: Cx, project_id: int, actor_id: int) -> Actor:
    """Two who renew at once must not leave two tokens."""
    lock_instances(cx, f"actor {actor_id}")
    return people.get_app_user(scope, cx, project_id, actor_id)


def _give_token(box: Box, cx: Cx, actor: Actor) -> None:
    token = clock.new_token()
    people.add_credential(
        cx,
        actor_id=actor.id,
        kind="key",
        lookup=digest_of(token),
        secret=box.lock(token),
        created_at=clock.now(),
    )


def _get(box: Box, scope: Scope, cx: Cx, project_id: int, actor_id: int) -> AppUser:
    actor = people.get_app_user(scope, cx, project_id, actor_id)
    return _with_tokens(box, scope, cx, [actor])[0]


def _with_tokens(box: Box, scope: Scope, cx: Cx, actors: Sequence[Actor]) -> list[AppUser]:
    ids = [actor.id for actor in actors]
    keys = {found.actor_id: found for found in people.list_credentials(scope, cx, "key", ids)}
    used: dict[int, datetime] = {}
    for found in (*keys.values(), *people.list_credentials(scope, cx, "device", ids)):
        if found.last_used_at is not None:
            used[found.actor_id] = max(
                found.last_used_at, used.get(found.actor_id, found.last_used_at)
            )
    return [
        AppUser(
            actor=actor,
            token=box.unlock(keys[actor.id].secret) if actor.id in keys else None,
            last_used=used.get(actor.id),
        )
        for actor in actors
    ]


def _log(
    scope: Scope, cx: Cx, action: str, actor: Actor, fields: Sequence[str] | None = None
) -> None:
    details = {} if fields is None else {"fields": list(fields)}
    audit.log(
        scope,
        cx,
        action,
        f"actor:{actor.id}",
        project_id=actor.project_id or audit.SITE,
        **details,
    )
