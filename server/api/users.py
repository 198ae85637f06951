"""People of the site: listed, added, changed, given a password, deleted."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server import front
from server.api.actors import person_json
from server.api.guard import caller, needs, services, signed_in
from server.api.people_schemas import NewPassword, PersonChanges, PersonToAdd
from server.api.wire import json_answer, json_body, success, wants_extended
from server.auth.secrets import digest_of
from server.errors import Problem
from server.people import accounts
from server.scope import Scope
from server.store import people
from server.store.database import Cx
from server.store.people import Actor

blueprint = Blueprint("users", __name__)


@blueprint.get("/v1/users")
@signed_in
def list_all() -> Response:
    """List the people; ``q`` searches. Who gives roles may ask for one whole email alone."""
    scope, search = caller().scope, request.args.get("q")
    with services().database.read() as cx:
        if scope.allows("user.list"):
            found = people.list_people(scope, cx, search)
        else:
            found = _one_of_that_email(scope, cx, search)
    return json_answer([person_json(person) for person in found])


def _one_of_that_email(scope: Scope, cx: Cx, email: str | None) -> list[Actor]:
    if email is None or not any("assignment.create" in grant.verbs for grant in scope.grants):
        raise Problem("403.1")
    try:
        person = people.find_person(scope, cx, accounts.clean_email(email))
    except Problem:
        person = None
    return [] if person is None else [person]


@blueprint.post("/v1/users")
@needs("user.create")
def add() -> Response:
    """Add a person; it can do nothing before a role is assigned to it."""
    given = json_body(PersonToAdd())
    return json_answer(person_json(accounts.add_person(services(), caller().scope, **given)))


@blueprint.get("/v1/users/current")
@signed_in
def show_current() -> Response:
    """Show who asks; extended: with its verbs on the whole site."""
    scope = caller().scope
    with services().database.read() as cx:
        said = person_json(people.get_person(scope, cx, scope.actor_id or 0))
    if wants_extended():
        said |= {"verbs": sorted(scope.verbs()), "preferences": {"site": {}, "projects": {}}}
    return json_answer(said)


@blueprint.get("/v1/users/<int:user_id>")
@signed_in
def show(user_id: int) -> Response:
    """Show a person."""
    _must_be_self_or("user.read", user_id)
    with services().database.read() as cx:
        return json_answer(person_json(people.get_person(caller().scope, cx, user_id)))


@blueprint.patch("/v1/users/<int:user_id>")
@signed_in
def change(user_id: int) -> Response:
    """Change a person's name, email or language."""
    _must_be_self_or("user.update", user_id)
    given = json_body(PersonChanges())
    changed = accounts.change_person(services(), caller().scope, user_id, **given)
    return json_answer(person_json(changed))


@blueprint.put("/v1/users/<int:user_id>/password")
@signed_in
def set_password(user_id: int) -> Response:
    """Set a password and end the person's other sessions; one's own needs the old one."""
    _must_be_self_or("user.update", user_id)
    given, who, parts = json_body(NewPassword()), caller(), services()
    if user_id == who.scope.actor_id:
        email = (who.actor.email if who.actor else None) or ""
        parts.door.must_know(email, given["old"], request.environ[front.ADDRESS])
    kept = None if who.session is None else digest_of(who.session)
    accounts.set_password(parts, who.scope, user_id, given["new"], keep_session=kept)
    return success()


@blueprint.delete("/v1/users/<int:user_id>")
@needs("user.delete")
def delete(user_id: int) -> Response:
    """Delete a person; the last administrator stays."""
    accounts.delete_person(services(), caller().scope, user_id)
    return success()


def _must_be_self_or(verb: str, user_id: int) -> None:
    scope = caller().scope
    if user_id != scope.actor_id:
        scope.must(verb)
