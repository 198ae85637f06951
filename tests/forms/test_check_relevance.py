"""What does not apply is not asked, not missed, not seen by others; answered, it is found."""

from __future__ import annotations

import pytest

from tests.forms.little import Little, ask, calculate, fault, little, note


@pytest.fixture(scope="module")
def violence() -> Little:
    """A group that hides its questions, one of them hidden by another."""
    return little(
        ask("text", "poor"),
        ask("begin group", "violence", relevant="${poor} = 'yes'"),
        ask("integer", "times", required="yes", constraint=". > 0"),
        ask("begin group", "report"),
        ask("text", "police", required="${times} > 1"),
        ask("end group", "report"),
        ask("end group", "violence"),
        ask("text", "last"),
    )


HIDES = "/data/poor  = 'yes'"


def test_what_does_not_apply_need_not_be_there(violence: Little) -> None:
    assert violence.finds("<poor>no</poor><last/>") == []


def test_what_applies_must_be_there(violence: Little) -> None:
    assert violence.finds("<poor>yes</poor><last/>") == [fault("/data/violence", "missing")]


def test_what_does_not_apply_may_be_there_empty_at_a_question_and_is_noted_at_a_group(
    violence: Little,
) -> None:
    """Collect leaves out both; others leave the empty elements."""
    empty = "<violence><times/><report><police/></report></violence>"
    assert violence.finds(f"<poor>no</poor>{empty}<last/>") == [
        note("/data/violence", "relevant", expression=HIDES)
    ]
    visit = little(ask("text", "poor"), ask("text", "needs", relevant="${poor} = 'yes'"))
    assert visit.finds("<poor>no</poor><needs/>") == []


def test_an_answer_that_does_not_apply_is_found_at_each_question_and_its_group(
    violence: Little,
) -> None:
    """Their own conditions ask nothing of them any more."""
    answered = "<violence><times>0</times><report><police>P1</police></report></violence>"
    assert violence.finds(f"<poor>no</poor>{answered}<last/>") == [
        fault("/data/violence", "relevant", expression=HIDES),
        fault("/data/violence/times", "relevant", "0", expression=HIDES),
        fault("/data/violence/report/police", "relevant", "P1", expression=HIDES),
    ]


def test_in_a_group_that_applies_each_rule_holds(violence: Little) -> None:
    answered = "<violence><times>2</times><report><police/></report></violence>"
    assert violence.finds(f"<poor>yes</poor>{answered}<last/>") == [
        fault(
            "/data/violence/report/police", "required", "", expression="/data/violence/times  > 1"
        )
    ]


def test_a_question_that_does_not_apply_is_empty_for_all_others() -> None:
    visit = little(
        ask("text", "a"),
        ask("text", "b", relevant="${a} = 'yes'"),
        ask("text", "c", relevant="${b} = 'yes'"),
        ask("text", "d", relevant="${c} = ''", required="yes"),
        calculate("said", "concat('<', ${b}, ${c}, '>')"),
    )
    assert visit.finds("<a>no</a><d>x</d><said>&lt;&gt;</said>") == []
    found = visit.finds("<a>no</a><b>yes</b><c>yes</c><d/><said>&lt;yesyes&gt;</said>")
    assert found == [
        fault("/data/b", "relevant", "yes", expression="/data/a  = 'yes'"),
        fault("/data/c", "relevant", "yes", expression="/data/b  = 'yes'"),
        fault("/data/d", "required", "", expression="true()"),
        fault(
            "/data/said",
            "calculate",
            "<yesyes>",
            "<>",
            expression="concat('<',  /data/b ,  /data/c , '>')",
        ),
    ]


def test_the_order_of_the_rows_does_not_matter_to_what_hides_what() -> None:
    """A question may be hidden by one that comes later."""
    visit = little(
        ask("text", "d", relevant="${c} = ''"),
        ask("text", "c", relevant="${b} = 'yes'"),
        ask("text", "b", relevant="${a} = 'yes'"),
        ask("text", "a"),
    )
    assert visit.finds("<d>x</d><a>no</a>") == []
    assert visit.finds("<d>x</d><c>y</c><b>yes</b><a>yes</a>") == [
        fault("/data/d", "relevant", "x", expression="/data/c  = ''")
    ]


@pytest.fixture(scope="module")
def members() -> Little:
    return little(
        ask("text", "poor"),
        ask("begin repeat", "member"),
        ask("integer", "age"),
        ask("text", "school", relevant="${age} < 18", required="yes"),
        ask("end repeat", "member"),
        calculate("n", "count(${member})"),
        calculate("schools", "count-non-empty(${school})"),
    )


