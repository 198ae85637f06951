"""What was asked for is not here: 404, 405, 406, 501."""

from __future__ import annotations

from server.catalogue.kind import Kind

KINDS = (
    Kind(
        "404.1",
        "It is not here, or not any more.",
        "Không tìm thấy, hoặc không còn nữa.",
        "Check the address.",
        "Hãy kiểm tra địa chỉ.",
    ),
    Kind(
        "404.3",
        "This API version does not exist here.",
        "Không có phiên bản API này.",
        "Use /v1.",
        "Hãy dùng /v1.",
    ),
    Kind(
        "404.4",
        "This draft is no longer tested under this link.",
        "Bản nháp này không còn được thử với liên kết này.",
        "Ask for the new test QR code.",
        "Hãy xin mã QR thử nghiệm mới.",
    ),
    Kind(
        "404.5",
        "The submission that this one edits (deprecatedID) is not here.",
        "Không có phiếu gốc (deprecatedID) mà phiếu này sửa.",
        "Send the earlier version first.",
        "Hãy gửi bản trước đó trước.",
    ),
    Kind(
        "404.6",
        "The form version that the submission names is not here.",
        "Không có phiên bản biểu mẫu mà phiếu này ghi.",
        "Publish that version, or use a published one.",
        "Hãy phát hành phiên bản đó, hoặc dùng phiên bản đã phát hành.",
    ),
    Kind(
        "405.1",
        "This address does not answer {method}.",
        "Địa chỉ này không nhận lệnh {method}.",
    ),
    Kind(
        "406.1",
        "The format {format} is not to be had here.",
        "Không có định dạng {format} ở đây.",
        "Accept {acceptable}.",
        "Hãy dùng {acceptable}.",
    ),
    Kind(
        "501.1",
        "{feature} is not there yet.",
        "Chưa có tính năng {feature}.",
    ),
    Kind(
        "501.4",
        "The expression {expression} is not supported in a filter.",
        "Bộ lọc không hỗ trợ biểu thức {expression}.",
        "Use lt le eq ne ge gt, not, and, or.",
        "Hãy dùng lt le eq ne ge gt, not, and, or.",
    ),
    Kind(
        "501.5",
        "The field {field} cannot be filtered.",
        "Không lọc được theo trường {field}.",
        "Filter on the fields of __system.",
        "Hãy lọc theo các trường của __system.",
    ),
    Kind(
        "501.6",
        "Only $expand=* is there.",
        "Chỉ có $expand=*.",
    ),
    Kind(
        "501.11",
        "$select does not go together with $expand.",
        "Không dùng $select cùng với $expand.",
    ),
)
