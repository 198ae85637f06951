"""What may be chosen: of a list, of what its filter leaves, of a file, within a range."""

from __future__ import annotations

from collections.abc import Mapping

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


PROVINCES = choices("province", hn="Hà Nội", hp="Hải Phòng")
COMMUNES = [
    {"list_name": "commune", "name": name, "label": name, "in": province}
    for name, province in (("c1", "hn"), ("c2", "hn"), ("c3", "hp"), ("c2", "hp"))
]
CSV = b"name,label,in\nc1,C1,hn\nc2,C2,hn\nc3,C3,hp\nc2,C2 too,hp\n"
GEOJSON = b"""{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": "c1", "geometry": {"type": "Point", "coordinates": [105.8, 21.0]},
  "properties": {"title": "C1", "in": "hn"}},
 {"type": "Feature", "id": "c2", "geometry": {"type": "Point", "coordinates": [105.9, 21.0]},
  "properties": {"title": "C2", "in": "hn"}},
 {"type": "Feature", "id": "c3", "geometry": {"type": "Point", "coordinates": [106.7, 20.8]},
  "properties": {"title": "C3", "in": "hp"}},
 {"type": "Feature", "id": "c2", "geometry": null, "properties": {"title": "C2", "in": "hp"}}
]}"""
CASCADES: Mapping[str, tuple[str, str, Mapping[str, bytes]]] = {
    "in the form": ("select_one commune", "commune", {}),
    "in a CSV file": ("select_one_from_file communes.csv", "communes", {"communes.csv": CSV}),
    "in a GeoJSON file": (
        "select_one_from_file communes.geojson",
        "communes",
        {"communes.geojson": GEOJSON},
    ),
}


@pytest.mark.parametrize("where", CASCADES)
def test_a_filter_lets_through_what_fits_the_answer_before(where: str) -> None:
    kind, instance, files = CASCADES[where]
    visit = little(
        ask("select_one province", "province"),
        ask(kind, "commune", choice_filter="in = ${province}"),
        choices=[*PROVINCES, *COMMUNES],
        allow_choice_duplicates="yes",
        files=files,
    )
    for province, commune in (("hn", "c1"), ("hn", "c2"), ("hp", "c2"), ("hp", "c3"), ("", "")):
        answers = f"<province>{province}</province><commune>{commune}</commune>"
        assert visit.finds(answers) == []
    for province, commune in (("hp", "c1"), ("hn", "c3"), ("", "c1"), ("hn", "c9")):
        answers = f"<province>{province}</province><commune>{commune}</commune>"
        nodeset = f"instance('{instance}')/root/item[in =  /data/province ]"
        assert visit.finds(answers) == [
            fault("/data/commune", "choice", commune, expression=nodeset)
        ]


@pytest.mark.parametrize("where", CASCADES)
def test_in_a_repeat_the_filter_looks_at_ones_own_entry(where: str) -> None:
    kind, instance, files = CASCADES[where]
    visit = little(
        ask("begin repeat", "member"),
        ask("select_one province", "province"),
        ask(kind, "commune", choice_filter="in = ${province}"),
        ask("end repeat", "member"),
        choices=[*PROVINCES, *COMMUNES],
        allow_choice_duplicates="yes",
        files=files,
    )
    entry = "<member><province>{0}</province><commune>{1}</commune></member>".format
    assert visit.finds(entry("hn", "c1") + entry("hp", "c3")) == []
    nodeset = f"instance('{instance}')/root/item[in =  current()/../province ]"
    assert visit.finds(entry("hn", "c1") + entry("hp", "c1") + entry("hp", "c3")) == [
        fault("/data/member[2]/commune", "choice", "c1", expression=nodeset)
    ]


def test_a_filter_may_ask_more_than_one_thing() -> None:
    visit = little(
        ask("select_one province", "province"),
        ask("text", "not_this"),
        ask(
            "select_multiple commune",
            "communes",
            choice_filter="in = ${province} and name != ${not_this}",
        ),
        choices=[*PROVINCES, *COMMUNES],
        allow_choice_duplicates="yes",
    )
    nodeset = "instance('commune')/root/item[in =  /data/province  and name !=  /data/not_this ]"

    def finds(communes: str) -> object:
        answers = "<province>hn</province><not_this>c2</not_this>"
        return visit.finds(f"{answers}<communes>{communes}</communes>")

    assert finds("c1") == []
    assert finds("c1 c2") == [fault("/data/communes", "choice", "c1 c2", expression=nodeset)]


def test_answers_that_do_not_apply_filter_as_empty_ones() -> None:
    visit = little(
        ask("text", "knows"),
        ask("select_one province", "province", relevant="${knows} = 'yes'"),
        ask("select_one commune", "commune", choice_filter="in = ${province}"),
        choices=[*PROVINCES, *COMMUNES],
        allow_choice_duplicates="yes",
    )
    province = "<province>hn</province>"
    assert visit.finds(f"<knows>yes</knows>{province}<commune>c1</commune>") == []
    found = visit.finds(f"<knows>no</knows>{province}<commune>c1</commune>")
    assert [(one.path, one.kind) for one in found] == [
        ("/data/province", "relevant"),
        ("/data/commune", "choice"),
    ]


