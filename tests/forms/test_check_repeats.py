"""Entries of repeats: how many there must be, and at which of them a finding stands."""

from __future__ import annotations

import pytest

from tests.forms.little import Little, ask, calculate, fault, little, note

ONE = "<member><age>1</age></member>"


@pytest.fixture(scope="module")
def counted() -> Little:
    return little(
        ask("integer", "n"),
        ask("begin repeat", "member", repeat_count="${n}"),
        ask("integer", "age"),
        ask("end repeat", "member"),
    )


@pytest.mark.parametrize("n, have", [("2", 2), ("1", 1), ("0", 0), ("", 0), ("-3", 0)])
def test_as_many_entries_as_were_asked_for(counted: Little, n: str, have: int) -> None:
    assert counted.finds(f"<n>{n}</n>{ONE * have}") == []


@pytest.mark.parametrize(
    "n, have, want",
    [("2", 1, "2"), ("2", 3, "2"), ("1", 0, "1"), ("0", 2, "0"), ("", 2, "0")],
)
def test_too_few_and_too_many_entries_are_found_at_the_repeat(
    counted: Little, n: str, have: int, want: str
) -> None:
    assert counted.finds(f"<n>{n}</n>{ONE * have}") == [
        fault("/data/member", "count", str(have), want, expression="/data/n")
    ]


def test_one_empty_entry_where_none_was_asked_for_is_noted(counted: Little) -> None:
    """Collect itself sends it: getodk/collect issue 6945."""
    assert counted.finds("<n>0</n><member><age/></member>") == [
        note("/data/member", "count", "1", "0", expression="/data/n")
    ]


def test_a_count_may_be_computed_in_each_entry_of_another_repeat() -> None:
    village = little(
        ask("begin repeat", "village"),
        ask("integer", "adults"),
        ask("integer", "children"),
        ask("begin repeat", "person", repeat_count="${adults} + ${children}"),
        ask("text", "name"),
        ask("end repeat", "person"),
        ask("end repeat", "village"),
    )
    (counter,) = (one for one in village.logic.form.walk() if one.name == "person_count")
    assert counter.bind.calculate == "../adults  +  ../children"
    person = "<person><name/></person>"

    def told(adults: int, children: int, persons: int) -> str:
        answers = f"<adults>{adults}</adults><children>{children}</children>"
        total = f"<person_count>{adults + children}</person_count>"
        return f"<village>{answers}{total}{person * persons}</village>"

    assert village.finds(told(1, 2, 3) + told(1, 0, 1) + told(0, 2, 2)) == []
    assert village.finds(told(1, 2, 3) + told(2, 0, 1) + told(0, 2, 3)) == [
        fault("/data/village[2]/person", "count", "1", "2", expression="../person_count"),
        fault("/data/village[3]/person", "count", "3", "2", expression="../person_count"),
    ]


def test_a_fixed_count_holds_for_everybody() -> None:
    visit = little(
        ask("text", "name"),
        ask("begin repeat", "member", repeat_count="2"),
        ask("integer", "age"),
        ask("end repeat", "member"),
    )
    assert visit.finds(f"<name/><member_count>2</member_count>{ONE * 2}") == []
    assert visit.finds(f"<name/><member_count>2</member_count>{ONE * 3}") == [
        fault("/data/member", "count", "3", "2", expression="/data/member_count")
    ]


def test_a_repeat_that_does_not_apply_needs_no_entries() -> None:
    visit = little(
        ask("text", "poor"),
        ask("integer", "n"),
        ask("begin repeat", "member", repeat_count="${n}", relevant="${poor} = 'yes'"),
        ask("integer", "age"),
        ask("end repeat", "member"),
    )
    assert visit.finds("<poor>no</poor><n>2</n>") == []
    assert visit.finds("<poor>yes</poor><n>2</n>") == [
        fault("/data/member", "count", "0", "2", expression="/data/n")
    ]


