"""A cell is read as a Vietnamese office writes it, and never guessed at."""

from __future__ import annotations

import pytest

from exports.importing.cells import read_cell
from exports.importing.faults import UnreadableCellError
from forms.definition import Node
from tests.exports.importing.questions import choice, question

DAY = question("day", "Ngày", type="date")
WHOLE = question("count", "Số", type="int")
DECIMAL = question("area", "Diện tích", type="decimal")
TEXT = question("name", "Tên")
STATUSES = (choice("active", "Đang hoạt động", "Active"), choice("closed", "Đã giải thể", "Closed"))
STATUS = question("status", "Tình trạng", select="one", choices=STATUSES)
TOPICS = (choice("gbv", "Bạo lực giới"), choice("law", "Đạo đức, pháp luật"), choice("srh", "SKSS"))
SEVERAL = question("topics", "Chủ đề", select="multiple", choices=TOPICS)
ALIKE = question("who", "Ai", select="one", choices=(choice("a", "Má"), choice("b", "Mạ")))


@pytest.mark.parametrize(
    "node, text, answer",
    [
        (DAY, "2021-09-14", "2021-09-14"),
        (DAY, "14/09/2021", "2021-09-14"),
        (DAY, "4.9.2021", "2021-09-04"),
        (DAY, "2021-09-14T10:30:00", "2021-09-14"),
        (WHOLE, "1.234", "1234"),
        (WHOLE, "1 234", "1234"),
        (WHOLE, "-3", "-3"),
        (DECIMAL, "1.234,5", "1234.5"),
        (DECIMAL, "0.125", "0.125"),
        (DECIMAL, "2,5", "2.5"),
        (TEXT, "0912 345", "0912 345"),
        (STATUS, "active", "active"),
        (STATUS, "dang HOAT dong", "active"),
        (STATUS, "Closed", "closed"),
        (SEVERAL, "gbv law", "gbv law"),
        (SEVERAL, "Bạo lực giới; Đạo đức, pháp luật", "gbv law"),
        (SEVERAL, "Đạo đức, pháp luật, SKSS", "law srh"),
        (SEVERAL, "skss\nbao luc gioi", "srh gbv"),
        (ALIKE, "Mạ", "b"),
    ],
)
def test_a_cell_answers(node: Node, text: str, answer: str) -> None:
    assert read_cell(node, text) == answer


@pytest.mark.parametrize(
    "node, text, code",
    [
        (DAY, "31/02/2021", "not-a-date"),
        (DAY, "hôm qua", "not-a-date"),
        (WHOLE, "2,5", "not-a-number"),
        (WHOLE, "ba", "not-a-number"),
        (WHOLE, "9" * 5000, "not-a-number"),
        (DECIMAL, "1.234", "number-ambiguous"),
        (DECIMAL, "1,2,3", "not-a-number"),
        (STATUS, "Đang ngủ", "unknown-choice"),
        (SEVERAL, "SKSS, gì đó", "unknown-choice"),
        (ALIKE, "ma", "unknown-choice"),
        (TEXT, "Nhà\x0bbà Năm", "hidden-character"),
        (TEXT, "\x00", "hidden-character"),
    ],
)
def test_a_cell_that_answers_nothing_says_why(node: Node, text: str, code: str) -> None:
    with pytest.raises(UnreadableCellError) as refused:
        read_cell(node, text)
    assert refused.value.code == code


def test_a_misspelt_choice_is_told_what_may_be_meant() -> None:
    with pytest.raises(UnreadableCellError) as refused:
        read_cell(STATUS, "Đang hoạt đôngg")
    assert refused.value.vi == (
        "“Đang hoạt đôngg” không có trong danh sách lựa chọn. Có phải “Đang hoạt động”?"
    )
