"""What an empty installation needs before anybody can sign in: an administrator, a project."""

from __future__ import annotations

from dataclasses import dataclass

from server import clock
from server.auth.policy import ADMINISTRATOR
from server.people import accounts
from server.services import SYSTEM, Services
from server.store import audit, people, projects
from server.store.people import Actor, Assignment
from server.store.projects import Project

PROJECT_NAME = "Hội Liên hiệp Phụ nữ – Đề án 938"
ACCEPT_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class FirstSignIn:
    """The administrator that was just made; the password is None where it was chosen."""

    email: str
    password: str | None


def is_administered(parts: Services) -> bool:
    """Say whether somebody administers the site: then the first start came to its end."""
    with parts.database.read() as cx:
        return bool(people.list_assignments(SYSTEM, cx, role_id=ADMINISTRATOR))


def make_first_administrator(parts: Services) -> FirstSignIn | None:
    """Make the first administrator where there is none; its number is 5, after the system's.

    The last step of the first start: one that broke off is done again from the beginning.
    """
    if is_administered(parts):
        return None
    chosen = parts.config.admin_password
    password = chosen or clock.new_password()
    person = _make_person(parts, password)
    with parts.database.write() as cx:
        role = Assignment(
            actor_id=person.id, role_id=ADMINISTRATOR, project_id=None, form_id=None, unit=None
        )
        people.assign(cx, role, clock.now())
        audit.log(SYSTEM, cx, "user.assignment.create", f"actor:{person.id}", role=ADMINISTRATOR)
    return FirstSignIn(parts.config.admin_email, None if chosen else password)


def _make_person(parts: Services, password: str) -> Actor:
    """Add the person; one that a start left behind before it was given its role gets a password."""
    email = accounts.clean_email(parts.config.admin_email)
    with parts.database.read() as cx:
        left = people.find_person(SYSTEM, cx, email)
    if left is None:
        return accounts.add_person(
            parts, SYSTEM, email=email, display_name="Quản trị", password=password
        )
    accounts.set_password(parts, SYSTEM, left.id, password)
    return left


def make_first_project(parts: Services) -> Project:
    """Return the programme's project, the oldest there is; make it where there is none yet."""
    with parts.database.read() as cx:
        if found := projects.list_all(SYSTEM, cx):
            return found[0]
    with parts.database.write() as cx:
        project = projects.add(
            cx,
            name=PROJECT_NAME,
            archived=False,
            zone=parts.config.timezone.key,
            language="vi",
            accept_bytes=ACCEPT_BYTES,
            created_at=clock.now(),
        )
        audit.log(SYSTEM, cx, "project.create", f"project:{project.id}", project_id=project.id)
    return project
