"""What the page of who has reported says, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

from exports.indicators.reporting_words import STATE_WORDS

WORDS: Mapping[str, tuple[str, str]] = {
    "nav.reporting": ("Ai đã báo cáo", "Who has reported"),
    **{f"reporting-state.{state}": words for state, words in STATE_WORDS.items()},
    "reporting.title": ("Ai đã báo cáo", "Who has reported"),
    "reporting.ask": ("Xã nào chưa báo cáo?", "Which communes have not reported?"),
    "reporting.none": (
        "Chưa có biểu mẫu nào để xem. Biểu mẫu về vụ việc không có danh sách này.",
        "There is no form to look at yet. Forms about cases have no such list.",
    ),
    "reporting.form": ("Biểu mẫu", "Form"),
    "reporting.period": ("Kỳ báo cáo", "Period"),
    "reporting.period_means": (
        "Ví dụ: {year}-09 (tháng), {year}-Q3 (quý), {year}-H1 (6 tháng), {year}-9M, {year}.",
        "Such as {year}-09 (month), {year}-Q3, {year}-H1, {year}-9M, {year}.",
    ),
    "reporting.unit": ("Đơn vị", "Unit"),
    "reporting.unit_means": (
        (
            "Tên, không cần dấu, hoặc mã có năm: 2024-06 (Bắc Kạn cũ), 2025-22 (Quảng Ninh), "
            "legacy-06 (37 xã thuộc Bắc Kạn cũ). Để trống: mọi tỉnh có dự án."
        ),
        (
            "Its name, or the code with its year: 2024-06 (Bắc Kạn), 2025-22 (Quảng Ninh), "
            "legacy-06 (the 37 communes of former Bắc Kạn). Empty: all provinces of the project."
        ),
    ),
    "reporting.show": ("Xem", "Show"),
    "reporting.download": ("Tải danh sách", "Download the list"),
    "reporting.workbook": ("Excel để nộp", "Excel to hand in"),
    "reporting.due": (
        "Hạn: {day} ({days} ngày sau ngày cuối kỳ)",
        "Due on {day} ({days} days after the period's last day)",
    ),
    "reporting.any": (
        (
            "Xã có một báo cáo đúng hạn trong kỳ này là đúng hạn. Muốn biết thiếu tháng nào, hãy "
            "xem từng tháng."
        ),
        (
            "A commune with one report in time within this period is on time. To see which month "
            "is missing, look at each month."
        ),
    ),
    "reporting.of": ("{count} xã", "{count} communes"),
    "reporting.made": ("Lập lúc {at}", "Made on {at}"),
    "reporting.no_communes": (
        "Dự án chưa có phiếu nào nên chưa biết xã nào phải báo cáo. Hãy ghi một đơn vị.",
        "Nothing has come in yet, so it is not known which communes have to report. Name a unit.",
    ),
    "reporting.all_here": ("Mọi xã đã báo cáo đúng hạn.", "All communes have reported on time."),
    "reporting.unknown": (
        "{count} phiếu không rõ của xã nào; xem dòng cuối của tệp tải về.",
        "{count} submissions belong to no known commune; see the last line of the downloads.",
    ),
    "reporting.more": (
        "Chỉ hiện {count} xã đầu. Tệp tải về có đủ.",
        "Only the first {count} communes are shown. The downloads have them all.",
    ),
    "reporting.commune": ("Xã", "Commune"),
    "reporting.district": ("Huyện", "District"),
    "reporting.province": ("Tỉnh", "Province"),
    "reporting.submissions": ("Số phiếu", "Submissions"),
    "reporting.received": ("Nhận lần đầu", "First received"),
    "reporting.days_late": ("Số ngày trễ", "Days late"),
}
