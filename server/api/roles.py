"""The roles that there are."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.guard import signed_in
from server.api.wire import json_answer
from server.auth.policy import ROLES, Role, role_named
from server.errors import Problem

blueprint = Blueprint("roles", __name__)


@blueprint.get("/v1/roles")
@signed_in
def list_all() -> Response:
    """List the roles with their verbs."""
    return json_answer([_role_json(role) for role in ROLES.values()])


@blueprint.get("/v1/roles/<role>")
@signed_in
def show(role: str) -> Response:
    """Show a role, by its number or its system name."""
    return json_answer(_role_json(get_role(role)))


def get_role(text: str) -> Role:
    """Return the role of that number or system name; raise 404.1."""
    role = role_named(text)
    if role is None:
        raise Problem("404.1")
    return role


def _role_json(role: Role) -> dict[str, object]:
    """Write a role. They come with the program, so no moment is theirs."""
    return {
        "id": role.id,
        "name": role.name,
        "system": role.system,
        "verbs": sorted(role.verbs),
        "createdAt": None,
        "updatedAt": None,
    }
