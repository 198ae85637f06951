"""A heading means the question that it fits best, or nothing that would have to be guessed."""

from __future__ import annotations

import pytest

from exports.importing.headings import match_headings
from tests.exports.importing.questions import question

QUESTIONS = {
    node.path: node
    for node in (
        question("province", "Tỉnh, thành phố", "Province"),
        question("status", "Tình trạng hoạt động", "Status"),
        question("kind", "Loại mô hình", "Type"),
        question("kind_other", "Loại mô hình khác (ghi rõ)", "Other type"),
        question("women", "Số thành viên nữ", "Female members"),
        question("men", "Số thành viên nam", "Male members"),
    )
}


@pytest.mark.parametrize(
    "heading, name",
    [
        ("women", "women"),
        ("SỐ  THÀNH VIÊN NỮ", "women"),
        ("so thanh vien nam", "men"),
        ("Female members", "women"),
        ("Tỉnh", "province"),
        ("Tình trạng", "status"),
        ("Loại mô hình", "kind"),
        ("Loại mô hình khác", "kind_other"),
    ],
)
def test_a_heading_means_a_question(heading: str, name: str) -> None:
    found = match_headings(QUESTIONS, [heading], {})
    assert {head: node.name for head, node in found.questions.items()} == {heading: name}
    assert (found.unknown, found.faults) == ([], [])


def test_a_heading_that_no_question_answers_to_is_left_out() -> None:
    assert match_headings(QUESTIONS, ["Ghi chú"], {}).unknown == ["Ghi chú"]


def test_a_heading_that_fits_two_questions_must_be_told() -> None:
    (fault,) = match_headings(QUESTIONS, ["Số thành viên"], {}).faults
    assert fault.sentence("en") == (
        "row 1, column “Số thành viên”: Fits several questions (women, men)."
        " Say which of them this column is."
    )
    told = match_headings(QUESTIONS, ["Số thành viên"], {"Số thành viên": "men"})
    assert told.questions["Số thành viên"].name == "men"


def test_a_column_that_somebody_leaves_out_is_told_no_more() -> None:
    headings = ["Ghi chú", "Số thành viên", "Tỉnh", "Tỉnh"]
    left_out = dict.fromkeys(headings, "")
    found = match_headings(QUESTIONS, headings, left_out)
    assert (found.questions, found.unknown, found.faults) == ({}, [], [])


@pytest.mark.parametrize(
    "headings, told, code",
    [
        (["Tỉnh", "Province"], {}, "question-twice"),
        (["Tỉnh", "Tỉnh"], {}, "heading-twice"),
        (["Tỉnh"], {"Huyện": "province"}, "no-such-heading"),
        (["Huyện"], {"Huyện": "district"}, "no-such-question"),
    ],
)
def test_what_cannot_be_meant_is_told(headings: list[str], told: dict[str, str], code: str) -> None:
    assert [one.code for one in match_headings(QUESTIONS, headings, told).faults] == [code]
