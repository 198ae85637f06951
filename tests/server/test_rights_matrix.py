"""Who is let in where: every route, every method, every kind of caller; one table says it."""

from __future__ import annotations

import re
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
RIGHTS = {
    # Open to all.
    "..........": """
        GET page /-/health
        POST page /language
        GET page /static/<filename>
        POST /sessions
    """,
    # Greets its reader, and so tells him that his token is worth nothing.
    ".13.......": """
        GET page /sign-in
    """,
    # Nobody's password was right.
    "1131111111": """
        POST page /sign-in
    """,
    # Whoever has a draft's token in the path tries it; here nobody has.
    "1111111111": """
        GET F/draft/formList
        GET F/draft/manifest
        HEAD POST F/draft/submission
    """,
    # Whoever has signed in.
    "113.......": """
        GET page /
        POST page /sign-out
        GET /projects
        GET /roles
        GET /roles/<role>
    """,
    # People with a session.
    "11344.....": """
        DELETE /sessions/current
        GET /sessions/restore
        GET /users/current
    """,
    # Whoever may fill the form.
    "1133....3.": """
        GET F
        GET F.xml
        GET F/attachments/<name>
        GET F/manifest
        GET P/formList
        GET P/forms
        HEAD P/submission
    """,
    # Whoever may fill the form; here no list stands for its file.
    "1133444434": """
        GET F/attachments/<name>/integrity
    """,
    "1133334434": """
        GET F/draft/attachments/<name>/integrity
    """,
    # Whoever may send.
    "1133..3.3.": """
        POST F/submissions
        POST P/submission
    """,
    # People of the project.
    "11333...3.": """
        GET page P
        GET page P/targets
        GET P
        GET P/indicators
        GET P/targets
    """,
    # Readers of the data.
    "113333..3.": """
        GET page F
        GET page F/draft
        GET page F/draft/warnings
        GET page F/findings
        GET page F/imports/<import_id>/file
        GET page F/kept-aside
        GET P/datasets
        GET P/datasets/<name>/entities.csv
        GET P/datasets/<name>/versions.csv
        GET page P/indicators
        GET page P/reporting
        GET P/indicators.csv
        GET P/indicators.json
        GET P/indicators.png
        GET P/indicators.svg
        GET P/indicators.xlsx
        GET page P/releases
        GET page P/releases/<release_number>
        GET P/releases
        GET P/releases/<release_number>
        GET P/releases/<release_number>.csv
        GET P/releases/<release_number>.xlsx
        GET P/releases/<release_number>/revision.csv
        GET F.<ending>
        GET F.svc
        GET F.svc/$metadata
        GET F.svc/<address>
        GET F/attachments
        GET F/draft
        GET F/draft.<ending>
        GET F/draft.xml
        GET F/draft/attachments
        GET F/draft/attachments/<name>
        GET F/draft/fields
        GET F/dictionary.csv
        GET F/dictionary.xlsx
        GET F/draft/dictionary.csv
        GET F/draft/dictionary.xlsx
        GET F/fields
        GET F/submissions
        GET POST F/submissions.csv
        GET POST F/submissions.csv.zip
        GET F/submissions.xlsx
        GET F/submissions/conflicts
        GET F/submissions/conflicts/<version_id>.xml
        GET F/submissions/conflicts/<version_id>/files
        GET F/submissions/conflicts/<version_id>/files/<sha256>
        GET F/submissions/findings
        GET F/submissions/findings/counts
        GET F/submissions/keys
        GET F/submissions/submitters
        GET F/reporting.csv
        GET F/reporting.json
        GET F/reporting.xlsx
        GET F/submissions/superseded
        GET F/versions
        GET F/versions/<version>
        GET F/versions/<version>.<ending>
        GET F/versions/<version>.xml
        GET F/versions/<version>/attachments
        GET F/versions/<version>/attachments/<name>
        GET F/versions/<version>/fields
        GET S
        GET S.xml
        GET S/attachments
        GET S/attachments/<name>
        GET S/audits
        GET S/comments
        GET S/diffs
        GET S/files
        GET S/findings
        GET S/files/<sha256>
        GET S/versions
        GET S/versions/<version_id>
        GET S/versions/<version_id>.xml
        GET S/versions/<version_id>/attachments
        GET S/versions/<version_id>/attachments/<name>
    """,
    # Managers.
    "1133333.3.": """
        POST page F/delete
        POST page F/draft/begin
        POST page F/draft/discard
        POST page F/draft/files
        POST page F/draft/publish
        POST page F/findings/rerun
        GET POST page F/import
        POST page F/imports/<import_id>/undo
        POST page F/state
        GET POST page F/upload
        GET POST page P/app-users
        GET page P/app-users/<actor_id>
        POST page P/app-users/<actor_id>/delete
        POST page P/app-users/<actor_id>/device-password
        POST page P/app-users/<actor_id>/forms
        POST page P/app-users/<actor_id>/revoke
        POST page P/app-users/<actor_id>/token
        GET POST page P/upload
        POST page P/indicators
        GET POST page P/targets/<target_id>
        POST page P/targets/<target_id>/remove
        GET POST page P/targets/new
        POST page P/targets/upload
        PUT P/indicators
        PUT P/targets
        POST page P/releases
        POST page P/releases/<release_number>/open
        POST P/releases
        POST P/releases/<release_number>/open
        DELETE /sessions/<token>
        DELETE PATCH F
        GET F/assignments
        GET F/assignments/<role>
        DELETE POST F/assignments/<role>/<actor_id>
        DELETE POST F/draft
        DELETE PATCH POST F/draft/attachments/<name>
        POST F/draft/publish
        POST F/submissions/findings/rerun
        DELETE PATCH P
        GET POST P/app-users
        DELETE PATCH P/app-users/<actor_id>
        DELETE POST P/app-users/<actor_id>/device-password
        GET P/app-users/<actor_id>/settings.json
        GET P/app-users/<actor_id>/settings.png
        GET P/app-users/<actor_id>/settings.svg
        DELETE POST P/app-users/<actor_id>/token
        GET P/assignments
        GET P/assignments/<role>
        DELETE POST P/assignments/<role>/<actor_id>
        GET P/assignments/forms
        GET P/assignments/forms/<role>
        POST P/forms
        POST P/forms/<form_number>/restore
        DELETE PATCH PUT S
        POST S/attachments/<name>
        POST S/comments
        POST S/restore
    """,
    # The person itself, here the viewer.
    "113333.33.": """
        GET PATCH /users/<user_id>
        PUT /users/<user_id>/password
    """,
    # The administrator.
    "113333333.": """
        GET /assignments
        GET /assignments/<role>
        DELETE POST /assignments/<role>/<actor_id>
        GET /audits
        POST /projects
        GET POST /users
        DELETE /users/<user_id>
    """,
}
"""Every route: P is ``/v1/projects/ID``, F a form of it, S a submission of that, drafts alike."""

