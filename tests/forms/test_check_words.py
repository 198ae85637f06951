"""In which words a finding is told: the form's own in the reader's language, else ours."""

from __future__ import annotations

import pytest

from forms.findings import SENTENCES
from tests.forms.little import Little, Row, ask, fault, little, note

VI, EN = "Tiếng Việt (vi)", "English (en)"


def spoken(row: Row, **messages: str) -> Row:
    """Return a row with a label in both languages, and messages by heading."""
    labels = {f"label::{VI}": row["name"], f"label::{EN}": row["name"]}
    plain = {name: cell for name, cell in row.items() if name != "label"}
    return {**plain, **labels, **messages}


@pytest.fixture(scope="module")
def visit() -> Little:
    return little(
        spoken(
            ask("integer", "age", required="yes", constraint=". > 17"),
            **{
                f"constraint_message::{VI}": "Phải từ 18 tuổi.",
                f"constraint_message::{EN}": "Must be 18 or older.",
                f"required_message::{VI}": "Chị cho biết tuổi?",
                f"required_message::{EN}": "How old is she?",
            },
        ),
        spoken(
            ask("integer", "phone", required="yes", constraint=". > 0"),
            **{f"constraint_message::{EN}": "A number, please."},
        ),
        spoken(ask("integer", "floor", required="yes", constraint=". > 0")),
        default_language=VI,
    )


WRONG = "<age>7</age><phone>0</phone><floor>0</floor>"
EMPTY = "<age/><phone/><floor/>"


def test_conditions_are_told_in_the_forms_words_in_the_languages_asked_for(visit: Little) -> None:
    in_vi = visit.told(languages=(VI, EN)).finds(WRONG)
    assert [one.message for one in in_vi] == [
        "Phải từ 18 tuổi.",
        "A number, please.",  # the next best language
        SENTENCES["constraint"]["vi"],
    ]
    in_en = visit.told(languages=(EN, VI), language="en").finds(WRONG)
    assert [one.message for one in in_en] == [
        "Must be 18 or older.",
        "A number, please.",
        SENTENCES["constraint"]["en"],
    ]


def test_what_is_required_is_told_in_the_forms_words(visit: Little) -> None:
    in_vi = visit.told(languages=(VI, EN)).finds(EMPTY)
    assert [one.message for one in in_vi] == [
        "Chị cho biết tuổi?",
        SENTENCES["required"]["vi"],
        SENTENCES["required"]["vi"],
    ]
    in_en = visit.told(languages=(EN, VI), language="en").finds(EMPTY)
    assert [one.message for one in in_en] == [
        "How old is she?",
        SENTENCES["required"]["en"],
        SENTENCES["required"]["en"],
    ]


def test_a_form_of_one_language_says_what_it_says() -> None:
    visit = little(ask("integer", "age", constraint=". > 17", constraint_message="Nhỏ quá."))
    found = [fault("/data/age", "constraint", "7", expression=". > 17", message="Nhỏ quá.")]
    assert visit.finds("<age>7</age>") == found
    assert visit.told(language="en").finds("<age>7</age>") == found


def test_the_words_of_a_condition_are_for_nothing_else() -> None:
    visit = little(
        ask(
            "integer",
            "age",
            required="yes",
            constraint=". > 17",
            constraint_message="Nhỏ quá.",
            required_message="Chị cho biết tuổi?",
        )
    )
    assert visit.finds("<age>x</age>") == [fault("/data/age", "type", "x", "int")]
    assert visit.finds("") == [
        fault("/data/age", "missing"),
        fault("/data/age", "required", message="Chị cho biết tuổi?", expression="true()"),
    ]


def test_a_note_is_told_in_the_forms_words_too() -> None:
    visit = little(
        ask("text", "name"),
        ask("hidden", "code", constraint=". = 'A'", constraint_message="Sai mã."),
    )
    assert visit.finds("<name/><code>B</code>") == [
        note("/data/code", "constraint", "B", expression=". = 'A'", message="Sai mã.")
    ]


def test_our_own_words_are_there_for_every_kind_in_both_languages() -> None:
    assert {language for said in SENTENCES.values() for language in said} == {"vi", "en"}
    texts = [text for said in SENTENCES.values() for text in said.values()]
    assert len(set(texts)) == len(texts) == 2 * len(SENTENCES)
    assert all(texts)
