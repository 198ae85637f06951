"""A list that grew is brought in again; a list of entries is filled by the form that makes them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest

from exports.sheets import RefusedTable
from tests.server.address_book import HEADINGS, address_book
from tests.server.office import open_office
from tests.server.register import REGISTER, Register


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with open_office(tmp_path_factory.mktemp("again")) as office:
        yield Register(office)


@pytest.fixture
def scene(published: Register) -> Iterator[Register]:
    """Every story begins with an empty register, and with a list of another length."""
    yield published
    for one in published.imported():
        published.undoes(one.id)


def edited(book: bytes, *rows: tuple[int, str, object]) -> bytes:
    """Return the list with some cells written otherwise, by row and heading."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    for row, heading, text in rows:
        opened.active.cell(row, HEADINGS.index(heading) + 1).value = text
    data = io.BytesIO()
    opened.save(data)
    return data.getvalue()


def test_of_a_list_that_was_added_to_the_rows_that_are_in_already_are_named(
    scene: Register,
) -> None:
    first = scene.brings(address_book(13))
    longer = edited(address_book(15), (4, "Số chỗ tạm lánh", 9))
    opened = scene.opens(longer)
    assert [(one.row, one.code) for one in opened.faults] == [
        (row, "in-already") for row in range(2, 15) if row != 4
    ]
    assert first.import_id in opened.faults[0].sentence("en")
    assert scene.opens(longer, leaves_known_out=True).faults == []
    added = scene.brings(longer, leaves_known_out=True)
    assert (added.stored, added.known, added.left_out) == (3, 12, 0)
    scene.undoes(opened.id)
    scene.undoes(first.import_id)
    whole = scene.brings(longer)
    assert (whole.stored, whole.restored) == (12, 3)
    assert scene.counted() == "15"


def test_what_was_rejected_or_is_another_form_is_not_in_already(scene: Register) -> None:
    scene.brings(address_book(16))
    path = f"/v1/projects/{scene.project.id}/forms/{REGISTER}/submissions"
    for one in scene.submissions()[:2]:
        answer = scene.office.admin.patch(
            f"{path}/{one['instanceId']}", {"reviewState": "rejected"}
        )
        assert answer.status_code == 200
    assert len(scene.opens(address_book(17)).faults) == 14


def test_a_list_is_filled_by_the_form_that_makes_its_entries(scene: Register) -> None:
    brought = scene.brings(address_book(18), form_id="entities:models")
    assert (brought.stored, scene.entities(), scene.counted()) == (18, 18, "18")
    assert scene.opens(address_book(18)).id == brought.import_id


def test_a_row_that_makes_no_entry_of_the_list_is_a_fault(scene: Register) -> None:
    """The form can register an address or change one: nothing says which is meant."""
    scene.brings(address_book(19))
    scene.office.parts.lists.forget()
    label = "Địa chỉ tin cậy số 2 (Địa chỉ tin cậy tại cộng đồng)"
    changed = {"mode": "update", "model": label}
    assert scene.opens(address_book(2), constants=changed).faults == []
    opened = scene.opens(address_book(2), form_id="entities:models", constants=changed)
    assert [(one.row, one.code) for one in opened.faults] == [(2, "no-entry"), (3, "no-entry")]


def test_a_list_that_no_form_fills_is_refused(scene: Register) -> None:
    with pytest.raises(RefusedTable) as refused:
        scene.opens(address_book(2), form_id="entities:clubs")
    assert [one.code for one in refused.value.faults] == ["no-form-of-list"]
