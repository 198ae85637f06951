"""Too much, too fast, or not now: 413, 415, 429, 431, 500, 503."""

from __future__ import annotations

from server.catalogue.kind import Kind

KINDS = (
    Kind(
        "413.1",
        "This is more than the {limit} bytes that are taken at once.",
        "Dữ liệu lớn hơn mức {limit} byte cho mỗi lần gửi.",
        "Send smaller files.",
        "Hãy gửi tệp nhỏ hơn.",
    ),
    Kind(
        "415.1",
        "The content type or encoding {type} is not taken here.",
        "Không nhận kiểu nội dung {type} ở đây.",
        "Send {expected}.",
        "Hãy gửi {expected}.",
    ),
    Kind(
        "429.1",
        "Too many sign-ins have failed.",
        "Đăng nhập sai quá nhiều lần.",
        "Wait {seconds} seconds and try again.",
        "Hãy chờ {seconds} giây rồi thử lại.",
    ),
    Kind(
        "431.1",
        "The request's headers are too large.",
        "Phần đầu của yêu cầu quá lớn.",
    ),
    Kind(
        "500.1",
        "Something went wrong on the server; it has been noted.",
        "Máy chủ gặp lỗi; lỗi đã được ghi lại.",
        "Try again, and tell the administrator if it stays.",
        "Hãy thử lại; nếu vẫn lỗi, báo quản trị viên.",
    ),
    Kind(
        "503.1",
        "The server's disk is nearly full, so nothing is taken now.",
        "Ổ đĩa máy chủ gần đầy nên tạm thời không nhận.",
        "The phone will send again by itself; nothing is lost.",
        "Điện thoại sẽ tự gửi lại; không mất gì.",
    ),
    Kind(
        "503.2",
        "The server is busy.",
        "Máy chủ đang bận.",
        "Try again in a moment; the phone does so by itself.",
        "Hãy thử lại sau giây lát; điện thoại sẽ tự gửi lại.",
    ),
    Kind(
        "503.3",
        "The database does not answer now.",
        "Cơ sở dữ liệu hiện không phản hồi.",
        "Try again in a moment; the phone does so by itself.",
        "Hãy thử lại sau giây lát; điện thoại sẽ tự gửi lại.",
    ),
    Kind(
        "503.4",
        "The server cannot write to its disk now.",
        "Máy chủ hiện không ghi được vào ổ đĩa.",
        "Try again in a moment; the phone does so by itself.",
        "Hãy thử lại sau giây lát; điện thoại sẽ tự gửi lại.",
    ),
)
