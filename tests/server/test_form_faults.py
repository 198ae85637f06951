"""What is wrong with an upload is told at its cell, and nothing of it is stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from tests.kit.coordinator import Coordinator
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import running_server
from tests.kit.workbooks import XLSX, workbook

XLS = "application/vnd.ms-excel"
BROKEN = workbook(("text", "place", "Xã"), ("intger", "people", "Số người"))


@pytest.fixture(scope="module")
def lan() -> Iterator[Coordinator]:
    with running_server() as server:
        yield server.coordinator
        assert server.coordinator.does("GET", "forms").json() == []


def test_a_broken_row_is_told_with_sheet_row_and_column(lan: Coordinator) -> None:
    headers = {"Content-Type": XLSX, "Accept-Language": "vi"}
    refused = lan.asks("POST", "forms?ignoreWarnings=true", data=BROKEN, headers=headers)
    said = refused.json()
    assert (refused.status_code, said["code"]) == (400, 400.15)
    (fault,) = said["details"]["faults"]
    message = fault.pop("message")
    assert fault == {
        "level": "error",
        "sheet": "survey",
        "row": 3,
        "column": "type",
        "path": None,
        "code": "unknown-type",
    }
    assert message.startswith("Không có kiểu câu hỏi “intger”.")
    assert said["details"]["error"].startswith("Sheet survey, row 3, column type: ")
    assert said["details"]["error_vi"] == f"Trang survey, hàng 3, cột type: {message}"
    assert said["details"]["warnings"] == []
    assert said["message"].startswith("Bảng XLSForm chưa đúng. Trang survey, hàng 3, cột type: ")


def test_a_program_hears_the_same_in_english(lan: Coordinator) -> None:
    refused = lan.asks("POST", "forms", data=BROKEN, headers={"Content-Type": XLSX}).json()
    assert refused["message"].startswith("The XLSForm is not valid. Sheet survey, row 3, column ")
    assert refused["details"]["error"].endswith(refused["details"]["faults"][0]["message"])


def test_warnings_stand_in_the_way_until_they_are_ignored(lan: Coordinator) -> None:
    odd = workbook(
        ("text", "place", "Xã", "Commune"),
        ("text", "day", "Ngày", ""),
        headings=("type", "name", "label::Tiếng Việt (vi)", "hint::English (en)"),
    )
    refused = lan.asks("POST", "forms", data=odd, headers={"Content-Type": XLSX})
    said = refused.json()
    assert (refused.status_code, said["code"]) == (400, 400.16)
    faults = said["details"]["faults"]
    assert {fault["level"] for fault in faults} == {"warning"}
    assert said["details"]["warnings"]["workflowWarnings"] == []
    assert len(said["details"]["warnings"]["xlsFormWarnings"]) == len(faults)
    lan.does("POST", "forms?ignoreWarnings=True", data=odd, headers={"Content-Type": XLSX})
    lan.does("DELETE", "forms/tap_huan")


CIRCLE = workbook(
    ("calculate", "a", "", "${b} + 1", ""),
    ("calculate", "b", "", "${a} + 1", ""),
    ("integer", "people", "Số người", "", ". > 0"),
    headings=("type", "name", "label", "calculation", "constraint"),
)


def test_what_no_phone_could_open_is_refused_with_all_that_should_be_mended(
    lan: Coordinator,
) -> None:
    headers = {"Content-Type": XLSX, "Accept-Language": "vi"}
    refused = lan.asks("POST", "forms?ignoreWarnings=true", data=CIRCLE, headers=headers)
    said = refused.json()
    assert (refused.status_code, said["code"]) == (400, 400.15)
    faults = said["details"]["faults"]
    assert [(fault["level"], fault["code"], fault["row"], fault["column"]) for fault in faults] == [
        ("error", "circle", 2, "calculation"),
        ("error", "circle", 3, "calculation"),
        ("warning", "no-constraint-message", 4, "constraint_message"),
    ]
    assert faults[2]["path"] == "/people"
    assert said["details"]["error_vi"].startswith(
        "Trang survey, hàng 2, cột calculation: Các câu hỏi chờ nhau thành vòng tròn: "
    )
    assert len(said["details"]["warnings"]) == 1


ODD_XFORM = Questionnaire(questions=(("name", "string"), ("age", "int"))).xform()
ODD_XFORM = ODD_XFORM.replace(
    b'nodeset="/data/age"', b'nodeset="/data/age" constraint=". &gt; /data/agee"'
)


@pytest.mark.parametrize("size", [0, 200_000], ids=["small", "large"])
def test_an_xform_is_told_by_its_nodes(lan: Coordinator, size: int) -> None:
    xform = ODD_XFORM + b"<!--" + b"x" * size + b"-->"
    headers = {"Content-Type": "application/xml", "Accept-Language": "vi"}
    refused = lan.asks("POST", "forms", data=xform, headers=headers)
    said = refused.json()
    assert (refused.status_code, said["code"]) == (400, 400.16)
    first, second = said["details"]["faults"]
    assert {key: first[key] for key in ("level", "sheet", "row", "column", "path", "code")} == {
        "level": "warning",
        "sheet": None,
        "row": None,
        "column": "constraint",
        "path": "/age",
        "code": "unknown-path",
    }
    assert first["message"].startswith("/age: “/data/agee” không dẫn tới câu hỏi nào")
    assert second["code"] == "no-constraint-message"
    assert said["details"]["warnings"]["xlsFormWarnings"][0].startswith("Nút /age, constraint: ")
    lan.does("POST", "forms?ignoreWarnings=true", data=xform, headers=headers)
    lan.does("DELETE", "forms/visit")


@pytest.mark.parametrize("size", [0, 200_000], ids=["small", "large"])
def test_an_xform_that_no_phone_could_open_is_refused(lan: Coordinator, size: int) -> None:
    xform = ODD_XFORM.replace(b"&gt; /data/agee", b"&gt; ceiling(2.5)") + b" " * size
    headers = {"Content-Type": "application/xml"}
    refused = lan.asks("POST", "forms?ignoreWarnings=true", data=xform, headers=headers)
    said = refused.json()
    assert (refused.status_code, said["code"]) == (400, 400.15)
    assert said["details"]["error"].startswith("Node /age, constraint: Only web forms know ceiling")


def bomb() -> bytes:
    """Two megabytes that become two thousand."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(b" " * (1 << 20))
    return file.getvalue()


