"""What is no fault of a submission: one of another form, one encrypted, a form that is wrong."""

from __future__ import annotations

import pytest

from forms.instance import read_instance
from tests.forms.little import Little, ask, fault, little, little_xform, note


@pytest.fixture(scope="module")
def visit() -> Little:
    return little(ask("text", "name", required="yes"))


def in_root(root: str, form_id: str, answers: str, attributes: str = "") -> bytes:
    meta = "<meta><instanceID>uuid:1</instanceID></meta>"
    return f'<{root} id="{form_id}" version="1"{attributes}>{answers}{meta}</{root}>'.encode()


def test_an_encrypted_submission_is_not_judged(visit: Little) -> None:
    manifest = in_root(
        "data", "little", "<base64EncryptedKey>x</base64EncryptedKey>", ' encrypted="yes"'
    )
    assert visit.finds_in(read_instance(manifest)) == []


def test_what_belongs_to_another_form_is_said_once_and_not_judged_by_this_one(
    visit: Little,
) -> None:
    other = read_instance(in_root("data", "another", "<age>7</age>"))
    assert visit.finds_in(other) == [
        fault("/data/@id", "unknown", "another", "little", question="")
    ]
    odd = read_instance(in_root("phieu", "little", "<age>7</age>"))
    assert visit.finds_in(odd) == [fault("/phieu", "unknown", None, "data", question="")]


def test_the_version_is_for_who_chooses_the_form(visit: Little) -> None:
    older = in_root("data", "little", "<name>Hoa</name>").replace(b'version="1"', b'version="0"')
    assert visit.finds_in(read_instance(older)) == []


def test_what_clients_write_into_meta_is_theirs(visit: Little) -> None:
    meta = (
        "<meta><instanceID>uuid:2</instanceID><deprecatedID>uuid:1</deprecatedID>"
        "<instanceName>Hoa</instanceName><audit>audit.csv</audit><userID>u</userID>"
        "<deviceID>d</deviceID></meta>"
    )
    edited = f'<data id="little" version="1"><name>Hoa</name>{meta}</data>'
    assert visit.finds_in(read_instance(edited.encode())) == []
    odd = edited.replace("</meta>", "<mood>gut</mood></meta>")
    assert visit.finds_in(read_instance(odd.encode())) == [
        fault("/data/meta/mood", "unknown", "gut", question="")
    ]


def test_prefixes_of_names_do_not_matter(visit: Little) -> None:
    xml = (
        '<data id="little" version="1" xmlns:orx="http://openrosa.org/xforms"><name>Hoa</name>'
        "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
    )
    assert visit.finds_in(read_instance(xml.encode())) == []


