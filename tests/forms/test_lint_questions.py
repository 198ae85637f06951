"""Questions that nobody sees, rules that nobody is held to, words that are missing: told."""

from __future__ import annotations

import pytest

from forms.compile import compile_workbook
from tests.forms.designer import (
    BEGIN,
    END,
    Row,
    ask,
    choice,
    faults,
    places,
    told,
    told_of_xform,
    workbook,
)

N = ask("integer", "n")
VI, EN = "Tiếng Việt (vi)", "English (en)"


def test_a_question_that_is_never_shown_is_told() -> None:
    assert told(N, ask("text", "x", relevant="no")) == [("never-shown", "survey", 3, "relevant")]
    assert told(N, ask("text", "x", relevant="not(true())")) == [
        ("never-shown", "survey", 3, "relevant")
    ]
    assert told(N, ask("text", "x", relevant="yes")) == []


def test_a_group_that_is_never_shown_is_told_once() -> None:
    group = ask("begin_group", "g", relevant="false()")
    found = told(group, ask("text", "x"), ask("text", "y"), {"type": "end_group"})
    assert found == [("never-shown", "survey", 2, "relevant")]


def test_a_calculation_is_held_to_nothing() -> None:
    row = ask("calculate", "c", calculation="${n} + 1", required="yes", constraint=". > 1")
    assert told(N, row) == [
        ("required-not-asked", "survey", 3, "required"),
        ("constraint-not-asked", "survey", 3, "constraint"),
    ]


def test_a_constraint_says_what_it_wants() -> None:
    silent = ask("integer", "x", constraint=". > 1")
    assert told(N, silent) == [("no-constraint-message", "survey", 3, "constraint_message")]
    empty = (ask("text", "y", constraint=". != 'a'", constraint_message="Không được ghi a."),)
    assert told(silent, *empty) == [("no-constraint-message", "survey", 2, "constraint_message")]
    assert told(*empty) == []


def bilingual(name: str, vi: str | None, en: str | None, **cells: object) -> dict[str, object]:
    return {"type": "integer", "name": name, f"label::{VI}": vi, f"label::{EN}": en} | cells


def test_a_missing_translation_is_told_at_its_empty_cell() -> None:
    rows = (
        bilingual("a", "A", "A"),
        bilingual("b", "B", None),
        bilingual("c", None, "C", **{f"hint::{VI}": "Gợi ý", f"hint::{EN}": "Hint"}),
        bilingual("d", "D", "D", **{f"hint::{VI}": "Gợi ý"}),
    )
    assert told(*rows) == [
        ("untranslated", "survey", 3, f"label::{EN}"),
        ("untranslated", "survey", 4, f"label::{VI}"),
        ("untranslated", "survey", 5, f"hint::{EN}"),
    ]


def test_a_constraint_message_in_one_language_is_told_in_the_other() -> None:
    rule = {
        "constraint": ". > 1",
        f"constraint_message::{VI}": "Phải lớn hơn 1",
        f"constraint_message::{EN}": None,
    }
    assert told(bilingual("a", "A", "A", **rule)) == [
        ("untranslated", "survey", 2, f"constraint_message::{EN}")
    ]


def test_a_column_that_is_missing_in_a_language_is_told_by_pyxform_alone() -> None:
    rows = (bilingual("a", "A", "A", **{f"hint::{VI}": "Gợi ý"}), bilingual("b", "B", "B"))
    assert told(*rows) == []


def test_a_label_without_a_language_is_in_the_default_one() -> None:
    rows = (
        {"type": "text", "name": "a", "label": "A", f"label::{EN}": None},
        {"type": "text", "name": "b", "label": "B", f"label::{EN}": "B"},
    )
    settings = ({"form_id": "f", "default_language": VI},)
    assert told(*rows, settings=settings) == [("untranslated", "survey", 2, f"label::{EN}")]


def test_a_choice_without_a_translation_is_told_in_the_choices() -> None:
    def two(list_name: str, name: str, vi: str | None, en: str | None) -> Row:
        labels = {f"label::{VI}": vi, f"label::{EN}": en}
        return {"list_name": list_name, "name": name} | labels

    rows = (
        bilingual("n", "N", "N"),
        bilingual("x", "X", "X") | {"type": "select_one yn"},
        bilingual("y", "Y", "Y") | {"type": "select_multiple yn"},
    )
    choices = (two("yn", "yes", "Có", "Yes"), two("yn", "no", "Không", None))
    assert told(*rows, choices=choices) == [("untranslated", "choices", 3, f"label::{EN}")]


def entity(**cells: object) -> tuple[Row, ...]:
    return ({"list_name": "places", "label": "${name}"} | cells,)


PLACE = (
    ask("select_one_from_file places.csv", "place"),
    ask("text", "name", save_to="ten"),
)