def test_each_entry_is_judged_by_its_own_answers(members: Little) -> None:
    found = members.finds(
        "<poor/><member><age>40</age></member><member><age>8</age><school/></member>"
        "<member><age>41</age><school>A</school></member><member><age>9</age></member>"
        "<n>4</n><schools>0</schools>"
    )
    rule = "../age  < 18"
    assert found == [
        fault("/data/member[2]/school", "required", "", expression="true()"),
        fault("/data/member[3]/school", "relevant", "A", expression=rule),
        fault("/data/member[4]/school", "missing"),
        fault("/data/member[4]/school", "required", expression="true()"),
    ]


def test_entries_that_do_not_apply_are_not_counted() -> None:
    visit = little(
        ask("text", "poor"),
        ask("begin repeat", "member", relevant="${poor} = 'yes'"),
        ask("integer", "age", required="yes"),
        ask("end repeat", "member"),
        calculate("n", "count(${member})"),
        calculate("sum", "sum(${age})"),
    )
    entries = "<member><age>40</age></member><member><age/></member>"
    assert visit.finds("<poor>no</poor><n>0</n><sum>0</sum>") == []
    assert visit.finds(f"<poor>no</poor>{entries}<n>0</n><sum>0</sum>") == [
        fault("/data/member[1]", "relevant", expression=HIDES),
        fault("/data/member[1]/age", "relevant", "40", expression=HIDES),
        note("/data/member[2]", "relevant", expression=HIDES),
    ]


def test_a_repeat_inside_what_does_not_apply_does_not_apply() -> None:
    visit = little(
        ask("text", "poor"),
        ask("begin group", "home", relevant="${poor} = 'yes'"),
        ask("begin repeat", "member"),
        ask("integer", "age", required="yes"),
        ask("end repeat", "member"),
        ask("end group", "home"),
        calculate("n", "count(${member})"),
    )
    home = "<home><member><age>4</age></member><member><age/></member></home>"
    assert visit.finds(f"<poor>yes</poor>{home}<n>2</n>") == [
        fault("/data/home/member[2]/age", "required", "", expression="true()")
    ]
    assert visit.finds(f"<poor>no</poor>{home}<n>0</n>") == [
        fault("/data/home", "relevant", expression=HIDES),
        fault("/data/home/member[1]/age", "relevant", "4", expression=HIDES),
    ]


def test_one_entry_may_apply_and_another_not() -> None:
    visit = little(
        ask("integer", "from"),
        ask("begin repeat", "member", relevant="position() >= ${from}"),
        ask("integer", "age", constraint=". < 100"),
        calculate("nth", "position(..)"),
        ask("end repeat", "member"),
        calculate("n", "count(${member})"),
    )
    found = visit.finds(
        "<from>2</from><member><age>1</age><nth/></member>"
        "<member><age>200</age><nth>2</nth></member><n>1</n>"
    )
    rule = "position() >=  /data/from"
    assert found == [
        fault("/data/member[1]", "relevant", expression=rule),
        fault("/data/member[1]/age", "relevant", "1", expression=rule),
        fault("/data/member[2]/age", "constraint", "200", expression=". < 100"),
    ]


def test_a_calculated_value_that_does_not_apply_is_no_answer() -> None:
    visit = little(
        ask("text", "poor"),
        ask("calculate", "level", calculation="concat('cao', '')", relevant="${poor} = 'no'"),
    )
    assert visit.finds("<poor>yes</poor>") == []
    assert visit.finds("<poor>no</poor>") == [fault("/data/level", "missing")]
    assert visit.finds("<poor>yes</poor><level>cao</level>") == [
        fault("/data/level", "relevant", "cao", expression="/data/poor  = 'no'")
    ]


def test_what_of_the_wrong_type_hides_nothing_by_chance() -> None:
    """A number that cannot be read is empty, as on the phone that reads it again."""
    visit = little(ask("integer", "age"), ask("text", "school", relevant="${age} < 18"))
    assert visit.finds("<age>tám</age>") == [fault("/data/age", "type", "tám", "int")]


def test_where_it_is_not_known_whether_a_question_applies_nothing_is_missed() -> None:
    visit = little(
        ask("text", "name"),
        ask("text", "lucky", relevant="random() > 0.5", required="yes"),
        ask("begin group", "more", relevant="random() > 0.5"),
        ask("text", "inside", required="yes"),
        ask("end group", "more"),
    )
    assert visit.finds("<name/>") == []
    assert visit.finds("<name/><lucky>x</lucky><more><inside>y</inside></more>") == []
