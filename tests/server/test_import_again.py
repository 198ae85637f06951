"""A list that grew is brought in again; a list of entries is filled by the form that makes them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from exports.sheets import RefusedTable
from tests.server.address_book import HEADINGS, address_book
from tests.server.register import REGISTER, Register


def edited(book: bytes, *rows: tuple[int, str, object]) -> bytes:
    """Return the list with some cells written otherwise, by row and heading."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    for row, heading, text in rows:
        opened.active.cell(row, HEADINGS.index(heading) + 1).value = text
    data = io.BytesIO()
    opened.save(data)
    return data.getvalue()


def test_of_a_list_that_was_added_to_the_rows_that_are_in_already_are_named(
    register: Register,
) -> None:
    first = register.brings(address_book(13))
    longer = edited(address_book(15), (4, "Số chỗ tạm lánh", 9))
    opened = register.opens(longer)
    assert [(one.row, one.code) for one in opened.faults] == [
        (row, "in-already") for row in range(2, 15) if row != 4
    ]
    assert first.import_id in opened.faults[0].sentence("en")
    assert register.opens(longer, leaves_known_out=True).faults == []
    added = register.brings(longer, leaves_known_out=True)
    assert (added.stored, added.known, added.left_out) == (3, 12, 0)
    register.undoes(opened.id)
    register.undoes(first.import_id)
    whole = register.brings(longer)
    assert (whole.stored, whole.restored) == (12, 3)
    assert register.counted() == "15"


def test_what_was_rejected_or_is_another_form_is_not_in_already(register: Register) -> None:
    register.brings(address_book(16))
    path = f"/v1/projects/{register.project.id}/forms/{REGISTER}/submissions"
    for one in register.submissions()[:2]:
        answer = register.office.admin.patch(
            f"{path}/{one['instanceId']}", {"reviewState": "rejected"}
        )
        assert answer.status_code == 200
    assert len(register.opens(address_book(17)).faults) == 14


def test_a_list_is_filled_by_the_form_that_makes_its_entries(register: Register) -> None:
    brought = register.brings(address_book(18), form_id="entities:models")
    assert (brought.stored, register.entities(), register.counted()) == (18, 18, "18")
    assert register.opens(address_book(18)).id == brought.import_id


def test_a_row_that_makes_no_entry_of_the_list_is_a_fault(register: Register) -> None:
    """The form can register an address or change one: nothing says which is meant."""
    register.brings(address_book(19))
    register.office.parts.lists.forget()
    label = "Địa chỉ tin cậy số 2 (Địa chỉ tin cậy tại cộng đồng)"
    changed = {"mode": "update", "model": label}
    assert register.opens(address_book(2), constants=changed).faults == []
    opened = register.opens(address_book(2), form_id="entities:models", constants=changed)
    assert [(one.row, one.code) for one in opened.faults] == [(2, "no-entry"), (3, "no-entry")]


def test_a_list_that_no_form_fills_is_refused(register: Register) -> None:
    with pytest.raises(RefusedTable) as refused:
        register.opens(address_book(2), form_id="entities:clubs")
    assert [one.code for one in refused.value.faults] == ["no-form-of-list"]
