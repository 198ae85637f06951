"""What the check finds in a submission: each kind, at its place, in the order of the form."""

from __future__ import annotations

import pytest

from forms.report import FINDINGS_MAX
from tests.forms.little import ask, calculate, fault, little, note

OLD_ENOUGH = ". >= 18"


def test_a_sound_submission_has_nothing_to_be_found() -> None:
    visit = little(
        ask("integer", "age", required="yes", constraint=OLD_ENOUGH),
        calculate("next_age", "${age} + 1"),
    )
    assert visit.finds("<age>34</age><next_age>35</next_age>") == []


@pytest.mark.parametrize(
    "question, type_, right, wrong",
    [
        ("integer", "int", "-7", "7.0"),
        ("integer", "int", " 7 ", "7 8"),
        ("integer", "int", "2147483647", "2147483648"),
        ("decimal", "decimal", "7.5", "7,5"),
        ("decimal", "decimal", "1e3", "bảy"),
        ("date", "date", "2024-02-29", "2026-02-29"),
        ("date", "date", "2026-3-5", "05/03/2026"),
        ("time", "time", "23:59:59.000+07:00", "24:00:00.000+07:00"),
        ("dateTime", "dateTime", "2026-03-05T10:00:00.000+07:00", "2026-03-05T25:00:00.000+07:00"),
        ("geopoint", "geopoint", "21.02 105.85 0.0 0.0", "21.02"),
        ("geotrace", "geotrace", "21 105 0 0; 22 106 0 0", "21 105; đông"),
    ],
)
def test_an_answer_is_of_its_type_or_it_is_found(
    question: str, type_: str, right: str, wrong: str
) -> None:
    visit = little(ask(question, "said"))
    assert visit.finds(f"<said>{right}</said>") == []
    assert visit.finds(f"<said>{wrong}</said>") == [fault("/data/said", "type", wrong, type_)]


def test_what_is_of_the_wrong_type_is_neither_missing_nor_against_the_condition() -> None:
    """One mistake, said once."""
    visit = little(ask("integer", "age", required="yes", constraint=OLD_ENOUGH))
    assert visit.finds("<age>ba</age>") == [fault("/data/age", "type", "ba", "int")]


def test_a_required_question_without_an_answer_is_found() -> None:
    visit = little(ask("text", "head", required="yes"))
    assert visit.finds("<head/>") == [fault("/data/head", "required", "", expression="true()")]


def test_a_question_may_be_required_by_what_was_answered() -> None:
    visit = little(ask("integer", "age"), ask("text", "school", required="${age} < 18"))
    assert visit.finds("<age>34</age><school/>") == []
    assert visit.finds("<age>12</age><school/>") == [
        fault("/data/school", "required", "", expression="/data/age  < 18")
    ]


def test_an_answer_against_the_condition_is_found() -> None:
    visit = little(ask("integer", "age", constraint=OLD_ENOUGH))
    assert visit.finds("<age>18</age>") == []
    assert visit.finds("<age>17</age>") == [
        fault("/data/age", "constraint", "17", expression=OLD_ENOUGH)
    ]


def test_a_condition_asks_nothing_of_an_empty_answer() -> None:
    visit = little(ask("integer", "age", constraint=OLD_ENOUGH))
    assert visit.finds("<age/>") == []


def test_a_condition_may_look_at_other_answers() -> None:
    visit = little(ask("integer", "all"), ask("integer", "women", constraint=". <= ${all}"))
    assert visit.finds("<all>9</all><women>9</women>") == []
    assert visit.finds("<all>9</all><women>10</women>") == [
        fault("/data/women", "constraint", "10", expression=". <=  /data/all")
    ]


def test_a_calculated_value_that_is_another_is_found_with_the_right_one() -> None:
    visit = little(ask("integer", "age"), calculate("next_age", "${age} + 1"))
    assert visit.finds("<age>34</age><next_age>36</next_age>") == [
        fault("/data/next_age", "calculate", "36", "35", expression="/data/age  + 1")
    ]


