"""Little forms of one expression each, written as XForms: what no converter would let through."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from forms.findings import Finding
from forms.instance import read_instance
from tests.forms.little import Little, little_xform

META = "<meta><instanceID>uuid:1</instanceID></meta>"
_XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>
<instance><data id="little" version="1">{nodes}<meta><instanceID/></meta></data></instance>
{binds}</model></h:head><h:body>{body}</h:body></h:html>"""


def xform(nodes: str, binds: str, body: str) -> Little:
    """Return the form of these parts."""
    return little_xform(_XFORM.format(nodes=nodes, binds=binds, body=body).encode())


def bind(path: str, **asked: str) -> str:
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in asked.items())
    return f'<bind nodeset="{path}"{attributes}/>'


def repeating(rule: str, expression: str) -> Little:
    """A repeat ``r`` of numbers ``x``, with one rule on each of its ``y``."""
    questions = '<input ref="/data/r/x"/><input ref="/data/r/y"/>'
    return xform(
        "<a/><r><x/><y/></r>",
        bind("/data/r/x", type="int") + bind("/data/r/y", **{rule: expression}),
        '<input ref="/data/a"/>'
        f'<group ref="/data/r"><repeat nodeset="/data/r">{questions}</repeat></group>',
    )


def calculating(expression: str) -> Little:
    """A form that computes ``made``, beside a repeat of numbers."""
    return xform(
        "<made/><a/><r><x/></r>",
        bind("/data/made", calculate=expression) + bind("/data/r/x", type="int"),
        '<input ref="/data/a"/><group ref="/data/r"><repeat nodeset="/data/r">'
        '<input ref="/data/r/x"/></repeat></group>',
    )


def entries(number: int, entry: str = "<r><x>1</x><y>1</y></r>") -> str:
    return entry * number


def finds(form: Little, answers: str) -> list[Finding]:
    """Check what was sent as these bytes."""
    xml = f'<data id="little" version="1">{answers}{META}</data>'
    return form.finds_in(read_instance(xml.encode()))
