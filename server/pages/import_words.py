"""What the page for importing a spreadsheet says, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "done.taken_out": (
        "Đã rút lại. Nhập lại đúng tệp ấy thì các phiếu trở lại.",
        "Taken out. The same file imported again brings the submissions back.",
    ),
    "imports.link": ("Nhập bảng đã có (Excel, CSV)…", "Import a spreadsheet (Excel, CSV)…"),
    "imports.title": ("Nhập bảng đã có", "Import a spreadsheet"),
    "imports.means": (
        (
            "Mỗi hàng của bảng thành một phiếu, qua đúng các điều kiện của biểu mẫu. Còn một lỗi "
            "thì không hàng nào được lưu."
        ),
        (
            "Each row becomes a submission, held against the form's own rules. While there is a "
            "single fault nothing is stored."
        ),
    ),
    "imports.file": ("Tệp Excel (.xlsx) hoặc CSV (UTF-8)", "Excel (.xlsx) or CSV (UTF-8)"),
    "imports.file_means": (
        (
            "Hàng đầu tiên là tiêu đề: tên hoặc nhãn câu hỏi. Tối đa {rows} hàng, {size}. Nhập lại "
            "đúng tệp cũ thì không hàng nào bị lưu hai lần. Tệp đã thêm hàng thì các hàng nhập "
            "rồi được nhận ra; hàng đã sửa thì không, hãy rút lại lần cũ trước."
        ),
        (
            "The first row holds the headings: names or labels of questions. At most {rows} rows, "
            "{size}. The same file again stores nothing twice. Of a file that rows were added to, "
            "those imported before are known again; rows that were changed are not: take the "
            "earlier import out first."
        ),
    ),
    "imports.sheet": (
        "Trang của sổ tính (để trống: trang đầu)",
        "Sheet of the workbook (empty: the first)",
    ),
    "imports.alike": ("Câu trả lời giống nhau ở mọi hàng", "Answers that are alike in all rows"),
    "imports.alike_means": (
        (
            "Chỉ điền câu mà bảng không có cột, hoặc ô để trống. Ghi như trong một ô của bảng; "
            "nhiều lựa chọn thì cách nhau bằng dấu chấm phẩy."
        ),
        (
            "Only for what the table has no column for, or empty cells. Write as in a cell of the "
            "table; several choices with semicolons between them."
        ),
    ),
    "imports.each_row": ("(theo từng hàng)", "(as each row says)"),
    "imports.columns": ("Cột nào là câu nào", "Which column is which question"),
    "imports.column_heading": ("Tiêu đề của cột", "Heading of the column"),
    "imports.column_question": ("Câu hỏi", "Question"),
    "imports.column_taken": ("Tự nhận: {label}", "By its heading: {label}"),
    "imports.column_unknown": ("Tự nhận: không câu nào", "By its heading: none"),
    "imports.column_by_heading": ("Tự nhận theo tiêu đề", "By its heading"),
    "imports.column_left_out": ("Bỏ qua cột này", "Leave this column out"),
    "imports.skip_known": (
        "Bỏ qua các hàng đã nhập từ lần trước",
        "Leave out rows that an earlier import brought in",
    ),
    "imports.check": ("Chỉ kiểm tra, chưa lưu gì", "Check only, store nothing"),
    "imports.button": ("Kiểm tra và nhập", "Check and import"),
    "imports.patience": (
        "Bảng lớn mất khoảng nửa phút; đừng đóng trang.",
        "A large table takes half a minute; leave the page open.",
    ),
    "imports.no_file": ("Hãy chọn một tệp.", "Choose a file."),
    "imports.refused": ("Chưa lưu gì.", "Nothing was stored."),
    "imports.faulty": (
        (
            "{rows} hàng, {count} lỗi. Chưa hàng nào được lưu. Hãy sửa trong bảng rồi chọn lại "
            "tệp; các mục khác bạn đã điền vẫn còn."
        ),
        (
            "Rows: {rows}, faults: {count}. No row was stored. Mend the table and choose the file "
            "again; what else you have filled in is still there."
        ),
    ),
    "imports.faults": ("Cần sửa trong bảng", "To mend in the table"),
    "imports.faults_more": (
        "Chỉ hiện {count} lỗi đầu trong {total}.",
        "The first {count} of {total} faults.",
    ),
    "imports.unanswered": (
        "Câu bắt buộc mà bảng không có cột, hãy điền ở “{where}”: {questions}.",
        "To be answered, and the table has no column: fill it in at “{where}”: {questions}.",
    ),
    "imports.unknown": (
        "Cột không hợp với câu hỏi nào, sẽ bị bỏ qua: {headings}.",
        "Columns that fit no question and are left out: {headings}.",
    ),
    "imports.twice": (
        "Hàng giống hệt một hàng trước đó: {rows}.",
        "Rows that say the same as an earlier one: {rows}.",
    ),
    "imports.twice_one": ("{row} (như hàng {earlier})", "{row} (as row {earlier})"),
    "imports.fine": ("{count} hàng, không có lỗi.", "Rows: {count}, without a fault."),
    "imports.fine_next": (
        "Chưa lưu gì. Để nhập, hãy chọn lại đúng tệp ấy và không đánh dấu “{check}”.",
        "Nothing is stored yet. To import, choose the file again without “{check}”.",
    ),
    "imports.brought": (
        (
            "Đã nhập {rows} hàng: {stored} phiếu mới, {restored} phiếu trở lại, {known} đã có từ "
            "trước, {left_out} bị để ngoài."
        ),
        (
            "Rows: {rows}. Stored: {stored}, restored: {restored}, here before: {known}, left out: "
            "{left_out}."
        ),
    ),
    "imports.left_out_means": (
        "Bị để ngoài: có người đã xóa phiếu ấy, hoặc biểu mẫu vừa đóng.",
        "Left out: somebody deleted the submission, or the form was closed meanwhile.",
    ),
    "imports.columns_left_out": (
        "Số cột không hợp với câu hỏi nào và đã bỏ qua: {count}.",
        "Columns that fit no question and were left out: {count}.",
    ),
    "imports.earlier": ("Các lần đã nhập", "Earlier imports"),
    "imports.none": ("Chưa nhập bảng nào.", "Nothing was imported yet."),
    "imports.when": ("Lúc", "When"),
    "imports.who": ("Người nhập", "Who"),
    "imports.rows": ("Số hàng", "Rows"),
    "imports.state": ("Tình trạng", "State"),
    "imports.is_in": ("Đã nhập", "Imported"),
    "imports.is_cut_short": (
        "Chưa xong: đang nhập, hoặc bị ngắt. Nhập lại đúng tệp thì các hàng còn thiếu vào nốt.",
        "Not finished: under way, or cut short. The same file again brings the missing rows.",
    ),
    "imports.is_out": ("Đã rút lại: {at}, {who}", "Taken out: {at}, {who}"),
    "imports.original": ("Tệp gốc", "Original file"),
    "imports.more": ("Chỉ hiện {count} lần mới nhất.", "Only the newest {count} are shown."),
    "imports.undo": ("Rút lại…", "Take out…"),
    "imports.undo_means": (
        (
            "Mọi phiếu của lần nhập này ra khỏi dữ liệu và báo cáo. Nhập lại đúng tệp ấy thì chúng "
            "trở lại."
        ),
        (
            "All submissions of this import leave the data and the reports. The same file imported "
            "again brings them back."
        ),
    ),
    "imports.undo_now": ("Rút lại lần nhập này", "Take this import out"),
}
