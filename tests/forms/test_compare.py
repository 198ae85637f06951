"""A question may come, go and be reworded; it may not change what its answers are."""

from __future__ import annotations

from forms.compare import TypeChange, type_changes
from forms.definition import FormDef
from forms.xform import read_form


def form(instance: str, binds: dict[str, str], body: str = "") -> FormDef:
    lines = "".join(f'<bind nodeset="/data{path}" type="{t}"/>' for path, t in binds.items())
    return read_form(
        f'<html><head><model><instance><data id="f">{instance}</data></instance>{lines}</model>'
        f"</head><body>{body}</body></html>".encode()
    )


def test_a_question_whose_type_changes_is_named() -> None:
    old = form("<tuoi/><ten/><cu/>", {"/tuoi": "string", "/ten": "string", "/cu": "int"})
    new = form("<moi/><ten/><tuoi/>", {"/tuoi": "int", "/ten": "string", "/moi": "date"})
    assert type_changes(old, new) == (TypeChange("/tuoi", "string", "int"),)


def test_a_group_made_a_repeat_is_named_but_not_what_stays_in_it() -> None:
    old = form("<con><tuoi/></con><a/>", {"/con/tuoi": "int"})
    new = form("<con><tuoi/></con><a><b/></a>", {"/con/tuoi": "int"}, _repeat("/con"))
    assert type_changes(old, new) == (
        TypeChange("/con", "structure", "repeat"),
        TypeChange("/a", "string", "structure"),
    )


def test_the_same_form_changes_nothing() -> None:
    same = form("<con><tuoi/></con>", {"/con/tuoi": "int"}, _repeat("/con"))
    assert type_changes(same, same) == ()


def _repeat(path: str) -> str:
    return f'<repeat nodeset="/data{path}"/>'
