"""A phone hears in its person's language which questions need a look, and never an answer."""

from __future__ import annotations

import pytest

from server.api.thanks import thanks
from tests.kit import family
from tests.server.family import WRONG, Families, FamilyPhone
from tests.server.office import Office

IN_FULL = "Đã nhận đủ."
FOUR = f"{IN_FULL} Có 4 câu cần xem lại: Họ tên; Tuổi của …; Giới tính; Tuổi của con?"


@pytest.fixture
def families(office: Office) -> Families:
    return Families(office)


def test_what_holds_is_received_in_full(families: Families) -> None:
    assert families.phone().hears(family.filled("uuid:A")) == IN_FULL


def test_questions_are_named_in_vietnamese_and_english(families: Families) -> None:
    assert families.phone("vi").hears(family.filled("uuid:A", **WRONG)) == FOUR
    assert families.phone("en").hears(family.filled("uuid:B", **WRONG)) == (
        "Received in full. 4 questions need a look: Name; Age of …; Sex; Age of the child?"
    )


def test_the_same_again_hears_the_same_again(families: Families) -> None:
    phone = families.phone()
    xml = family.filled("uuid:A", **WRONG)
    assert [phone.hears(xml) for _ in range(2)] == [FOUR] * 2


def test_a_question_is_named_once_however_often_it_is_asked(families: Families) -> None:
    said = families.phone().hears(family.filled("uuid:A", children=(140, 150)))
    assert said == f"{IN_FULL} Có 1 câu cần xem lại: Tuổi của con?"


@pytest.mark.parametrize("answers", [{"code": "ab"}, {"twice": 1}, {"version": "0"}])
def test_what_nobody_could_look_at_is_not_named(
    small_office: Office, answers: dict[str, object]
) -> None:
    """A note, a hidden question, a form version that is not known here."""
    families = Families(small_office)
    xml = family.filled("uuid:A", **answers)  # type: ignore[arg-type]
    assert families.phone().hears(xml) == IN_FULL
    assert len(families.finds()) == 1


def test_what_is_kept_aside_is_looked_at_too(families: Families) -> None:
    phone = families.phone()
    phone.hears(family.filled("uuid:A"))
    other = phone.hears(family.filled("uuid:A", age=130))
    assert other == f"{IN_FULL} Có 1 câu cần xem lại: Tuổi của …"


def test_who_tries_a_draft_hears_it_in_the_projects_language(families: Families) -> None:
    families.drafts("2", age_max=18)
    token = families.office.admin.get(f"{families.path}/draft").get_json()["draftToken"]
    trial = Trial(families, token)
    said = trial.hears(family.filled("uuid:A", version="2", age=20))
    assert said == f"{IN_FULL} Có 1 câu cần xem lại: Tuổi của …"


class Trial(FamilyPhone):
    """A phone that scanned the code of a draft."""

    def __init__(self, families: Families, token: str) -> None:
        super().__init__(families.office.stranger.client, token, families.project.id)
        form = f"projects/{families.project.id}/forms/{family.FORM_ID}"
        self.address = f"/v1/test/{token}/{form}/draft/submission"


def test_five_labels_are_said_and_the_rest_counted() -> None:
    labels = [f"Câu {number}:" for number in range(1, 9)]
    assert thanks(2, labels, "vi") == (
        "Đã nhận phiếu; còn chờ 2 tệp. Có 8 câu cần xem lại: "
        "Câu 1; Câu 2; Câu 3; Câu 4; Câu 5; và 3 câu khác."
    )
    assert thanks(0, labels[:6], "en") == (
        "Received in full. 6 questions need a look: Câu 1; Câu 2; Câu 3; Câu 4; Câu 5; and 1 more."
    )
    assert (
        thanks(1, labels[:1], "en") == "Received; 1 file to come. 1 question needs a look: Câu 1."
    )
