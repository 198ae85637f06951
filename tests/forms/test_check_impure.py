"""What the server cannot know proves nothing: chance, the phone's settings, files not here."""

from __future__ import annotations

import pytest

from tests.forms.little import Little, Row, ask, calculate, choices, fault, little, note


@pytest.mark.parametrize(
    "calculation, stored",
    [
        ("uuid()", "5a1e2f2c-0000-4000-8000-000000000000"),
        ("random()", "0.25"),
        ("int(random() * 10)", "7"),
        ("concat('HN-', uuid(8))", "HN-AB12CD34"),
    ],
)
def test_what_chance_has_made_is_not_compared(calculation: str, stored: str) -> None:
    visit = little(ask("text", "name"), calculate("made", calculation))
    assert visit.finds(f"<name/><made>{stored}</made>") == [
        note("/data/made", "not-comparable", stored, expression=calculation)
    ]


def test_what_was_made_once_stays_as_it_is() -> None:
    visit = little(
        ask("text", "name"),
        calculate("key", "once(uuid())"),
        calculate("first", "once(${name})"),
        calculate("short", "substr(${key}, 0, 3)"),
    )
    made = "<key>abcdef</key><first>as it was</first>"
    assert visit.finds(f"<name>Hoa</name>{made}<short>abc</short>") == []
    assert visit.finds(f"<name>Hoa</name>{made}<short>abd</short>") == [
        fault("/data/short", "calculate", "abd", "abc", expression="substr( /data/key , 0, 3)")
    ]
    assert visit.finds("<name>Hoa</name><key/><first/><short/>") == [
        note("/data/key", "not-comparable", "", expression="once(uuid())"),
        fault("/data/first", "calculate", "", "Hoa", expression="once( /data/name )"),
    ]


def test_a_condition_on_chance_blames_nobody() -> None:
    visit = little(
        ask("text", "name", constraint="random() > 2"),
        ask("text", "head", required="random() < 2"),
    )
    assert visit.finds("<name>Hoa</name><head/>") == [
        note("/data/name", "not-comparable", "Hoa", expression="random() > 2"),
        note("/data/head", "not-comparable", "", expression="random() < 2"),
    ]


CSV = {"communes.csv": "name,label,pop\nc1,Xã Một,1200\nc2,Xã Hai,\n".encode()}
PULLED: tuple[Row, ...] = (
    ask("text", "code"),
    calculate("name", "pulldata('communes', 'label', 'name', ${code})"),
    calculate("pop", "number(pulldata('communes', 'pop', 'name', ${code})) * 2"),
)
CODE = "pulldata('communes', 'label', 'name',  /data/code )"
POP = "number(pulldata('communes', 'pop', 'name',  /data/code )) * 2"


def test_what_is_pulled_from_a_file_is_compared_with_it() -> None:
    visit = little(*PULLED, files=CSV)
    assert visit.finds("<code>c1</code><name>Xã Một</name><pop>2400</pop>") == []
    assert visit.finds("<code>c2</code><name>Xã Hai</name><pop/>") == []
    assert visit.finds("<code>c9</code><name/><pop/>") == []
    assert visit.finds("<code>c1</code><name>Xã Hai</name><pop>1200</pop>") == [
        fault("/data/name", "calculate", "Xã Hai", "Xã Một", expression=CODE),
        fault("/data/pop", "calculate", "1200", "2400", expression=POP),
    ]


def test_without_the_file_what_is_pulled_from_it_is_not_compared() -> None:
    visit = little(*PULLED)
    assert visit.finds("<code>c1</code><name>Xã Một</name><pop>1</pop>") == [
        note("/data/name", "not-comparable", "Xã Một", expression=CODE),
        note("/data/pop", "not-comparable", "1", expression=POP),
    ]


LOOKED_UP: tuple[Row, ...] = (
    ask("select_one_from_file communes.csv", "commune"),
    calculate("name", "instance('communes')/root/item[name = ${commune}]/label"),
    ask("text", "why", relevant="${commune} = instance('communes')/root/item[pop = 1200]/name"),
)
LABEL = "instance('communes')/root/item[name =  /data/commune ]/label"


