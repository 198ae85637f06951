"""What an expression says wrongly is told at its cell, before a phone stumbles over it."""

from __future__ import annotations

import pytest

from tests.forms.designer import BEGIN, END, YES_NO, Row, Told, ask, faults, told, told_of_xform

N = ask("integer", "n")
SEX = ask("select_one yn", "harmed")


def computed(expression: str) -> Row:
    return ask("calculate", "c", calculation=expression)


BROKEN = {
    "half an expression": "${n} +",
    "a bracket left open": "(${n} + 1",
    "a quote left open": "concat('a, ${n})",
    "two words": "${n} 'a'",
}


@pytest.mark.parametrize("expression", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_expression_stops_the_upload_at_its_cell(expression: str) -> None:
    assert told(N, computed(expression)) == [("syntax", "survey", 3, "calculation")]


SLIPS = {
    "${n} == 1": "=",
    "${n} = 1 && ${n} = 2": "and",
    "${n} = 1 || ${n} = 2": "or",
    "${n} <> 1": "!=",
    "${n} => 1": ">=",
    "${n} ≥ 1": ">=",
    "!(${n} = 1)": "not(…)",
    "if(${n} = 1; 2; 3)": ",",
    "${n} / ${n}": "div",
    "${n} % 2": "mod",
}


@pytest.mark.parametrize("expression,instead", SLIPS.items())
def test_a_sign_of_another_language_is_told_with_the_right_one(
    expression: str, instead: str
) -> None:
    (fault,) = faults(N, computed(expression))
    assert (fault.code, fault.level, fault.row) == ("syntax", "error", 3)
    assert fault.en.endswith(f"Write {instead}.")
    assert fault.vi.endswith(f"Hãy viết {instead}.")


def test_a_broken_expression_is_shown_as_the_designer_wrote_it() -> None:
    (fault,) = faults(N, computed("if(${n} > 1 ${n}, 2, 3)"))
    assert fault.en.startswith("The expression is broken at “${n}, 2, 3)”.")
    assert fault.path == "/c"


@pytest.mark.parametrize("hidden", ["\u200b", "\u2009", "\ufeff"])
def test_a_blank_that_cannot_be_seen_is_told(hidden: str) -> None:
    (fault,) = faults(N, computed(f"${{n}} +{hidden} 1"))
    assert (fault.code, fault.en.endswith("type it anew.")) == ("syntax", True)


def test_a_comma_that_is_missing_is_told() -> None:
    assert told(N, computed("concat('a' ${n})")) == [("unsupported", "survey", 3, "calculation")]


def test_a_division_inside_a_repeat_is_no_path() -> None:
    repeat = (BEGIN, N, ask("integer", "m"), computed("${n} / ${m}"), END)
    assert told(*repeat) == [("division", "survey", 5, "calculation")]
    assert told(BEGIN, N, ask("integer", "m"), computed("${n} div ${m}"), END) == []


FUNCTIONS = {
    "IF(${n} = 1, 2, 3)": ("unknown-function", "Is if() meant?"),
    "conct(${n}, 'a')": ("unknown-function", "Is concat() meant?"),
    "nothinglikeit(${n})": ("unknown-function", "See XLSForm's list of functions."),
    "and(${n}, ${n})": ("unknown-function", "Write: a and b."),
    "substring('abc', 1)": ("web-form-function", "Use substr(…)."),
    "floor(${n})": ("web-form-function", "Use int(…)."),
    "name(${n})": ("web-form-function", "Do without it."),
    "coalesce(${n})": ("wrong-arguments", "takes 2 arguments"),
    "round(1,5,2)": ("wrong-arguments", "takes 1–2 arguments"),
    "join()": ("wrong-arguments", "takes ≥ 1 arguments"),
    "sum(${n} + 1)": ("needs-path", "write sum(${that_row})"),
    "selected(${n}, '1')": ("selected-of-number", "Compare with =."),
}


@pytest.mark.parametrize("expression,expected", FUNCTIONS.items())
def test_a_function_that_no_phone_could_call_stops_the_upload(
    expression: str, expected: tuple[str, str]
) -> None:
    code, remedy = expected
    (fault,) = faults(N, computed(expression))
    assert (fault.code, fault.level, fault.row) == (code, "error", 3)
    assert remedy in fault.en


FINE = (
    "coalesce(${n}, 0)",
    "round(${n} div 3, 2)",
    "concat(${n}, '-', ${n})",
    "if(${n} > 1, 'a', 'b')",
    "selected(${harmed}, 'yes')",
    "count-selected(${harmed}) > 0",
    "string-length(${harmed}) - 1",
    "sum(${n})",
    "jr:choice-name(${harmed}, '${harmed}')",
    "max(${n}, 3)",
    "position(..)",
)


@pytest.mark.parametrize("expression", FINE)
def test_what_a_phone_computes_is_not_spoken_of(expression: str) -> None:
    number = ask("integer", "n", required="yes")
    assert told(number, SEX, computed(expression), choices=YES_NO) == []


NAMED = {
    "relevant without braces": ({"relevant": "n > 1"}, "name-without-braces", "relevant"),
    "a word without quotes": ({"relevant": "${harmed} = yes"}, "word-without-quotes", "relevant"),
    "a path by hand": ({"constraint": ". > /data/nothing"}, "unknown-path", "constraint"),
    "a minus without a blank": ({"constraint": ". > /data/n-1"}, "unknown-path", "constraint"),
    "two questions in a row": ({"constraint": ". > ${n} ${n}"}, "unknown-path", "constraint"),
    "a table that is not there": (
        {"constraint": ". = instance('communes')/root/item[name = 'a']/label"},
        "unknown-instance",
        "constraint",
    ),
    "a column that is not there": (
        {"constraint": ". = instance('yn')/root/item[nme = 'yes']/label"},
        "unknown-column",
        "constraint",
    ),
    "a last step that is not there": (
        {"constraint": ". = instance('yn')/root/item[name = 'yes']/lable"},
        "unknown-column",
        "constraint",
    ),
    "all children": ({"constraint": ". > count(/data/meta/*)"}, "wildcard", "constraint"),
    "some of all children": (
        {"constraint": ". > count(/data/meta/*[. = 1])"},
        "wildcard",
        "constraint",
    ),
    "two node-sets": ({"constraint": ". > count(${n} | ${n})"}, "unsupported", "constraint"),
    "anywhere": ({"constraint": ". > count(//n)"}, "unsupported", "constraint"),
}


@pytest.mark.parametrize("cells,code,column", NAMED.values(), ids=NAMED.keys())
def test_what_leads_nowhere_is_told(cells: dict[str, str], code: str, column: str) -> None:
    asked = ask("integer", "x", constraint_message="sai") | cells
    assert told(N, SEX, asked, choices=YES_NO) == [(code, "survey", 4, column)]


def test_what_leads_somewhere_is_not_told() -> None:
    message = {"constraint_message": "sai"}
    found = told(
        N,
        SEX,
        ask("integer", "x", constraint=". > /data/n - 1 and count(/data/meta) = 1", **message),
        ask("text", "y", constraint=". = instance('yn')/root/item[name = 'yes']/label", **message),
        ask("csv-external", "communes"),
        ask("calculate", "z", calculation="instance('communes')/root/item[area = ${n}]/any"),
        choices=YES_NO,
    )
    assert found == []


def test_a_file_must_be_named_where_its_rows_are_pulled() -> None:
    assert told(N, computed("pulldata('gia', 'a', 'b', ${n})")) == []
    assert told(N, computed("pulldata(concat('gia', ${n}), 'a', 'b', ${n})")) == [
        ("pulldata-computed", "survey", 3, "calculation")
    ]


def test_the_question_of_a_choice_name_stands_in_quotes() -> None:
    wrong = computed("jr:choice-name(${harmed}, ${harmed})")
    assert told(SEX, wrong, choices=YES_NO) == [("choice-name-quotes", "survey", 3, "calculation")]
    other = computed("jr:choice-name(${harmed}, '${n}')")
    assert told(N, SEX, other, choices=YES_NO) == [
        ("choice-name-question", "survey", 4, "calculation")
    ]


def test_a_choice_filter_is_read_as_well() -> None:
    filtered = ask("select_one yn", "x", choice_filter="kind = ${n}")
    assert told(N, filtered, choices=YES_NO) == [("unknown-column", "survey", 3, "choice_filter")]
    kinds = (*YES_NO, {"list_name": "yn", "name": "z", "label": "Z", "kind": 1})
    assert told(N, filtered, choices=kinds) == []


CIRCLES: dict[str, tuple[tuple[Row, ...], list[Told]]] = {
    "two calculations": (
        (ask("calculate", "a", calculation="${b}"), ask("calculate", "b", calculation="${a}")),
        [("circle", "survey", 2, "calculation"), ("circle", "survey", 3, "calculation")],
    ),
    "itself": ((ask("text", "a", relevant="${a} = ''"),), [("circle", "survey", 2, "relevant")]),
    "a group that hangs on its own question": (
        (
            ask("begin_group", "g", relevant="${x} = 1"),
            ask("integer", "x"),
            {"type": "end_group"},
        ),
        [("circle", "survey", 2, "relevant")],
    ),
    "through a table in a file": (
        (
            ask("csv-external", "xa"),
            ask("calculate", "a", calculation="instance('xa')/root/item[name = ${b}]/area"),
            ask("calculate", "b", calculation="concat(${a}, 'x')"),
        ),
        [("circle", "survey", 3, "calculation"), ("circle", "survey", 4, "calculation")],
    ),
    "a condition, a requirement and a calculation": (
        (
            ask("integer", "a", relevant="${c} = 1"),
            ask("integer", "b", required="${a} = 1"),
            ask("calculate", "c", calculation="${b} + 1"),
        ),
        [
            ("circle", "survey", 2, "relevant"),
            ("circle", "survey", 3, "required"),
            ("circle", "survey", 4, "calculation"),
        ],
    ),
}


@pytest.mark.parametrize("rows,expected", CIRCLES.values(), ids=CIRCLES.keys())
def test_a_circle_is_told_on_each_of_its_questions(
    rows: tuple[Row, ...], expected: list[Told]
) -> None:
    assert told(*rows) == expected


def test_a_circle_names_its_questions_in_their_order() -> None:
    rows = (
        ask("calculate", "a", calculation="${b}"),
        ask("calculate", "b", calculation="${c}"),
        ask("calculate", "c", calculation="${a}"),
    )
    assert {fault.en.partition(": ")[2].partition(".")[0] for fault in faults(*rows)} == {
        "a → b → c → a"
    }


def test_what_may_look_back_is_no_circle() -> None:
    rows = (
        ask("integer", "a", constraint="${a} > 1 and ${b} > 1", constraint_message="sai"),
        ask("integer", "b", constraint="${a} > 1", constraint_message="sai", relevant="${a} > 2"),
        ask("calculate", "c", calculation="once(random())"),
        BEGIN,
        ask("calculate", "d", calculation="position(..)"),
        END,
    )
    assert told(*rows) == []


def test_an_xform_is_told_by_its_nodes() -> None:
    assert told_of_xform('nodeset="/data/a" calculate="1 +"') == [
        ("syntax", None, None, "calculate")
    ]
