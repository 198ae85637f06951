"""Why a whole table, or a form, cannot be imported: what no single cell could mend."""

from __future__ import annotations

from collections.abc import Sequence

from exports.importing.faults import TableFault
from exports.sheets import SheetTable
from forms.conversion import Fault

_HEADINGS_SHOWN_MAX = 5

CLOSED = Fault(
    level="error",
    code="form-closed",
    vi="Biểu mẫu đã đóng: phiếu nhập vào sẽ không được tính. Hãy mở lại trước khi nhập.",
    en="The form is closed: what is imported would not count. Open it before importing.",
)
ENCRYPTED = Fault(
    level="error",
    code="form-encrypted",
    vi="Phiếu của biểu mẫu này phải được mã hóa trên điện thoại; không nhập được từ bảng.",
    en="Submissions of this form are encrypted on the phone; none can come from a table.",
)
NO_ROWS = TableFault(
    row=2,
    column="",
    code="no-rows",
    vi="Dưới hàng tiêu đề không có hàng nào.",
    en="There is no row below the headings.",
)


def nothing_matches(table: SheetTable) -> TableFault:
    """Say that no heading of a table means a question."""
    return TableFault(
        row=1,
        column=", ".join(table.headings[:_HEADINGS_SHOWN_MAX]),
        code="nothing-matches",
        vi="Không tiêu đề nào hợp với câu hỏi của biểu mẫu. Hàng đầu tiên phải là tiêu đề.",
        en="No heading fits a question of the form. The first row must hold the headings.",
    )


def no_form_of_list(dataset: str, forms: Sequence[str]) -> Fault:
    """Say that no form, or which of several, makes entries of a list."""
    names = ", ".join(forms)
    if forms:
        vi = f"Nhiều biểu mẫu cùng tạo mục trong danh sách “{dataset}”: {names}. Hãy chọn một."
        en = f"Several forms make entries of the list “{dataset}”: {names}. Name one of them."
    else:
        vi = f"Dự án không có biểu mẫu nào tạo mục trong danh sách “{dataset}”."
        en = f"No form of the project makes entries of a list “{dataset}”."
    return Fault(level="error", code="no-form-of-list", vi=vi, en=en)
