"""What OData clients are answered: Central's shapes, with every known field in every row."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from exports.odata import Expanded, Feed
from exports.odata_schema import (
    Selection,
    UnknownProperty,
    UnsupportedSelect,
    schema_of,
    selected,
)
from exports.record import Row
from forms.definition import FormDef
from tests.exports.households import (
    HOUSEHOLDS,
    LAN,
    field,
    form,
    group,
    layouts,
    repeat,
    rows_by_table,
)

ROOT = "https://h/v1/projects/1/forms/f.svc"


ANSWERS = (
    "<village>Nà Mực</village><place>21.03 105.85 12 4.5</place>"
    "<home><roof/><water>tap well</water></home>"
    "<family>"
    "<child><name>An</name><age>7</age><toy><name>xe</name></toy></child>"
    "<child><name>Bình</name><toy><name>bóng</name></toy></child>"
    "</family>"
)


SYSTEM = {
    "submissionDate": "2026-01-02T03:04:05.678Z",
    "updatedAt": None,
    "deletedAt": None,
    "submitterId": "5",
    "submitterName": "Lan",
    "attachmentsPresent": 0,
    "attachmentsExpected": 0,
    "status": None,
    "reviewState": None,
    "deviceId": "collect:x",
    "edits": 0,
    "formVersion": "1",
}


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()


CHILD_1 = sha1("Submissions#uuid:A%%family#%%child#0")


CHILD_2 = sha1("Submissions#uuid:A%%family#%%child#1")


TOY_1 = sha1("Submissions#uuid:A%%family#%%child#0%%toy#0")


TOY_2 = sha1("Submissions#uuid:A%%family#%%child#1%%toy#0")


def feed(asked: FormDef) -> Feed:
    return Feed(schema=schema_of(asked), layouts=layouts(asked), service_root=ROOT)


def page(asked: FormDef, answers: str, table: str = "Submissions", *select: str) -> Any:
    service = feed(asked)
    entity = service.schema.find(table)
    assert entity is not None
    selection = selected(entity, select)
    rows = rows_by_table(asked, answers)[entity.path]
    return json.loads(b"".join(service.page(selection, rows)))


def test_a_submission_is_nested_by_its_groups() -> None:
    assert page(HOUSEHOLDS, ANSWERS) == {
        "value": [
            {
                "__id": "uuid:A",
                "__system": SYSTEM,
                "village": "Nà Mực",
                "place": {
                    "type": "Point",
                    "coordinates": [105.85, 21.03, 12],
                    "properties": {"accuracy": 4.5},
                },
                "home": {"roof": None, "water": "tap well"},
                "family": {
                    "child@odata.navigationLink": "Submissions('uuid%3AA')/family/child",
                },
                "meta": {"instanceID": "uuid:A", "instanceName": None},
            }
        ],
        "@odata.context": f"{ROOT}/$metadata#Submissions",
    }


def test_the_entries_of_a_repeat_name_the_row_above() -> None:
    assert page(HOUSEHOLDS, ANSWERS, "Submissions.family.child") == {
        "value": [
            {
                "__id": CHILD_1,
                "__Submissions-id": "uuid:A",
                "name": "An",
                "age": 7,
                "toy@odata.navigationLink": (
                    f"Submissions('uuid%3AA')/family/child('{CHILD_1}')/toy"
                ),
            },
            {
                "__id": CHILD_2,
                "__Submissions-id": "uuid:A",
                "name": "Bình",
                "age": None,
                "toy@odata.navigationLink": (
                    f"Submissions('uuid%3AA')/family/child('{CHILD_2}')/toy"
                ),
            },
        ],
        "@odata.context": f"{ROOT}/$metadata#Submissions.family.child",
    }
    assert page(HOUSEHOLDS, ANSWERS, "Submissions.family.child.toy")["value"] == [
        {"__id": TOY_1, "__Submissions-family-child-id": CHILD_1, "name": "xe"},
        {"__id": TOY_2, "__Submissions-family-child-id": CHILD_2, "name": "bóng"},
    ]


def test_expanded_rows_hold_all_that_hangs_from_them() -> None:
    service = feed(HOUSEHOLDS)
    below = rows_by_table(HOUSEHOLDS, ANSWERS)
    (root,) = below.pop("")
    pages = service.page(Selection(service.schema.at("")), [Expanded(root, below)])
    (row,) = json.loads(b"".join(pages))["value"]
    link = "Submissions('uuid%3AA')/family/child"

    assert row["family"] == {
        "child@odata.navigationLink": link,
        "child": [
            {
                "__id": CHILD_1,
                "name": "An",
                "age": 7,
                "toy@odata.navigationLink": f"{link}('{CHILD_1}')/toy",
                "toy": [{"__id": TOY_1, "name": "xe"}],
            },
            {
                "__id": CHILD_2,
                "name": "Bình",
                "age": None,
                "toy@odata.navigationLink": f"{link}('{CHILD_2}')/toy",
                "toy": [{"__id": TOY_2, "name": "bóng"}],
            },
        ],
    }


def test_a_submission_without_entries_is_expanded_to_none() -> None:
    service = feed(HOUSEHOLDS)
    (root,) = rows_by_table(HOUSEHOLDS, "")[""]
    pages = service.page(Selection(service.schema.at("")), [Expanded(root, {})])

    assert json.loads(b"".join(pages))["value"][0]["family"]["child"] == []


def test_an_encrypted_submission_shows_its_envelope_alone() -> None:
    service = feed(HOUSEHOLDS)
    row = Row(replace(LAN, status="notDecrypted"), "", (), ())
    pages = service.page(Selection(service.schema.at("")), [row])

    assert json.loads(b"".join(pages))["value"] == [
        {"__id": "uuid:A", "__system": {**SYSTEM, "status": "notDecrypted"}}
    ]


def test_rows_of_an_earlier_version_hold_every_field_of_today() -> None:
    first, second = form(field("/a"), field("/gone")), form(field("/a"), field("/new"))
    service = replace(feed(second), layouts=layouts(first, second))
    rows = rows_by_table(first, "<a>1</a><gone>2</gone>")[""]
    (row,) = json.loads(b"".join(service.page(Selection(service.schema.at("")), rows)))["value"]

    assert row == {"__id": "uuid:A", "__system": SYSTEM, "a": "1", "new": None}


def test_after_the_rows_come_context_next_page_and_count() -> None:
    service = feed(HOUSEHOLDS)
    rows = rows_by_table(HOUSEHOLDS, ANSWERS)
    child = service.schema.find("Submissions.family.child")
    assert child is not None

    def after(last: str) -> str:
        return f"{ROOT}/Submissions.family.child?%24skiptoken={last}"

    written = b"".join(
        service.page(
            Selection(child, id=False, parent_key=False), rows[child.path], count=9, next_link=after
        )
    ).decode()

    assert written.endswith(
        f'/toy"}}],"@odata.context":"{ROOT}/$metadata#Submissions.family.child",'
        f'"@odata.nextLink":"{after(CHILD_2)}","@odata.count":9}}'
    )


def test_a_page_without_rows_is_a_page() -> None:
    service = feed(form(field("/a")))
    pages = service.page(
        Selection(service.schema.at("")), [], count=0, next_link=lambda last: f"after {last}"
    )

    assert (
        b"".join(pages)
        == (
            f'{{"value":[],"@odata.context":"{ROOT}/$metadata#Submissions","@odata.count":0}}'
        ).encode()
    )


def test_the_last_page_has_no_next() -> None:
    service = feed(form(field("/a")))
    rows = rows_by_table(form(field("/a")), "")[""]
    pages = service.page(Selection(service.schema.at("")), rows, next_link=lambda _: None)

    assert "@odata.nextLink" not in json.loads(b"".join(pages))


def test_a_long_page_is_sent_in_pieces() -> None:
    asked = form(field("/a"))
    service = feed(asked)
    (row,) = rows_by_table(asked, "<a>" + "x" * 1000 + "</a>")[""]
    chunks = list(service.page(Selection(service.schema.at("")), [row] * 1000))

    assert len(chunks) > 10
    assert len(json.loads(b"".join(chunks))["value"]) == 1000


def test_two_vietnamese_names_do_not_hide_each_other() -> None:
    asked = form(
        field("/số"), field("/sổ"), group("/hộ", field("/hộ/x")), group("/hồ", field("/hồ/x")),
        field("/__id"),
    )  # fmt: skip
    answers = "<số>1</số><sổ>2</sổ><hộ><x>3</x></hộ><hồ><x>4</x></hồ><__id>5</__id>"

    assert page(asked, answers)["value"] == [
        {
            "__id": "uuid:A", "__system": SYSTEM, "s_": "1", "s__2": "2",
            "h_": {"x": "3"}, "h__2": {"x": "4"}, "__id_2": "5",
        }
    ]  # fmt: skip


def test_an_instance_id_of_any_signs_makes_a_whole_address() -> None:
    asked = form(repeat("/r", field("/r/x")))
    record = replace(LAN, instance_id="a'b/c ạ?")
    service = feed(asked)
    rows = rows_by_table(asked, "", record)[""]
    (row,) = json.loads(b"".join(service.page(Selection(service.schema.at("")), rows)))["value"]

    assert row["r@odata.navigationLink"] == "Submissions('a%27%27b%2Fc%20%E1%BA%A1%3F')/r"


@pytest.mark.parametrize(
    "select, shown",
    [
        (["__id"], {"__id": "uuid:A"}),
        (["*"], {"__id": "uuid:A", "__system": SYSTEM, "a": "1", "g": {"b": 2, "h": {"c": "3"}}}),
        (["__id", " a"], {"__id": "uuid:A", "a": "1"}),
        (["g/h/c"], {"g": {"h": {"c": "3"}}}),
        (["g"], {"g": {"b": 2, "h": {"c": "3"}}}),
        (["__system/edits", "__system/status"], {"__system": {"status": None, "edits": 0}}),
        (["__system"], {"__system": SYSTEM}),
    ],
)
def test_only_what_is_selected_is_shown(select: list[str], shown: object) -> None:
    asked = form(field("/a"), group("/g", field("/g/b", "int"), group("/g/h", field("/g/h/c"))))
    answers = "<a>1</a><g><b>2</b><h><c>3</c></h></g>"

    assert page(asked, answers, "Submissions", *select)["value"] == [shown]


def test_of_a_repeat_the_keys_may_be_selected() -> None:
    rows = page(HOUSEHOLDS, ANSWERS, "Submissions.family.child", "__Submissions-id", "age")

    assert rows["value"] == [
        {"__Submissions-id": "uuid:A", "age": 7},
        {"__Submissions-id": "uuid:A", "age": None},
    ]


@pytest.mark.parametrize("name", ["hut", "home/hut", "__system/hut", "__Submissions-id", ""])
def test_what_cannot_be_selected_is_named(name: str) -> None:
    with pytest.raises(UnknownProperty) as caught:
        page(HOUSEHOLDS, "", "Submissions", "village", name)

    assert caught.value.name == name


def test_nothing_is_selected_from_another_table() -> None:
    with pytest.raises(UnsupportedSelect):
        page(HOUSEHOLDS, "", "Submissions", "family/child/name")
