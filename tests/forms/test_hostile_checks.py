"""Hostile forms and submissions end in an error or a note, soon, and in bounded memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from forms.check import Circumstances, check
from forms.definition import UnreadableForm
from forms.findings import Finding
from forms.instance import UnreadableInstance, read_instance
from forms.logic import Logic, read_logic
from forms.xform import read_form
from forms.xpath.faults import UnreadableExpression
from forms.xpath.parser import parse

SECONDS_MAX = 6.0
"""Of processor time, on a machine that does much else; alone each takes about one or less."""
GIVEN = Circumstances(
    received_at=datetime(2026, 3, 5, tzinfo=UTC),
    zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    languages=("",),
    language="en",
)


@contextmanager
def soon() -> Iterator[None]:
    begin = time.process_time()
    yield
    assert time.process_time() - begin < SECONDS_MAX


def logic_of(binds: str, nodes: str, body: str = "") -> Logic:
    xform = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        '<h:head><h:title>t</h:title><model><instance><data id="f" version="1">'
        f"{nodes}<meta><instanceID/></meta></data></instance>{binds}</model></h:head>"
        f"<h:body>{body}</h:body></h:html>"
    )
    return read_logic(read_form(xform.encode()), {})


def checked(logic: Logic, answers: str) -> tuple[Finding, ...]:
    xml = f'<data id="f" version="1">{answers}<meta><instanceID>uuid:1</instanceID></meta></data>'
    return check(logic, read_instance(xml.encode()), GIVEN)


def asked(constraint: str) -> Logic:
    escaped = constraint.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return logic_of(
        f'<bind nodeset="/data/a" constraint="{escaped}"/>',
        "<a/>",
        '<input ref="/data/a"><label>a</label></input>',
    )


DEEP = {
    "brackets": "(" * 100_000 + "1" + ")" * 100_000,
    "brackets within the length": "(" * 30_000 + "1" + ")" * 30_000,
    "conditions": "if(1, " * 5_000 + "1" + ", 1)" * 5_000,
    "predicates": "a[" * 20_000 + "1" + "]" * 20_000,
    "minuses": "-" * 60_000 + "1",
    "one long text": f"'{'x' * 100_000}'",
}


@pytest.mark.parametrize("expression", DEEP.values(), ids=DEEP.keys())
def test_what_is_too_deep_or_too_long_is_no_expression(expression: str) -> None:
    with soon(), pytest.raises(UnreadableExpression):
        parse(expression)


def test_an_expression_that_cannot_be_read_blames_no_submission() -> None:
    with soon():
        (found,) = checked(asked(DEEP["brackets within the length"]), "<a>1</a>")
    assert (found.kind, found.level, found.path) == ("not-comparable", "note", "/data/a")


def test_a_thousand_terms_in_a_row_are_not_deep() -> None:
    with soon():
        assert checked(asked(" + ".join(["1"] * 5_000) + " = 5000"), "<a>1</a>") == ()


CATASTROPHES = {
    "a repeat in a repeat": r"(a+)+b",
    "alternatives that are the same": r"(a|a)*b",
    "everything, again and again": r"(.*)*b",
    "many free repeats": "a*" * 50 + "b",
}


@pytest.mark.parametrize("pattern", CATASTROPHES.values(), ids=CATASTROPHES.keys())
def test_no_pattern_runs_away(pattern: str) -> None:
    with soon():
        found = checked(asked(f"regex(., '{pattern}')"), f"<a>{'a' * 5_000}</a>")
    assert [one.kind for one in found] == ["constraint"]


HUGE_PATTERNS = {
    "counted in each other": "((a{1000}){1000}){1000}",
    "a hundred million": "a{100000000}",
    "a megabyte": "a" * 60_000,
    "ten thousand alternatives": "|".join(f"x{number}" for number in range(8_000)),
    "look-around": "(?=a)a",
    "broken": "(((",
}


@pytest.mark.parametrize("pattern", HUGE_PATTERNS.values(), ids=HUGE_PATTERNS.keys())
def test_a_pattern_that_cannot_be_judged_blames_nobody(pattern: str) -> None:
    with soon():
        found = checked(asked(f"regex(., '{pattern}')"), "<a>a</a>")
    assert [(one.kind, one.level) for one in found] == [("not-comparable", "note")]


@pytest.mark.parametrize("length", [1, 2, 2_000])
def test_calculations_in_a_circle_are_no_form(length: int) -> None:
    names = [f"c{number}" for number in range(length)]
    binds = "".join(
        f'<bind nodeset="/data/{name}" calculate="/data/{names[number - 1]} + 1"/>'
        for number, name in enumerate(names)
    )
    with soon(), pytest.raises(UnreadableForm) as refused:
        logic_of(binds, "".join(f"<{name}/>" for name in names))
    assert refused.value.reason == "cycle"


def test_a_chain_of_three_thousand_calculations_is_followed() -> None:
    names = [f"c{number}" for number in range(3_000)]
    binds = "".join(
        f'<bind nodeset="/data/{name}" calculate="{f"/data/c{number + 1}"}"/>'
        for number, name in enumerate(names[:-1])
    )
    with soon():
        logic = logic_of(binds, "".join(f"<{name}/>" for name in names))
        assert checked(logic, "".join(f"<{name}>1</{name}>" for name in names)) == ()


REPEAT = (
    '<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/x"><label>x</label></input>'
    "</repeat></group>"
)


def test_what_grows_with_the_square_of_the_entries_has_an_end() -> None:
    logic = logic_of(
        '<bind nodeset="/data/r/x" type="int" constraint="sum(../../r/x) >= ."/>',
        "<r><x/></r>",
        REPEAT,
    )
    with soon():
        found = checked(logic, "<r><x>1</x></r>" * 5_000)
    assert [(one.path, one.kind, one.level) for one in found] == [
        ("/data", "not-comparable", "note")
    ]


def test_predicates_within_predicates_have_an_end() -> None:
    inner = "../r"
    for _ in range(4):
        inner = f"../r[count({inner}) &gt; 0]"
    constraint = f"count(../{inner}) &gt; 0"
    logic = logic_of(
        f'<bind nodeset="/data/r/x" type="int" constraint="{constraint}"/>', "<r><x/></r>", REPEAT
    )
    with soon():
        found = checked(logic, "<r><x>1</x></r>" * 500)
    assert [(one.path, one.kind) for one in found] == [("/data", "not-comparable")]


def test_a_million_nodes_are_refused_at_the_door() -> None:
    with soon(), pytest.raises(UnreadableInstance) as refused:
        checked(asked(". > 0"), "<a/>" * 1_000_000)
    assert refused.value.reason == "too-many-elements"


def test_a_hundred_thousand_strangers_are_told_in_a_thousand_findings() -> None:
    logic = asked(". > 0")
    xml = (
        f'<data id="f" version="1">{"<z/>" * 100_000}<meta><instanceID>u</instanceID></meta></data>'
    )
    instance = read_instance(xml.encode())
    tracemalloc.start()
    try:
        with soon():
            found = check(logic, instance, GIVEN)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == 1_001
    assert found[-1].kind == "not-comparable"
    assert peak_bytes < 100 * 1024 * 1024