def with_doctype() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    return file.getvalue()


@pytest.mark.parametrize(
    "data, content_type, code",
    [
        (bomb(), XLSX, "too-large"),
        (with_doctype(), XLSX, "doctype"),
        (b"PK\x03\x04 no zip at all", XLSX, "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, XLS, "not-a-workbook"),
        (BROKEN, XLS, "other-kind"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "application/xml", "doctype"),
        (b"<a", "application/xml", "not-xml"),
        (b"<a/>", "text/xml", "not-xform"),
        (b"<a>" * 300 + b"</a>" * 300, "application/xml", "too-large"),
    ],
    ids=[
        "bomb",
        "doctype",
        "no zip",
        "no xls",
        "not its kind",
        "xml doctype",
        "cut",
        "alien",
        "deep",
    ],
)
def test_a_hostile_upload_is_refused_with_a_clear_word(
    lan: Coordinator, data: bytes, content_type: str, code: str
) -> None:
    refused = lan.asks("POST", "forms", data=data, headers={"Content-Type": content_type})
    assert (refused.status_code, refused.json()["code"]) == (400, 400.15)
    assert [fault["code"] for fault in refused.json()["details"]["faults"]] == [code]


@pytest.mark.parametrize("form_id", ["a/b", "a.xlsx", "a.svc", " a", "..", "a?b"])
def test_an_id_that_no_address_could_hold_is_refused(lan: Coordinator, form_id: str) -> None:
    xform = Questionnaire(form_id=form_id).xform()
    refused = lan.asks("POST", "forms", data=xform, headers={"Content-Type": "application/xml"})
    said = refused.json()
    assert (said["code"], said["details"]["field"]) == (400.8, "xmlFormId")


@pytest.mark.parametrize(
    "long, field",
    [
        (Questionnaire(form_id="x" * 201), "xmlFormId"),
        (Questionnaire(version="x" * 256), "version"),
        (Questionnaire(title="x" * 256), "title"),
    ],
    ids=["id", "version", "title"],
)
def test_what_is_too_long_is_refused(lan: Coordinator, long: Questionnaire, field: str) -> None:
    headers = {"Content-Type": "application/xml"}
    refused = lan.asks("POST", "forms", data=long.xform(), headers=headers).json()
    assert (refused["code"], refused["details"]["field"]) == (400.13, field)


def test_a_workbook_without_an_id_takes_the_one_of_the_header(lan: Coordinator) -> None:
    nameless = workbook(("text", "place", "Xã"), form_id=None)
    headers = {
        "Content-Type": XLSX,
        "X-XlsForm-FormId-Fallback": "%C4%91%E1%BB%8Ba_ch%E1%BB%89",
    }
    made = lan.does("POST", "forms", data=nameless, headers=headers).json()
    assert made["xmlFormId"] == "địa_chỉ"
    assert lan.does("GET", "forms/%C4%91%E1%BB%8Ba_ch%E1%BB%89").json()["hash"] == made["hash"]
    lan.does("DELETE", "forms/địa_chỉ")
    for broken in ("%C4", "%zz"):
        headers["X-XlsForm-FormId-Fallback"] = broken
        refused = lan.asks("POST", "forms", data=nameless, headers=headers)
        assert refused.json()["code"] == 400.6


def test_the_content_type_decides_and_another_is_refused(lan: Coordinator) -> None:
    refused = lan.asks("POST", "forms", data=b"{}", headers={"Content-Type": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (415, 415.1)
    empty = lan.asks("POST", "forms", headers={"Content-Type": XLSX})
    assert (empty.status_code, empty.json()["code"]) == (400, 400.1)
    large = lan.asks(
        "POST", "forms", data=b" " * (16 * 1024 * 1024 + 1), headers={"Content-Type": XLSX}
    )
    assert (large.status_code, large.json()["code"]) == (413, 413.1)
