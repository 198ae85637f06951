"""The value of an expression at a node of a submission, as the phone would compute it."""

from __future__ import annotations

import math

import pytest

from forms.evaluate import (
    Evaluated,
    EvaluationError,
    Evaluator,
    NoSuchNode,
    TooMuchWork,
    UnreadableExpression,
)
from tests.forms.little import GIVEN, Little, ask, calculate, choices, little

ANSWERS = (
    "<start>2026-03-05T08:00:00.000+07:00</start><poor>no</poor><needs>food</needs>"
    "<village><name>Đoài</name><house><persons>3</persons></house>"
    "<house><persons>4</persons></house></village>"
    "<village><name>Đông</name><house><persons>5</persons></house></village>"
    "<born>1990-02-28</born><colour>do</colour><all>12</all>"
)


@pytest.fixture(scope="module")
def visit() -> Little:
    return little(
        ask("start", "start"),
        ask("text", "poor"),
        ask("text", "needs", relevant="${poor} = 'yes'"),
        ask("begin repeat", "village"),
        ask("text", "name"),
        ask("begin repeat", "house"),
        ask("integer", "persons"),
        ask("end repeat", "house"),
        ask("end repeat", "village"),
        ask("date", "born"),
        ask("select_one colour", "colour"),
        calculate("all", "sum(${persons})"),
        choices=choices("colour", do="Đỏ", xanh="Xanh"),
    )


@pytest.fixture(scope="module")
def evaluator(visit: Little) -> Evaluator:
    return Evaluator(visit.logic, visit.submission(ANSWERS), GIVEN)


@pytest.mark.parametrize(
    "expression, expected",
    [
        ("/data/all", Evaluated("number", "12", 12.0, True)),
        ("/data/all > 12", Evaluated("boolean", "false", 0.0, False)),
        ("/data/poor", Evaluated("string", "no", math.nan, True)),
        ("/data/born", Evaluated("date", "1990-02-28", 7363.0, True)),
        ("today()", Evaluated("date", "2026-03-05", 20517.0, True)),
        ("12345678.5", Evaluated("number", "1.23456785E7", 12345678.5, True)),
        ("''", Evaluated("string", "", math.nan, False)),
        ("jr:choice-name(/data/colour, '/data/colour')", Evaluated("string", "Đỏ", math.nan, True)),
        ("sum(/data/village/house/persons)", Evaluated("number", "12", 12.0, True)),
    ],
)
def test_a_value_is_told_in_all_its_kinds(
    evaluator: Evaluator, expression: str, expected: Evaluated
) -> None:
    value = evaluator.evaluate("/data/all", expression)
    told = (value.type, value.string, value.boolean)
    assert told == (expected.type, expected.string, expected.boolean)
    assert value.number == pytest.approx(expected.number, nan_ok=True)


@pytest.mark.parametrize(
    "at, expression, expected",
    [
        ("/data/village[2]/house[1]/persons", ".", "5"),
        ("/data/village[1]/house[2]/persons", ".", "4"),
        ("/data/village/house/persons", ".", "3"),
        ("/data/village[2]", "name", "Đông"),
        ("/data/village[2]/name", "sum(../house/persons)", "5"),
        ("/data/village[1]/name", "sum(/data/village/house/persons)", "7"),
        ("/data/village[2]/house[1]", "position()", "1"),
        ("/data/village[2]/house[1]", "position(..)", "2"),
        ("/data/village[1]/house[2]/persons", "concat(position(..), '/', position(../..))", "2/1"),
        ("/data", "count(village)", "2"),
        ("data/poor", ".", "no"),
        ("/data/meta/instanceID", ".", "uuid:1"),
        ("/data/meta/orx:instanceID", ".", "uuid:1"),
        ("/data/@id", ".", "little"),
        ("/data/@version", ".", "1"),
    ],
)
def test_it_is_evaluated_where_it_is_asked_for(
    evaluator: Evaluator, at: str, expression: str, expected: str
) -> None:
    assert evaluator.evaluate(at, expression).string == expected