OF_ITS_PLACE = (
    "target_id",
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
    "release_number",
    "import_id",
)
"""What belongs to one project alone, and is swapped one by one."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_office(tmp_path_factory.mktemp("world")) as office:
        made = World(office)
        yield made
        made.parts.database.close()


def _named(rule: Rule) -> str:
    """Write the path of a route as the table does."""
    path = re.sub(r"<(?:[^<>:]*):(\w+)>", r"<\1>", rule.rule)
    path = re.sub(r"/draft(/submissions|\.svc)", r"\1", path)
    if path.startswith("/v1/"):
        path = path.removeprefix("/v1")
    else:
        path = f"page {path}"
    for short, place in (
        ("P", "/projects/<project_id>"),
        ("F", "P/forms/<xml_form_id>"),
        ("S", "F/submissions/<instance_id>"),
    ):
        path = path.replace(place, short)
    return path


def _table() -> dict[str, str]:
    """Return the row of each method and path."""
    return {
        f"{method} {path}": row
        for row, lines in RIGHTS.items()
        for methods, path in re.findall(r"((?:[A-Z]{3,} )+)(.+)", lines)
        for method in methods.split()
    }


TABLE = _table()


def _routes(world: World) -> Iterator[tuple[str, str, Rule]]:
    """Yield the key in the table, the method and the rule of every route."""
    for rule in world.app.url_map.iter_rules():
        methods = set(rule.methods or ()) - {"OPTIONS"}
        for method in sorted(methods - {"HEAD"} or methods):
            yield f"{method} {_named(rule)}", method, rule


def _class_of(answer: TestResponse) -> str:
    if (answer.location or "").startswith("/sign-in") and "signed_out" not in answer.location:
        return "1"
    return {401: "1", 403: "3", 404: "4"}.get(answer.status_code, ".")


def test_the_table_says_of_every_route_who_is_let_in(world: World) -> None:
    assert {key for key, _, _ in _routes(world)} == TABLE.keys()


@pytest.mark.parametrize("who", CALLERS)
def test_everybody_is_let_in_where_the_table_says(world: World, who: str) -> None:
    column, wrong = CALLERS.index(who), {}
    unheard = secret_of(MINE if "another project" in who else THEIRS)
    for key, method, rule in _routes(world):
        answer = world.asks(who, method, rule, world.mine.given)
        expected = TABLE[key][column]
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
        if TABLE[key] == "1111111111" or swapped not in _places(rule):
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
