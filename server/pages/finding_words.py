"""What the pages say of the check and of what it found, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "findings.title": ("Kết quả kiểm tra phiếu", "What the check found"),
    "findings.means": (
        (
            "Máy chủ kiểm tra lại từng phiếu theo đúng biểu mẫu, như ODK Collect. Không phiếu nào "
            "bị từ chối: đây chỉ là những chỗ nên hỏi lại người điền."
        ),
        (
            "The server checks every submission by the form's own rules, as ODK Collect does. None "
            "is refused: these are the places worth asking about."
        ),
    ),
    "findings.faulty": ("{count} phiếu có lỗi", "With faults: {count}"),
    "findings.unchecked": ("{count} phiếu không kiểm tra được", "Could not be checked: {count}"),
    "findings.unchecked_means": (
        "Vì phiếu được mã hóa, hoặc phiên bản biểu mẫu của nó chưa từng được phát hành ở đây.",
        "They are encrypted, or their form version was never published here.",
    ),
    "findings.pending": ("{count} phiếu đang chờ kiểm tra", "Waiting to be checked: {count}"),
    "findings.look": ("Xem kết quả kiểm tra", "See what the check found"),
    "findings.none": ("Không có gì.", "There is nothing."),
    "findings.download": (
        "Tải phiếu có lỗi (Excel)",
        "Download the submissions with faults (Excel)",
    ),
    "findings.most": ("Gặp nhiều nhất", "Found most often"),
    "findings.list": ("Từng chỗ", "Place by place"),
    "findings.question": ("Câu hỏi", "Question"),
    "findings.question_all": ("Mọi câu hỏi", "All questions"),
    "findings.no_question": ("(không thuộc câu nào)", "(of no question)"),
    "findings.kind": ("Loại", "Kind"),
    "findings.kind_all": ("Mọi loại", "All kinds"),
    "findings.level": ("Mức", "Level"),
    "findings.level_all": ("Lỗi và ghi chú", "Faults and notes"),
    "findings.count": ("Số chỗ", "Places"),
    "findings.submissions": ("Số phiếu", "Submissions"),
    "findings.choose": ("Lọc", "Filter"),
    "findings.received": ("Nhận lúc", "Received"),
    "findings.what": ("Phiếu", "Submission"),
    "findings.said": ("Điều tìm thấy", "What was found"),
    "findings.submitted": ("Đã ghi: {value}", "Answer: {value}"),
    "findings.expected": ("Lẽ ra: {value}", "Expected: {value}"),
    "findings.blank": ("(để trống)", "(blank)"),
    "findings.before": ("← Trước", "← Before"),
    "findings.after": ("Tiếp →", "After →"),
    "findings.recheck": ("Kiểm tra lại mọi phiếu…", "Check all submissions again…"),
    "findings.recheck_means": (
        (
            "Dùng khi quy tắc kiểm tra của máy chủ đã thay đổi. Phiếu và dữ liệu không đổi; kết "
            "quả cũ vẫn hiện cho đến khi có kết quả mới."
        ),
        (
            "For when the server's way of checking has changed. Submissions and data stay as they "
            "are; what was found before is shown until it is replaced."
        ),
    ),
    "findings.recheck_now": ("Kiểm tra lại", "Check again"),
    "findings.recheck_going": (
        "Đang kiểm tra lại: {done} trong {total} phiên bản phiếu. Tải lại trang để xem tiếp.",
        "Checking again: {done} of {total} versions. Reload the page to see more.",
    ),
    "findings.recheck_done": ("Đã kiểm tra lại xong lúc {at}.", "Checked again at {at}."),
    "level.fault": ("Lỗi", "Fault"),
    "level.note": ("Ghi chú", "Note"),
    "kind.type": ("Sai kiểu dữ liệu", "Not of the question's type"),
    "kind.required": ("Thiếu câu trả lời bắt buộc", "Required, and blank"),
    "kind.relevant": ("Trả lời câu không áp dụng", "Answered where it does not apply"),
    "kind.constraint": ("Không thỏa điều kiện", "Against the form's condition"),
    "kind.choice": ("Ngoài danh sách lựa chọn", "Not among the choices"),
    "kind.calculate": ("Giá trị tính toán khác", "Not what the form computes"),
    "kind.unknown": ("Biểu mẫu không có", "Not in the form"),
    "kind.missing": ("Phiếu thiếu mục", "Missing in the submission"),
    "kind.count": ("Sai số lần lặp", "Wrong number of entries"),
    "kind.not-comparable": ("Không kiểm tra được trên máy chủ", "Cannot be judged on the server"),
    # Where forms are shown
    "form.findings": ("Kết quả kiểm tra", "Check"),
    "form.findings_all": ("Mọi phiếu", "All submissions"),
    "form.findings_columns": (
        "Thêm cột kết quả kiểm tra (Faults, Notes, Findings)",
        "Add columns with what the check found (Faults, Notes, Findings)",
    ),
    "checked.fault": ("Có lỗi", "With faults"),
    "checked.note": ("Có ghi chú", "With notes"),
    "checked.none": ("Không có gì cần xem", "Nothing to look at"),
    "checked.unchecked": ("Không kiểm tra được", "Could not be checked"),
}
