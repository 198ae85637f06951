"""What the page of indicators says, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "nav.indicators": ("Báo cáo", "Reports"),
    "done.indicators": (
        "Đã nhận bảng chỉ số. Chỉ số mới đang được tính lại cho các kỳ trước.",
        "The indicators are defined. The history of new ones is being computed.",
    ),
    "indicators.title": ("Báo cáo theo chỉ số", "Reports by indicator"),
    "indicators.none": (
        "Dự án chưa có chỉ số. Hãy tải lên bảng chỉ số (indicators.xlsx).",
        "The project has no indicators. Upload its workbook (indicators.xlsx).",
    ),
    "indicators.none_to_read": ("Dự án chưa có chỉ số.", "The project has no indicators."),
    "indicators.period": ("Kỳ báo cáo", "Period"),
    "indicators.period_means": (
        (
            "Ví dụ: {year}-09 (tháng), {year}-Q3 (quý), {year}-H1 (6 tháng), {year}-9M, {year}, "
            "phase-1, 2022-08-04 (một ngày), 2017-07-01/2022-08-04."
        ),
        (
            "Such as {year}-09 (month), {year}-Q3, {year}-H1, {year}-9M, {year}, phase-1, "
            "2022-08-04 (a day), 2017-07-01/2022-08-04."
        ),
    ),
    "indicators.every": ("Chia theo", "In parts"),
    "indicators.every_none": ("Cả kỳ", "The whole period"),
    "every.month": ("Từng tháng", "Each month"),
    "every.quarter": ("Từng quý", "Each quarter"),
    "every.half": ("Từng 6 tháng", "Each half-year"),
    "every.year": ("Từng năm", "Each year"),
    "indicators.level": ("Cấp", "Level"),
    "indicators.level_own": ("Chính đơn vị đó", "The unit itself"),
    "unit-level.country": ("Cả nước", "The country"),
    "unit-level.province": ("Tỉnh", "Provinces"),
    "unit-level.district": ("Huyện (đến 30/6/2025)", "Districts (to 30 June 2025)"),
    "unit-level.commune": ("Xã", "Communes"),
    "indicators.unit": ("Đơn vị", "Unit"),
    "indicators.unit_means": (
        (
            "Tên, không cần dấu; nếu trùng thì thêm cấp trên: “Đức Xuân, Bắc Kạn”. Hoặc mã có năm: "
            "2024-06 (Bắc Kạn cũ), 2025-22 (Quảng Ninh), legacy-06 (37 xã thuộc Bắc Kạn cũ). "
            "Để trống: cả nước."
        ),
        (
            "A name (marks do not matter), with what it lies in where several have it: “Duc Xuan, "
            "Bac Kan”; or the key with its year: 2024-06 (former Bắc Kạn), 2025-22 (Quảng Ninh), "
            "legacy-06 (its 37 communes). Empty: the country."
        ),
    ),
    "indicators.indicator": ("Chỉ số", "Indicator"),
    "indicators.all": ("Tất cả", "All"),
    "indicators.by": ("Phân tổ", "Disaggregation"),
    "indicators.by_none": ("Không", "None"),
    "indicators.show": ("Xem", "Show"),
    "indicators.download": ("Tải báo cáo", "Download the report"),
    "indicators.workbook": ("Báo cáo Excel để nộp", "Excel report to hand in"),
    "indicators.chart": ("Biểu đồ", "Chart"),
    "indicators.more": (
        "Chỉ hiện {count} dòng đầu. Tệp tải về có đủ.",
        "Only the first {count} lines are shown. The downloads have them all.",
    ),
    "indicators.revised_means": (
        "Dấu … là số liệu đã thay đổi sau khi kỳ được chốt.",
        "A … stands behind what has changed since the period was closed.",
    ),
    "indicators.hidden": ("–", "–"),
    "indicators.hidden_means": (
        "Dấu – là ô được ẩn để không lộ người bị bạo lực.",
        "A – stands for a cell that is hidden to give no victim away.",
    ),
    "indicators.code": ("Mã", "Code"),
    "indicators.label": ("Tên chỉ số", "Name"),
    "indicators.period_short": ("Kỳ", "Period"),
    "indicators.numerator": ("Tử số", "Numerator"),
    "indicators.denominator": ("Mẫu số", "Denominator"),
    "indicators.value": ("Kết quả", "Value"),
    "indicators.target": ("Chỉ tiêu", "Target"),
    "indicators.targets": ("Chỉ tiêu và tiến độ", "Targets and progress"),
    "indicators.defined": ("Các chỉ số", "The indicators"),
    "indicators.count": ("{count} chỉ số", "{count} indicators"),
    "indicators.state": ("Tình trạng", "State"),
    "indicators.current": ("Dùng được", "In use"),
    "indicators.computing": ("Đang tính lại: {percent}%", "Being computed: {percent}%"),
    "indicators.left_out": (
        "Thiếu {count} phiếu: biểu thức quá nặng",
        "Without {count} submissions: too heavy",
    ),
    "indicators.upload": ("Tải lên bảng chỉ số", "Upload the workbook of indicators"),
    "indicators.upload_means": (
        "Sửa trong Excel rồi tải lên. Báo cáo vẫn dùng định nghĩa cũ cho đến khi tính lại xong.",
        "Edit it in Excel and upload it. Reports use the old definitions until history is done.",
    ),
    "indicators.get": ("Tải bảng chỉ số hiện dùng", "Download the workbook in use"),
    "indicators.button": ("Tải lên", "Upload"),
}
