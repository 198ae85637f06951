"""Actors as /v1 writes them: anybody, a person, an app user."""

from __future__ import annotations

from server.api.wire import moment
from server.people.onboarding import AppUser
from server.store.people import Actor

Json = dict[str, object]


def actor_json(actor: Actor) -> Json:
    """Write an actor."""
    return {
        "id": actor.id,
        "type": actor.type,
        "displayName": actor.display_name,
        "createdAt": moment(actor.created_at),
        "updatedAt": moment(actor.updated_at),
        "deletedAt": moment(actor.deleted_at),
    }


def person_json(person: Actor) -> Json:
    """Write a person. ``language`` is ours."""
    return actor_json(person) | {
        "email": person.email,
        "lastLoginAt": moment(person.last_login_at),
        "language": person.language,
    }


def app_user_json(app_user: AppUser) -> Json:
    """Write an app user. ``language`` and ``unit`` are ours."""
    actor = app_user.actor
    return actor_json(actor) | {
        "projectId": actor.project_id,
        "token": app_user.token,
        "language": actor.language,
        "unit": actor.unit,
    }


def app_user_extended_json(app_user: AppUser, created_by: Actor | None) -> Json:
    """Write an app user with who made it and when it was last heard of."""
    return app_user_json(app_user) | {
        "createdBy": None if created_by is None else actor_json(created_by),
        "lastUsed": moment(app_user.last_used),
        "properties": {},
    }
