"""The words of a data dictionary: its headings, and what stands in cells, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

Pair = tuple[str, str]
"""In Vietnamese, in English."""

HEADINGS: Mapping[str, Pair] = {
    "table": ("Bảng", "Table"),
    "column": ("Cột", "Column"),
    "question": ("Câu hỏi (đường dẫn)", "Question (path)"),
    "label": ("Nhãn", "Label"),
    "type": ("Kiểu", "Type"),
    "meaning": ("Trong ô có gì", "What stands in a cell"),
    "choices": ("Lựa chọn (mã = nhãn)", "Choices (code = label)"),
    "hint": ("Gợi ý", "Hint"),
    "required": ("Bắt buộc khi", "Required when"),
    "relevant": ("Chỉ hỏi khi", "Asked only when"),
    "constraint": ("Điều kiện hợp lệ", "Valid when"),
    "calculation": ("Công thức tính", "Calculation"),
    "marks": ("Đánh dấu", "Marks"),
    "apostrophe": ("safe=true có thể thêm dấu nháy (')", "safe=true may put an apostrophe (')"),
    "versions": ("Có trong phiên bản", "In form versions"),
}
SHEET: Pair = ("Từ điển dữ liệu", "Data dictionary")

ROOT_SYSTEM: Mapping[str, Pair] = {
    "SubmissionDate": (
        "Lúc máy chủ nhận phiếu lần đầu, theo giờ UTC (giờ Việt Nam trừ 7). Không phải ngày xảy ra",
        "When the server first received the submission, in UTC. Not the day of the event",
    ),
    "KEY": (
        "Mã của phiếu, không đổi dù sửa bao nhiêu lần. Dùng để nối các bảng",
        "Id of the submission, the same however often it is edited. Tables are joined by it",
    ),
    "SubmitterID": ("Số của người gửi", "Number of whoever sent it"),
    "SubmitterName": ("Tên người gửi", "Name of whoever sent it"),
    "AttachmentsPresent": ("Số tệp đã đến", "How many of its files have arrived"),
    "AttachmentsExpected": ("Số tệp mà phiếu nhắc tới", "How many files it names"),
    "Status": (
        "Trống; với phiếu mã hóa: not decrypted, missing encrypted form data",
        "Empty; of encrypted ones: not decrypted, missing encrypted form data",
    ),
    "ReviewState": (
        "Trạng thái duyệt: trống (mới nhận), edited, hasIssues, approved, rejected",
        "Review state: empty (received), edited, hasIssues, approved, rejected",
    ),
    "DeviceID": ("Mã của lần cài ODK Collect", "Id of that installation of ODK Collect"),
    "Edits": ("Số lần sửa", "How often it was edited"),
    "FormVersion": (
        "Phiên bản biểu mẫu của phiếu gốc",
        "Form version of the submission as it first came",
    ),
    "Faults": ("Số lỗi máy chủ tìm thấy", "How many faults the check has found"),
    "Notes": ("Số ghi chú của máy chủ", "How many notes the check has made"),
    "Findings": ("Các lỗi và ghi chú: chỗ nào, loại gì", "Faults and notes: where, of which kind"),
}
"""What the server knows of a submission, by the column of the form's own table."""

REPEAT_SYSTEM: Mapping[str, Pair] = {
    "PARENT_KEY": ("KEY của hàng mà hàng này thuộc về", "KEY of the row that this one hangs from"),
    "KEY": (
        "Mã của hàng: mã phiếu, tên nhóm lặp và thứ tự, như uuid:…/online[2]",
        "Id of the row: the submission's, the repeat and the position: uuid:…/online[2]",
    ),
}
"""The same in the table of a repeat."""

