"""Comparisons, dates, choices, repeats that do not mean what they seem to: told at their cells."""

from __future__ import annotations

import pytest

from tests.forms.designer import BEGIN, END, YES_NO, Row, Told, ask, choice, told

N = ask("integer", "n", required="yes")
DAY = ask("date", "d")
START = ask("datetime", "t")
HOUR = ask("time", "h")
NOTE = {"constraint_message": "sai"}


def of_condition(condition: str, *asked: Row) -> list[Told]:
    return told(*asked, ask("note", "x", relevant=condition), choices=YES_NO)


CONDITIONS: dict[str, tuple[str, Row, str]] = {
    "a date compared with a text": ("${d} >= '2026-01-01'", DAY, "date-as-text"),
    "a text compared with a date": ("'2026-01-01' < ${d}", DAY, "date-as-text"),
    "today compared with a text": ("today() > '2026-01-01'", DAY, "date-as-text"),
    "days since a text": ("today() - '2026-01-01' > 30", DAY, "date-as-text"),
    "a time compared with a text": ("${h} > '10:30'", HOUR, "time-compared"),
    "a date that is spelt as people do": ("${d} = '01/02/2026'", DAY, "date-misspelt"),
    "a month compared as a text": (
        "format-date(${d}, '%Y-%m') >= format-date(today(), '%Y-%m')",
        DAY,
        "formatted-compared",
    ),
    "a moment compared with a day": ("${t} > today()", START, "datetime-compared"),
    "hours between two moments": ("now() - ${t} > 0.5", START, "datetime-compared"),
    "two times": ("${h} > ${h}", HOUR, "time-compared"),
    "a word compared by size": ("${n} > 'nhiều'", N, "text-compared"),
    "an answer greater than nothing": ("${n} > ''", N, "empty-compared"),
    "two answers at once": ("${n} = 1 and ${n} = 2", N, "never-true"),
    "a range that is empty": ("${n} > 5 and ${n} < 5", N, "never-true"),
    "a day that does not exist": ("${d} > date('2026-02-30')", DAY, "no-such-date"),
    "a day as people write it": ("${d} > date('1/2/2026')", DAY, "no-such-date"),
    "a month's full name": ("format-date(${d}, '%d %B') = ''", DAY, "date-mark"),
}


@pytest.mark.parametrize("condition,asked,code", CONDITIONS.values(), ids=CONDITIONS.keys())
def test_a_condition_that_never_holds_is_told(condition: str, asked: Row, code: str) -> None:
    found = of_condition(condition, asked)
    assert (code, "survey", 3, "relevant") in found
    assert {row for _, _, row, _ in found} == {3}


GOOD = {
    "${d} >= date('2026-01-01') and today() - ${d} > 30": DAY,
    "${d} = '2026-01-01' or ${d} != ''": DAY,
    "format-date(${d}, '%Y%m') > '202601' and format-date(${d}, '%Y') > 2025": DAY,
    "decimal-date-time(now()) - decimal-date-time(${t}) > 0.5": START,
    "date(${t}) > today()": START,
    "decimal-time(${h}) > 0.5": HOUR,
    "${n} > '3' and ${n} < 5 and ${n} != 4": N,
    "${n} >= 5 and ${n} <= 5": N,
    "${n} = 1 or ${n} = 2": N,
    "format-date(${d}, 'ngày %e tháng %n năm %Y') != ''": DAY,
}


@pytest.mark.parametrize("condition,asked", GOOD.items())
def test_a_condition_that_may_hold_is_not_told(condition: str, asked: Row) -> None:
    assert of_condition(condition, asked) == []


HARMED = ask("select_one yn", "harmed")
SEVERAL = ask("select_multiple yn", "several")
CHOICES: dict[str, tuple[str, Row, str]] = {
    "a choice that is not in the list": ("${harmed} = 'maybe'", HARMED, "unknown-choice"),
    "a choice in other letters": ("${harmed} != 'Yes'", HARMED, "unknown-choice"),
    "a number for a word": ("${harmed} = 1", HARMED, "unknown-choice"),
    "one of several that is not there": ("selected(${several}, 'x')", SEVERAL, "unknown-choice"),
    "a choice without quotes": ("selected(${several}, 1)", SEVERAL, "selected-number"),
    "both of one": ("${harmed} = 'yes' and ${harmed} = 'no'", HARMED, "never-true"),
    "both selected in one": (
        "selected(${harmed}, 'yes') and selected(${harmed}, 'no')",
        HARMED,
        "never-true",
    ),
}


