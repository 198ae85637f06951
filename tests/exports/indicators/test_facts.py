"""What one submission adds to an indicator."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from exports.indicators.definition import Indicator
from exports.indicators.form_facts import compile_form, facts_of_submission
from tests.exports.indicators.designer import TRAINING, defined, facts_in, indicator_row
from tests.forms.little import ask, little

HELD = (
    "<held>2021-09-14</held><commune>2024-01843</commune><kind>training</kind>"
    "<topics>gbv food</topics><present><n_female>12</n_female><n_male>3</n_male>"
    "<n_total>15</n_total></present>"
    "<online><channel>zalo</channel><posts>4</posts></online>"
    "<online><channel>radio</channel><posts>1</posts></online>"
)


def one(numerator: str, source: str = "training", **more: object) -> Indicator:
    (indicator,) = defined(indicator_row("C1", numerator, source, **more))
    return indicator


def test_a_training_counts_once_in_all_and_once_under_each_topic() -> None:
    counted = one("count()", filter="${kind} = 'training'", dimensions="kind topics")
    assert facts_in(TRAINING, counted, HELD) == [
        (
            "numerator",
            1.0,
            "",
            {"kind": {"training": 1.0}, "topics": {"gbv": 1.0, "food": 1.0}},
        )
    ]


def test_what_the_filter_leaves_out_adds_nothing() -> None:
    assert facts_in(TRAINING, one("count()", filter="${kind} = 'talk'"), HELD) == []


def test_a_number_is_added_in_all_and_in_its_parts() -> None:
    assert facts_in(TRAINING, one("sum(${n_total})", dimensions="sex"), HELD) == [
        ("numerator", 15.0, "", {"sex": {"f": 12.0, "m": 3.0}})
    ]


def test_a_share_has_a_fact_of_each_of_its_numbers() -> None:
    share = one("sum(${n_female})", denominator="sum(${n_total})", dimensions="topics")
    assert facts_in(TRAINING, share, HELD) == [
        ("numerator", 12.0, "", {"topics": {"gbv": 12.0, "food": 12.0}}),
        ("denominator", 15.0, "", {"topics": {"gbv": 15.0, "food": 15.0}}),
    ]


def test_each_entry_of_a_repeat_is_a_row() -> None:
    posts = one("sum(${posts})", "training.online", filter="${channel} = 'zalo' or ${posts} > 0")
    assert facts_in(TRAINING, posts, HELD) == [
        ("numerator", 4.0, "", {}),
        ("numerator", 1.0, "", {}),
    ]


def test_in_an_entry_the_answers_around_it_may_be_asked() -> None:
    posts = one("sum(${posts})", "training.online", filter="${kind} = 'talk'")
    assert facts_in(TRAINING, posts, HELD) == []


def test_different_keys_are_kept_with_their_facts() -> None:
    assert facts_in(TRAINING, one("distinct(${commune})"), HELD) == [
        ("numerator", 1.0, "2024-01843", {})
    ]


def test_the_day_and_the_unit_may_be_asked_of_the_row() -> None:
    indicator = one("count()", day="${held}", unit="${commune}")
    compiled = compile_form(TRAINING.logic, [(7, indicator)])
    (found,) = facts_of_submission(
        compiled, TRAINING.submission(HELD), TRAINING.given, unit=None, event_date=date(2022, 1, 1)
    )
    assert (found.indicator, found.fact.day, found.fact.unit) == (
        7,
        date(2021, 9, 14),
        "2024-01843",
    )


def test_a_row_without_a_day_is_of_no_period() -> None:
    assert facts_in(TRAINING, one("count()", day="${commune}"), HELD) == []


@pytest.mark.parametrize("answer", ["", "many", "<n_female/>"])
def test_what_is_no_number_adds_nothing(answer: str) -> None:
    given = f"<present><n_female>{answer if '<' not in answer else ''}</n_female></present>"
    assert facts_in(TRAINING, one("sum(${n_female})"), given) == []


def test_today_is_the_day_of_receipt() -> None:
    """The server received it on 5 March 2026, whatever the phone's clock says."""
    on_time = one("count()", filter="today() = date('2026-03-05')")
    assert len(facts_in(TRAINING, on_time, HELD)) == 1


def test_answers_that_do_not_apply_are_not_counted() -> None:
    form = little(ask("integer", "a"), ask("integer", "b", relevant="${a} > 1"), form_id="training")
    assert facts_in(form, one("sum(${b})"), "<a>1</a><b>5</b>") == []


def test_a_version_without_the_question_takes_it_for_empty() -> None:
    older = little(ask("text", "commune"), form_id="training")
    counted = one("count()", filter="${kind} = '' and ${commune} != ''")
    assert facts_in(older, counted, "<commune>2024-01843</commune>") == [("numerator", 1.0, "", {})]


def test_a_stock_figure_of_zero_is_a_fact() -> None:
    """The latest report says: none any more."""
    assert facts_in(TRAINING, one("last_sum(${n_female})"), "<n_female/>") == [
        ("numerator", 0.0, "", {})
    ]


def test_another_form_may_speak_of_the_case() -> None:
    joined = one(
        "count(${n_female} > 20)",
        key="${commune}",
        join_source="follow",
        join_key="${place}",
        join_condition="${ok} = 'yes'",
    )
    assert facts_in(TRAINING, joined, HELD) == [("numerator", 0.0, "2024-01843", {})]
    follow = little(ask("text", "place"), ask("text", "ok"), form_id="follow")
    says_so = "<place>2024-01843</place><ok>yes</ok>"
    assert facts_in(follow, joined, says_so) == [("joined", 1.0, "2024-01843", {})]
    assert facts_in(follow, joined, says_so.replace("yes", "no")) == []


def test_labels_do_not_change_what_is_counted() -> None:
    counted = one("count()")
    other = replace(counted, label=replace(counted.label, vi="Khác"), percent=True)
    assert counted.hash == other.hash
    assert counted.hash != replace(counted, filter="1 = 1").hash


def test_an_expression_that_never_ends_costs_its_own_indicator_alone() -> None:
    """Each of three thousand entries asked of each: phones would wait for it at every post."""
    every = "count(../online[posts < current()/posts]) >= 0"
    endless = [
        indicator_row(f"X{number}", f"sum(${{posts}}, {every})", "training.online")
        for number in range(20)
    ]
    sound = indicator_row("C6", "sum(${posts})", "training.online")
    numbered = list(enumerate(defined(*endless, sound)))
    compiled = compile_form(TRAINING.logic, numbered)
    entries = "<online><channel>zalo</channel><posts>1</posts></online>" * 3_000
    begun = time.perf_counter()
    found = facts_of_submission(
        compiled,
        TRAINING.submission(entries),
        TRAINING.given,
        unit=None,
        event_date=date(2021, 1, 1),
    )
    assert time.perf_counter() - begun < 10
    told = {one.indicator for one in found if one.fact.part != "left-out"}
    left_out = {one.indicator for one in found if one.fact.part == "left-out"}
    assert told <= {20}
    assert told | left_out == set(range(21))
