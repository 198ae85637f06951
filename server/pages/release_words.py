"""What the pages of closed periods say, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "done.closed": (
        "Đã chốt kỳ. Báo cáo được giữ nguyên như khi nộp.",
        "The period is closed. The report is kept as it was handed in.",
    ),
    "done.opened": (
        "Đã mở lại kỳ. Có thể chốt lại thành bản mới; bản cũ vẫn được giữ.",
        "The period is open again. It can be closed anew; what was handed in is kept.",
    ),
    "releases.title": ("Các kỳ đã chốt", "Closed periods"),
    "releases.none": (
        "Chưa kỳ nào được chốt. Hãy xem báo cáo của một kỳ rồi bấm “Chốt kỳ này…”.",
        "No period was closed yet. Show the report of a period and choose “Close the period…”.",
    ),
    "releases.number": ("Bản số", "Release"),
    "releases.one": ("Bản số {number}", "Release {number}"),
    "releases.closed_at": ("Chốt lúc", "Closed"),
    "releases.closed": (
        "Kỳ này đã chốt: bản số {number}, {at}, {who}.",
        "This period is closed: release {number}, {at}, {who}.",
    ),
    "releases.opened": (
        "Bản số {number} đã được mở lại lúc {at}.",
        "Release {number} was opened again on {at}.",
    ),
    "releases.revises": ("Thay bản số {number}.", "It takes the place of release {number}."),
    "releases.state": ("Trạng thái", "State"),
    "releases.is_closed": ("Đã chốt", "Closed"),
    "releases.is_open": ("Đã mở lại", "Opened again"),
    "releases.handed_in": ("Báo cáo như đã nộp", "The report as handed in"),
    "releases.compare": ("Thay đổi từ khi chốt", "What changed since"),
    "releases.compare_means": (
        "Số liệu đến sau khi chốt không làm đổi bản đã nộp; phần chênh lệch ở dưới đây.",
        "What came later does not change what was handed in; the differences stand below.",
    ),
    "releases.unchanged": (
        "Không có số liệu nào thay đổi từ khi chốt ({count} số liệu).",
        "Nothing has changed since ({count} figures).",
    ),
    "releases.changed": (
        "{count} trong {total} số liệu đã thay đổi từ khi chốt.",
        "{count} of {total} figures have changed since.",
    ),
    "releases.more": (
        "Chỉ hiện {count} dòng đầu. Tệp CSV có đủ.",
        "Only the first {count} lines are shown. The CSV has them all.",
    ),
    "releases.protected": (
        (
            "Chỉ số được bảo vệ ({codes}) không được so sánh: chênh lệch giữa hai ngày có thể làm "
            "lộ từng người."
        ),
        (
            "Protected indicators ({codes}) are not compared: between two days a figure grows by "
            "single people."
        ),
    ),
    "releases.was": ("Khi chốt", "As handed in"),
    "releases.now": ("Hiện nay", "Today"),
    "releases.difference": ("Chênh lệch", "Difference"),
    "releases.redefined": (
        "Định nghĩa chỉ số đã đổi từ khi chốt.",
        "The indicator is defined otherwise since.",
    ),
    "releases.gone": ("không còn", "gone"),
    "releases.new": ("chưa có", "none"),
    "releases.category": ("Phân tổ", "Category"),
    "releases.close": ("Chốt kỳ này…", "Close the period…"),
    "releases.close_means": (
        (
            "Báo cáo được giữ nguyên như lúc này thành một bản có số: mọi số liệu, ô ẩn, "
            "định nghĩa chỉ số và tệp Excel. Số liệu đến sau đứng bên cạnh, không làm đổi bản "
            "đã chốt. Chỉ cấp trên mở lại được."
        ),
        (
            "The report is kept as it is now under a number: all figures, what is hidden, the "
            "definitions, the Excel file. What comes later stands beside it. Only somebody of the "
            "level above can open the period again."
        ),
    ),
    "releases.close_level": ("Các dòng theo cấp", "Lines by level"),
    "releases.close_level_below": ("Cấp ngay dưới đơn vị", "The level below the unit"),
    "releases.close_now": ("Chốt kỳ", "Close the period"),
    "releases.open": ("Mở lại kỳ này…", "Open the period again…"),
    "releases.open_means": (
        (
            "Bản đã chốt vẫn được giữ; kỳ có thể được chốt lại thành bản mới. Việc mở lại được ghi "
            "vào nhật ký cùng lý do."
        ),
        (
            "What was handed in is kept; the period can be closed anew. The log notes who opened "
            "it, and why."
        ),
    ),
    "releases.reason": ("Lý do (không ghi tên người)", "Reason (no names)"),
    "releases.open_now": ("Mở lại", "Open again"),
    "releases.all": ("Các kỳ đã chốt", "Closed periods"),
    "releases.older": ("Cũ hơn", "Older"),
    "releases.newer": ("Mới hơn", "Newer"),
}