def test_a_repeat_in_a_group_that_does_not_apply_needs_no_entries() -> None:
    visit = little(
        ask("text", "poor"),
        ask("integer", "n"),
        ask("begin group", "home", relevant="${poor} = 'yes'"),
        ask("begin repeat", "member", repeat_count="${n}"),
        ask("integer", "age"),
        ask("end repeat", "member"),
        ask("end group", "home"),
    )
    assert visit.finds("<poor>no</poor><n>2</n>") == []
    assert visit.finds("<poor>yes</poor><n>2</n><home/>") == [
        fault("/data/home/member", "count", "0", "2", expression="/data/n")
    ]


def test_a_finding_stands_at_its_entry_of_its_entry() -> None:
    village = little(
        ask("begin repeat", "village"),
        ask("begin group", "place"),
        ask("begin repeat", "house"),
        ask("begin repeat", "person"),
        ask("integer", "age", required="yes", constraint=". < 120"),
        calculate(
            "where", "concat(position(../../../..), '-', position(../..), '-', position(..))"
        ),
        ask("end repeat", "person"),
        ask("end repeat", "house"),
        ask("end group", "place"),
        ask("end repeat", "village"),
    )

    def person(age: str, where: str) -> str:
        return f"<person><age>{age}</age><where>{where}</where></person>"

    def house(*persons: str) -> str:
        return f"<house>{''.join(persons)}</house>"

    found = village.finds(
        f"<village><place>{house(person('1', '1-1-1'))}</place></village>"
        f"<village><place>{house()}"
        f"{house(person('1', '2-2-1'), person('2', '2-2-2'), person('130', '2-2-3'))}"
        f"{house(person('', '2-3-1'), person('5', '2-3-1'))}</place></village>"
    )
    inside = "/village/place/house/person"
    assert [(one.path, one.question, one.kind, one.expected) for one in found] == [
        ("/data/village[2]/place/house[2]/person[3]/age", f"{inside}/age", "constraint", None),
        ("/data/village[2]/place/house[3]/person[1]/age", f"{inside}/age", "required", None),
        (
            "/data/village[2]/place/house[3]/person[2]/where",
            f"{inside}/where",
            "calculate",
            "2-3-2",
        ),
    ]


def test_what_is_summed_is_that_of_all_entries_or_of_ones_own() -> None:
    village = little(
        ask("begin repeat", "village"),
        ask("begin repeat", "house"),
        ask("integer", "persons"),
        calculate("share", "${persons} div sum(../../house/persons)"),
        ask("end repeat", "house"),
        calculate("own", "sum(${persons})"),
        ask("end repeat", "village"),
        calculate("all", "sum(${persons})"),
    )
    house = "<house><persons>{0}</persons><share>{1}</share></house>".format
    sound = (
        f"<village>{house(1, 0.25)}{house(3, 0.75)}<own>4</own></village>"
        f"<village>{house(5, 1)}<own>5</own></village><all>9</all>"
    )
    assert village.finds(sound) == []
    wrong = sound.replace("<own>5", "<own>9").replace("<all>9", "<all>4").replace("0.75", "1")
    assert village.finds(wrong) == [
        fault(
            "/data/village[1]/house[2]/share",
            "calculate",
            "1",
            "0.75",
            expression="../persons  div sum(../../house/persons)",
        ),
        fault("/data/village[2]/own", "calculate", "9", "5", expression="sum( ../house/persons )"),
        fault("/data/all", "calculate", "4", "9", expression="sum( /data/village/house/persons )"),
    ]


def test_entries_need_not_stand_together() -> None:
    """They are counted as they come; what is between them does not matter."""
    visit = little(
        ask("begin repeat", "member"),
        ask("integer", "age"),
        calculate("nth", "position(..)"),
        ask("end repeat", "member"),
        ask("text", "last"),
    )
    found = visit.finds(
        "<member><age>1</age><nth>1</nth></member><last/><member><age>x</age><nth>2</nth></member>"
    )
    assert found == [fault("/data/member[2]/age", "type", "x", "int")]
