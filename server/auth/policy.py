"""What each role may do: one table of ODK Central's roles and verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

APP_USER = 2
MANAGER = 5
VIEWER = 6
DATA_COLLECTOR = 8
ADMINISTRATOR = 1

_FILL = ("open_form.list", "open_form.read", "submission.create")
_VIEW = (
    "project.read",
    "form.list",
    "form.read",
    "submission.list",
    "submission.read",
    "dataset.list",
    "entity.list",
    "open_form.list",
    "open_form.read",
)
_MANAGE = (
    *_VIEW,
    "project.update",
    "project.delete",
    "assignment.list",
    "assignment.create",
    "assignment.delete",
    "field_key.list",
    "field_key.create",
    "field_key.update",
    "field_key.delete",
    "session.end",
    "form.create",
    "form.update",
    "form.delete",
    "form.restore",
    "submission.create",
    "submission.update",
    "submission.delete",
    "submission.restore",
)
_ADMINISTER = (
    *_MANAGE,
    "project.list",
    "project.create",
    "user.list",
    "user.create",
    "user.read",
    "user.update",
    "user.delete",
    "audit.read",
    "role.list",
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role of ODK Central, by its number there."""

    id: int
    name: str
    system: str
    verbs: frozenset[str]


ROLES: Mapping[int, Role] = {
    role.id: role
    for role in (
        Role(ADMINISTRATOR, "Administrator", "admin", frozenset(_ADMINISTER)),
        Role(APP_USER, "App User", "app-user", frozenset(_FILL)),
        Role(MANAGER, "Project Manager", "manager", frozenset(_MANAGE)),
        Role(VIEWER, "Project Viewer", "viewer", frozenset(_VIEW)),
        Role(DATA_COLLECTOR, "Data Collector", "formfill", frozenset(("project.read", *_FILL))),
    )
}


def role_named(text: str) -> Role | None:
    """Find a role by its number, or by its system name ("app-user")."""
    return next((role for role in ROLES.values() if text in (str(role.id), role.system)), None)
