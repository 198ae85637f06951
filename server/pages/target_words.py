"""What the pages of targets say, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "done.target": ("Đã thêm chỉ tiêu.", "The target is added."),
    "done.target_changed": ("Đã sửa chỉ tiêu.", "The target is changed."),
    "done.target_back": ("Đã khôi phục chỉ tiêu.", "The target is back."),
    "done.targets": ("Đã nhận bảng chỉ tiêu.", "The targets are here."),
    "targets.title": ("Chỉ tiêu và tiến độ", "Targets and progress"),
    "targets.means": (
        "Kết quả là số của báo cáo cho đúng đơn vị và kỳ của chỉ tiêu, tính đến lúc này.",
        "What is reached is the report's figure for the target's own unit and days, as of now.",
    ),
    "targets.none": ("Chưa có chỉ tiêu.", "There are no targets yet."),
    "targets.filter": ("Chỉ số", "Indicator"),
    "targets.filter_all": ("Tất cả", "All"),
    "targets.choose": ("Lọc", "Choose"),
    "targets.indicator": ("Chỉ số", "Indicator"),
    "targets.gone": ("Không còn trong bảng chỉ số", "No longer among the indicators"),
    "targets.unit": ("Đơn vị", "Unit"),
    "targets.period": ("Kỳ", "Period"),
    "targets.value": ("Chỉ tiêu", "Target"),
    "targets.reached": ("Đã đạt", "Reached"),
    "targets.progress": ("Tiến độ", "Progress"),
    "targets.source": ("Nguồn", "Source"),
    "targets.edit": ("Sửa", "Change"),
    "targets.edit_which": (
        "Sửa chỉ tiêu {code}, {unit}, {period}",
        "Change the target of {code}, {unit}, {period}",
    ),
    "targets.signs": (
        (
            "– là số được ẩn để không lộ người bị bạo lực. Ô trống: chưa có số liệu, chỉ số không "
            "công bố theo kỳ ấy, hoặc đơn vị ngoài địa bàn của bạn."
        ),
        (
            "– is hidden to give no victim away. Empty: no figure yet, the indicator is not given "
            "for these days, or the unit is not one of yours."
        ),
    ),
    "targets.before": ("‹ Trước", "‹ Before"),
    "targets.after": ("Sau ›", "After ›"),
    "targets.removed": (
        "Đã xóa chỉ tiêu của {code}: {value}, kỳ {period}.",
        "The target of {code} is removed: {value}, {period}.",
    ),
    "targets.put_back": ("Khôi phục", "Put it back"),
    "targets.table": ("Nhiều chỉ tiêu một lần", "Many at once"),
    "targets.get": ("Tải danh sách (CSV)", "Download the list (CSV)"),
    "targets.upload": ("Tải lên danh sách (CSV)", "Upload the list (CSV)"),
    "targets.upload_means": (
        (
            "Tải danh sách về, sửa trong Excel, lưu dạng “CSV UTF-8” rồi tải lên. Tệp thay cho "
            "toàn bộ danh sách: dòng nào không có trong tệp thì mất. Còn một lỗi thì không đổi gì."
        ),
        (
            "Download the list, edit it in Excel, save it as “CSV UTF-8” and upload it. It takes "
            "the place of the whole list: what is not in it is gone. With a fault nothing changes."
        ),
    ),
    "targets.upload_now": ("Tải lên", "Upload"),
    "target.new": ("Thêm chỉ tiêu", "Add a target"),
    "target.change": ("Sửa chỉ tiêu", "Change a target"),
    "target.choose": ("Hãy chọn…", "Choose…"),
    "target.unit_means": (
        (
            "Tên, không cần dấu; nếu trùng thì thêm cấp trên: “Đức Xuân, Bắc Kạn”. Hoặc mã có năm: "
            "2024-06, legacy-06. Để trống: cả nước."
        ),
        (
            "A name (marks do not matter), with what it lies in where several have it: “Duc Xuan, "
            "Bac Kan”; or the key with its year: 2024-06, legacy-06. Empty: the country."
        ),
    ),
    "target.period_means": (
        (
            "{year}-09 (tháng), {year}-Q3 (quý), {year}-H1 (6 tháng), {year}-9M, {year} (năm), "
            "phase-1, hoặc từ ngày/đến ngày: 2017-07-01/2022-12-31."
        ),
        (
            "{year}-09 (month), {year}-Q3, {year}-H1, {year}-9M, {year}, phase-1, or the days "
            "FROM/TO: 2017-07-01/2022-12-31."
        ),
    ),
    "target.value_means": (
        "Ví dụ 1500 hoặc 0,5. Chỉ số tính bằng %: 80%.",
        "Such as 1500 or 0.5; 80% where the indicator is a percentage.",
    ),
    "target.source_means": (
        "Văn bản, kế hoạch ghi chỉ tiêu này. Không bắt buộc.",
        "The plan or decision where it is written. May be empty.",
    ),
    "target.there": ("Sửa chỉ tiêu đã có", "Change the one that is there"),
    "target.save": ("Lưu", "Save"),
    "target.back": ("Về danh sách", "Back to the list"),
    "target.remove": ("Xóa chỉ tiêu này…", "Remove this target…"),
    "target.remove_means": (
        "Báo cáo sẽ không còn so với chỉ tiêu này. Xóa nhầm thì khôi phục được ngay sau đó.",
        "Reports will no longer be held against it. It can be put back right afterwards.",
    ),
    "target.remove_now": ("Xóa", "Remove"),
}