@pytest.mark.parametrize(
    "entity_id,is_told",
    [
        ("${place}", True),
        ("if(${place} = '', 'x', ${place})", True),
        ("coalesce(${place}, uuid())", False),
        ("${made}", False),
    ],
)
def test_an_entity_that_may_be_new_gets_an_id_of_its_own(entity_id: str, *, is_told: bool) -> None:
    made = ask("calculate", "made", calculation="once(coalesce(${place}, uuid()))")
    conditions = {"create_if": "${place} = ''", "update_if": "${place} != ''"}
    found = told(*PLACE, made, entities=entity(entity_id=entity_id, **conditions))
    expected = [("entity-id-without-coalesce", "entities", 2, "entity_id")]
    assert found == (expected if is_told else [])


def test_an_entity_that_is_changed_alone_needs_no_new_id() -> None:
    assert told(*PLACE, entities=entity(entity_id="${place}")) == []
    assert told(*PLACE, entities=entity()) == []


def test_entities_that_are_changed_must_be_at_hand() -> None:
    rows = (ask("text", "place"), ask("text", "name", save_to="ten"))
    assert told(*rows, entities=entity(entity_id="${place}")) == [
        ("unknown-instance", "entities", 2, "list_name")
    ]


def test_names_that_occur_twice_are_told_in_their_own_group() -> None:
    rows = (
        ask("begin group", "mother"),
        ask("integer", "age"),
        {"type": "end group"},
        ask("begin group", "father"),
        ask("integer", "age", constraint=". > 15"),
        {"type": "end group"},
    )
    assert told(*rows) == [("no-constraint-message", "survey", 6, "constraint_message")]


def test_a_cell_is_told_by_the_heading_that_the_designer_wrote() -> None:
    rows = (
        {"command": "integer", "value": "n", "caption": "N", "read only": "${n} +"},
        {"command": "integer", "value": "m", "caption": "M", "relevance": "${n} +"},
        {"command": "integer", "value": "k", "caption": "K", "bind::constraint": "${n} +"},
        {"command": "calculate", "value": "c", "calculate": "${n} +"},
    )
    assert [where for code, *where in told(*rows) if code == "syntax"] == [
        ["survey", 2, "read only"],
        ["survey", 3, "relevance"],
        ["survey", 4, "bind::constraint"],
        ["survey", 5, "calculate"],
    ]


def test_what_pyxform_makes_is_told_where_it_was_written() -> None:
    rows = (
        N,
        ask("begin_repeat", "child", repeat_count="${n} + lots"),
        ask("text", "name", default="concat(${n}, now())"),
        END,
        ask("text", "b", trigger="${n}", calculation="substring('a', 1)"),
    )
    settings = ({"form_id": "f", "instance_name": "concat(${n}, nothing)"},)
    assert told(*rows, settings=settings) == [
        ("web-form-function", "survey", 6, "calculation"),
        ("word-without-quotes", "survey", 3, "repeat_count"),
        ("datetime-as-text", "survey", 4, "default"),
        ("word-without-quotes", "settings", 2, "instance_name"),
    ]


def test_errors_come_first_and_then_row_by_row() -> None:
    rows = (
        ask("integer", "a", constraint=". > 1"),
        ask("calculate", "b", calculation="${a} = "),
        ask("integer", "c", relevant="a > 1"),
    )
    assert told(*rows) == [
        ("syntax", "survey", 3, "calculation"),
        ("no-constraint-message", "survey", 2, "constraint_message"),
        ("name-without-braces", "survey", 4, "relevant"),
    ]


def test_the_same_fault_on_a_hundred_rows_is_told_twenty_times_and_counted() -> None:
    rows = [ask("text", f"q{number}", relevant="no") for number in range(100)]
    found = faults(N, *rows, ask("text", "last", relevant="n = 1"))
    assert places(found) == [
        *(("never-shown", "survey", row, "relevant") for row in range(3, 23)),
        ("name-without-braces", "survey", 103, "relevant"),
    ]
    found = found[:20]
    assert found[-1].vi.endswith(" (Còn 80 chỗ khác như vậy.)")
    assert found[-1].en.endswith(" (And 80 more of these.)")


def test_an_xform_is_told_by_nodes_and_attributes() -> None:
    found = told_of_xform(
        'nodeset="/data/a" type="int" constraint=". &gt; /data/c"',
        'nodeset="/data/b" required="true()"',
        body='<input ref="/data/a"><label>A</label></input>',
    )
    assert found == [
        ("unknown-path", None, None, "constraint"),
        ("no-constraint-message", None, None, "jr:constraintMsg"),
        ("required-not-asked", None, None, "required"),
    ]


def test_choices_may_be_named_alike_in_two_lists() -> None:
    rows = (ask("select_one a", "x"), ask("select_one b", "y"))
    choices = (choice("a", "1"), choice("b", "1"))
    assert told(*rows, BEGIN, ask("text", "z"), END, choices=choices) == []


def test_a_form_can_be_taken_as_it_is() -> None:
    data = workbook(ask("text", "a", relevant="${a} = ''", constraint=". != 'x'"))
    made = compile_workbook(data, kind="xlsx", form_id_fallback=None, lints=False)
    assert made.warnings == ()