PARTS: Mapping[str, Pair] = {
    "Latitude": ("Vĩ độ, tính bằng độ (WGS 84)", "Latitude in degrees (WGS 84)"),
    "Longitude": ("Kinh độ, tính bằng độ (WGS 84)", "Longitude in degrees (WGS 84)"),
    "Altitude": ("Độ cao, tính bằng mét", "Altitude in metres"),
    "Accuracy": ("Sai số của vị trí, tính bằng mét", "Accuracy of the place in metres"),
}
CHOSEN: Pair = (
    "1: có chọn; 0: không chọn; trống: câu không được trả lời",
    "1: chosen; 0: not chosen; empty: the question was not answered",
)
_FILE: Pair = (
    "Tên tệp; tệp nằm trong thư mục media của tệp zip",
    "Name of a file, which lies in the folder media of the zip",
)
_TRACE: Pair = (
    "Các điểm cách nhau bằng dấu chấm phẩy; mỗi điểm: vĩ độ, kinh độ, độ cao, sai số",
    "Points with semicolons between them; each: latitude, longitude, altitude, accuracy",
)
MEANINGS: Mapping[str, Pair] = {
    "text": ("Chữ, đúng như đã ghi", "Text, just as it was written"),
    "integer": ("Số nguyên", "A whole number"),
    "decimal": ("Số; phần lẻ sau dấu chấm", "A number; decimals follow a point"),
    "range": ("Số từ {start} đến {end}, bước {step}", "A number from {start} to {end} by {step}"),
    "date": ("Ngày: năm-tháng-ngày", "A day: year-month-day"),
    "time": ("Giờ theo đồng hồ điện thoại", "A time by the phone's clock"),
    "dateTime": ("Ngày giờ theo đồng hồ điện thoại", "Day and time by the phone's clock"),
    "select_one": ("Mã của lựa chọn", "Code of the choice"),
    "select_multiple": (
        "Mã của các lựa chọn, cách nhau bằng dấu cách",
        "Codes of the choices, with blanks between them",
    ),
    "rank": (
        "Mã của mọi lựa chọn theo thứ tự xếp, cách nhau bằng dấu cách",
        "Codes of all choices in the order given, with blanks between them",
    ),
    "image": _FILE,
    "audio": _FILE,
    "video": _FILE,
    "file": _FILE,
    "background-audio": _FILE,
    "audit": (
        "Tên tệp nhật ký điền phiếu; các nhật ký gộp trong “… - audit.csv” của tệp zip",
        "Name of the phone's log; the zip has all of them in “… - audit.csv”",
    ),
    "geotrace": _TRACE,
    "geoshape": _TRACE,
    "barcode": ("Nội dung mã vạch, mã QR", "What the barcode or QR code says"),
    "note": ("Trống: chỉ để đọc", "Empty: only to be read"),
    "acknowledge": ("OK nếu đã xác nhận", "OK where it was confirmed"),
    "hidden": ("Giá trị có sẵn, không hỏi ai", "A value that nobody is asked for"),
    "calculate": ("Điện thoại tính theo công thức", "Calculated by the phone"),
    "start": ("Lúc mở phiếu, theo đồng hồ điện thoại", "When it was begun, by the phone's clock"),
    "end": ("Lúc hoàn tất, theo đồng hồ điện thoại", "When it was finished, by the phone's clock"),
    "today": ("Ngày điền phiếu: năm-tháng-ngày", "Day on which it was filled: year-month-day"),
    "deviceid": ("Mã của lần cài ODK Collect", "Id of that installation of ODK Collect"),
    "username": (
        "Tên người dùng đặt trong ODK Collect",
        "User name that is set in ODK Collect",
    ),
    "phonenumber": ("Số điện thoại đặt trong ODK Collect", "Phone number set in ODK Collect"),
    "email": ("Email đặt trong ODK Collect", "Email that is set in ODK Collect"),
}
"""By the type as the designer wrote it, without the name of its list."""

META: Mapping[str, Pair] = {
    "/meta/instanceID": (
        "Mã của bản hiện hành; khác KEY nếu phiếu đã được sửa",
        "Id of the current version; differs from KEY once it was edited",
    ),
    "/meta/instanceName": ("Tên phiếu do biểu mẫu đặt", "What the form calls the submission"),
}
MARKS: Mapping[str, Pair] = {
    "unit": ("đơn vị hành chính của phiếu (unit)", "the submission's administrative unit (unit)"),
    "event-date": ("ngày xảy ra (event-date)", "day of the event (event-date)"),
    "one-per": (
        "các phiếu trả lời giống nhau: chỉ tính phiếu cuối (one-per)",
        "of submissions with the same answer the last counts (one-per)",
    ),
    "sensitive": ("nhạy cảm (sensitive)", "sensitive"),
    "personal": ("thông tin cá nhân (personal)", "personal"),
    "public": ("công khai (public)", "public"),
    "saved": ("ghi vào danh sách {list}: {name}", "kept in the list {list}: {name}"),
}

FROM_FILE: Pair = ("từ tệp {file}", "from the file {file}")
FROM_SEARCH: Pair = (
    "từ tệp CSV, qua search() trong appearance",
    "from a CSV file, through search() in the appearance",
)
FROM_REPEAT: Pair = ("từ các mục của {path}", "from the entries of {path}")
MORE_CHOICES: Pair = ("… và {count} lựa chọn nữa", "… and {count} more")
OLD_CHOICE: Pair = ("(chỉ ở phiên bản cũ)", "(in earlier versions only)")
NO_VERSION: Pair = ("(không ghi)", "(none given)")
MAY: Pair = ("có", "yes")
NEVER: Pair = ("không", "no")


def said(words: Pair, language: str) -> str:
    """Return the words in ``vi`` or ``en``."""
    return words[1] if language == "en" else words[0]
