"""What may be wrong in an indicator workbook, in both languages, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from exports.indicators import target_sentences
from forms.conversion import Fault

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "no-indicators": (
        "Không có trang tính “indicators”, hoặc trang đó trống.",
        "There is no sheet “indicators”, or it is empty.",
    ),
    "too-many-indicators": (
        "Có hơn {detail} chỉ số. Hãy bỏ bớt.",
        "There are more than {detail} indicators. Remove some.",
    ),
    "code": (
        "Mã chỉ số “{detail}” không hợp lệ. Bắt đầu bằng chữ cái, chỉ gồm chữ không dấu, số, _ . -",
        "“{detail}” is no code. Begin with a letter; use letters, digits, _ . - only.",
    ),
    "code-twice": ("Mã “{detail}” đứng ở hai hàng.", "The code “{detail}” stands in two rows."),
    "kind": (
        "“{detail}” không phải loại số liệu. Hãy ghi flow hoặc stock.",
        "“{detail}” is no kind of figure. Write flow or stock.",
    ),
    "kind-of-source": (
        "Chỉ số {detail}: danh sách thực thể (entities:) là stock, biểu mẫu là flow.",
        "Indicator {detail}: an entity list (entities:) is stock, a form is flow.",
    ),
    "report-period": (
        "Chỉ số {detail} dùng period_sum nên phải ghi cột report_period.",
        "Indicator {detail} uses period_sum, so the column report_period must be filled.",
    ),
    "numerator-kind": (
        "{detail}() chỉ dùng được ở mẫu số (denominator).",
        "{detail}() can only be a denominator.",
    ),
    "join-key": (
        "Nối hai biểu mẫu cần cột key và cột join_key.",
        "Joining two forms needs the columns key and join_key.",
    ),
    "no-such-indicator": (
        "Không có chỉ số “{detail}”, hoặc chỉ số đó lại dựa vào chỉ số khác.",
        "There is no indicator “{detail}”, or it hangs on another itself.",
    ),
    "not-an-aggregate": (
        (
            "“{detail}” không phải phép tổng hợp. Hãy dùng count(), sum(…), distinct(…), "
            "last_sum(…), period_sum(…), indicator('…') hoặc communes()."
        ),
        (
            "“{detail}” is no aggregate. Use count(), sum(…), distinct(…), last_sum(…), "
            "period_sum(…), indicator('…') or communes()."
        ),
    ),
    "source": (
        (
            "“{detail}” không phải nguồn. Hãy ghi mã biểu mẫu, biểu_mẫu.nhóm_lặp hoặc "
            "entities:danh_sách."
        ),
        "“{detail}” is no source. Write a form id, form.repeat or entities:list.",
    ),
    "privacy-k": (
        "“{detail}” không phải ngưỡng ẩn ô nhỏ. Hãy ghi một số từ 2 đến 100.",
        "“{detail}” is no threshold for small cells. Write a number from 2 to 100.",
    ),
    "privacy-period": (
        "“{detail}” không phải loại kỳ. Hãy ghi month quarter half nine year phase.",
        "“{detail}” is no kind of period. Write month quarter half nine year phase.",
    ),
    "privacy-level": (
        "“{detail}” không phải cấp. Hãy ghi country, province, district hoặc commune.",
        "“{detail}” is no level. Write country, province, district or commune.",
    ),
    "yes-or-no": (
        "Không hiểu “{detail}”. Hãy ghi yes hoặc để trống.",
        "“{detail}” is neither yes nor no. Write yes or leave it empty.",
    ),
    "no-such-dimension": (
        "Không có chiều phân tổ “{detail}” trong trang dimensions.",
        "There is no dimension “{detail}” in the sheet dimensions.",
    ),
    "no-such-list": (
        "Không có danh sách “{detail}” trong trang categories.",
        "There is no list “{detail}” in the sheet categories.",
    ),
    "no-value": (
        "Chiều phân tổ “{detail}” không có biểu thức ở cột value.",
        "The dimension “{detail}” has no expression in the column value.",
    ),
    "syntax": (
        "Không đọc được biểu thức, gần “{detail}”.",
        "The expression cannot be read, near “{detail}”.",
    ),
    "unknown-name": (
        "Không có câu hỏi hay thuộc tính “{detail}” trong nguồn này.",
        "There is no question or property “{detail}” in this source.",
    ),
    "ambiguous-name": (
        "Có nhiều câu hỏi tên “{detail}”. Hãy ghi cả đường dẫn, ví dụ /data/nhóm/{detail}.",
        (
            "Several questions are called “{detail}”. Write the whole path, such as "
            "/data/group/{detail}."
        ),
    ),
    "unknown-function": ("Không có hàm “{detail}”.", "There is no function “{detail}”."),
    "arguments": (
        "“{detail}” có số tham số không đúng.",
        "“{detail}” has the wrong number of arguments.",
    ),
    "chance": (
        "Biểu thức có kết quả ngẫu nhiên hoặc theo máy ({detail}); chỉ số phải luôn như nhau.",
        "The expression hangs on chance or on a device ({detail}); figures must be the same.",
    ),
    "no-such-form": (
        "Dự án không có biểu mẫu “{detail}” đã phát hành.",
        "The project has no published form “{detail}”.",
    ),
    "no-such-repeat": (
        "Biểu mẫu không có nhóm lặp “{detail}”.",
        "The form has no repeat “{detail}”.",
    ),
    "no-such-entity-list": (
        "Dự án không có danh sách thực thể “{detail}”.",
        "The project has no entity list “{detail}”.",
    ),
    **target_sentences.SENTENCES,
}


def fault(
    code: str,
    detail: str = "",
    *,
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
) -> Fault:
    """Say what is wrong in a cell."""
    vi, en = _SENTENCES[code]
    return Fault(
        level="error",
        code=code,
        vi=vi.format(detail=detail),
        en=en.format(detail=detail),
        sheet=sheet,
        row=row,
        column=column,
    )
