"""Whatever stands in a form, looking through it raises nothing, and sees the circles that are."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from random import Random

import pytest

from forms.definition import UnreadableForm
from forms.dependencies import order_of
from forms.lint.faults import lint_faults
from forms.lint.reading import Reading
from forms.xform import read_form
from forms.xpath.registry import FUNCTIONS

FORMS = 60
WRITTEN_OUT = ("'x'", "''", "'2026-01-01'", "'10:30'", "'/data/a'", "'%d'", "'[0-9]'", "1", "0.5")
PATHS = (
    *("/data/a", "/data/b", "/data/r", "/data/r/v", "/data/nope", "/data/*", "../a", "..", "."),
    *("current()/../a", "current()", "name", "@id", "*", "//a", "../../../a", "/", "/data/r/../a"),
    *("instance('t')/root/item", "instance('t')/root/item/name", "instance('t')/root/*"),
    *("instance('e')/root/item/x", "instance('no')/root/item", "self::node()", "text()"),
)
CALLED = (*FUNCTIONS, "substring", "floor", "foo", "IF")
SIGNS = ("=", "!=", "<", ">=", "and", "or", "+", "-", "*", "div", "mod", "|", ",")
TYPES = ("int", "decimal", "date", "dateTime", "time", "string", "boolean", "geopoint")
TABLES = """<instance id="t"><root><item><name>a</name></item><item><c>1</c></item></root>
    </instance>
    <instance id="e" src="jr://file-csv/e.csv"/>
    <itext><translation lang="vi"><text id="/data/a:label"><value><output value="{}"/></value>
    </text></translation><translation lang="en"/></itext>"""
BODY = """<input ref="/data/a"><label ref="jr:itext('/data/a:label')"/></input>
    <setvalue event="odk-instance-first-load" ref="/data/b" value="{}"/>
    <group ref="/data/r"><repeat nodeset="/data/r" jr:count="{}"><select ref="/data/r/v">
    <label>V<output value="{}"/></label><itemset nodeset="{}"><value ref="name"/><label ref="c"/>
    </itemset></select></repeat></group>"""


def expression(chance: Random, depth: int) -> str:
    """Write an expression that may mean nothing."""
    kind = chance.random()
    if depth == 0 or kind < 0.2:
        return chance.choice(WRITTEN_OUT)
    if kind < 0.5:
        path = chance.choice(PATHS)
        bracketed = path[-1] not in "./)" and chance.random() < 0.4
        return f"{path}[{expression(chance, depth - 1)}]" if bracketed else path
    if kind < 0.8:
        arguments = (expression(chance, depth - 1) for _ in range(chance.randint(0, 4)))
        return f"{chance.choice(CALLED)}({', '.join(arguments)})"
    left, right = expression(chance, depth - 1), expression(chance, depth - 1)
    return f"{left} {chance.choice(SIGNS)} {right}"


def binds(chance: Random) -> Iterator[str]:
    for node in ("a", "b", "r", "r/v", "meta/entity/@id"):
        rules = (
            f'{rule}="{escape(expression(chance, chance.randint(1, 5)))}"'
            for rule in ("relevant", "calculate", "constraint", "required", "readonly")
            if chance.random() < 0.3
        )
        yield f'<bind nodeset="/data/{node}" type="{chance.choice(TYPES)}" {" ".join(rules)}/>'


def xform(chance: Random) -> bytes:
    def filled(markup: str) -> str:
        written = [escape(expression(chance, 3)) for _ in range(markup.count("{}"))]
        return markup.format(*written)

    return f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa"><h:head><model><instance><data id="f"><a/><b/>
        <r><v/></r><meta><entity id="" create="1" update="1"/></meta></data></instance>
        {filled(TABLES)}{"".join(binds(chance))}</model></h:head><h:body>{filled(BODY)}</h:body>
        </h:html>""".encode()


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_raised_and_every_circle_is_seen(seed: int) -> None:
    chance = Random(seed)
    for _ in range(FORMS):
        markup = xform(chance)
        try:
            form = read_form(markup)
        except UnreadableForm as odd:
            assert odd.reason == "media-name"  # noqa: PT017 - pulldata('a/b')
            continue
        codes = {fault.code for fault in lint_faults(markup, form)}
        if "wildcard" in codes:  # which may stand for many, and is told itself
            continue
        reading = Reading(form)
        circle = order_of(reading.places, reading.world).circle
        assert not circle or "circle" in codes, markup.decode()
