"""A question has the type that its designer wrote, whatever the XForm makes of it."""

from __future__ import annotations

from forms.compile import compile_workbook
from forms.question_type import question_type
from forms.xform import read_form
from tests.forms.designer import YES_NO, Row, ask, workbook

WRITTEN = (
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "text",
    "integer",
    "decimal",
    "date",
    "time",
    "dateTime",
    "geopoint",
    "geotrace",
    "geoshape",
    "image",
    "audio",
    "video",
    "file",
    "barcode",
    "note",
    "acknowledge",
    "range",
    "hidden",
    "start-geopoint",
    "background-audio",
    "select_one yn",
    "select_multiple yn",
    "rank yn",
    "select_one_from_file communes.csv",
    "select_multiple_from_file communes.csv",
)


def types_of(data: bytes) -> dict[str, str]:
    compiled = compile_workbook(data, kind="xlsx", form_id_fallback=None, lints=False)
    fields = [node for node in read_form(compiled.xform).walk() if node.kind == "field"]
    return {node.path: question_type(node) for node in fields}


def test_every_type_of_a_workbook_is_told_as_it_was_written() -> None:
    rows = [ask(kind, f"q{place}") for place, kind in enumerate(WRITTEN)]
    told = types_of(workbook(*rows, choices=YES_NO))
    assert told == {
        **{f"/q{place}": kind for place, kind in enumerate(WRITTEN)},
        "/meta/instanceID": "uid",
    }


def test_what_is_calculated_says_what_comes_out() -> None:
    rows = [
        ask("calculate", "words", calculation="'a'"),
        ask("calculate", "number", calculation="1 + 1", **{"bind::type": "int"}),
        ask("text", "shown", calculation="'a'", read_only="yes"),
        ask("audit", "audit"),
    ]
    assert types_of(workbook(*rows)) == {
        "/words": "calculate",
        "/number": "calculate (integer)",
        "/shown": "text",
        "/meta/audit": "audit",
        "/meta/instanceID": "uid",
    }


def test_entries_of_a_repeat_are_chosen_by_what_names_them() -> None:
    rows: list[Row] = [
        ask("begin_repeat", "child"),
        ask("text", "called"),
        {"type": "end_repeat"},
        ask("select_one ${called}", "eldest"),
    ]
    told = types_of(workbook(*rows))
    assert (told["/child/called"], told["/eldest"]) == ("text", "select_one ${called}")
