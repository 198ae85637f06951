"""What the pages say, in Vietnamese and English, by a key that says where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from server.pages import (
    finding_words,
    form_words,
    import_words,
    indicator_words,
    phone_words,
    release_words,
    reporting_words,
    target_words,
)
from server.pages.language import Language


def say(language: Language, key: str, /, **details: object) -> str:
    """Return the words of a key; ``{names}`` in them are filled from ``details``."""
    vi, en = WORDS[key]
    return (en if language == "en" else vi).format(**details)


WORDS: Mapping[str, tuple[str, str]] = {
    # Around every page
    "skip": ("Đến nội dung chính", "Skip to the content"),
    "language.other": ("English", "Tiếng Việt"),
    "sign_out": ("Đăng xuất", "Sign out"),
    "nav.forms": ("Biểu mẫu", "Forms"),
    "nav.app_users": ("Người thu thập", "App users"),
    # Notes after a change
    "done.signed_out": ("Bạn đã đăng xuất.", "You are signed out."),
    "done.ended": (
        "Phiên đăng nhập đã hết. Hãy đăng nhập lại.",
        "Your sign-in has ended. Sign in again.",
    ),
    "done.draft": ("Đã tạo bản nháp.", "The draft is made."),
    "done.file": ("Đã nhận tệp.", "The file is here."),
    "done.no_file": ("Bạn chưa chọn tệp nào.", "No file was chosen."),
    "done.published": (
        "Đã phát hành. Điện thoại được giao biểu mẫu này sẽ tự cập nhật.",
        "Published. Phones that were given this form update by themselves.",
    ),
    "done.discarded": ("Đã bỏ bản nháp.", "The draft is discarded."),
    "done.state": ("Đã đổi trạng thái biểu mẫu.", "The form's state is changed."),
    "done.form_deleted": ("Đã xóa biểu mẫu.", "The form is deleted."),
    "done.recheck": (
        "Máy chủ sẽ kiểm tra lại mọi phiếu của biểu mẫu này.",
        "All submissions of this form will be checked again.",
    ),
    "done.app_user": (
        "Đã thêm. Hãy chọn biểu mẫu được giao, rồi cho quét mã QR.",
        "Added. Choose the forms to fill, then let the phone scan the QR code.",
    ),
    "done.assigned": ("Đã lưu các biểu mẫu được giao.", "The forms are assigned."),
    "done.renewed": (
        "Đã tạo mã QR mới. Mã cũ không dùng được nữa.",
        "The QR code is new. The old one no longer works.",
    ),
    "done.revoked": (
        "Đã thu hồi. Điện thoại không gửi được nữa.",
        "Revoked. The phone can no longer send.",
    ),
    "done.app_user_deleted": (
        "Đã xóa người thu thập. Phiếu đã gửi vẫn còn.",
        "The app user is deleted. What was sent stays.",
    ),
    # Signing in
    "sign_in.title": ("Đăng nhập", "Sign in"),
    "sign_in.email": ("Email", "Email"),
    "sign_in.password": ("Mật khẩu", "Password"),
    "sign_in.button": ("Đăng nhập", "Sign in"),
    "sign_in.hint": (
        "Lần chạy đầu tiên, máy chủ in tài khoản quản trị ra màn hình.",
        "At its first start the server prints the administrator's sign-in.",
    ),
    # Problems
    "problem.title": ("Có trục trặc", "Something is not right"),
    "problem.code": ("Mã lỗi {code}", "Error code {code}"),
    "problem.home": ("Về trang đầu", "To the first page"),
    **form_words.WORDS,
    **finding_words.WORDS,
    **import_words.WORDS,
    **indicator_words.WORDS,
    **release_words.WORDS,
    **phone_words.WORDS,
    **reporting_words.WORDS,
    **target_words.WORDS,
}