def test_what_does_not_apply_is_empty(evaluator: Evaluator, visit: Little) -> None:
    """It was sent, and yet the phone would not see it."""
    assert evaluator.evaluate("/data/needs", ".").string == ""
    assert evaluator.evaluate("/data/poor", "count-non-empty(/data/needs)").number == 0
    poor = Evaluator(visit.logic, visit.submission(ANSWERS.replace(">no<", ">yes<")), GIVEN)
    assert poor.evaluate("/data/needs", ".").string == "food"
    assert poor.evaluate("/data/poor", "count-non-empty(/data/needs)").number == 1


def test_a_node_that_was_not_sent_is_a_node_of_the_form(visit: Little) -> None:
    bare = Evaluator(visit.logic, visit.submission("<poor>no</poor>"), GIVEN)
    assert bare.evaluate("/data/born", ".").string == ""
    assert bare.evaluate("/data/born", "concat(../poor, '!')").string == "no!"


@pytest.mark.parametrize(
    "at",
    [
        "",
        "/",
        "/other",
        "/other/poor",
        "/data/age",
        "/data/village[3]",
        "/data/village[0]/name",
        "/data/village[2]/house[2]/persons",
        "/data/poor[2]",
        "/data/poor/x",
        "/data//poor",
        "/data/village[x]",
        "/data/village[1",
        f"/data/village[{'9' * 5000}]",
        "/data/@lang",
    ],
)
def test_what_is_nowhere_is_no_place_to_ask_at(evaluator: Evaluator, at: str) -> None:
    with pytest.raises(NoSuchNode):
        evaluator.evaluate(at, "1")


@pytest.mark.parametrize("expression", ["", " ", "1 +", "(1", "a b", "'open", "1)", "é é", "[1]"])
def test_what_is_no_expression_is_refused(evaluator: Evaluator, expression: str) -> None:
    with pytest.raises(UnreadableExpression):
        evaluator.evaluate("/data", expression)


@pytest.mark.parametrize(
    "expression",
    [
        "loud('x')",
        "/data/village/name",
        "date('hôm qua')",
        "instance('nowhere')/root/item/name",
        "//persons",
        "$x",
        "regex('a', '(')",
        "sum('x')",
    ],
)
def test_what_the_phone_cannot_evaluate_neither_can_we(
    evaluator: Evaluator, expression: str
) -> None:
    with pytest.raises(EvaluationError):
        evaluator.evaluate("/data/all", expression)


def test_what_takes_too_much_work_ends_and_the_next_question_is_answered(visit: Little) -> None:
    houses = "<house><persons>1</persons></house>" * 2_000
    big = Evaluator(visit.logic, visit.submission(f"<village>{houses}</village>"), GIVEN)
    each_of_each = "count(/data/village/house[count(../house) > 0])"
    with pytest.raises(TooMuchWork):
        big.evaluate("/data/all", each_of_each)
    assert big.evaluate("/data/all", "count(/data/village/house)").number == 2_000


def test_asking_changes_nothing(evaluator: Evaluator) -> None:
    """Each answer is the same, whatever was asked before, in whatever order."""
    asked = [
        ("/data/village[2]/name", "concat(., position(..))"),
        ("/data/village[1]/house[position() = 2]/persons", "1"),
        ("/data/all", "count(/data/village[position() = 2])"),
        ("/data/all", "random()"),
        ("/data/village[1]/name", "concat(., position(..))"),
    ]

    def answers(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], object]:
        told: dict[tuple[str, str], object] = {}
        for at, expression in pairs:
            try:
                told[at, expression] = evaluator.evaluate(at, expression)
            except NoSuchNode:
                told[at, expression] = None
        return told

    pure = [pair for pair in asked if pair[1] != "random()"]
    assert answers(pure) == answers(pure[::-1])
