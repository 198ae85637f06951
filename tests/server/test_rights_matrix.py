"""Who is let in where: every route, every method, every kind of caller; one table says it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.server.office import open_office
from tests.server.two_projects import MINE, THEIRS, World, secret_of

CALLERS = (
    "nobody",
    "bad token",
    "revoked phone",
    "phone of another project",
    "phone",
    "data collector",
    "viewer",
    "manager",
    "manager of another project",
    "administrator",
)
"""The columns below, in this order."""

# 1: has to sign in (401) · 3: refused (403) · 4: finds nothing (404) · dot: let in
GUARDS = {
    "signed in": "113.......",
    "project.read": "11333...3.",
    "project.update": "1133333.3.",
    "project.delete": "1133333.3.",
    "field_key.list": "1133333.3.",
    "field_key.create": "1133333.3.",
    "field_key.update": "1133333.3.",
    "field_key.delete": "1133333.3.",
    "session.end": "1133333.3.",
    "assignment.list": "1133333.3.",
    "assignment.create": "1133333.3.",
    "assignment.delete": "1133333.3.",
    "form.create": "1133333.3.",
    "form.read": "113333..3.",
    "form.update": "1133333.3.",
    "form.delete": "1133333.3.",
    "form.restore": "1133333.3.",
    "open_form.read": "1133....3.",
    "submission.list": "113333..3.",
    "submission.read": "113333..3.",
    "submission.create": "1133..3.3.",
    "submission.update": "1133333.3.",
    "submission.delete": "1133333.3.",
    "submission.restore": "1133333.3.",
}
"""By what the guard of a route asks for, on a project or on a form of it."""

OF_THE_SITE = "113333333."
"""Whatever is asked for without a project is the administrator's."""

_P = "/v1/projects/<int:project_id>"
_F = f"{_P}/forms/<xml_form_id>"
ROUTES = {
    # The view asks for more than its guard, or knows its caller.
    "GET /v1/users": "113333333.",
    "GET /v1/users/<int:user_id>": "113333.33.",
    "PATCH /v1/users/<int:user_id>": "113333.33.",
    "PUT /v1/users/<int:user_id>/password": "113333.33.",
    "GET /v1/users/current": "11344.....",
    "GET /v1/sessions/restore": "11344.....",
    "DELETE /v1/sessions/current": "11344.....",
    "DELETE /v1/sessions/<token>": "1133333.3.",
    f"GET {_P}/forms": "1133....3.",
    f"POST {_F}/submissions/<instance_id>/attachments/<name>": "1133333.3.",
    f"POST {_F}/draft/submissions/<instance_id>/attachments/<name>": "1133333.3.",
    # Phones are asked who they are in their own way.
    f"GET {_P}/formList": "1133....3.",
    f"HEAD {_P}/submission": "1133....3.",
    f"POST {_P}/submission": "1133..3.3.",
    # A draft is tried by whoever has its token in the path; here nobody has.
    f"GET {_F}/draft/formList": "1111111111",
    f"GET {_F}/draft/manifest": "1111111111",
    f"HEAD {_F}/draft/submission": "1111111111",
    f"POST {_F}/draft/submission": "1111111111",
    # Open to all; a page that greets its reader tells him that his token is worth nothing.
    "GET /-/health": "..........",
    "GET /static/<path:filename>": "..........",
    "POST /language": "..........",
    "POST /v1/sessions": "..........",
    "GET /sign-in": ".13.......",
    "POST /sign-in": "1131111111",
}
"""Routes of which their guard does not say it all."""

