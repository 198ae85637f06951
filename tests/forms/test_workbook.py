"""A file is looked at before anyone opens it as a workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest

from forms.workbook import WorkbookLimits, check_workbook

TYPES = b'<?xml version="1.0"?><Types/>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(parts: Mapping[str, bytes], *, level: int = 6) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in ({"[Content_Types].xml": TYPES} | dict(parts)).items():
            archive.writestr(name, content)
    return file.getvalue()


def codes(data: bytes, limits: WorkbookLimits | None = None, kind: str = "xlsx") -> list[str]:
    faults = check_workbook(data, kind, limits or WorkbookLimits())  # type: ignore[arg-type]
    assert all(fault.level == "error" and fault.vi and fault.en for fault in faults)
    return [fault.code for fault in faults]


def test_a_workbook_as_excel_writes_it_may_be_opened() -> None:
    file = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["type", "name", "label"])
    workbook.save(file)
    assert codes(file.getvalue()) == []


def test_a_two_megabyte_zip_bomb_is_refused_unopened() -> None:
    bomb = packed({"xl/sharedStrings.xml": b"<sst>" + b" " * (1024 * 1024 * 1024 // 4)}, level=9)
    bombs = packed({f"xl/{i}.xml": b"\0" * 16_000_000 for i in range(16)}, level=9)
    assert codes(bomb) == codes(bombs) == ["too-large"]


def test_many_small_parts_make_a_workbook_too_large_as_well() -> None:
    assert codes(packed({f"xl/{i}.xml": b"<a/>" for i in range(1_000)})) == ["too-large"]


def test_a_part_packed_a_hundredfold_is_refused() -> None:
    assert codes(packed({"xl/a.xml": b"<a>" + b" " * 2_000_000})) == ["too-large"]


def test_cells_and_shared_texts_are_counted() -> None:
    cells = packed({"xl/worksheets/sheet1.xml": b'<c r="A1"/>' * 60 + b"<si><t/></si>" * 60})
    assert codes(cells, WorkbookLimits(cells_max=120)) == []
    assert codes(cells, WorkbookLimits(cells_max=119)) == ["too-large"]


def test_a_file_over_the_limit_is_refused_by_its_size_alone() -> None:
    assert codes(b"PK" * 100, WorkbookLimits(file_bytes_max=199)) == ["too-large"]


ENTITY_BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "part",
    [
        ENTITY_BOMB.encode(),
        b'<?xml version="1.0"?>\n<!-- x -->\n' + ENTITY_BOMB.encode(),
        b'<?xml version="1.0"?><!--' + b"x" * 200_000 + b"-->" + ENTITY_BOMB.encode(),
        ENTITY_BOMB.encode("utf-16"),
        ('<?xml version="1.0" encoding="UTF-16"?>' + ENTITY_BOMB).encode("utf-16"),
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x"><x/>',
    ],
    ids=["first", "after a comment", "far down", "UTF-16", "declared UTF-16", "external"],
)
@pytest.mark.parametrize("name", ["xl/workbook.xml", "_rels/.rels", "xl/odd.name"])
def test_a_doctype_is_found_in_any_part(name: str, part: bytes) -> None:
    assert codes(packed({name: part})) == ["doctype"]


def test_the_word_doctype_in_a_cell_harms_nobody() -> None:
    assert codes(packed({"xl/sharedStrings.xml": b"<sst><t>&lt;!DOCTYPE x></t></sst>"})) == []


@pytest.mark.parametrize(
    "data,code",
    [
        (b"", "not-a-workbook"),
        ("Xin chào".encode(), "not-a-workbook"),
        (b"PK\x03\x04" + b"x" * 100, "not-a-workbook"),
        (packed({"a.xml": b"<a/>"})[:-30], "not-a-workbook"),
        (OLE + b"x", "other-kind"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
    ],
)
def test_what_is_no_xlsx_is_named_for_what_it_is(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def test_a_zip_that_is_no_workbook_is_none() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../x", b"x")
    assert codes(file.getvalue()) == ["not-a-workbook"]


def test_damaged_contents_are_noticed() -> None:
    data = bytearray(packed({"xl/a.xml": bytes(range(256)) * 40}))
    data[len(data) // 2 : len(data) // 2 + 40] = b"\xff" * 40
    assert codes(bytes(data)) == ["not-a-workbook"]


def test_a_part_that_lies_about_its_size_does_not_outgrow_it() -> None:
    data = packed({"xl/a.xml": b"<a>" + b"x" * 5_000 + b"</a>"})
    real, said = (5_007).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert codes(data.replace(real, said)) == ["not-a-workbook"]


@pytest.mark.parametrize(
    "data,expected",
    [
        (OLE + b"x" * 600, []),
        (packed({}), ["other-kind"]),
        (b"\x09\x08", ["not-a-workbook"]),
    ],
)
def test_an_xls_is_told_by_how_it_begins(data: bytes, expected: list[str]) -> None:
    assert codes(data, kind="xls") == expected
