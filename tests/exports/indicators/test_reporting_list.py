"""Who has reported, followed by hand in a small country, and as the workbook that is handed in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl

from exports.indicators.periods import Period, parse_period, parts
from exports.indicators.reporting_list import (
    Arrived,
    Asked,
    ReportingLine,
    ReportingList,
    count,
    lines,
)
from exports.indicators.reporting_workbook import workbook
from tests.exports.indicators.trainings import (
    GIENG_DAY,
    KHANG_NINH,
    NONG_THUONG,
    PHUNG_CHI_KIEN,
    area,
)

QUARTER = parse_period("2021-Q3")
SEPTEMBER = parse_period("2021-09")
END = date(2021, 9, 30)
ARRIVED = [
    Arrived(PHUNG_CHI_KIEN, END, 1, date(2021, 10, 5)),
    Arrived(KHANG_NINH, END, 2, date(2021, 10, 8)),
    Arrived(KHANG_NINH, date(2021, 8, 31), 1, date(2021, 9, 1)),
    Arrived(None, END, 3, date(2021, 10, 1)),
]


def made(
    periods: list[Period], arrived: list[Arrived] = ARRIVED, unit: str = "2024-06", **more: Any
) -> list[ReportingLine]:
    given: dict[str, Any] = {"periods": periods, "due_days": 5, "today": date(2021, 11, 1)}
    asked = Asked(**given | more)
    return list(lines(arrived, area("commune", unit=unit), asked))


def in_short(told: list[ReportingLine]) -> list[tuple[object, ...]]:
    return [(one.unit_name, one.period.name, one.submissions, one.state) for one in told]


def listed(language: str = "vi") -> ReportingList:
    return ReportingList(
        project="Hội LHPN & đối tác",
        form="Phiếu 8",
        area="Việt Nam",
        period=SEPTEMBER,
        vintage="2024",
        due_days=5,
        lines=made([SEPTEMBER], unit="2024-00", language=language),
        made_at=datetime(2021, 11, 1, 8, 30, tzinfo=UTC),
        language=language,
    )


def _told(cell: object) -> object:
    return cell.date().isoformat() if isinstance(cell, datetime) else cell


def test_each_commune_has_a_line_in_each_period() -> None:
    assert in_short(made(parts(QUARTER, "month"))) == [
        ("Phường Phùng Chí Kiên", "2021-07", 0, "missing"),
        ("Xã Nông Thượng", "2021-07", 0, "missing"),
        ("Xã Khang Ninh", "2021-07", 0, "missing"),
        ("Phường Phùng Chí Kiên", "2021-08", 0, "missing"),
        ("Xã Nông Thượng", "2021-08", 0, "missing"),
        ("Xã Khang Ninh", "2021-08", 1, "on-time"),
        ("Phường Phùng Chí Kiên", "2021-09", 1, "on-time"),
        ("Xã Nông Thượng", "2021-09", 0, "missing"),
        ("Xã Khang Ninh", "2021-09", 2, "late"),
    ]


def test_of_several_reports_the_quickest_says_whether_it_was_in_time() -> None:
    assert in_short(made([QUARTER])) == [
        ("Phường Phùng Chí Kiên", "2021-Q3", 1, "on-time"),
        ("Xã Nông Thượng", "2021-Q3", 0, "missing"),
        ("Xã Khang Ninh", "2021-Q3", 3, "on-time"),
    ]


def test_days_before_and_between_the_periods_are_of_none() -> None:
    told = [Arrived(NONG_THUONG, day, 1, day) for day in (date(2021, 6, 30), date(2021, 8, 15))]
    periods = [parse_period("2021-07"), SEPTEMBER]
    assert {line.submissions for line in made(periods, told)} == {0}


def test_what_lies_elsewhere_is_not_listed_and_what_lies_nowhere_last() -> None:
    elsewhere = [*ARRIVED, Arrived(GIENG_DAY, END, 1, END)]
    assert made([SEPTEMBER], elsewhere) == made([SEPTEMBER])
    last = made([SEPTEMBER], elsewhere, unit="2024-00", language="en")[-1]
    assert (last.unit, last.unit_name, last.submissions) == ("", "Unknown unit", 3)
    assert (last.state, last.days_late) == (None, None)


def test_communes_are_counted_by_their_state() -> None:
    told = made([SEPTEMBER], unit="2024-00", today=date(2021, 10, 5))
    assert count(told) == {"on-time": 1, "late": 1, "missing": 0, "open": 3}


def test_the_workbook_can_be_handed_in() -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook(listed()))).worksheets[0]
    rows = [[_told(cell) for cell in row if cell is not None] for row in sheet.values]
    assert (sheet.title, sheet.freeze_panes, sheet.print_title_rows) == (
        "Ai đã báo cáo", "A13", "$12:$12",
    )  # fmt: skip
    assert [row for row in rows if row] == [
        ["TÌNH HÌNH BÁO CÁO CỦA CÁC XÃ"],
        ["Dự án", "Hội LHPN & đối tác"],
        ["Biểu mẫu", "Phiếu 8"],
        ["Địa bàn", "Việt Nam"],
        ["Kỳ báo cáo", "Tháng 9/2021 (01/09/2021 đến 30/09/2021)"],
        ["Đơn vị hành chính", "theo đơn vị cũ (3 cấp, đến 30/06/2025)"],
        ["Hạn báo cáo", "5 ngày sau ngày cuối kỳ"],
        ["Lập lúc", "08:30, 01/11/2021"],
        ["Tổng hợp", "Đúng hạn: 1; Trễ hạn: 1; Chưa báo cáo: 3; Chưa đến hạn: 0"],
        [
            "STT", "Tỉnh", "Huyện", "Xã", "Kỳ báo cáo", "Hạn nộp", "Số phiếu", "Nhận lần đầu",
            "Tình trạng", "Số ngày trễ",
        ],
        [
            1, "Tỉnh Bắc Kạn", "Thành phố Bắc Kạn", "Phường Phùng Chí Kiên", "Tháng 9/2021",
            "2021-10-05", 1, "2021-10-05", "Đúng hạn",
        ],
        [
            2, "Tỉnh Bắc Kạn", "Thành phố Bắc Kạn", "Xã Nông Thượng", "Tháng 9/2021",
            "2021-10-05", 0, "Chưa báo cáo",
        ],
        [
            3, "Tỉnh Bắc Kạn", "Huyện Ba Bể", "Xã Khang Ninh", "Tháng 9/2021",
            "2021-10-05", 2, "2021-10-08", "Trễ hạn", 3,
        ],
        [
            4, "Tỉnh Thái Nguyên", "Thành phố Thái Nguyên", "Phường Gia Sàng", "Tháng 9/2021",
            "2021-10-05", 0, "Chưa báo cáo",
        ],
        [
            5, "Tỉnh Quảng Ninh", "Thành phố Hạ Long", "Phường Giếng Đáy", "Tháng 9/2021",
            "2021-10-05", 0, "Chưa báo cáo",
        ],
        [
            6, "Không rõ đơn vị", "Tháng 9/2021", "2021-10-05", 3,
            "2021-10-01",
        ],
    ]  # fmt: skip
    colours = [sheet.cell(row, 9).fill.fgColor.rgb for row in range(13, 19)]
    assert colours == [
        "FFE2EFDA", "FFF8CBAD", "FFFFF2CC", "FFF8CBAD", "FFF8CBAD", "FFEDEDED",
    ]  # fmt: skip


def test_the_workbook_speaks_english_and_is_the_same_for_the_same_list() -> None:
    assert workbook(listed("en")) == workbook(listed("en"))
    sheet = openpyxl.load_workbook(BytesIO(workbook(listed("en")))).worksheets[0]
    said = [cell for row in sheet.values for cell in row if isinstance(cell, str)]
    assert {"WHO HAS REPORTED", "Late", "Missing", "On time", "Days late"} <= set(said)
