"""A form with rules, in two languages, and what somebody answers in it: to be checked."""

from __future__ import annotations

from xml.sax.saxutils import escape

FORM_ID = "family"
COMMUNES = b"name,label\n00001,Ph\xc3\xbac X\xc3\xa1\n00004,Tr\xc3\xbac B\xe1\xba\xa1ch\n"
_VI = {
    "name": "Họ tên",
    "age": 'Tuổi của <output value="/data/name"/>',
    "sex": "**Giới tính**",
    "child": "Con",
    "child_age": "Tuổi của con?",
    "commune": "Xã",
    "too_old": "Tuổi phải nhỏ hơn 120.",
}
_EN = {
    "name": "Name",
    "age": 'Age of <output value="/data/name"/>',
    "sex": "Sex",
    "child": "Child",
    "child_age": "Age of the child?",
    "commune": "Commune",
    "too_old": "The age must be below 120.",
}


def xform(version: str = "1", *, age_max: int = 120, communes: bool = False) -> bytes:
    """Write the form; ``communes``: it asks for one, from the file ``communes.csv``."""
    file = '<instance id="communes" src="jr://file-csv/communes.csv"/>' if communes else ""
    ask = (
        "<select1 ref='/data/commune'><label ref=\"jr:itext('commune')\"/>"
        "<itemset nodeset=\"instance('communes')/root/item\"><value ref='name'/>"
        "<label ref='label'/></itemset></select1>"
    )
    return f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>Gia đình</h:title><model><itext>
{_translation("Tiếng Việt (vi)", _VI, 'default="true()"')}{_translation("English (en)", _EN)}
</itext>
<instance><data id="{FORM_ID}" version="{version}"><name/><age/><twice/><code/><sex/>
{"<commune/>" if communes else ""}<child jr:template=""><age/></child>
<meta><instanceID/></meta></data></instance>{file}
<bind nodeset="/data/name" type="string" required="true()"/>
<bind nodeset="/data/age" type="int" constraint=". &lt; {age_max}"
  jr:constraintMsg="jr:itext('too_old')"/>
<bind nodeset="/data/twice" type="int" calculate="/data/age * 2"/>
<bind nodeset="/data/code" type="string" constraint="string-length(.) = 3"/>
<bind nodeset="/data/sex" type="string"/>
{'<bind nodeset="/data/commune" type="string"/>' if communes else ""}
<bind nodeset="/data/child/age" type="int" constraint=". &lt; /data/age"/>
<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/>
</model></h:head>
<h:body><input ref="/data/name"><label ref="jr:itext('name')"/></input>
<input ref="/data/age"><label ref="jr:itext('age')"/></input>
<select1 ref="/data/sex"><label ref="jr:itext('sex')"/>
<item><label>Nam</label><value>m</value></item><item><label>Nữ</label><value>f</value></item>
</select1>{ask if communes else ""}
<group ref="/data/child"><label ref="jr:itext('child')"/><repeat nodeset="/data/child">
<input ref="/data/child/age"><label ref="jr:itext('child_age')"/></input></repeat></group>
</h:body></h:html>""".encode()


def _translation(language: str, texts: dict[str, str], mark: str = "") -> str:
    said = "".join(
        f'<text id="{name}"><value>{text}</value></text>' for name, text in texts.items()
    )
    return f'<translation lang="{language}" {mark}>{said}</translation>'


def filled(
    instance_id: str,
    *,
    version: str = "1",
    edits: str = "",
    children: tuple[int, ...] = (),
    **answers: object,
) -> bytes:
    """Fill it: ``name="Mai"``, ``age=34``, ``sex="f"`` unless said otherwise."""
    given = {"name": "Mai", "age": 34, "twice": None, "code": "", "sex": "f"} | answers
    if given["twice"] is None:
        given["twice"] = int(str(given["age"])) * 2
    written = "".join(f"<{name}>{escape(str(text))}</{name}>" for name, text in given.items())
    below = "".join(f"<child><age>{age}</age></child>" for age in children)
    before = f"<deprecatedID>{edits}</deprecatedID>" if edits else ""
    return (
        f'<data id="{FORM_ID}" version="{version}">{written}{below}<meta>'
        f"<instanceID>{instance_id}</instanceID>{before}</meta></data>"
    ).encode()