OF_ITS_PLACE = (
    "xml_form_id",
    "form_number",
    "actor_id",
    "instance_id",
    "version_id",
    "version",
    "sha256",
    "photo",
    "media",
    "conflict",
    "draft_conflict",
)
"""What belongs to one project alone, and is swapped one by one."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_office(tmp_path_factory.mktemp("world")) as office:
        made = World(office)
        yield made
        made.parts.database.close()


def _routes(world: World) -> Iterator[tuple[str, str, Rule]]:
    """Yield the key of a row, the method and the rule of every route."""
    for rule in world.app.url_map.iter_rules():
        methods = set(rule.methods or ()) - {"OPTIONS"}
        for method in sorted(methods - {"HEAD"} or methods):
            yield f"{method} {rule.rule}", method, rule


def _row(world: World, key: str, rule: Rule) -> str | None:
    """Return what the table says of a route; None: nothing."""
    verb = getattr(world.app.view_functions[rule.endpoint], "guarded_by", "nobody")
    if key in ROUTES or verb == "nobody":
        return ROUTES.get(key)
    if verb == "signed in" or "project_id" in rule.arguments:
        return GUARDS.get(verb)
    return OF_THE_SITE


def _class_of(answer: TestResponse) -> str:
    if (answer.location or "").startswith("/sign-in") and "signed_out" not in answer.location:
        return "1"
    return {401: "1", 403: "3", 404: "4"}.get(answer.status_code, ".")


def test_the_table_says_of_every_route_who_is_let_in(world: World) -> None:
    without = [key for key, _, rule in _routes(world) if _row(world, key, rule) is None]
    unknown = ROUTES.keys() - {key for key, _, _ in _routes(world)}
    assert (without, unknown) == ([], set())


@pytest.mark.parametrize("who", CALLERS)
def test_everybody_is_let_in_where_the_table_says(world: World, who: str) -> None:
    column, wrong = CALLERS.index(who), {}
    unheard = secret_of(MINE if "another project" in who else THEIRS)
    for key, method, rule in _routes(world):
        answer = world.asks(who, method, rule, world.mine.given)
        expected = (_row(world, key, rule) or "?" * len(CALLERS))[column]
        if _class_of(answer) != expected or answer.status_code in (500, 503):
            wrong[key] = f"{expected} expected, {answer.status}"
        elif unheard in answer.data and who != "administrator":
            wrong[key] = "tells of the other project"
    assert wrong == {}


@pytest.mark.parametrize("who", ["manager", "administrator"])
@pytest.mark.parametrize("swapped", OF_ITS_PLACE)
def test_what_belongs_to_another_project_is_not_found_in_this_one(
    world: World, who: str, swapped: str
) -> None:
    given = world.mine.given | {swapped: world.theirs.given[swapped]}
    told, asked = {}, 0
    for key, method, rule in _routes(world):
        if _row(world, key, rule) == "1111111111" or swapped not in _places(rule):
            continue
        answer = world.asks(who, method, rule, given)
        asked += 1
        if answer.status_code != 404 or secret_of(THEIRS) in answer.data:
            told[key] = answer.status
    assert (told, asked > 0) == ({}, True)


def _places(rule: Rule) -> set[str]:
    """Return what stands in the path of a route, by the names that a project gives it."""
    if "project_id" not in rule.arguments:
        return set()
    places = set(rule.arguments)
    if "name" in places:
        places.add("photo" if "instance_id" in places else "media")
    if "/conflicts/" in rule.rule:
        places = places - {"version_id"} | {
            "draft_conflict" if "/draft/" in rule.rule else "conflict"
        }
    if "/assignments" in rule.rule and "xml_form_id" not in places:
        places.discard("actor_id")  # a person of the site
    return places


def test_a_drafts_token_opens_that_draft_and_nothing_else(world: World) -> None:
    given, admin = world.mine.given, world.callers["administrator"]
    stranger = world.callers["nobody"]
    place = f"projects/{given['project_id']}/forms/{given['xml_form_id']}"
    token = admin.get(f"/v1/{place}/draft").get_json()["draftToken"]
    elsewhere = f"projects/{world.theirs.given['project_id']}/forms/visit_{THEIRS}"
    told = {
        path: stranger.get(f"/v1/test/{held}/{path}").status_code
        for held, path in (
            (token, f"{place}/draft/formList"),
            (token, f"{place}/draft.xml"),
            (token, f"{elsewhere}/draft/formList"),
            (token, f"{elsewhere}/draft.xml"),
            ("x" * 64, f"{place}/draft/manifest"),
            (token, f"{place}/draft"),
            (token, f"{place}.xml"),
            (token, f"{place}/draft/submissions"),
            (token, f"{place}/submissions.csv"),
        )
    }
    assert list(told.values()) == [200, 200, 404, 404, 404, 401, 401, 401, 401]
