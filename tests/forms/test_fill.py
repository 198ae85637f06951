"""A program fills a form as Collect does: held against JavaRosa and the form's own check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from forms import library
from forms.check import Circumstances, check
from forms.compile import compile_workbook
from forms.definition import Node
from forms.fill import Filler, Given, WrongAnswerError
from forms.instance import Element, read_instance
from forms.logic import Logic, read_logic
from forms.xform import read_form
from tests.kit.javarosa.engine import Filling, fill_many
from tests.kit.services import java

LIBRARY = Path(next(iter(library.__path__)))
WORKBOOKS = sorted([*LIBRARY.glob("f*.xlsx"), *(LIBRARY / "cases").glob("f*.xlsx")])
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
VIETNAMESE = "Tiếng Việt (vi)"
MORNING = datetime(2021, 9, 3, 9, 30, tzinfo=ZONE)
ARRIVAL = datetime(2026, 11, 30, 8, 0, tzinfo=ZONE)
F3_BY_JAVAROSA = Path(__file__).parent / "f3_activity_by_javarosa.xml"
_BY_CHANCE = ("/instanceID", "/entity/@id", "/model_code", "/case_code")
_OF_THE_PHONE = ("/username", "/today", "/entity/@trunkVersion", "/entity/@branchId")
"""Settings, the day, and columns that Collect adds to a list by itself."""
_CASE_CODE = re.compile(r"C-[0-9A-Z]{8}$")
TALK = {
    "act_date": date(2021, 9, 3),
    "province": "2024-06",
    "commune": "2024-01834",
    "act_type": "talk",
    "act_title": "Cha mẹ <hiểu> con & nhà trường",
    "agency": "lhpn_xa",
    "topics": ["gbv", "parenting"],
    "main_topic": "gbv",
    "targets": ["member", "men"],
    "channels": ["in_person", "zalo"],
    "n_female": 30,
    "n_male": 5,
    "n_dtts": 20,
    "n_u16": 0,
    "n_16_30": 10,
    "n_new": 5,
    "online": [{"ch": "zalo", "posts": 3, "reach": 100}],
    "budget_state": 1500.5,
}


@cache
def made(workbook: Path) -> tuple[Logic, Filler, bytes]:
    xform = compile_workbook(workbook.read_bytes(), kind="xlsx", form_id_fallback=None).xform
    files = {path.name: path.read_bytes() for path in LIBRARY.glob("*.csv")}
    logic = read_logic(read_form(xform), files)
    return logic, Filler(logic, xform), xform


def form(name: str) -> tuple[Logic, Filler]:
    logic, filler, _ = made(next(path for path in WORKBOOKS if path.stem == name))
    return logic, filler


def given(begun: datetime = MORNING, ended: datetime = MORNING, seed: int = 938) -> Given:
    return Given(
        begun=begun,
        ended=ended,
        zone=ZONE,
        chance=Random(seed),
        languages=(VIETNAMESE,),
        properties={"username": "tester"},
    )


def findings(logic: Logic, xml: bytes) -> list[tuple[str, str]]:
    told = Circumstances(received_at=ARRIVAL, zone=ZONE, languages=(VIETNAMESE,), language="vi")
    found = check(logic, read_instance(xml), told)
    return [(one.path, one.kind) for one in found if one.level == "fault"]


def answers_in(nodes: tuple[Node, ...], element: Element) -> dict[str, object]:
    """Return what a volunteer answered in a submission: nothing that the form computes."""
    answers: dict[str, object] = {}
    for node in nodes:
        found = list(element.named(node.name))
        if node.kind == "repeat":
            answers[node.path] = [answers_in(node.children, one) for one in found]
        elif node.kind == "group":
            for one in found:
                answers |= answers_in(node.children, one)
        elif found and node.asked and not node.bind.calculate and found[0].text:
            answers[node.path] = found[0].text
    return answers


def filled_again(logic: Logic, filler: Filler, xml: bytes) -> bytes:
    """Fill a form with the answers and at the time of a submission that JavaRosa wrote."""
    root = read_instance(xml).root
    begun, ended = ((found := root.find(name)) and found.text for name in ("start", "end"))
    told = given(
        datetime.fromisoformat(begun) if begun else ARRIVAL,
        datetime.fromisoformat(ended) if ended else ARRIVAL,
    )
    return filler.fill(answers_in(logic.form.children, root), told)


def leaves(element: Element, path: str = "") -> list[tuple[str, str]]:
    """List what stands in a submission, without what is drawn by chance."""
    here = f"{path}/{element.name}"
    own = [(f"{here}/@{name}", text) for name, text in sorted(element.attributes.items())]
    if not element.children:
        own.append((here, _CASE_CODE.sub("C-", element.text)))
    for child in element.children:
        own += leaves(child, here)
    return [one for one in own if not one[0].endswith(_BY_CHANCE + _OF_THE_PHONE)]


def test_the_program_writes_what_javarosa_wrote() -> None:
    logic, filler = form("f3_activity")
    by_javarosa = F3_BY_JAVAROSA.read_bytes()
    again = filled_again(logic, filler, by_javarosa)
    assert leaves(read_instance(again).root) == leaves(read_instance(by_javarosa).root)


@pytest.fixture(scope="module")
def by_javarosa(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[bytes]]:
    java()
    folder = tmp_path_factory.mktemp("filled")
    fillings = []
    for workbook in WORKBOOKS:
        (xform := folder / f"{workbook.stem}.xml").write_bytes(made(workbook)[2])
        out = folder / workbook.stem
        fillings.append(Filling(form=xform, media=LIBRARY, out=out, count=15, seed=938))
    return {
        workbook.stem: [one.xml for one in filled]
        for workbook, filled in zip(WORKBOOKS, fill_many(fillings), strict=True)
    }


@pytest.mark.peer
@pytest.mark.parametrize("name", [path.stem for path in WORKBOOKS])
def test_every_form_of_the_programme_is_filled_as_javarosa_fills_it(
    name: str, by_javarosa: Mapping[str, list[bytes]]
) -> None:
    logic, filler = form(name)
    for xml in by_javarosa[name]:
        again = filled_again(logic, filler, xml)
        assert leaves(read_instance(again).root) == leaves(read_instance(xml).root)
        assert findings(logic, again) == []


def test_the_same_seed_fills_the_same_bytes_and_another_does_not() -> None:
    _, filler = form("f3_activity")
    assert filler.fill(TALK, given()) == filler.fill(TALK, given())
    assert filler.fill(TALK, given()) != filler.fill(TALK, given(seed=8))


def test_what_is_filled_holds_what_the_form_asks() -> None:
    logic, filler = form("f3_activity")
    assert findings(logic, filler.fill(TALK, given())) == []


def test_a_new_model_gets_an_entity_of_its_own() -> None:
    _, filler = form("f1_model_register")
    model = {
        "reg_date": "2021-09-03",
        "province": "2024-06",
        "commune": "2024-01834",
        "mode": "new",
        "model_name": "Nhà văn hóa thôn Nà Rì",
        "model_type": "trusted_address",
        "status": "active",
    }
    meta = read_instance(filler.fill(model, given())).root.find("meta")
    entity = meta.find("entity") if meta else None
    assert entity is not None
    assert {name: text for name, text in entity.attributes.items() if name != "id"} == {
        "dataset": "models",
        "create": "1",
        "update": "0",
        "baseVersion": "",
        "trunkVersion": "",
        "branchId": "",
    }
    assert len(entity.attributes["id"]) == len("00000000-0000-4000-8000-000000000001")
    assert [(child.name, child.text) for child in entity.children] == [
        ("label", "Nhà văn hóa thôn Nà Rì (Địa chỉ tin cậy tại cộng đồng)")
    ]


def test_what_is_known_already_is_not_computed_anew() -> None:
    _, filler = form("f1_model_register")
    old = "00000000-0000-4000-8000-0000000000aa"
    told = Given(
        begun=MORNING,
        ended=MORNING,
        zone=ZONE,
        chance=Random(938),
        kept={
            "model_code": "2024-01834-CŨ017",
            "/meta/entity/@id": old,
            "/meta/instanceID": "uuid:of-2019",
        },
    )
    instance = read_instance(filler.fill({"mode": "new", "model_name": "Tổ hòa giải"}, told))
    code, entity = instance.root.find("model_code"), instance.root.find("meta")
    entity = entity.find("entity") if entity else None
    assert code is not None
    assert entity is not None
    assert (instance.instance_id, code.text, entity.attributes["id"]) == (
        "uuid:of-2019",
        "2024-01834-CŨ017",
        old,
    )


def test_an_edit_names_what_it_replaces() -> None:
    _, filler = form("f3_activity")
    first = read_instance(filler.fill(TALK, given()))
    told = Given(
        begun=MORNING,
        ended=MORNING,
        zone=ZONE,
        chance=Random(2),
        deprecated_id=first.instance_id,
    )
    edit = read_instance(filler.fill(TALK | {"n_new": 6}, told))
    assert edit.deprecated_id == first.instance_id != edit.instance_id


@pytest.mark.parametrize(
    "answer, path, reason",
    [
        ({"n_femal": 3}, "/data/n_femal", "unknown"),
        ({"n_female": "three"}, "/data/inperson/n_female", "type"),
        ({"n_female": [3]}, "/data/inperson/n_female", "type"),
        ({"n_total": 3}, "/data/inperson/n_total", "computed"),
        ({"channels": "press", "online": []}, "/data/inperson/n_female", "not-asked"),
        ({"channels": "in_person"}, "/data/online", "not-asked"),
        ({"online": "zalo"}, "/data/online", "entries"),
        ({"online": [{"chanel": "zalo"}]}, "/data/online/chanel", "unknown"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    answer: dict[str, object], path: str, reason: str
) -> None:
    _, filler = form("f3_activity")
    with pytest.raises(WrongAnswerError) as refused:
        filler.fill(TALK | answer, given())
    assert (refused.value.path, refused.value.reason) == (path, reason)