@pytest.mark.parametrize(
    "calculation, stored",
    [
        ("0.1 + 0.2", "0.30000000000000004"),
        ("0.1 + 0.2", "0.3"),
        ("1 = 1", "1"),
        ("1 = 1", "true"),  # of a web form
        ("1 = 2", "0"),
        ("3000000000", "3000000000"),
        ("7 div 2", "3.50"),
        ("number('x')", ""),
        ("concat(1, '-', 2)", "1-2"),
        ("date('2026-03-05')", "2026-03-05T00:00:00.000+07:00"),
        ("date('2026-03-05')", "2026-03-05"),
        ("date('2026-03-05')", "2026-03-04T17:00:00.000Z"),
    ],
)
def test_a_calculated_value_is_right_however_it_is_written(calculation: str, stored: str) -> None:
    visit = little(ask("text", "name"), calculate("made", calculation))
    assert visit.finds(f"<name/><made>{stored}</made>") == []


@pytest.mark.parametrize(
    "calculation, stored, right",
    [
        ("0.1 + 0.2", "0.300001", "0.30000000000000004"),
        ("1 = 1", "", "1"),
        ("number('x')", "0", ""),
        ("concat(1, '-', 2)", "1 - 2", "1-2"),
        ("date('2026-03-05')", "2026-03-06", "2026-03-05T00:00:00.000+07:00"),
    ],
)
def test_a_calculated_value_is_wrong_whatever_it_is_near_to(
    calculation: str, stored: str, right: str
) -> None:
    visit = little(ask("text", "name"), calculate("made", calculation))
    assert visit.finds(f"<name/><made>{stored}</made>") == [
        fault("/data/made", "calculate", stored, right, expression=calculation)
    ]


def test_one_wrong_value_is_one_finding_though_others_are_made_of_it() -> None:
    """What hangs on it is held against what was sent, not against what should have been."""
    visit = little(
        ask("integer", "age"),
        calculate("next_age", "${age} + 1"),
        calculate("twice", "${next_age} * 2"),
    )
    assert visit.finds("<age>34</age><next_age>40</next_age><twice>80</twice>") == [
        fault("/data/next_age", "calculate", "40", "35", expression="/data/age  + 1")
    ]


def test_a_calculated_answer_that_the_volunteer_may_overwrite_is_noted() -> None:
    visit = little(
        ask("integer", "age"),
        ask("integer", "next_age", calculation="${age} + 1"),
        ask("integer", "fixed", calculation="${age} + 1", readonly="yes"),
    )
    assert visit.finds("<age>34</age><next_age>36</next_age><fixed>36</fixed>") == [
        note("/data/next_age", "calculate", "36", "35", expression="/data/age  + 1"),
        fault("/data/fixed", "calculate", "36", "35", expression="/data/age  + 1"),
    ]


def test_what_the_form_does_not_have_is_found_where_it_stands() -> None:
    visit = little(
        ask("text", "name"),
        ask("begin group", "home"),
        ask("text", "street"),
        ask("end group", "home"),
    )
    assert visit.finds("<name/><home><street/><door>7</door></home><odd><deep>x</deep></odd>") == [
        fault("/data/odd", "unknown", None, question=""),
        fault("/data/home/door", "unknown", "7", question=""),
    ]


def test_what_is_there_twice_is_found() -> None:
    visit = little(ask("text", "name"), calculate("loud", "concat(${name}, '!')"))
    assert visit.finds("<name>Hoa</name><name>Lan</name><loud>Hoa!</loud>") == [
        fault("/data/name", "unknown", "Lan")
    ]


def test_an_answer_inside_an_answer_is_found() -> None:
    visit = little(ask("text", "name"))
    assert visit.finds("<name><first>Hoa</first></name>") == [
        fault("/data/name", "unknown", None),
        fault("/data/name", "missing", ""),
    ]


def test_what_should_be_there_and_is_not_is_found() -> None:
    visit = little(
        ask("text", "name"),
        ask("text", "head", required="yes"),
        calculate("loud", "concat(${name}, '!')"),
    )
    assert visit.finds("<loud>!</loud>") == [
        fault("/data/name", "missing"),
        fault("/data/head", "missing"),
        fault("/data/head", "required", expression="true()"),
    ]
    assert visit.finds("<name/><head>Hoa</head>") == [fault("/data/loud", "missing")]