@pytest.mark.parametrize("condition,asked,code", CHOICES.values(), ids=CHOICES.keys())
def test_a_choice_that_nobody_can_make_is_told(condition: str, asked: Row, code: str) -> None:
    assert of_condition(condition, asked) == [(code, "survey", 3, "relevant")]


@pytest.mark.parametrize(
    "condition,asked",
    [
        ("${harmed} = 'yes' or ${harmed} = ''", HARMED),
        ("selected(${several}, 'yes') and selected(${several}, 'no')", SEVERAL),
        ("not(selected(${several}, 'yes'))", SEVERAL),
        ("${several} = 'yes no'", SEVERAL),
        ("${harmed} = 'x'", ask("select_one yn", "harmed", appearance="search('xa')")),
    ],
)
def test_a_choice_that_can_be_made_is_not_told(condition: str, asked: Row) -> None:
    assert of_condition(condition, asked) == []


def test_choices_that_are_numbers_are_compared_as_numbers() -> None:
    scale = (choice("scale", 1), choice("scale", 2))
    asked = ask("select_one scale", "s")
    assert told(asked, ask("note", "x", relevant="${s} = 2 or ${s} = '1'"), choices=scale) == []
    assert told(asked, ask("note", "x", relevant="${s} = 3"), choices=scale) == [
        ("unknown-choice", "survey", 3, "relevant")
    ]


def test_a_list_in_a_file_is_not_known_here() -> None:
    asked = ask("select_one_from_file xa.csv", "xa")
    assert told(asked, ask("note", "x", relevant="${xa} = '05443'")) == []


AGE = ask("integer", "age", required="yes")
BRACKETS = {
    "instance('yn')/root/item[1]/label": "number-in-brackets",
    "instance('yn')/root/item[name]/label": "name-in-brackets",
    "instance('yn')/root/item[${n} + 1]/label": "value-in-brackets",
    "instance('yn')/root/item[position()]/label": "value-in-brackets",
}


@pytest.mark.parametrize("expression,code", BRACKETS.items())
def test_brackets_without_a_condition_pick_nothing(expression: str, code: str) -> None:
    counted = ask("calculate", "c", calculation=expression)
    assert told(N, HARMED, counted, choices=YES_NO) == [(code, "survey", 4, "calculation")]


def test_brackets_with_a_condition_pick_something() -> None:
    rows = (
        ask("calculate", "a", calculation="instance('yn')/root/item[position() = 1]/label"),
        ask("calculate", "b", calculation="instance('yn')/root/item[contains(name, 'y')]/label"),
        ask("calculate", "c", calculation="instance('yn')/root/item[name = ${harmed}]/label"),
    )
    assert told(HARMED, *rows, choices=YES_NO) == []


def test_all_rows_of_a_list_where_one_is_wanted_stop_the_phone() -> None:
    all_of = ask("calculate", "c", calculation="instance('yn')/root/item/label")
    assert told(HARMED, all_of, choices=YES_NO) == [("several-rows", "survey", 3, "calculation")]
    joined = ask("calculate", "c", calculation="join(', ', instance('yn')/root/item/label)")
    assert told(HARMED, joined, choices=YES_NO) == []


OUTSIDE: dict[str, dict[str, str]] = {
    "calculation": {"type": "calculate", "calculation": "${age} + 1"},
    "relevant": {"relevant": "${age} > 5"},
    "constraint": {"constraint": ". != string(${age})", **NOTE},
    "required": {"required": "${age} > 5"},
    "label": {"label": "Cháu ${age} tuổi"},
}


@pytest.mark.parametrize("column,cells", OUTSIDE.items())
def test_a_question_of_a_repeat_seen_from_outside_stops_the_phone(
    column: str, cells: dict[str, str]
) -> None:
    asked = ask("text", "x") | cells
    assert told(BEGIN, AGE, END, asked) == [("repeated-field", "survey", 5, column)]


@pytest.mark.parametrize(
    "expression",
    [
        "sum(${age})",
        "count(${child})",
        "max(${age})",
        "join(' ', ${age})",
        "indexed-repeat(${age}, ${child}, 1)",
        "/data/child[position() = 1]/age",
        "count(/data/child[age > 5])",
    ],
)
def test_a_repeat_taken_as_a_whole_or_by_one_entry_is_fine(expression: str) -> None:
    assert told(BEGIN, AGE, END, ask("calculate", "c", calculation=expression)) == []


