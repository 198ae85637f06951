"""``tincay eval``: what an expression is worth on a submission, from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import tincay
from tests.kit import family


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("family.xml").write_bytes(family.xform())
    Path("A.xml").write_bytes(family.filled("uuid:A", children=(3, 7)))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(tincay, ("eval", "family.xml", "A.xml", *arguments))


def test_json_is_a_list_with_its_keys_in_order() -> None:
    result = run("--json", "/data/age + 1", "/data/name", "number(/data/name)", "1 = 1")
    assert result.exit_code == 0
    assert result.stdout == (
        '[{"at":"/data","expression":"/data/age + 1","type":"number","string":"35","number":35.0,'
        '"boolean":true},'
        '{"at":"/data","expression":"/data/name","type":"string","string":"Mai","number":"NaN",'
        '"boolean":true},'
        '{"at":"/data","expression":"number(/data/name)","type":"number","string":"NaN",'
        '"number":"NaN","boolean":false},'
        '{"at":"/data","expression":"1 = 1","type":"boolean","string":"true","number":1.0,'
        '"boolean":true}]\n'
    )


def test_people_read_a_line_for_each() -> None:
    result = run("--at", "/data/child[2]/age", ". * 2", "position(..)")
    assert (result.exit_code, result.stdout) == (
        0,
        ". * 2 = 14 (number)\nposition(..) = 2 (number)\n",
    )


def test_a_list_says_where_each_is_asked() -> None:
    asked = [["/data/child[1]/age", "."], ["/data[1]/child[2]/age[1]", ". = 7"]]
    Path("asked.json").write_text(json.dumps(asked), "utf-8")
    answers = json.loads(run("--file", "asked.json", "--json").stdout)
    assert [(one["at"], one["string"]) for one in answers] == [
        ("/data/child[1]/age", "3"),
        ("/data[1]/child[2]/age[1]", "true"),
    ]


def test_what_has_no_value_is_told_and_ends_with_1() -> None:
    result = run("--json", "1 +", "no-such-function(1)", "2")
    first, second, third = json.loads(result.stdout)
    assert result.exit_code == 1
    assert list(first) == list(second) == ["at", "expression", "error"]
    assert first["error"]
    assert third["string"] == "2"
    nowhere = run("--at", "/data/child[9]/age", ".")
    assert (nowhere.exit_code, nowhere.stdout) == (1, ".: no such node: /data/child[9]/age\n")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("1", "--file", "list.json"),
        ("--file", "list.json", "--at", "/data"),
        ("--file", "nowhere.json"),
        ("--file", "wrong.json"),
        ("--file", "broken.json"),
    ],
    ids=" ".join,
)
def test_used_wrongly_it_ends_with_2(arguments: tuple[str, ...]) -> None:
    Path("list.json").write_text("[]", "utf-8")
    Path("wrong.json").write_text('["/data", "1"]', "utf-8")
    Path("broken.json").write_text("[", "utf-8")
    assert run(*arguments).exit_code == 2
