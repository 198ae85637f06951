"""A form with every type that a bind may have, written as an XForm: pyxform makes no booleans."""

from __future__ import annotations

_TYPED = {
    "day": "date",
    "moment": "dateTime",
    "hour": "time",
    "whole": "int",
    "part": "decimal",
    "flag": "boolean",
    "spot": "geopoint",
    "way": "geotrace",
    "plot": "geoshape",
    "words": "string",
    "yn": "string",
}
_IN_REPEAT = {
    "r_day": "date",
    "r_moment": "dateTime",
    "r_hour": "time",
    "r_whole": "int",
    "r_part": "decimal",
    "r_flag": "boolean",
    "r_spot": "geopoint",
    "r_words": "string",
}
_CALCULATED = {
    "c_text": ("string", "concat(/data/words, '!')"),
    "c_int": ("int", "/data/whole * 2.6"),
    "c_decimal": ("decimal", "/data/part div 3"),
    "c_boolean": ("boolean", "/data/whole &gt; 5"),
    "c_date": ("date", "date(/data/day + 7)"),
    "c_moment": ("dateTime", "/data/moment"),
    "c_spot": ("geopoint", "/data/spot"),
    "s_boolean": ("string", "/data/part &gt; 1"),
    "s_number": ("string", "/data/whole + 0.5"),
    "s_big": ("string", "/data/whole * 1000000000"),
    "s_date": ("string", "date(/data/day - 1)"),
    "s_far": ("string", "distance(/data/way)"),
    "s_area": ("string", "area(/data/plot)"),
    "s_once": ("string", "once(concat('lần', /data/whole))"),
}


def moments_xform() -> bytes:
    """Return the form ``moments``: typed nodes at the root, in a group, in a repeat."""
    calculated = "".join(
        f'<bind nodeset="/data/{name}" type="{kind}" calculate="{expression}"/>'
        for name, (kind, expression) in _CALCULATED.items()
    )
    return f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>moments</h:title><model>
<instance><data id="moments" version="1">{_nodes(_TYPED)}<hidden><h_day/><h_whole/></hidden>
<reading jr:template="">{_nodes(_IN_REPEAT)}<c_day/><c_later/></reading>
{_nodes(_CALCULATED)}<c_last/><orx:meta><orx:instanceID/></orx:meta></data></instance>
<instance id="yn"><root><item><name>yes</name><label>Có</label></item>
<item><name>no</name><label>Không</label></item></root></instance>
{_binds("/data/", _TYPED)}
<bind nodeset="/data/hidden" relevant="/data/yn = 'yes'"/>
<bind nodeset="/data/hidden/h_day" type="date"/><bind nodeset="/data/hidden/h_whole" type="int"/>
{_binds("/data/reading/", _IN_REPEAT)}
<bind nodeset="/data/reading/c_day" type="string" calculate="date(../r_moment)"/>
<bind nodeset="/data/reading/c_later" type="string" calculate="../r_day &gt; /data/day"/>
{calculated}
<bind nodeset="/data/c_last" type="string" calculate="date(max(/data/reading/r_day))"/>
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head><h:body>{_controls("/data/", _TYPED)}
<group ref="/data/hidden"><label>hidden</label>
{_controls("/data/hidden/", {"h_day": "date", "h_whole": "int"})}</group>
<group ref="/data/reading"><label>reading</label><repeat nodeset="/data/reading">
{_controls("/data/reading/", _IN_REPEAT)}</repeat></group>
</h:body></h:html>""".encode()


def _nodes(names: dict[str, str] | dict[str, tuple[str, str]]) -> str:
    return "".join(f"<{name}/>" for name in names)


def _binds(parent: str, typed: dict[str, str]) -> str:
    return "".join(
        f'<bind nodeset="{parent}{name}" type="{kind}"/>' for name, kind in typed.items()
    )


def _controls(parent: str, typed: dict[str, str]) -> str:
    return "".join(
        _select(parent + name)
        if name == "yn"
        else f'<input ref="{parent}{name}"><label>{name}</label></input>'
        for name in typed
    )


def _select(path: str) -> str:
    return (
        f'<select1 ref="{path}"><label>yn</label>'
        """<itemset nodeset="instance('yn')/root/item">"""
        '<value ref="name"/><label ref="label"/></itemset></select1>'
    )
