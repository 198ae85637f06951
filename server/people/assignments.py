"""Who may give which role to whom, and where: on the site, a project, or one form."""

from __future__ import annotations

from server import clock
from server.auth.policy import ADMINISTRATOR, APP_USER, DATA_COLLECTOR, ROLES
from server.errors import Problem
from server.people.accounts import must_leave_an_administrator
from server.scope import Scope
from server.services import Services
from server.store import audit, people
from server.store.database import Cx
from server.store.people import Actor, Assignment

_ROLES_OF_PHONES = (APP_USER, DATA_COLLECTOR)


def give(parts: Services, scope: Scope, wanted: Assignment) -> None:
    """Give a role; raise 403.1, 404.1, or 400.8 for a role that a phone must not have.

    An administrator sees every unit, because she can set everybody's password: 400.8.
    """
    _must_hold_itself(scope, wanted)
    if wanted.role_id == ADMINISTRATOR and wanted.unit is not None:
        reason = "an administrator cannot be bound to a unit"
        raise Problem("400.8", field="unit", value=wanted.unit, reason=reason)
    with parts.database.write() as cx:
        actor = _assignable(scope, cx, wanted)
        if replaced := _had(scope, cx, actor, wanted):
            _must_hold_itself(scope, replaced)
        people.assign(cx, wanted, clock.now())
        _log(scope, cx, f"{actor.type}.assignment.create", wanted)


def take(parts: Services, scope: Scope, unwanted: Assignment) -> None:
    """Take a role; raise 403.1, 404.1 where it was not had, 409.32 for the last administrator."""
    with parts.database.write() as cx:
        actor = people.get_actor(scope, cx, unwanted.actor_id)
        found = _had(scope, cx, actor, unwanted)
        if found is None:
            raise Problem("404.1")
        _must_hold_itself(scope, found)
        if found.project_id is None and found.role_id == ADMINISTRATOR:
            must_leave_an_administrator(scope, cx, actor.id)
        people.unassign(cx, found)
        _log(scope, cx, f"{actor.type}.assignment.delete", found)


def _must_hold_itself(scope: Scope, wanted: Assignment) -> None:
    """Nobody hands on, or takes, more than they have: neither verbs nor units."""
    for verb in ROLES[wanted.role_id].verbs:
        if not any(
            grant.covers(verb, wanted.project_id, wanted.form_id)
            and (grant.units is None or wanted.unit in grant.units)
            for grant in scope.grants
        ):
            raise Problem("403.1")


def _assignable(scope: Scope, cx: Cx, wanted: Assignment) -> Actor:
    actor = people.get_actor(scope, cx, wanted.actor_id)
    if actor.type == "user" and actor.deleted_at is None:
        return actor
    # A phone's token stands in its address and in a picture: it may only fill forms.
    app_user = people.get_app_user(scope, cx, wanted.project_id or 0, wanted.actor_id)
    if wanted.role_id not in _ROLES_OF_PHONES:
        raise Problem(
            "400.8",
            field="roleId",
            value=wanted.role_id,
            reason="an app user can only be given the roles app-user and formfill",
        )
    return app_user


def _had(scope: Scope, cx: Cx, actor: Actor, like: Assignment) -> Assignment | None:
    """Return that role of an actor at that place, whatever unit it is bound to."""
    assigned = people.list_assignments(scope, cx, actor_id=actor.id)
    return next((had for had in assigned if _same(had, like)), None)


def _same(one: Assignment, other: Assignment) -> bool:
    """An actor has a role at a place once, whatever unit it is bound to."""
    return (one.role_id, one.project_id, one.form_id) == (
        other.role_id,
        other.project_id,
        other.form_id,
    )


def _log(scope: Scope, cx: Cx, action: str, assignment: Assignment) -> None:
    if assignment.form_id is not None:
        place = f"form:{assignment.form_id}"
    elif assignment.project_id is not None:
        place = f"project:{assignment.project_id}"
    else:
        place = "site"
    audit.log(
        scope,
        cx,
        action,
        f"actor:{assignment.actor_id}",
        project_id=assignment.project_id or audit.SITE,
        roleId=assignment.role_id,
        grantedActeeId=place,
    )
