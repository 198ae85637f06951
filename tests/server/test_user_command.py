"""People from the shell: whoever holds the machine can let somebody in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.commands.user import user
from server.errors import Problem
from tests.server.office import PASSWORD, Office, open_office, said


@pytest.fixture
def at_the_machine(small_office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("TINCAY_DATA", str(small_office.parts.config.data))
    monkeypatch.setenv("TINCAY_DATABASE_URL", small_office.parts.config.database_url)
    monkeypatch.setenv("TINCAY_ARGON2", "t=1,m=8,p=1")
    return small_office


def _run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(user, arguments, input=typed)


def _password(result: Result) -> str:
    found = re.search(r"^Password \(shown this once\): (\w{20})$", result.output, re.MULTILINE)
    assert found is not None, result.output
    return found[1]


def test_somebody_is_added_and_signs_in_with_the_password_that_was_printed(
    at_the_machine: Office,
) -> None:
    project = at_the_machine.project("Đề án 938")
    where = ("--role", "manager", "--project", str(project.id))
    result = _run("add", "Lan@example.org", "--name", "Lan", *where)
    assert result.exit_code == 0
    assert result.output.startswith("Added lan@example.org (number 6).\n")

    lan = at_the_machine.signs_in("lan@example.org", _password(result))
    assert said(lan.get(f"/v1/projects/{project.id}/app-users")) == (200, None)
    assert _run("list").output.splitlines() == [
        "5\tadmin@tincay.local\tQuản trị\tadmin",
        "6\tlan@example.org\tLan\tmanager@project:1",
    ]


def test_a_coordinator_is_bound_to_her_unit_by_its_name(at_the_machine: Office) -> None:
    project = at_the_machine.project("Đề án 938")
    where = ("--role", "manager", "--project", str(project.id))
    assert _run("add", "hoa@example.org", *where, "--unit", "thai nguyen").exit_code == 0
    assert _run("add", "lan@example.org", *where, "--unit", "2024-058").exit_code == 0
    assert _run("list").output.splitlines()[1:] == [
        "6\thoa@example.org\thoa@example.org\tmanager@project:1/unit:2025-19",
        "7\tlan@example.org\tlan@example.org\tmanager@project:1/unit:2024-058",
    ]


@pytest.mark.parametrize(
    "asked, told",
    [
        (("--unit", "2024-058"), "say --role and --project"),
        (("--role", "manager", "--project", "1", "--unit", "Xứ Mơ"), "Xứ Mơ"),
        (("--role", "manager", "--project", "1", "--unit", "Tân Lập"), "Tân Lập, "),
    ],
)
def test_a_unit_that_is_not_known_binds_nobody(
    at_the_machine: Office, asked: tuple[str, ...], told: str
) -> None:
    at_the_machine.project("Đề án 938")
    result = _run("add", "hoa@example.org", *asked)
    assert (result.exit_code, told in result.output) == (2, True), result.output
    assert len(_run("list").output.splitlines()) == 1


def test_a_password_is_read_from_standard_input_and_not_printed(at_the_machine: Office) -> None:
    result = _run("add", "lan@example.org", "--password-stdin", typed=f"{PASSWORD}\n")
    assert result.output == "Added lan@example.org (number 6).\n"
    at_the_machine.signs_in("lan@example.org", PASSWORD)


def test_a_forgotten_password_is_replaced_and_sessions_end(at_the_machine: Office) -> None:
    lan = at_the_machine.person("lan")
    new = _password(_run("password", "lan@example.org"))
    assert said(lan.get("/v1/users/current")) == (401, 401.2)
    at_the_machine.signs_in("lan@example.org", new)


def test_a_disabled_person_is_out_until_it_is_undone(at_the_machine: Office) -> None:
    lan = at_the_machine.person("lan")
    assert _run("disable", "lan@example.org").output == "lan@example.org is disabled.\n"
    assert said(lan.get("/v1/users/current")) == (401, 401.2)
    with pytest.raises(Problem, match="sign-in was not accepted"):
        at_the_machine.signs_in("lan@example.org")
    assert _run("list").output.splitlines()[1].endswith("\tno role\tdisabled")

    assert _run("disable", "lan@example.org", "--undo").exit_code == 0
    at_the_machine.signs_in("lan@example.org")


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("password", "nobody@example.org"), "404.1"),
        (("disable", "admin@tincay.local"), "409.32"),
        (("add", "admin@tincay.local"), "409.3"),
        (("add", "no address"), "400.8"),
        (("add", "lan@example.org", "--role", "viewer", "--project", "9"), "404.1"),
    ],
)
def test_what_cannot_be_is_a_problem_of_the_catalogue(
    at_the_machine: Office, arguments: tuple[str, ...], code: str
) -> None:
    problem = _run(*arguments).exception
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert len(at_the_machine.admin.get("/v1/users").get_json()) == 1


def test_a_role_that_there_is_not_is_used_wrongly(tmp_path: Path) -> None:
    with open_office(tmp_path):
        assert _run("add", "lan@example.org", "--role", "king").exit_code == 2
