"""Who asks is not known, or may not: 401, 403."""

from __future__ import annotations

from server.catalogue.kind import Kind

KINDS = (
    Kind(
        "401.2",
        "The sign-in was not accepted.",
        "Đăng nhập không được chấp nhận.",
        "Check the email and the password, or sign in again.",
        "Hãy kiểm tra email, mật khẩu hoặc đăng nhập lại.",
    ),
    Kind(
        "401.3",
        "A password may be sent only over HTTPS.",
        "Chỉ được gửi mật khẩu qua HTTPS.",
        "Use https:// or sign in with a session.",
        "Hãy dùng https:// hoặc đăng nhập theo phiên.",
    ),
    Kind(
        "401.7",
        "Your sign-in has ended or the page was open too long.",
        "Phiên đăng nhập đã hết hoặc trang mở quá lâu.",
        "Sign in again and repeat what you did.",
        "Hãy đăng nhập lại rồi thực hiện lại.",
    ),
    Kind(
        "403.1",
        "You have no right to do that.",
        "Bạn không có quyền thực hiện việc này.",
        "Ask the coordinator; on a phone, scan a new QR code.",
        "Hãy hỏi cán bộ điều phối; trên điện thoại, hãy quét mã QR mới.",
    ),
)
