"""What the pages say of app users and their phones, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    # App users
    "app_users.title": ("Người thu thập", "App users"),
    "app_users.means": (
        "Mỗi người điền phiếu trên điện thoại có một mã QR riêng.",
        "Everybody who fills forms on a phone has a QR code of their own.",
    ),
    "app_users.none": (
        "Chưa có ai. Hãy thêm người đầu tiên ở trên.",
        "There is nobody yet. Add the first one above.",
    ),
    "app_users.name": ("Họ tên", "Name"),
    "app_users.name_hint": ("Ví dụ: Chị Hoa, xã Tân Lập", "For example: Hoa, Tân Lập commune"),
    "app_users.name_refused": (
        "Hãy ghi tên, từ 1 đến 120 ký tự.",
        "Write a name, of 1 to 120 characters.",
    ),
    "app_users.add": ("Thêm", "Add"),
    "app_users.forms": ("Biểu mẫu", "Forms"),
    "app_users.last": ("Dùng gần nhất", "Last seen"),
    "app_users.never": ("chưa", "never"),
    "app_users.revoked": ("Đã thu hồi", "Revoked"),
    "app_users.active": ("Đang dùng", "Active"),
    "app_users.state": ("Trạng thái", "State"),
    "app_user.qr": ("Mã QR cho điện thoại", "QR code for the phone"),
    "app_user.step1": (
        "Cài ODK Collect từ Google Play, rồi mở lên.",
        "Install ODK Collect from Google Play and open it.",
    ),
    "app_user.step2": (
        "Chọn “Configure with QR code” (cấu hình bằng mã QR) và quét mã này.",
        "Choose “Configure with QR code” and scan this one.",
    ),
    "app_user.step3": (
        "Biểu mẫu tự tải về. Chọn “Điền biểu mẫu” để làm phiếu; phiếu tự gửi khi có mạng.",
        "The forms come by themselves. Choose “Start new form”; it is sent when there is network.",
    ),
    "app_user.secret": (
        "Ai có mã này đều gửi được phiếu dưới tên người này. Không đăng lên nhóm chat.",
        "Whoever has this code can send in this person's name. Do not post it in a chat group.",
    ),
    "app_user.address": ("Máy chủ: {address}", "Server: {address}"),
    "app_user.print": ("In trang này bằng Ctrl+P.", "Print this page with Ctrl+P."),
    "app_user.no_forms": (
        "Người này chưa được giao biểu mẫu nào, nên điện thoại sẽ trống.",
        "No form is assigned yet, so the phone would show nothing.",
    ),
    "app_user.forms": ("Biểu mẫu được giao", "Forms to fill"),
    "app_user.assign": ("Lưu", "Save"),
    "app_user.revoked": (
        "Đã thu hồi: điện thoại của người này không gửi được. Tạo mã QR mới để dùng lại.",
        "Revoked: this person's phone can no longer send. Make a new QR code to begin again.",
    ),
    "app_user.new_phone": ("Điện thoại mới…", "A new phone…"),
    "app_user.new_phone_means": (
        (
            "Tạo mã QR mới cho cùng một người. Mã cũ, và điện thoại đang dùng nó, bị từ chối ngay: "
            "hãy gửi hết phiếu trên điện thoại cũ trước."
        ),
        (
            "Makes a new QR code for the same person. The old code, and the phone that uses it, is "
            "refused at once: send everything from the old phone first."
        ),
    ),
    "app_user.new_phone_now": ("Tạo mã QR mới", "Make a new QR code"),
    "app_user.revoke": ("Mất điện thoại: thu hồi…", "The phone is lost: revoke…"),
    "app_user.revoke_means": (
        "Điện thoại bị từ chối ngay; phiếu chưa gửi trên máy đó sẽ không vào được.",
        "The phone is refused at once; what it has not sent cannot come in.",
    ),
    "app_user.revoke_now": ("Thu hồi ngay", "Revoke now"),
    "app_user.password": ("Đăng nhập bằng tên và mật khẩu…", "Sign in by name and password…"),
    "app_user.password_means": (
        (
            "Dùng khi không quét được mã QR: máy chủ tạo tên và mật khẩu để gõ vào ODK Collect. "
            "Mật khẩu chỉ hiện một lần; mật khẩu thiết bị cũ hết hiệu lực."
        ),
        (
            "For phones that cannot scan: the server makes a name and a password to type into ODK "
            "Collect. The password is shown once; a former device password ends."
        ),
    ),
    "app_user.password_now": ("Tạo mật khẩu thiết bị", "Make a device password"),
    "app_user.delete": ("Xóa người này…", "Delete this person…"),
    "app_user.delete_means": (
        "Người này bị gỡ khỏi danh sách và điện thoại bị từ chối. Phiếu đã gửi vẫn còn.",
        "The person leaves the list and the phone is refused. What was sent stays.",
    ),
    "app_user.delete_now": ("Xóa", "Delete"),
    # A device password
    "password.title": ("Mật khẩu thiết bị", "Device password"),
    "password.once": (
        "Mật khẩu chỉ hiện lần này. Hãy gõ hoặc quét vào điện thoại trước khi rời trang.",
        "This password is shown only now. Type or scan it into the phone before you leave.",
    ),
    "password.url": ("Địa chỉ (URL)", "URL"),
    "password.username": ("Tên đăng nhập", "Username"),
    "password.password": ("Mật khẩu", "Password"),
    "password.done": ("Đã xong", "Done"),
    "qr.alt": ("Mã QR cài đặt ODK Collect", "QR code with the settings of ODK Collect"),
    "qr.none": ("Chưa có mã QR", "There is no QR code yet"),
}
