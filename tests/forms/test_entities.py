"""What a form does to a list, and what one submission says of one of its entries."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from forms.compile import compile_workbook
from forms.entities import VALUE_LENGTH_MAX, EntityAction, entity_action
from forms.instance import read_instance
from forms.xform import read_form
from tests.kit.library import PROGRAMME
from tests.server.models import A, xform

FORM = read_form(xform("register"))


def said(entity: dict[str, str], label: str = "Nhà A", **answers: str) -> EntityAction | None:
    """Return what a submission with this entity and these answers says."""
    root = ET.Element("data", id="register", version="1")
    for name, value in answers.items():
        ET.SubElement(root, name).text = value
    meta = ET.SubElement(root, "meta")
    ET.SubElement(
        ET.SubElement(meta, "entity", {"dataset": "models"} | entity), "label"
    ).text = label
    ET.SubElement(meta, "instanceID").text = "uuid:1"
    return entity_action(FORM.entities, read_instance(ET.tostring(root)).root)


def test_a_form_says_which_list_it_fills_with_which_answers() -> None:
    (declared,) = FORM.entities
    assert declared.dataset == "models"
    assert declared.saved == (("kind", "/kind"), ("title", "/title"), ("status", "/status"))
    assert declared.properties == ("kind", "title", "status")


@pytest.mark.parametrize(
    "name, some",
    [
        ("f1_model_register", {"model_code", "commune", "admin_vintage", "status"}),
        ("f2_model_followup", {"status", "last_visit"}),
    ],
)
def test_the_programme_keeps_a_register_of_models(name: str, some: set[str]) -> None:
    workbook = (PROGRAMME / f"{name}.xlsx").read_bytes()
    compiled = compile_workbook(workbook, kind="xlsx", form_id_fallback=name)
    (declared,) = read_form(compiled.xform).entities
    assert declared.dataset == "models"
    assert some <= set(declared.properties)


def test_a_submission_creates_an_entry_with_what_it_answers() -> None:
    assert said({"id": f"uuid:{A.upper()}", "create": "1"}, kind=" shelter ", title="") == (
        EntityAction(
            dataset="models",
            entity_id=A,
            creates=True,
            updates=False,
            label="Nhà A",
            properties={"kind": "shelter"},
        )
    )


@pytest.mark.parametrize("yes", ["1", "true"])
def test_it_updates_one_where_it_says_so(yes: str) -> None:
    action = said({"id": A, "create": "", "update": yes}, label="")
    assert action is not None
    assert (action.creates, action.updates, action.label, action.properties) == (
        False,
        True,
        "",
        {},
    )


@pytest.mark.parametrize(
    "entity",
    [
        {"id": A},
        {"id": A, "create": "", "update": "false"},
        {"id": "", "create": "1"},
        {"id": "mô hình 1", "create": "1"},
        {"id": A, "create": "1", "dataset": "people"},
    ],
    ids=["neither", "refused", "no id", "no uuid", "another list"],
)
def test_it_says_nothing_of_a_list_where_it_does_nothing_to_it(entity: dict[str, str]) -> None:
    assert said(entity, kind="shelter") is None


def test_a_form_without_a_list_says_nothing_whatever_is_sent() -> None:
    xml = f'<data id="x"><meta><entity dataset="models" id="{A}" create="1"/></meta></data>'
    instance = read_instance(xml.encode(), instance_id_required=False)
    assert entity_action((), instance.root) is None


@pytest.mark.parametrize("reserved", ["name", "Label", "__version"])
def test_no_property_takes_the_name_of_a_column_of_the_list(reserved: str) -> None:
    clash = xform("register").replace(b'saveto="kind"', f'saveto="{reserved}"'.encode())
    (declared,) = read_form(clash).entities
    assert declared.properties == ("title", "status")


def test_what_arrives_encrypted_fills_no_list() -> None:
    key = b'<submission base64RsaPublicKey="MIIB"/></model>'
    assert read_form(xform("register").replace(b"</model>", key)).entities == ()


def test_a_property_is_bounded() -> None:
    action = said({"id": A, "create": "1"}, title="x" * (VALUE_LENGTH_MAX + 1))
    assert action is not None
    assert action.properties == {"title": "x" * VALUE_LENGTH_MAX}
