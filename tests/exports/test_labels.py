"""What a question is called can stand in any sentence: no answer, no tags, on one line."""

from __future__ import annotations

import pytest

from exports.labels import plain_label, question_labels
from forms.xform import read_form
from tests.kit import family


@pytest.mark.parametrize(
    "label, plain",
    [
        ("Họ tên", "Họ tên"),
        ("Tuổi của ${name} là?", "Tuổi của … là?"),
        ("**Giới tính**", "Giới tính"),
        ("## Phần 1\nCon", "Phần 1 Con"),
        ('<span style="color:red">Xã</span><br>Thôn', "Xã Thôn"),
        ("a < b và c > d", "a < b và c > d"),
        ("snake_case", "snake_case"),
        ("__Họ tên__: no__1", "Họ tên: no__1"),
        ("chữ " * 30, "chữ " * 19 + "chữ…"),
        ("", ""),
    ],
)
def test_a_label_becomes_plain(label: str, plain: str) -> None:
    assert plain_label(label) == plain


def test_questions_are_called_in_the_language_or_by_their_name() -> None:
    form = read_form(family.xform())
    labels = {language: question_labels(form, language) for language in ("vi", "en")}
    assert labels["vi"] == {
        "/name": "Họ tên",
        "/age": "Tuổi của …",
        "/twice": "twice",
        "/code": "code",
        "/sex": "Giới tính",
        "/child": "Con",
        "/child/age": "Tuổi của con?",
        "/meta": "meta",
        "/meta/instanceID": "instanceID",
    }
    assert labels["en"]["/age"] == "Age of …"
