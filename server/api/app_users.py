"""App users: those who fill forms on a phone, and what lets their phones in."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.actors import app_user_extended_json, app_user_json
from server.api.guard import caller, needs, services
from server.api.people_schemas import AppUserChanges, AppUserToAdd
from server.api.wire import json_answer, json_body, success, wants_extended
from server.people import onboarding, settings_qr
from server.people.onboarding import AppUser
from server.people.settings_qr import Settings
from server.store import people
from server.store.projects import Project

blueprint = Blueprint("app_users", __name__)
_ALL = "/v1/projects/<int:project_id>/app-users"
_ONE = f"{_ALL}/<int:actor_id>"


@blueprint.get(_ALL)
@needs("field_key.list")
def list_all(project: Project) -> Response:
    """List a project's app users, newest first."""
    scope = caller().scope
    found = onboarding.list_app_users(services(), scope, project.id)
    if not wants_extended():
        return json_answer([app_user_json(app_user) for app_user in found])
    makers = {app_user.actor.created_by or 0 for app_user in found}
    with services().database.read() as cx:
        actors = people.find_actors(scope, cx, sorted(makers))
    return json_answer(
        [
            app_user_extended_json(app_user, actors.get(app_user.actor.created_by or 0))
            for app_user in found
        ]
    )


@blueprint.post(_ALL)
@needs("field_key.create")
def add(project: Project) -> Response:
    """Add an app user; it sees the forms that are assigned to it, none by itself."""
    given = json_body(AppUserToAdd())
    added = onboarding.add_app_user(services(), caller().scope, project, **given)
    return json_answer(app_user_json(added))


@blueprint.patch(_ONE)
@needs("field_key.update")
def change(project: Project, actor_id: int) -> Response:
    """Change an app user's name, language or unit."""
    given = json_body(AppUserChanges())
    changed = onboarding.change_app_user(services(), caller().scope, project.id, actor_id, **given)
    return json_answer(app_user_json(changed))


@blueprint.delete(_ONE)
@needs("field_key.delete")
def delete(project: Project, actor_id: int) -> Response:
    """Delete an app user; what it sent stays."""
    onboarding.delete_app_user(services(), caller().scope, project.id, actor_id)
    return success()


@blueprint.post(f"{_ONE}/token")
@needs("field_key.update")
def renew_token(project: Project, actor_id: int) -> Response:
    """Give a new token for the same person; the old one dies at once."""
    renewed = onboarding.renew_token(services(), caller().scope, project.id, actor_id)
    return json_answer(app_user_json(renewed))


@blueprint.delete(f"{_ONE}/token")
@needs("session.end")
def revoke(project: Project, actor_id: int) -> Response:
    """Let the phone in no longer, by token or device password."""
    onboarding.revoke(services(), caller().scope, project.id, actor_id)
    return success()


@blueprint.post(f"{_ONE}/device-password")
@needs("field_key.update")
def give_device_password(project: Project, actor_id: int) -> Response:
    """Make a user name and password for Collect's own sign-in; shown this once."""
    given = onboarding.give_device_password(services(), caller().scope, project, actor_id)
    return _secret(
        json_answer(
            {
                "username": given.username,
                "password": given.password,
                "settings": given.settings,
            }
        )
    )


@blueprint.delete(f"{_ONE}/device-password")
@needs("field_key.update")
def take_device_password(project: Project, actor_id: int) -> Response:
    """Refuse the device password from now on; the token stays."""
    onboarding.take_device_password(services(), caller().scope, project.id, actor_id)
    return success()


@blueprint.get(f"{_ONE}/settings.json")
@needs("field_key.list")
def show_settings(project: Project, actor_id: int) -> Response:
    """Show what the QR code holds."""
    return _secret(json_answer(_settings(project, actor_id)))


@blueprint.get(f"{_ONE}/settings.svg")
@needs("field_key.list")
def draw_svg(project: Project, actor_id: int) -> Response:
    """Draw the QR code that Collect scans."""
    text = settings_qr.pack(_settings(project, actor_id))
    return _secret(Response(settings_qr.draw_svg(text), content_type="image/svg+xml"))


@blueprint.get(f"{_ONE}/settings.png")
@needs("field_key.list")
def draw_png(project: Project, actor_id: int) -> Response:
    """Draw the QR code that Collect scans."""
    text = settings_qr.pack(_settings(project, actor_id))
    return _secret(Response(settings_qr.draw_png(text), content_type="image/png"))


def _settings(project: Project, actor_id: int) -> Settings:
    app_user: AppUser = onboarding.get_app_user(services(), caller().scope, project.id, actor_id)
    return onboarding.settings_for(services().config, project, app_user)


def _secret(answer: Response) -> Response:
    """Whoever has this can send as the app user: no cache keeps it."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
