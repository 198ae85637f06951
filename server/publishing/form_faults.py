"""What is wrong with an uploaded form, told at the cell that its designer has to mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.cells import Cells
from forms.conversion import Fault
from forms.definition import UnreadableForm
from forms.house_rules import unreadable_faults
from server.errors import Problem

_NO_CELLS = Cells({})
_XML_SENTENCES: Mapping[str, tuple[str, str]] = {
    "empty": ("Tệp trống. Hãy tải lên lại.", "The file is empty. Upload it again."),
    "not-xml": (
        "Tệp không phải XML hoặc đã hỏng. Hãy xuất lại biểu mẫu rồi tải lên.",
        "The file is no XML, or it is damaged. Export the form again and upload that.",
    ),
    "doctype": (
        "XML chứa khai báo DOCTYPE nên bị từ chối. Hãy bỏ khai báo này.",
        "The XML holds a DOCTYPE and is refused. Remove it.",
    ),
    "encoding": (
        "XML phải dùng bảng mã UTF-8. Hãy lưu lại dạng UTF-8.",
        "The XML must be in UTF-8. Save it so.",
    ),
    "not-xform": (
        "XML này không phải là XForm: thiếu head/model. Hãy tải lên một XForm.",
        "This XML is no XForm: it has no head/model. Upload an XForm.",
    ),
    "no-primary-instance": (
        "XForm thiếu instance chính. Hãy thêm vào model.",
        "The XForm has no primary instance. Add it to the model.",
    ),
    "no-form-id": (
        "XForm chưa có mã. Hãy ghi thuộc tính id ở phần tử gốc của instance chính.",
        "The XForm has no id. Write it as the id attribute of the primary instance's root.",
    ),
    "too-large": (
        "Biểu mẫu quá lớn. Hãy chuyển danh sách dài sang tệp CSV.",
        "The form is too large. Move long lists to a CSV file.",
    ),
}


def xml_faults(unreadable: UnreadableForm) -> tuple[Fault, ...]:
    """Return why an uploaded XForm was not taken."""
    code = "too-large" if unreadable.reason.startswith("too-") else unreadable.reason
    if code not in _XML_SENTENCES:
        return unreadable_faults(unreadable, _NO_CELLS)
    vi, en = _XML_SENTENCES[code]
    return (Fault(level="error", code=code, vi=vi, en=en),)


def refused(faults: Sequence[Fault], language: str) -> Problem:
    """Return 400.15: Central's ``error`` and ``warnings``, and every fault with its place."""
    errors = [fault for fault in faults if fault.level == "error"]
    first = (errors or list(faults))[0]
    return Problem(
        "400.15",
        error=located(first, "en"),
        error_vi=located(first, "vi"),
        warnings=[located(fault, language) for fault in faults if fault.level == "warning"],
        faults=[told(fault, language) for fault in faults],
    )


def warned(faults: Sequence[Fault], language: str) -> Problem:
    """Return 400.16: Central's ``xlsFormWarnings``, and every warning with its place."""
    return Problem(
        "400.16",
        warnings={
            "xlsFormWarnings": [located(fault, language) for fault in faults],
            "workflowWarnings": [],
        },
        faults=[told(fault, language) for fault in faults],
    )


def located(fault: Fault, language: str) -> str:
    """Say where a fault stands and what it is: "Sheet survey, row 4, column type: …".

    What stands in no sheet is at a node of an XForm: "Node /age, constraint: …".
    """
    if fault.sheet is None and fault.path is not None:
        node = "Nút" if language == "vi" else "Node"
        where = ", ".join(part for part in (f"{node} {fault.path}", fault.column) if part)
        return f"{where}: {_sentence(fault, language)}"
    words = ("Trang", "hàng", "cột") if language == "vi" else ("Sheet", "row", "column")
    places = (fault.sheet, fault.row, fault.column)
    where = ", ".join(
        f"{word} {place}" for word, place in zip(words, places, strict=True) if place is not None
    )
    said = _sentence(fault, language)
    return f"{where[0].upper()}{where[1:]}: {said}" if where else said


def _sentence(fault: Fault, language: str) -> str:
    return fault.vi if language == "vi" else fault.en


def told(fault: Fault, language: str) -> dict[str, object]:
    """Write a fault: level, sheet, row, column, path, code, the message in ``vi`` or ``en``.

    What stands in no sheet has its node in the message, too.
    """
    said = _sentence(fault, language)
    is_at_node = fault.sheet is None and fault.path is not None
    return {
        "level": fault.level,
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "path": fault.path,
        "code": fault.code,
        "message": f"{fault.path}: {said}" if is_at_node else said,
    }
