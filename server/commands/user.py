"""``tincay user``: people of the site from the shell, where no sign-in is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from exports.indicators.named_units import UnitNotFoundError, unit_meant
from exports.indicators.units import load_units
from server import clock
from server.auth.policy import ROLES, role_named
from server.config import read_config
from server.errors import Problem
from server.people import accounts, assignments
from server.services import SYSTEM, Services, open_services
from server.store import people, projects
from server.store.people import Actor, Assignment

_PASSWORD_IN = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)
_SYSTEM_NAMES = [role.system for role in ROLES.values() if role.system != "app-user"]


@click.group()
def user() -> None:
    """Add people, give them passwords, disable them, list them."""


@user.command()
@click.argument("email")
@click.option("--name", help="How the person is called (default: the email).")
@click.option("--role", type=click.Choice(_SYSTEM_NAMES), help="What the person may do.")
@click.option("--project", type=int, help="The project of that role (default: the whole site).")
@click.option("--unit", help="The unit that the role is bound to: its key, or its name.")
@_PASSWORD_IN
def add(
    email: str,
    name: str | None,
    role: str | None,
    project: int | None,
    unit: str | None,
    *,
    password_stdin: bool,
) -> None:
    """Add a person. Without --password-stdin a password is made and printed once."""
    bound = None if unit is None else _unit(unit, role, project)
    made = None if password_stdin else clock.new_password()
    with _opened() as parts:
        if project is not None:
            with parts.database.read() as cx:
                projects.get(SYSTEM, cx, project)
        person = accounts.add_person(
            parts, SYSTEM, email=email, display_name=name, password=made or _read_password()
        )
        if role is not None:
            assignments.give(parts, SYSTEM, _assignment(person, role, project, bound))
    click.echo(f"Added {person.email} (number {person.id}).")
    _say_once(made)


@user.command()
@click.argument("email")
@_PASSWORD_IN
def password(email: str, *, password_stdin: bool) -> None:
    """Give a person a new password and end its sessions."""
    made = None if password_stdin else clock.new_password()
    with _opened() as parts:
        person = _person(parts, email)
        accounts.set_password(parts, SYSTEM, person.id, made or _read_password())
    click.echo(f"{person.email} has a new password.")
    _say_once(made)


@user.command()
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let the person in again.")
def disable(email: str, *, undo: bool) -> None:
    """Let a person in no longer; its sessions end at once."""
    with _opened() as parts:
        person = _person(parts, email)
        accounts.disable_person(parts, SYSTEM, person.id, disabled=not undo)
    click.echo(f"{person.email} is {'let in again' if undo else 'disabled'}.")


@user.command("list")
def list_all() -> None:
    """List the people: number, email, name, roles, and who is disabled."""
    with _opened() as parts, parts.database.read() as cx:
        for person in people.list_people(SYSTEM, cx):
            assigned = people.list_assignments(SYSTEM, cx, actor_id=person.id)
            roles = ", ".join(_role_text(assignment) for assignment in assigned) or "no role"
            state = "\tdisabled" if person.disabled_at else ""
            click.echo(f"{person.id}\t{person.email}\t{person.display_name}\t{roles}{state}")


@contextmanager
def _opened() -> Iterator[Services]:
    parts = open_services(read_config())
    try:
        yield parts
    finally:
        parts.database.close()


def _person(parts: Services, email: str) -> Actor:
    with parts.database.read() as cx:
        person = people.find_person(SYSTEM, cx, email)
    if person is None:
        raise Problem("404.1")
    return person


def _unit(typed: str, role: str | None, project: int | None) -> str:
    """Return the key of the unit that is meant, by its name in the tree that is in force."""
    if role is None or project is None:
        raise click.UsageError("--unit binds a role on a project: say --role and --project.")
    units = load_units()
    try:
        return unit_meant(units, typed, units.vintage_on(clock.now().date())).key
    except UnitNotFoundError as error:
        raise click.UsageError(f"--unit: {error.en}.") from error


def _assignment(person: Actor, role: str, project_id: int | None, unit: str | None) -> Assignment:
    found = role_named(role)
    assert found is not None, "click lets in the roles that there are"
    return Assignment(
        actor_id=person.id, role_id=found.id, project_id=project_id, form_id=None, unit=unit
    )


def _role_text(assignment: Assignment) -> str:
    role = ROLES[assignment.role_id].system
    if assignment.project_id is None:
        return role
    place = f"{role}@project:{assignment.project_id}"
    form = "" if assignment.form_id is None else f"/form:{assignment.form_id}"
    unit = "" if assignment.unit is None else f"/unit:{assignment.unit}"
    return f"{place}{form}{unit}"


def _read_password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _say_once(made: str | None) -> None:
    if made is not None:
        click.echo(f"Password (shown this once): {made}")