def test_the_entries_of_a_repeat_may_be_what_is_chosen_among() -> None:
    visit = little(
        ask("begin repeat", "member"),
        ask("text", "name"),
        ask("integer", "age"),
        ask("end repeat", "member"),
        ask("select_one ${name}", "head", choice_filter="${age} > 17"),
    )
    members = "".join(
        f"<member><name>{name}</name><age>{age}</age></member>"
        for name, age in (("Hoa", 40), ("Lan", 8))
    )
    assert visit.finds(f"{members}<head>Hoa</head>") == []
    found = visit.finds(f"{members}<head>Lan</head>")
    assert [(one.path, one.kind, one.level, one.submitted) for one in found] == [
        ("/data/head", "choice", "fault", "Lan")
    ]


def test_choices_of_a_file_that_is_not_here_are_not_compared() -> None:
    visit = little(
        ask("select_one_from_file communes.csv", "commune"),
        ask("select_multiple_from_file communes.csv", "seen"),
    )
    nodeset = "instance('communes')/root/item"
    assert visit.finds("<commune/><seen/>") == []
    assert visit.finds("<commune>c1</commune><seen>c1 c2</seen>") == [
        note("/data/commune", "not-comparable", "c1", expression=nodeset),
        note("/data/seen", "not-comparable", "c1 c2", expression=nodeset),
    ]


def test_choices_in_an_order_of_chance_are_the_same_choices() -> None:
    visit = little(
        ask("select_one yn", "poor", parameters="randomize=true"),
        ask("select_one yn", "seeded", parameters="randomize=true, seed=42"),
        choices=YES_NO,
    )
    assert visit.finds("<poor>yes</poor><seeded>no</seeded>") == []
    found = visit.finds("<poor>x</poor><seeded>y</seeded>")
    assert [(one.path, one.kind, one.level) for one in found] == [
        ("/data/poor", "choice", "fault"),
        ("/data/seeded", "choice", "fault"),
    ]


def test_a_choice_may_have_a_name_that_is_a_number() -> None:
    visit = little(
        ask("select_one n", "many", constraint=". > 1"),
        choices=choices("n", **{"1": "một", "2": "hai"}),
    )
    assert visit.finds("<many>2</many>") == []
    assert visit.finds("<many>2.0</many>") == [
        fault("/data/many", "choice", "2.0", expression="instance('n')/root/item")
    ]
    assert visit.finds("<many>1</many>") == [
        fault("/data/many", "constraint", "1", expression=". > 1")
    ]


@pytest.mark.parametrize("answer", ["0", "10", "7", ""])
def test_within_a_range_every_step_may_be_chosen(answer: str) -> None:
    visit = little(ask("range", "pain", parameters="start=0 end=10 step=1"))
    assert visit.finds(f"<pain>{answer}</pain>") == []


@pytest.mark.parametrize("answer", ["-1", "11", "1000000"])
def test_outside_a_range_nothing_may_be_chosen(answer: str) -> None:
    visit = little(ask("range", "pain", parameters="start=0 end=10 step=1"))
    assert visit.finds(f"<pain>{answer}</pain>") == [
        fault("/data/pain", "choice", answer, "0 - 10 (1)")
    ]


def test_a_range_may_have_steps_of_a_part_and_go_downwards() -> None:
    visit = little(
        ask("range", "share", parameters="start=0.1 end=0.9 step=0.2"),
        ask("range", "down", parameters="start=10 end=-10 step=5"),
    )
    for share in ("0.1", "0.3", "0.5", "0.7", "0.9"):
        assert visit.finds(f"<share>{share}</share><down>-5</down>") == []
    assert visit.finds("<share>0.4</share><down>7</down>") == [
        fault("/data/share", "choice", "0.4", "0.1 - 0.9 (0.2)"),
        fault("/data/down", "choice", "7", "-10 - 10 (5)"),
    ]


VI, EN = "Tiếng Việt (vi)", "English (en)"


@pytest.fixture(scope="module")
def spoken() -> Little:
    """A form that writes down what was chosen in words, whatever the language was."""
    colours = [
        {"list_name": "colour", "name": "do", f"label::{VI}": "Đỏ", f"label::{EN}": "Red"},
        {"list_name": "colour", "name": "xanh", f"label::{VI}": "Xanh", f"label::{EN}": "Blue"},
    ]
    return little(
        _labelled(ask("select_one colour", "colour")),
        calculate("said", "jr:choice-name(${colour}, '${colour}')"),
        choices=colours,
        default_language=VI,
    )


def _labelled(row: Row) -> Row:
    plain = {name: cell for name, cell in row.items() if name != "label"}
    return {**plain, f"label::{VI}": row["name"], f"label::{EN}": row["name"]}


@pytest.mark.parametrize("languages", [(VI, EN), (EN, VI)])
def test_the_words_for_a_choice_may_be_of_any_language_of_the_form(
    spoken: Little, languages: tuple[str, ...]
) -> None:
    """The volunteer may have read the form in another one than the project's."""
    visit = spoken.told(languages=languages)
    assert visit.finds("<colour>do</colour><said>Đỏ</said>") == []
    assert visit.finds("<colour>do</colour><said>Red</said>") == []


def test_the_words_for_another_choice_are_found(spoken: Little) -> None:
    rule = "jr:choice-name( /data/colour , ' /data/colour ')"
    for said in ("Xanh", "Blue", "do", ""):
        assert spoken.told(languages=(EN, VI)).finds(f"<colour>do</colour><said>{said}</said>") == [
            fault("/data/said", "calculate", said, "Red", expression=rule)
        ]
        assert spoken.told(languages=(VI, EN)).finds(f"<colour>do</colour><said>{said}</said>") == [
            fault("/data/said", "calculate", said, "Đỏ", expression=rule)
        ]
