"""What is asked of a workbook beyond what pyxform asks: an id to be addressed by, clear marks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from forms.cells import PLACES_MAX, Cells, Place
from forms.conversion import Fault
from forms.definition import UnreadableForm

FORM_ID_LENGTH_MAX = 200
_EXTENSIONS = (".xls", ".xlsx", ".xml")
_NOWHERE = Place()

_SENTENCES = {
    "no-form-id": (
        (
            "Biểu mẫu chưa có mã. Hãy thêm trang settings với cột form_id và ghi mã ở hàng dưới, "
            "ví dụ: tap_huan."
        ),
        (
            "The form has no id. Add a sheet settings with a column form_id and the id below it, "
            "such as: training."
        ),
    ),
    "form-id": (
        (
            "Mã biểu mẫu “{detail}” không dùng được. Hãy dùng chữ, số và dấu gạch dưới; không có "
            "/ \\ ? # %, không kết thúc bằng .xls, .xlsx hay .xml, dài tối đa 200 ký tự."
        ),
        (
            "The form id “{detail}” cannot be used. Use letters, digits and underscores; none of "
            "/ \\ ? # %, no .xls, .xlsx or .xml at its end, 200 characters at most."
        ),
    ),
    "no-questions": (
        "Trang survey chưa có câu hỏi nào. Hãy thêm ít nhất một hàng.",
        "The sheet survey has no question. Add one row at least.",
    ),
    "sensitivity": (
        "Mức nhạy cảm “{detail}” không có. Hãy ghi public, internal, personal hoặc sensitive.",
        "There is no sensitivity “{detail}”. Write public, internal, personal or sensitive.",
    ),
    "marked-twice": (
        "Dấu “{detail}” đứng ở hai câu hỏi. Mỗi dấu chỉ ghi ở một câu hỏi.",
        "The mark “{detail}” stands on two questions. A mark goes on one question only.",
    ),
    "mark-in-repeat": (
        "Dấu “{detail}” đứng trong nhóm lặp, nơi có nhiều câu trả lời. Hãy chuyển ra ngoài.",
        "The mark “{detail}” stands in a repeat, where there are many answers. Move it outside.",
    ),
    "mark-not-a-question": (
        "Dấu “{detail}” đứng ở một nhóm. Hãy ghi dấu ở một câu hỏi.",
        "The mark “{detail}” stands on a group. Put it on a question.",
    ),
    "mark-unknown": (
        "Không có dấu “{detail}”. Hãy ghi unit, event-date hoặc one-per, hoặc để trống.",
        "There is no mark “{detail}”. Write unit, event-date or one-per, or leave it empty.",
    ),
    "unbound-prefix": (
        (
            "Cột có tiền tố “{detail}:” chưa được khai báo, nên điện thoại không mở được biểu mẫu. "
            'Hãy thêm vào trang settings cột namespaces với giá trị {detail}="urn:tincay:{detail}".'
        ),
        (
            "A column uses the prefix “{detail}:” without declaring it, so no phone could open the "
            "form. Add to the sheet settings a column namespaces with the value "
            '{detail}="urn:tincay:{detail}".'
        ),
    ),
    "media-name": (
        "Tên tệp “{detail}” không dùng được. Hãy ghi tên tệp, không có thư mục.",
        "The file name “{detail}” cannot be used. Write the name alone, without a folder.",
    ),
    "not-xml": (
        (
            "Sổ tính chứa ký tự điều khiển không hiện trên màn hình. Hãy xóa và gõ lại "
            "các ô đã dán từ nơi khác."
        ),
        (
            "The workbook holds control characters that no screen shows. Clear the cells that were "
            "pasted from elsewhere and type them anew."
        ),
    ),
    "too-large": (
        "Biểu mẫu quá lớn. Hãy chuyển danh sách dài sang tệp CSV và dùng select_one_from_file.",
        "The form is too large. Move long lists to a CSV file and use select_one_from_file.",
    ),
}
_FALLBACK = (
    "Biểu mẫu sau khi chuyển đổi không dùng được ({detail}).",
    "The converted form cannot be used ({detail}).",
)


def form_id_faults(cells: Cells, fallback: str | None) -> tuple[Fault, ...]:
    """Return what is wrong with the id that a workbook will have.

    It stands in addresses and file names, so it must survive in both.
    """
    written = cells.setting("form_id")
    form_id = written or (fallback or "").strip()
    if not form_id:
        return (_fault("no-form-id", "", Place("settings")),)
    if _addressable(form_id):
        return ()
    place = Place("settings", 2, cells.heading("settings", "form_id")) if written else _NOWHERE
    return (_fault("form-id", form_id[:FORM_ID_LENGTH_MAX], place),)


def _addressable(form_id: str) -> bool:
    odd = any(char in "/\\?#%" or not char.isprintable() for char in form_id)
    return not (
        odd
        or form_id in (".", "..")
        or len(form_id) > FORM_ID_LENGTH_MAX
        or form_id.lower().endswith(_EXTENSIONS)
    )


def empty_survey_faults(cells: Cells) -> tuple[Fault, ...]:
    """Return a fault for a survey without a single row."""
    return () if cells.has_rows("survey") else (_fault("no-questions", "", Place("survey", 2)),)


def unreadable_faults(unreadable: UnreadableForm, cells: Cells) -> tuple[Fault, ...]:
    """Return why a converted form was not taken, at the cells that it is about."""
    code = "too-large" if unreadable.reason.startswith("too-") else unreadable.reason
    what = unreadable.detail
    if code == "sensitivity":
        what = what.rpartition(" ")[2]
    elif code.startswith("mark"):
        what = what.partition(" ")[0]
    places = list(islice(_places(code, what, cells), PLACES_MAX))
    return tuple(_fault(code, what or code, place) for place in places or [_NOWHERE])


def _places(code: str, what: str, cells: Cells) -> Iterator[Place]:
    if code == "sensitivity":
        return cells.mentions(what, "survey", "app:sensitivity")
    if code.startswith("mark"):
        return cells.mentions(what, "survey", "app:is")
    if code == "unbound-prefix":
        return cells.headings_with("survey", f":{what}:")
    return cells.mentions(what) if what else iter(())


def _fault(code: str, detail: str, place: Place) -> Fault:
    vi, en = _SENTENCES.get(code, _FALLBACK)
    return Fault(
        level="error",
        code=code,
        vi=vi.format(detail=detail),
        en=en.format(detail=detail),
        sheet=place.sheet,
        row=place.row,
        column=place.column,
    )
