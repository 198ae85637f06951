"""However hostile or large a form is, looking through it ends soon, and says what it left out."""

from __future__ import annotations

import time
from html import escape

import pytest

from forms.lint.faults import lint_faults
from forms.lint.linter import WORK_MAX
from forms.xform import read_form
from tests.forms.designer import faults_of_xform

SECONDS_MAX = 5.0
"""Of this process's time; each takes a tenth of it where nothing else runs."""
LENGTH = 60_000


def again(text: str) -> str:
    return text * (LENGTH // len(text))


def bind(expression: str, name: str = "b", attribute: str = "calculate") -> str:
    return f'nodeset="/data/{name}" {attribute}="{escape(expression)}"'


def many(count: int) -> str:
    return "".join(f"<q{number}/>" for number in range(count))


LISTED = "".join(
    f"<item><label>x</label><value>c{number}</value></item>" for number in range(9_000)
)
SELECT = f'<select ref="/data/a"><label>A</label>{LISTED}</select>'
WIDE = "".join(f"<k{number}>1</k{number}>" for number in range(3_000))
TABLE = f'<instance id="t"><root><item>{WIDE}</item><item/></root></instance>'
HOSTILE: dict[str, tuple[list[str], str, str, str]] = {
    "brackets": ([bind(again("("))], "<a/><b/>", "too-deep", ""),
    "a long sum": ([bind("1" + again("+ 1"))], "<b/>", "", ""),
    "a long path": ([bind("/data" + again("/a"))], "<a/><b/>", "too-many-steps", ""),
    "a path up": ([bind("." + again("/.."))], "<b/>", "too-many-steps", ""),
    "brackets on each step": (
        [bind("." + again("/self::node()[1]"))],
        "<b/>",
        "too-many-steps",
        "",
    ),
    "brackets in brackets": ([bind("/data/a[" * 140 + "1" + "]" * 140)], "<a/><b/>", "", ""),
    "stars in brackets": (
        [bind("/data/*[" + "../*[" * 140 + "1" + "]" * 141, attribute="constraint")],
        many(300) + "<b/>",
        "wildcard",
        "",
    ),
    "stars in a row": (
        [bind("1" + again(" + count(/data/*/*/*)"))],
        many(300) + "<b/>",
        "wildcard",
        "",
    ),
    "patterns": (
        [bind("1" + "".join(f" or regex(., '[a-z]{{{n}}}(a|b)*{n}')" for n in range(1_000)))],
        "<b/>",
        "unanchored-pattern",
        "",
    ),
    "a pattern of brackets": ([bind(f"regex(., '{'(' * 3_900}')")], "<b/>", "bad-pattern", ""),
    "choices that are not there": (
        [bind("1" + "".join(f" or /data/a = 'd{number}'" for number in range(2_000)))],
        "<a/><b/>",
        "unknown-choice",
        "",
    ),
    "columns that are not there": (
        [bind("1" + "".join(f"+ count(instance('t')/root/item[c{n} = 1])" for n in range(1_000)))],
        "<b/>",
        "unknown-column",
        TABLE,
    ),
    "functions that are not there": (
        [bind("1" + "".join(f"+ fn{number}()" for number in range(4_000)))],
        "<b/>",
        "unknown-function",
        "",
    ),
    "rounds in rounds": (
        [bind("round(1.5 - " * 70 + "1" + ")" * 70 + again("+ round(/data/a - 0.5)"))],
        "<a/><b/>",
        "negative-half",
        "",
    ),
    "conditions in conditions": (
        [bind("selected(" + "if(1 = 1," * 140 + "1" + ",2)" * 140 + ", 'a')")],
        "<b/>",
        "selected-of-number",
        "",
    ),
    "a number of 50,000 digits": ([bind(f"round({'9' * 50_000} - 1)")], "<b/>", "", ""),
    "a circle of 9,000": (
        [bind(f"/data/q{(number + 1) % 9_000}", f"q{number}") for number in range(9_000)],
        many(9_000),
        "circle",
        "",
    ),
    "a chain of 9,000, last one first": (
        [bind(f"/data/q{number + 1} + 0", f"q{number}") for number in range(8_999)],
        many(9_000),
        "",
        "",
    ),
    "calculations that hand on what they know": (
        [
            bind("selected(/data/q0, 'a')", "z"),
            *(bind(f"if(1 = 1, /data/q{number + 1}, 1)", f"q{number}") for number in range(3_000)),
        ],
        "<z/>" + many(3_001),
        "",
        "",
    ),
}


@pytest.mark.parametrize("binds,nodes,code,head", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_form_ends_soon(binds: list[str], nodes: str, code: str, head: str) -> None:
    begin = time.process_time()
    found = faults_of_xform(*binds, nodes=nodes, head=head, body=SELECT if code else "")
    assert time.process_time() - begin < SECONDS_MAX
    assert len(found) < 60
    assert not code or code in {fault.code for fault in found}


def test_what_is_left_unread_is_said() -> None:
    terms = 1 + WORK_MAX // 9
    binds = [bind("1" + "+ 1" * (terms // 10), f"q{number}") for number in range(100)]
    assert 100 * (terms // 10) > WORK_MAX
    found = faults_of_xform(*binds, nodes=many(100))
    assert [(fault.code, fault.level, fault.path) for fault in found] == [
        ("too-much", "warning", None)
    ]


def questions(count: int) -> bytes:
    """An XForm of so many questions, each with a condition and two out of three with a rule."""
    binds, body = [], []
    for number in range(count):
        before = max(number - 7, 0)
        kind = ("int", "string", "string")[number % 3]
        rule = f"relevant=\" /data/q{before}  != 'a{number}'\"" if number else ""
        if number % 3 == 0:
            rule += f' constraint=". &gt; {number} and . &lt; 100000" jr:constraintMsg="x"'
        elif number % 3 == 1:
            rule += f" calculate=\"if( /data/q{before}  = 'y', concat('a', {number}), 'b')\""
        binds.append(f'<bind nodeset="/data/q{number}" type="{kind}" {rule}/>')
        if number % 3 != 1:
            body.append(f'<input ref="/data/q{number}"><label>Q</label></input>')
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms"
        xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
        <h:head><model><instance><data id="f">{many(count)}</data></instance>
        {"".join(binds)}</model></h:head><h:body>{"".join(body)}</h:body></h:html>""".encode()


@pytest.mark.slow
def test_twenty_thousand_questions_are_looked_through_in_seconds() -> None:
    xform = questions(20_000)
    form = read_form(xform)
    begin = time.process_time()
    found = lint_faults(xform, form)
    assert time.process_time() - begin < 4 * SECONDS_MAX
    assert found == ()
