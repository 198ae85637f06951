"""What an empty installation needs before anybody can sign in: an administrator, a project."""

from __future__ import annotations

from dataclasses import dataclass

from server import clock
from server.auth.policy import ADMINISTRATOR
from server.people import accounts
from server.services import SYSTEM, Services
from server.store import audit, people, projects
from server.store.people import Assignment
from server.store.projects import Project

PROJECT_NAME = "Hội Liên hiệp Phụ nữ – Đề án 938"
ACCEPT_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class FirstSignIn:
    """The administrator that was just made; the password is None where it was chosen."""

    email: str
    password: str | None


def make_first_administrator(parts: Services) -> FirstSignIn | None:
    """Make the first administrator where nobody is yet; its number is 5, after the system's."""
    with parts.database.read() as cx:
        if people.count_people(SYSTEM, cx):
            return None
    chosen = parts.config.admin_password
    password = chosen or clock.new_password()
    _make_system_actors(parts)
    person = accounts.add_person(
        parts,
        SYSTEM,
        email=parts.config.admin_email,
        display_name="Quản trị",
        password=password,
    )
    with parts.database.write() as cx:
        role = Assignment(
            actor_id=person.id, role_id=ADMINISTRATOR, project_id=None, form_id=None, unit=None
        )
        people.assign(cx, role, clock.now())
        audit.log(SYSTEM, cx, "user.assignment.create", f"actor:{person.id}", role=ADMINISTRATOR)
    return FirstSignIn(parts.config.admin_email, None if chosen else password)


def _make_system_actors(parts: Services) -> None:
    with parts.database.write() as cx:
        for name in ("tincay", "tincay 2", "tincay 3", "tincay 4"):
            people.add_actor(
                cx, type="system", display_name=name, language="vi", created_at=clock.now()
            )


def make_first_project(parts: Services) -> Project | None:
    """Make the programme's project where there is none yet."""
    with parts.database.read() as cx:
        if projects.list_all(SYSTEM, cx):
            return None
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