def test_a_group_that_is_not_there_is_said_once() -> None:
    visit = little(
        ask("begin group", "home"),
        ask("begin group", "door"),
        ask("text", "number", required="yes"),
        ask("end group", "door"),
        ask("text", "street"),
        ask("end group", "home"),
        ask("text", "name"),
    )
    assert visit.finds("<name/>") == [fault("/data/home", "missing")]
    assert visit.finds("<home><street/></home><name/>") == [fault("/data/home/door", "missing")]


def test_nothing_is_asked_of_what_no_question_shows_but_that_it_is_noted() -> None:
    """Collect enforces conditions at questions alone."""
    visit = little(ask("text", "name"), ask("hidden", "code", required="yes", constraint=". = 'A'"))
    assert visit.finds("<name/><code>A</code>") == []
    assert visit.finds("<name/><code>B</code>") == [
        note("/data/code", "constraint", "B", expression=". = 'A'")
    ]
    assert visit.finds("<name/><code/>") == [
        note("/data/code", "required", "", expression="true()")
    ]


def test_blanks_around_a_text_are_noted_where_they_alone_break_the_condition() -> None:
    visit = little(ask("text", "code", constraint="string-length(.) = 3"))
    assert visit.finds("<code> AB\n</code>") == [
        fault("/data/code", "constraint", " AB\n", expression="string-length(.) = 3")
    ]


def test_blanks_around_a_choice_are_noted() -> None:
    visit = little(
        ask("select_one yn", "poor"),
        choices=[{"list_name": "yn", "name": "yes", "label": "Có"}],
    )
    assert visit.finds("<poor> yes </poor>") == [
        note("/data/poor", "choice", " yes ", expression="instance('yn')/root/item")
    ]


def test_blanks_around_a_calculated_text_are_noted() -> None:
    visit = little(ask("text", "name"), calculate("greeting", "concat('Chị ', ${name})"))
    assert visit.finds("<name>Hoa</name><greeting> Chị Hoa</greeting>") == [
        note(
            "/data/greeting",
            "calculate",
            " Chị Hoa",
            "Chị Hoa",
            expression="concat('Chị ',  /data/name )",
        )
    ]


def test_findings_come_in_the_order_of_the_form_not_of_the_submission() -> None:
    visit = little(
        ask("integer", "first"),
        ask("begin group", "home"),
        ask("integer", "second"),
        ask("end group", "home"),
        ask("integer", "n"),
        ask("begin repeat", "member", repeat_count="${n}"),
        ask("integer", "age"),
        ask("text", "name", required="yes"),
        ask("end repeat", "member"),
        ask("integer", "last", constraint=". > 0"),
    )
    found = visit.finds(
        "<last>0</last><n>3</n><member><name/><age>x</age></member>"
        "<member><name>a</name><age>y</age></member><home><second>b</second></home><first>a</first>"
    )
    assert [(one.path, one.kind) for one in found] == [
        ("/data/first", "type"),
        ("/data/home/second", "type"),
        ("/data/member", "count"),
        ("/data/member[1]/age", "type"),
        ("/data/member[1]/name", "required"),
        ("/data/member[2]/age", "type"),
        ("/data/last", "constraint"),
    ]


def test_what_is_wrong_a_thousand_times_is_cut_with_one_note() -> None:
    visit = little(
        ask("begin repeat", "member"), ask("integer", "age"), ask("end repeat", "member")
    )
    many = "".join(f"<member><age>x{number}</age></member>" for number in range(FINDINGS_MAX))
    all_told = [
        fault(f"/data/member[{number + 1}]/age", "type", f"x{number}", "int")
        for number in range(FINDINGS_MAX)
    ]
    assert visit.finds(many) == all_told
    found = visit.finds(f"{many}<member><age>more</age></member>")
    assert found[-1] == note("/data", "not-comparable", question="")
    assert len(found) == FINDINGS_MAX + 1
    assert all(one.kind == "type" for one in found[:-1])
