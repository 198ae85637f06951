"""What may be chosen: the list, what the filter leaves of it, what the files hold, steps of a range."""

from __future__ import annotations

import pytest

from tests.forms.little import Little, Row, ask, calculate, choices, fault, little, note

YES_NO = choices("yn", yes="Có", no="Không")
IN_YN = "instance('yn')/root/item"


def test_one_of_the_list_may_be_chosen() -> None:
    visit = little(ask("select_one yn", "poor"), choices=YES_NO)
    assert visit.finds("<poor>yes</poor>") == []
    assert visit.finds("<poor/>") == []
    assert visit.finds("<poor>maybe</poor>") == [
        fault("/data/poor", "choice", "maybe", expression=IN_YN)
    ]
    assert visit.finds("<poor>yes no</poor>") == [
        fault("/data/poor", "choice", "yes no", expression=IN_YN)
    ]
    assert visit.finds("<poor>Có</poor>") == [fault("/data/poor", "choice", "Có", expression=IN_YN)]


def test_a_list_of_one_choice_is_a_list() -> None:
    visit = little(
        ask("select_one ok", "consent"),
        calculate("said", "jr:choice-name(${consent}, '${consent}')"),
        choices=choices("ok", ok="Đồng ý"),
    )
    assert visit.finds("<consent>ok</consent><said>Đồng ý</said>") == []
    assert visit.finds("<consent>no</consent><said/>") == [
        fault("/data/consent", "choice", "no", expression="instance('ok')/root/item")
    ]


@pytest.mark.parametrize("kind", ["select_multiple needs", "rank needs"])
def test_several_may_be_chosen_and_each_must_be_of_the_list(kind: str) -> None:
    visit = little(
        ask(kind, "needs"), choices=choices("needs", food="Gạo", law="Luật", home="Nhà ở")
    )
    assert visit.finds("<needs>home food law</needs>") == []
    assert visit.finds("<needs>  food   law </needs>") == []
    assert visit.finds("<needs>food cake law</needs>") == [
        fault("/data/needs", "choice", "food cake law", expression="instance('needs')/root/item")
    ]
