"""What lets a phone in: a new QR code for a new phone, a device password, and taking it back."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.guard import caller, needs, services
from server.errors import Problem
from server.pages.page import go, show
from server.pages.qr import drawn
from server.people import onboarding
from server.store.projects import Project

blueprint = Blueprint("phones", __name__)
_ONE = "/projects/<int:project_id>/app-users/<int:actor_id>"
_SHOW = "pages.app_users.show_one"


@blueprint.post(f"{_ONE}/token")
@needs("field_key.update")
def renew_token(project: Project, actor_id: int) -> Response:
    """Make a new QR code; the old phone is refused from now on."""
    onboarding.renew_token(services(), caller().scope, project.id, actor_id)
    return go(_SHOW, project_id=project.id, actor_id=actor_id, done="renewed")


@blueprint.post(f"{_ONE}/revoke")
@needs("session.end")
def revoke(project: Project, actor_id: int) -> Response:
    """Let the phone in no longer, by QR code or device password."""
    onboarding.revoke(services(), caller().scope, project.id, actor_id)
    return go(_SHOW, project_id=project.id, actor_id=actor_id, done="revoked")


@blueprint.post(f"{_ONE}/delete")
@needs("field_key.delete")
def delete(project: Project, actor_id: int) -> Response:
    """Take the app user off the list; what it sent stays."""
    onboarding.delete_app_user(services(), caller().scope, project.id, actor_id)
    return go("pages.app_users.list_all", project_id=project.id, done="app_user_deleted")


@blueprint.post(f"{_ONE}/device-password")
@needs("field_key.update")
def give_device_password(project: Project, actor_id: int) -> Response:
    """Show a new device password: here and now, nobody can show it again."""
    scope = caller().scope
    app_user = onboarding.get_app_user(services(), scope, project.id, actor_id)
    given = onboarding.give_device_password(services(), scope, project, actor_id)
    return show(
        "device_password.html",
        project=project,
        app_user=app_user,
        given=given,
        svg=None if given.settings is None else drawn(given.settings),
        unreachable=Problem("409.31", url=services().config.public_url),
        url=f"{services().config.public_url}/v1/projects/{project.id}",
    )
