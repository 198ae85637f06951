"""What lies in somebody's spreadsheet is brought in, taken out, and brought in again."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import openpyxl
import pytest
from click.testing import CliRunner, Result

from exports.sheets import RefusedTable
from server.auth.identify import scope_of
from server.cli import tincay
from server.errors import Problem
from server.importing.bringing import bring
from server.services import SYSTEM
from server.store import people, submissions
from server.store.collected import Collection, Selection
from tests.kit.migrated import migrated_database
from tests.server.address_book import ADDRESSES, FOUND, address_book
from tests.server.office import open_office
from tests.server.register import REGISTER, Register


def test_a_dry_run_names_ten_faults_by_row_and_column(register: Register) -> None:
    opened = register.opens(address_book(faulty=True))
    assert [(one.row, one.column, one.code) for one in opened.faults] == FOUND
    assert opened.headings.unknown == ["Ghi chú của văn phòng"]
    assert len(opened.rows) == ADDRESSES
    assert register.submissions() == []


def test_282_addresses_are_brought_in_taken_out_and_brought_in_again(register: Register) -> None:
    book = address_book()
    first = register.brings(book)
    assert (first.stored, first.left_out) == (ADDRESSES, 0)
    assert (register.counted(), register.entities()) == ("282", ADDRESSES)
    assert register.undoes(first.import_id) == ADDRESSES
    assert (register.counted(), register.submissions()) == ("0", [])
    again = register.brings(book)
    assert (again.stored, again.restored) == (0, ADDRESSES)
    assert again.import_id == first.import_id
    assert (register.counted(), register.entities()) == ("282", ADDRESSES)


def test_an_undo_said_twice_still_lets_the_file_come_back(register: Register) -> None:
    book = address_book(6)
    import_id = register.brings(book).import_id
    assert [register.undoes(import_id), register.undoes(import_id)] == [6, 0]
    assert register.brings(book).restored == 6


def test_what_was_registered_can_be_named_by_its_label(register: Register) -> None:
    """A follow-up says which address it is about as people call it, whatever else it lacks."""
    register.brings(address_book(7))
    register.office.parts.lists.forget()
    label = "Địa chỉ tin cậy số 2 (Địa chỉ tin cậy tại cộng đồng)"
    for text, codes in ((label, []), ("Địa chỉ ở đâu đó", ["unknown-choice"])):
        table = f"model,visit_date\n{text},2021-09-01\n".encode()
        opened = register.opens(table, "theo-doi.csv", form_id="f2_model_followup", constants={})
        assert [one.code for one in opened.faults if one.column == "model"] == codes


def test_the_same_file_again_stores_nothing_twice(register: Register) -> None:
    book = address_book(5)
    register.brings(book)
    assert register.brings(book).known == 5
    assert len(register.submissions()) == 5


def test_what_somebody_deleted_by_hand_stays_deleted(register: Register) -> None:
    book = address_book(3)
    brought = register.brings(book)
    path = f"/v1/projects/{register.project.id}/forms/{REGISTER}/submissions"
    gone = register.submissions()[0]["instanceId"]
    assert register.office.admin.delete(f"{path}/{gone}").status_code == 200
    assert register.undoes(brought.import_id) == 2
    again = register.brings(book)
    assert (again.restored, again.left_out) == (2, 1)


def test_imported_submissions_say_so_and_their_file_is_kept(register: Register) -> None:
    book = address_book(2)
    brought = register.brings(book)
    for one in register.submissions():
        assert one["deviceId"] == f"import:{brought.import_id}"
        assert one["userAgent"] == f"tincay import {brought.import_id}"
    (last, *_) = register.imported()
    assert (last.id, last.rows, last.outcome) == (brought.import_id, 2, brought)
    assert b"".join(register.office.parts.blobs.read(last.sha256)) == book


def test_no_finding_is_left_on_what_was_imported(register: Register) -> None:
    register.brings(address_book(4))
    path = f"/v1/projects/{register.project.id}/forms/{REGISTER}/submissions/findings?level=fault"
    assert register.office.admin.get(path).get_json() == []


def test_an_import_that_nobody_made_cannot_be_undone(register: Register) -> None:
    with pytest.raises(Problem) as refused:
        register.undoes("0123456789")
    assert refused.value.code == "404.1"


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(register: Register) -> None:
    with pytest.raises(RefusedTable) as refused:
        register.opens(address_book(1), sheet="Sổ 2021")
    (fault,) = refused.value.faults
    assert fault.en == "The workbook has no sheet “Sổ 2021”, but: Sheet."


def test_a_closed_form_takes_none_in(register: Register) -> None:
    path = f"/v1/projects/{register.project.id}/forms/{REGISTER}"
    assert register.office.admin.patch(path, {"state": "closed"}).status_code == 200
    with pytest.raises(RefusedTable) as refused:
        register.opens(address_book(1))
    assert [one.code for one in refused.value.faults] == ["form-closed"]
    assert register.office.admin.patch(path, {"state": "open"}).status_code == 200


def test_a_table_without_any_known_heading_is_refused(register: Register) -> None:
    opened = register.opens("Cột A,Cột B\n1,2\n".encode(), "so.csv")
    assert [one.code for one in opened.faults] == ["nothing-matches"]


def test_rows_that_say_the_same_are_told(register: Register) -> None:
    line = "Nhà bà Năm,Bắc Kạn\n"
    opened = register.opens(f"Tên mô hình,Tỉnh\n{line}{line}".encode(), "so.csv")
    assert opened.twice == [(3, 2)]


def two_bring_it_at_once(register: Register, rows: int) -> None:
    """Row by row side by side, each filled in at a time of its own."""
    book = address_book(rows)
    opened = [register.opens(book), register.opens(book)]
    assert opened[0].rows[0].xml != opened[1].rows[0].xml
    side_by_side = Barrier(2, timeout=60)
    with ThreadPoolExecutor(2) as together:
        outcomes = list(
            together.map(
                lambda one: bring(register.office.parts, SYSTEM, one, side_by_side.wait), opened
            )
        )
    assert [one.stored + one.known for one in outcomes] == [rows, rows]
    assert sum(one.stored for one in outcomes) == rows
    assert [one.restored + one.left_out for one in outcomes] == [0, 0]
    assert len(register.submissions()) == rows
    aside = f"/v1/projects/{register.project.id}/forms/{REGISTER}/submissions/conflicts"
    assert register.office.admin.get(aside).get_json() == []
    assert register.counted() == str(rows)


def test_of_two_who_import_a_file_at_once_each_row_is_stored_once(register: Register) -> None:
    two_bring_it_at_once(register, 25)


def test_what_was_begun_and_not_finished_says_so_and_is_gone_on_with(register: Register) -> None:
    rows: list[int] = []

    def pulls_the_plug() -> None:
        rows.append(1)
        if len(rows) == 3:
            raise KeyboardInterrupt

    opened = register.opens(address_book(8))
    with pytest.raises(KeyboardInterrupt):
        bring(register.office.parts, SYSTEM, opened, pulls_the_plug)
    (last, *_) = register.imported()
    assert (last.id, last.outcome, last.undone_at) == (opened.id, None, None)
    again = register.brings(address_book(8))
    assert (again.import_id, again.stored, again.known) == (opened.id, 5, 3)
    (last, *_) = register.imported()
    assert last.outcome == again


def test_a_form_that_is_closed_meanwhile_keeps_nothing_aside(register: Register) -> None:
    opened = register.opens(address_book(9))
    closed = replace(opened, form=replace(opened.form, state="closed"))
    outcome = bring(register.office.parts, SYSTEM, closed)
    assert (outcome.stored, outcome.left_out) == (0, 9)
    aside = f"/v1/projects/{register.project.id}/forms/{REGISTER}/submissions/conflicts"
    assert register.office.admin.get(aside).get_json() == []


def test_a_list_that_excel_has_saved_again_is_the_same_import(register: Register) -> None:
    first, second = address_book(10), saved_again(address_book(10))
    assert first != second
    brought = register.brings(first)
    assert register.brings(second).import_id == brought.import_id
    assert len(register.submissions()) == 10


def saved_again(book: bytes) -> bytes:
    opened = openpyxl.load_workbook(io.BytesIO(book))
    opened.create_sheet("Khác")
    opened.worksheets[0].title = "Sổ 2021"
    data = io.BytesIO()
    opened.save(data)
    return data.getvalue()


def test_who_is_bound_to_a_unit_or_only_views_neither_brings_nor_undoes(register: Register) -> None:
    office, opened = register.office, register.opens(address_book(11))
    brought = register.brings(address_book(12))
    viewer = office.person("xem", "viewer", register.project)
    bound = office.person("huyen")
    office.gives("manager", bound.id, register.project, unit="2024-058")
    for who in (viewer, bound):
        with office.parts.database.read() as cx:
            scope = scope_of(cx, people.get_actor(SYSTEM, cx, who.id))
        with pytest.raises(Problem, match="right"):
            bring(office.parts, scope, opened)
        with pytest.raises(Problem, match="right"):
            register.undoes(brought.import_id, scope)
    assert len(register.submissions()) == 12


def test_on_postgresql(tmp_path: Path) -> None:
    with migrated_database() as url, open_office(tmp_path, url) as office:
        register = Register(office)
        book = address_book(3)
        brought = register.brings(book)
        assert register.counted() == "3"
        assert register.undoes(brought.import_id) == 3
        assert register.counted() == "0"
        assert register.brings(book).restored == 3
        assert register.counted() == "3"
        register.undoes(brought.import_id)
        two_bring_it_at_once(register, 25)


def _runs(data: Path, *arguments: str) -> Result:
    return CliRunner(env={"TINCAY_DATA": str(data)}).invoke(tincay, ["import", *arguments])


def test_the_command_tells_its_faults_and_stores_nothing(tmp_path: Path) -> None:
    with open_office(tmp_path) as office:
        register = Register(office)
        collection = Collection(
            project_id=register.project.id,
            form_id=register.opens(address_book(1)).form.id,
            draft=False,
        )
        file = tmp_path / "so.xlsx"
        file.write_bytes(address_book(10, faulty=True))
        common = (REGISTER, str(file), "--set", "mode=new", "--json")
        told = _runs(tmp_path, *common)
        assert told.exit_code == 1
        (fault,) = json.loads(told.stdout)["faults"]
        assert (fault["row"], fault["column"]) == (5, "Xã")
        skipping = _runs(tmp_path, *common, "--skip-faulty")
        assert skipping.exit_code == 0, skipping.output
        said = json.loads(skipping.stdout.splitlines()[-1])
        assert (said["stored"], said["leftOut"]) == (9, 1)
        two_fit = tmp_path / "so.csv"
        two_fit.write_text("Tên mô hình,Số thành viên\nNhà bà Năm,3\n", "utf-8")
        hinted = _runs(tmp_path, REGISTER, str(two_fit)).stdout
        assert "Hãy chỉ rõ cột này là câu nào. --column “Số thành viên=câu hỏi”" in hinted
        left_out = _runs(tmp_path, REGISTER, str(two_fit), "--column", "Số thành viên=").stdout
        assert "Số thành viên" not in left_out
        listed = _runs(tmp_path, "--list").stdout
        assert said["import"] in listed
        assert "9 submissions" in _runs(tmp_path, "--undo", said["import"]).stdout
        with office.parts.database.read() as cx:
            assert list(submissions.stream_page(SYSTEM, cx, collection, Selection())) == []
