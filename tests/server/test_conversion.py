"""A workbook is compiled in a process of its own, within its limits."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from forms.conversion import WorkbookFaults
from forms.xform import read_form
from server.publishing import conversion
from server.publishing.conversion import ConversionLimits, convert, look_through

LIBRARY = Path(__file__).parents[2] / "forms" / "library"
WORKBOOK = (LIBRARY / "f8_commune_report.xlsx").read_bytes()


def fault_codes(data: bytes, limits: ConversionLimits | None = None) -> list[str]:
    with pytest.raises(WorkbookFaults) as wrong:
        convert(data, kind="xlsx", form_id_fallback=None, limits=limits or ConversionLimits())
    return [fault.code for fault in wrong.value.faults]


def test_a_workbook_comes_back_as_a_form_with_its_warnings() -> None:
    compiled = convert(WORKBOOK, kind="xlsx", form_id_fallback=None)
    assert read_form(compiled.xform).form_id == "f8_commune_report"
    assert [warning.code for warning in compiled.warnings] == ["missing-translation"]


def test_faults_cross_the_process_whole() -> None:
    book = openpyxl.load_workbook(io.BytesIO(WORKBOOK))
    book["survey"]["A5"] = "ngày"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(WorkbookFaults) as wrong:
        convert(file.getvalue(), kind="xlsx", form_id_fallback=None)
    (fault,) = wrong.value.faults
    assert (fault.level, fault.code) == ("error", "unknown-type")
    assert (fault.sheet, fault.row, fault.column) == ("survey", 5, "type")
    assert fault.vi.startswith("Không có kiểu câu hỏi “ngày”.")


@pytest.mark.parametrize(
    "limits",
    [
        ConversionLimits(memory_bytes=48 * 1024 * 1024),
        ConversionLimits(wall_seconds=0.05),
    ],
    ids=["memory", "time"],
)
def test_a_workbook_that_takes_too_much_is_too_heavy(limits: ConversionLimits) -> None:
    assert fault_codes(WORKBOOK, limits) == ["too-heavy"]


def test_an_xform_that_takes_too_much_to_look_through_is_too_heavy() -> None:
    xform = convert(WORKBOOK, kind="xlsx", form_id_fallback=None).xform
    assert look_through(xform) == ()
    rows = b"".join(b"<item><name>%d</name></item>" % number for number in range(20_000))
    table = b'<instance id="rows"><root>%s</root></instance><bind ' % rows
    for given, limits in (
        (xform.replace(b"<bind ", table, 1), ConversionLimits(memory_bytes=32 * 1024 * 1024)),
        (xform, ConversionLimits(wall_seconds=0.05)),
    ):
        with pytest.raises(WorkbookFaults) as wrong:
            look_through(given, limits=limits)
        assert wrong.value.faults == (conversion.TOO_HEAVY_XFORM,)


def test_a_bomb_starts_no_process() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 100_000_000)
    assert fault_codes(file.getvalue(), ConversionLimits(wall_seconds=0)) == ["too-large"]


def test_when_all_places_are_taken_the_designer_is_asked_to_wait() -> None:
    with conversion._slot(0), conversion._slot(0):
        assert fault_codes(WORKBOOK, ConversionLimits(queue_seconds=0)) == ["busy"]
    assert convert(WORKBOOK, kind="xlsx", form_id_fallback=None).itemsets is None


def test_the_process_sees_none_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.devnull)
    monkeypatch.setenv("PYTHONSTARTUP", os.devnull)
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    compiled = convert(WORKBOOK, kind="xlsx", form_id_fallback=None)
    assert "Báo cáo định kỳ cấp xã" in compiled.xform.decode()
