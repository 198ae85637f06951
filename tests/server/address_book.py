"""A spreadsheet of trusted addresses as an office keeps one, right or with ten faults in it."""

from __future__ import annotations

import io

import openpyxl

from exports.indicators.unit_names import plain
from exports.indicators.units import load_units

ADDRESSES = 282
HEADINGS = (
    "Tên mô hình",
    "Loại mô hình",
    "Tỉnh",
    "Xã",
    "Ngày ghi phiếu",
    "Ngày thành lập",
    "Cơ quan chủ trì",
    "Nội dung Đề án 938 / chủ đề",
    "Địa chỉ cá nhân hay tập thể",
    "Nơi đặt",
    "Số chỗ tạm lánh",
    "Số thành viên nữ",
    "Số thành viên nam",
    "Trong đó: người dân tộc thiểu số",
    "Số điện thoại trực",
    "Người phụ trách đồng ý lưu số điện thoại?",
    "Tình trạng",
    "Ghi chú của văn phòng",
)
FAULTS = {
    (5, "Xã"): "Xã Không Có Thật",
    (31, "Tỉnh"): "",
    (60, "Loại mô hình"): "Quán cà phê",
    (88, "Ngày ghi phiếu"): "",
    (103, "Ngày ghi phiếu"): "01/02/2199",
    (140, "Số chỗ tạm lánh"): "-3",
    (171, "Tên mô hình"): "",
    (200, "Tình trạng"): "Đang hoạt động hiệu qủaa",
    (233, "Tên mô hình"): "Đc",
    (283, "Số điện thoại trực"): "12345",
}
"""What is written wrongly, by row and heading."""
AMBIGUOUS = "Cao Sơn"
"""Communes of several provinces are called so: row 31 does not say which is meant."""
FOUND = [
    (5, "Xã", "unknown-unit"),
    (31, "Xã", "unit-ambiguous"),
    (60, "Loại mô hình", "unknown-choice"),
    (88, "Ngày ghi phiếu", "no-date"),
    (103, "Ngày ghi phiếu", "future-date"),
    (140, "Số chỗ tạm lánh", "constraint"),
    (171, "Tên mô hình", "required"),
    (200, "Tình trạng", "unknown-choice"),
    (233, "Tên mô hình", "constraint"),
    (283, "Số điện thoại trực", "constraint"),
]
"""What a dry run says of them: row, column, code."""


def address_book(count: int = ADDRESSES, *, faulty: bool = False) -> bytes:
    """Return the workbook; every third commune is written without marks."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for number in range(count):
        row = dict(zip(HEADINGS, _address(number), strict=True))
        row |= {
            heading: text for (at, heading), text in FAULTS.items() if faulty and at == number + 2
        }
        sheet.append([row[heading] for heading in HEADINGS])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _address(number: int) -> list[object]:
    communes = load_units().communes_of("2024-06", "2024")
    label = communes[number % len(communes)].label
    if number == 29:
        label = AMBIGUOUS
    return [
        f"Địa chỉ tin cậy số {number + 1}",
        "Địa chỉ tin cậy tại cộng đồng" if number % 2 else "dia chi tin cay tai cong dong",
        "Bắc Kạn",
        label if number % 3 else plain(label),
        "14/09/2021",
        "2020-03-05",
        "Hội LHPN xã, phường, thị trấn",
        "Phòng, chống bạo lực trên cơ sở giới; Bình đẳng giới, vì sự tiến bộ của phụ nữ",
        "Cá nhân",
        "Nhà riêng",
        2,
        3,
        1,
        "4",
        "0912345678",
        "Có",
        "Đang hoạt động hiệu quả",
        "xem sổ",
    ]