def test_a_repeat_of_one_entry_is_seen_from_outside() -> None:
    once = ask("begin_repeat", "child", repeat_count="if(${n} > 0, 1, 0)")
    seen = ask("calculate", "c", calculation="${age} + 1")
    assert told(N, once, AGE, END, seen) == []
    several = ask("begin_repeat", "child", repeat_count="${n}")
    assert told(N, several, AGE, END, seen) == [("repeated-field", "survey", 6, "calculation")]


def test_a_repeat_in_a_repeat_is_counted_by_its_neighbours() -> None:
    rows = (
        ask("begin_repeat", "house"),
        N,
        ask("begin_repeat", "person", repeat_count="${n}"),
        AGE,
        END,
        ask("begin_repeat", "cow", repeat_count="if(${n} > 2, 1, 0)"),
        ask("integer", "milk"),
        END,
        ask("calculate", "c", calculation="${milk} + 1"),
        ask("calculate", "d", calculation="${age} + 1"),
        END,
    )
    assert told(*rows) == [("repeated-field", "survey", 11, "calculation")]


OWN = ("sum(${age})", "count(${child})", "max(/data/child/age)", "join(' ', /data/child/age)")


@pytest.mark.parametrize("expression", OWN)
def test_a_sum_inside_the_repeat_itself_takes_one_entry_alone(expression: str) -> None:
    own = ask("calculate", "c", calculation=expression)
    assert told(BEGIN, AGE, own, END) == [("own-entry-only", "survey", 4, "calculation")]


@pytest.mark.parametrize(
    "expression",
    [
        "sum(../../child/age)",
        "count(/data/child[true()])",
        "sum(/data/child[position() < position(current()/..)]/age)",
        "max(${age}, 3)",
        "${age} + position(..)",
    ],
)
def test_inside_a_repeat_all_entries_can_be_reached(expression: str) -> None:
    assert told(BEGIN, AGE, ask("calculate", "c", calculation=expression), END) == []


def test_a_sum_over_an_inner_repeat_is_meant_for_this_entry() -> None:
    rows = (
        ask("begin_repeat", "house"),
        ask("begin_repeat", "person"),
        AGE,
        END,
        ask("calculate", "total", calculation="sum(${age})"),
        END,
    )
    assert told(*rows) == []


CLIENTS: dict[str, tuple[str, Row, str]] = {
    "the greatest of what may be empty": ("max(${m}, 3)", ask("integer", "m"), "empty-in-numbers"),
    "halves below zero": ("round((${m} - 3) div 2)", ask("integer", "m"), "negative-half"),
    "a moment as a text": ("concat('lúc ', ${m})", ask("datetime", "m"), "datetime-as-text"),
    "now as a text": ("string(now())", ask("integer", "m"), "datetime-as-text"),
    "minus one for no bound": (
        "weighted-checklist(-1, 2, ${m}, 1)",
        ask("text", "m"),
        "checklist-without-bound",
    ),
    "true in capitals": ("boolean-from-string('TRUE')", ask("text", "m"), "boolean-in-capitals"),
}


@pytest.mark.parametrize("expression,asked,code", CLIENTS.values(), ids=CLIENTS.keys())
def test_where_collect_and_web_forms_differ_is_told(expression: str, asked: Row, code: str) -> None:
    assert told(asked, ask("calculate", "c", calculation=expression)) == [
        (code, "survey", 3, "calculation")
    ]


def test_a_sum_of_what_may_be_empty_is_told() -> None:
    rows = (BEGIN, ask("integer", "age"), END, ask("calculate", "c", calculation="sum(${age})"))
    assert told(*rows) == [("empty-in-numbers", "survey", 5, "calculation")]


@pytest.mark.parametrize(
    "expression,asked",
    [
        ("max(${m}, 3)", ask("integer", "m", required="yes")),
        ("sum(${age}[. != ''])", ask("integer", "m")),
        ("round(${m} - 3)", ask("integer", "m")),
        ("round((today() - ${m}) div 7)", ask("date", "m")),
        ("concat('ngày ', format-date-time(${m}, '%Y-%m-%d %H:%M'))", ask("datetime", "m")),
        ("concat('ngày ', ${m})", ask("date", "m")),
        ("weighted-checklist(0, 2, ${m}, 1)", ask("text", "m")),
        ("boolean-from-string('true')", ask("text", "m")),
    ],
)
def test_where_collect_and_web_forms_agree_nothing_is_told(expression: str, asked: Row) -> None:
    child = (BEGIN, ask("integer", "age"), END)
    assert told(asked, ask("calculate", "c", calculation=expression), *child) == []