def test_what_is_looked_up_in_an_instance_is_compared_with_it() -> None:
    visit = little(*LOOKED_UP, files=CSV)
    assert visit.finds("<commune>c1</commune><name>Xã Một</name><why>x</why>") == []
    assert visit.finds("<commune>c2</commune><name>Xã Hai</name>") == []
    assert visit.finds("<commune>c2</commune><name>Xã Một</name>") == [
        fault("/data/name", "calculate", "Xã Một", "Xã Hai", expression=LABEL)
    ]


def test_without_the_file_what_is_looked_up_is_neither_wrong_nor_missed_nor_blamed() -> None:
    visit = little(*LOOKED_UP)
    found = visit.finds("<commune>c1</commune><name>Xã Một</name><why>x</why>")
    assert [(one.path, one.kind, one.level) for one in found] == [
        ("/data/commune", "not-comparable", "note"),
        ("/data/name", "not-comparable", "note"),
        ("/data/why", "not-comparable", "note"),
    ]
    found = visit.finds("<commune>c1</commune><name>Xã Một</name>")
    assert all(one.level == "note" for one in found)


def test_a_broken_file_is_as_one_that_is_not_here() -> None:
    """Collect would not have opened the form with it; a later one may be whole."""
    visit = little(
        ask("select_one_from_file places.geojson", "place"),
        files={"places.geojson": b'{"type": "FeatureCollection", "features": ['},
    )
    assert visit.finds("<place>p1</place>") == [
        note("/data/place", "not-comparable", "p1", expression="instance('places')/root/item")
    ]


def test_words_that_hang_on_the_phones_language_are_not_compared() -> None:
    """%b is thg 3 on one phone, Mar on another."""
    visit = little(
        ask("date", "day"),
        calculate("month", "format-date(${day}, '%b')"),
        calculate("number", "format-date(${day}, '%m')"),
    )
    rule = "format-date( /data/day , '%b')"
    assert visit.finds("<day>2026-03-05</day><month>thg 3</month><number>03</number>") == [
        note("/data/month", "not-comparable", "thg 3", expression=rule)
    ]


def test_what_the_phone_knows_of_itself_is_not_compared() -> None:
    visit = little(ask("text", "name"), calculate("who", "property('username')"))
    assert visit.finds("<name/><who>hoa</who>") == [
        note("/data/who", "not-comparable", "hoa", expression="property('username')")
    ]


def test_what_is_made_of_chance_is_held_against_what_was_sent() -> None:
    """Whatever chance gave: what is computed from it must fit."""
    visit = little(
        ask("text", "name"),
        calculate("draw", "int(random() * 10)"),
        calculate("group", "if(${draw} < 5, 'a', 'b')"),
        ask("text", "why", relevant="${group} = 'a'", required="yes"),
    )
    draw = note("/data/draw", "not-comparable", "7", expression="int(random() * 10)")
    assert visit.finds("<name/><draw>7</draw><group>b</group>") == [draw]
    assert visit.finds("<name/><draw>7</draw><group>a</group><why>x</why>") == [
        draw,
        fault("/data/group", "calculate", "a", "b", expression="if( /data/draw  < 5, 'a', 'b')"),
    ]


@pytest.fixture(scope="module")
def spoken() -> Little:
    return little(
        ask("select_one yn", "poor"),
        calculate("said", "jr:choice-name(${poor}, '${poor}')"),
        choices=choices("yn", yes="Có", no="Không"),
    )


def test_a_form_of_one_language_has_one_word_for_a_choice(spoken: Little) -> None:
    assert spoken.finds("<poor>yes</poor><said>Có</said>") == []
    rule = "jr:choice-name( /data/poor , ' /data/poor ')"
    assert spoken.finds("<poor>yes</poor><said>Không</said>") == [
        fault("/data/said", "calculate", "Không", "Có", expression=rule)
    ]