BAD_CALCULATIONS = {
    "unknown function": "loud('x')",
    "several where one is wanted": "../member/age + 1",
    "a path without an end": "concat('a', /data/",
    "a bad date": "date('hôm qua')",
    "no such instance": "instance('nowhere')/root/item/name",
    "a bad pattern": "regex('x', '[')",
    "an axis that no phone has": "//age",
    "too few arguments": "substr('x')",
}
XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>
<instance><data id="little" version="1"><name/><made/>
<member jr:template=""><age/></member><member><age/></member>
<meta><instanceID/></meta></data></instance>
<bind nodeset="/data/name" type="string" {of_name}/>
<bind nodeset="/data/made" type="string" {of_made}/>
<bind nodeset="/data/member/age" type="int"/>
<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/>
</model></h:head><h:body><input ref="/data/name"/>
<group ref="/data/member"><repeat nodeset="/data/member"{of_member}><input ref="/data/member/age"/>
</repeat></group></h:body></h:html>"""


def faulty(*, name: str = "", made: str = "", member: str = "") -> Little:
    xform = XFORM.format(of_name=name, of_made=made, of_member=member)
    return little_xform(xform.encode())


def quoted(expression: str) -> str:
    return expression.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


ANSWERS = "<name>Hoa</name><made>x</made><member><age>1</age></member><member><age>2</age></member>"


@pytest.mark.parametrize("what", BAD_CALCULATIONS)
def test_a_calculation_that_cannot_be_made_blames_the_form_alone(what: str) -> None:
    expression = BAD_CALCULATIONS[what]
    form = faulty(made=f'calculate="{quoted(expression)}"')
    assert form.finds(ANSWERS) == [note("/data/made", "not-comparable", "x", expression=expression)]


@pytest.mark.parametrize("what", BAD_CALCULATIONS)
def test_a_condition_that_cannot_be_judged_blames_the_form_alone(what: str) -> None:
    expression = BAD_CALCULATIONS[what]
    form = faulty(name=f'constraint="{quoted(expression)}"')
    assert form.finds(ANSWERS) == [
        note("/data/name", "not-comparable", "Hoa", expression=expression)
    ]


@pytest.mark.parametrize("what", BAD_CALCULATIONS)
def test_where_it_cannot_be_judged_whether_a_question_applies_nothing_is_missed(what: str) -> None:
    expression = BAD_CALCULATIONS[what]
    form = faulty(name=f'relevant="{quoted(expression)}" required="true()"')
    odd = note("/data/name", "not-comparable", "Hoa", expression=expression)
    assert form.finds(ANSWERS) == [odd]
    absent = form.finds(ANSWERS.replace("<name>Hoa</name>", ""))
    assert [(one.path, one.kind, one.level) for one in absent] == [
        ("/data/name", "not-comparable", "note")
    ]


@pytest.mark.parametrize("what", BAD_CALCULATIONS)
def test_what_may_be_required_and_may_not_is_not_missed(what: str) -> None:
    expression = BAD_CALCULATIONS[what]
    form = faulty(name=f'required="{quoted(expression)}"')
    empty = ANSWERS.replace("Hoa", "")
    assert form.finds(ANSWERS) == []
    assert form.finds(empty) == [note("/data/name", "not-comparable", "", expression=expression)]


@pytest.mark.parametrize("what", BAD_CALCULATIONS)
def test_a_count_that_cannot_be_known_asks_for_nothing(what: str) -> None:
    form = faulty(member=f' jr:count="{quoted(BAD_CALCULATIONS[what])}"')
    assert [one for one in form.finds(ANSWERS) if one.level == "fault"] == []


def test_a_fault_of_the_form_is_reached_only_where_it_is_reached() -> None:
    """As on the phone: what decides before is enough."""
    form = faulty(made="calculate=\"if(/data/name = 'Hoa', 'x', loud('x'))\"")
    assert form.finds(ANSWERS) == []
    found = form.finds(ANSWERS.replace("Hoa", "Lan"))
    assert [(one.path, one.kind, one.level) for one in found] == [
        ("/data/made", "not-comparable", "note")
    ]


ENTITY = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:entities="http://www.opendatakit.org/xforms/entities">
<h:head><h:title>t</h:title><model entities:entities-version="2024.1.0">
<instance><data id="little" version="1"><name/><meta><instanceID/>
<entity dataset="trees" id="" create=""><label/></entity></meta></data></instance>
<bind nodeset="/data/name" type="string"/>
<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/>
<bind nodeset="/data/meta/entity/@id" type="string" calculate="uuid()"/>
<bind nodeset="/data/meta/entity/@create" calculate="string-length(/data/name) > 0"/>
<bind nodeset="/data/meta/entity/label" type="string" calculate="/data/name"/>
</model></h:head><h:body><input ref="/data/name"/></h:body></h:html>"""
TREE = """<data id="little" version="1"><name>Cây đa</name><meta><instanceID>uuid:1</instanceID>
<entity dataset="trees" id="a1" create="{create}"><label>{label}</label></entity></meta></data>"""


def test_an_entity_is_judged_by_its_attributes_too() -> None:
    trees = little_xform(ENTITY.encode())
    by_chance = note("/data/meta/entity/@id", "not-comparable", "a1", expression="uuid()")
    sound = TREE.format(create="1", label="Cây đa")
    assert trees.finds_in(read_instance(sound.encode())) == [by_chance]
    wrong = TREE.format(create="0", label="cây đa")
    is_named = "string-length(/data/name) > 0"
    assert trees.finds_in(read_instance(wrong.encode())) == [
        by_chance,
        fault("/data/meta/entity/@create", "calculate", "0", "1", expression=is_named),
        fault("/data/meta/entity/label", "calculate", "cây đa", "Cây đa", expression="/data/name"),
    ]
