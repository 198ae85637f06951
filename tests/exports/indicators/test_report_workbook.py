"""The report can be handed in as it is: totals, units, categories, targets, charts and signs."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl

from exports.indicators.report import Report
from exports.indicators.report_workbook import workbook
from tests.exports.indicators.handed_in import handed_in

SIGNS = [
    ["Ký hiệu:"],
    ["– : số liệu được ẩn để không nhận ra người trong cuộc; tổng số vẫn tính cả số liệu này"],
    ["… : số liệu đã thay đổi sau khi kỳ được chốt"],
    ["* : có phần của đơn vị cũ đã chia tách, tính vào đơn vị kế thừa mặc định"],
    ["ô trống: chưa có số liệu, hoặc tỷ lệ không có mẫu số"],
]


def opened(report: Report) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook(report)))


def rows(sheet: Any) -> list[list[object]]:
    """What stands in a sheet, without what is empty at the end of its rows."""
    told = [list(row) for row in sheet.iter_rows(values_only=True)]
    for row in told:
        while row and row[-1] is None:
            row.pop()
    return [row for row in told if row]


def charts(report: Report) -> list[str]:
    """The drawn XML of each chart."""
    archive = ZipFile(BytesIO(workbook(report)))
    names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
    return [archive.read(name).decode() for name in names]


def test_the_first_sheet_says_what_it_is_and_how_far_each_indicator_is() -> None:
    book = opened(handed_in())

    assert book.sheetnames == ["Tổng hợp", "Tuyên truyền", "Mô hình", "Biểu đồ", "Định nghĩa"]
    assert rows(book["Tổng hợp"]) == [
        ["BÁO CÁO CHỈ SỐ"],
        ["Dự án", "Hội LHPN tỉnh Bắc Kạn & đối tác"],
        ["Địa bàn", "Tỉnh Bắc Kạn"],
        ["Kỳ báo cáo", "9 tháng năm 2021 (01/01/2021 đến 30/09/2021)"],
        ["Đơn vị hành chính", "theo đơn vị cũ (3 cấp, đến 30/06/2025)"],
        ["Lập lúc", "08:30, 15/09/2021"],
        ["Mã", "Chỉ số", "Tử số", "Mẫu số", "Kết quả", "Mục tiêu", "So với mục tiêu"],
        ["C1", "Số cuộc tập huấn", None, None, 1142, 1500, 1142 / 1500],
        ["C5", "Tỷ lệ người dân tộc thiểu số", 11, 22, 0.5],
        ["M6", "Số lượt người tạm lánh", None, None, 12],
        *SIGNS,
    ]


def test_a_topic_has_its_units_and_then_its_categories() -> None:
    assert rows(opened(handed_in())["Tuyên truyền"]) == [
        ["Tuyên truyền"],
        ["Tỉnh Bắc Kạn – 9 tháng năm 2021"],
        [
            "Đơn vị", "C1. Số cuộc tập huấn", None, None, "C5. Tỷ lệ người dân tộc thiểu số",
        ],
        [None, "Số lượng", "Mục tiêu", "So với mục tiêu", "Tử số", "Mẫu số", "Tỷ lệ %"],
        ["Tổng số", 1142, 1500, 1142 / 1500, 11, 22, 0.5],
        ["Phường Phùng Chí Kiên", 30, None, None, 0, 0],
        ["Xã Nông Thượng", 12, None, None, 6, 16, 0.375],
        ["Xã Khang Ninh", 1100, 1000, 1.1, 5, 6, 5 / 6],
        ["Số cuộc tập huấn – theo nội dung"],
        ["Nội dung", "Số lượng"],
        ["Tổng số", 1142],
        ["Phòng, chống bạo lực", 1000],
        ["Pháp luật", 500],
        ["Một hoạt động có thể thuộc nhiều loại: các dòng không cộng thành tổng số."],
        *SIGNS,
    ]  # fmt: skip


def test_what_is_hidden_is_a_dash_and_the_total_is_the_whole() -> None:
    assert rows(opened(handed_in())["Mô hình"])[4:8] == [
        ["Tổng số", 12],
        ["Phường Phùng Chí Kiên", "–"],
        ["Xã Nông Thượng", "–"],
        ["Xã Khang Ninh", "–"],
    ]


def test_numbers_are_written_so_that_excel_can_read_them_in_its_own_language() -> None:
    sheet = opened(handed_in())["Tuyên truyền"]

    shapes = [cell.number_format for cell in sheet[8][1:7]]
    assert [cell.value for cell in sheet[8]][:2] == ["Xã Nông Thượng", 12]
    assert shapes == ['#,##0"…"', "General", "General", "#,##0", "#,##0", "0.0%"]


def test_what_came_through_split_units_bears_a_star() -> None:
    report = handed_in()
    bridged = replace(
        report, lines=[replace(line, bridged=2.0) for line in report.lines], revised=frozenset()
    )
    assert opened(bridged)["Mô hình"]["B7"].value == "–"
    assert opened(bridged)["Tuyên truyền"]["B7"].number_format == '#,##0"*"'


def test_of_several_periods_each_has_its_line() -> None:
    book = opened(handed_in("en", "2021-H1", ("2021-Q1", "2021-Q2")))

    assert rows(book["Mô hình"])[:12] == [
        ["Mô hình"],
        ["Tỉnh Bắc Kạn – First half of 2021"],
        ["Unit", "Period", "M6. People sheltered"],
        [None, None, "Number"],
        ["Total", "Quarter 1 of 2021", 12],
        ["Total", "Quarter 2 of 2021", 12],
        ["Phường Phùng Chí Kiên", "Quarter 1 of 2021", "–"],
        ["Phường Phùng Chí Kiên", "Quarter 2 of 2021", "–"],
        ["Xã Nông Thượng", "Quarter 1 of 2021", "–"],
        ["Xã Nông Thượng", "Quarter 2 of 2021", "–"],
        ["Xã Khang Ninh", "Quarter 1 of 2021", "–"],
        ["Xã Khang Ninh", "Quarter 2 of 2021", "–"],
    ]
    assert rows(book["Tuyên truyền"])[13:20] == [
        ["Topic", "Period", "Number"],
        ["Total", "Quarter 1 of 2021", 1142],
        ["Total", "Quarter 2 of 2021", 1142],
        ["Violence prevention", "Quarter 1 of 2021", 1000],
        ["Violence prevention", "Quarter 2 of 2021", 1000],
        ["Law", "Quarter 1 of 2021", 500],
        ["Law", "Quarter 2 of 2021", 500],
    ]


def test_each_topic_has_a_chart_of_what_can_be_compared() -> None:
    """Of M6 all is hidden but the total: there is nothing to draw."""
    first, second = charts(handed_in())

    assert "<c:f>'Tuyên truyền'!$B$7:$B$9</c:f>" in first
    assert "<c:f>'Tuyên truyền'!$G$7:$G$9</c:f>" in second
    assert "<c:barChart>" in first
    over_time = charts(handed_in("vi", "2021-H1", ("2021-Q1", "2021-Q2")))
    assert ["<c:lineChart>" in chart for chart in over_time] == [True, True, True]


def test_a_hidden_figure_is_no_zero_in_a_chart() -> None:
    report = handed_in()
    lines = [
        replace(line, numerator=None, value=None, suppressed=True)
        if line.unit_name == "Xã Nông Thượng"
        else line
        for line in report.lines
    ]
    count, _ = charts(replace(report, lines=lines))
    assert count.count("<a:t>–</a:t>") == 1


def test_a_sheet_is_set_up_for_a4_across_with_its_head_on_each_page() -> None:
    sheet = opened(handed_in())["Tuyên truyền"]

    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$5", "B6")
    assert sheet.oddFooter.left.text == "Hội LHPN tỉnh Bắc Kạn && đối tác"


def test_the_same_report_is_the_same_file() -> None:
    first = workbook(handed_in())
    assert first == workbook(handed_in())

    archive = ZipFile(BytesIO(first))  # no clock but the report's has written in it
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = archive.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[^<]+", about) == ["2021-09-15T08:30:00Z"] * 2


def test_topics_name_sheets_as_excel_allows() -> None:
    report = handed_in()
    names = ["", "Trẻ em: hỗ trợ / bảo vệ", "tổng hợp"]
    indicators = [
        replace(one, topic=topic) for one, topic in zip(report.indicators, names, strict=True)
    ]
    assert opened(replace(report, indicators=indicators, breakdowns=())).sheetnames == [
        "Tổng hợp", "Chỉ số khác", "Trẻ em  hỗ trợ   bảo vệ", "tổng hợp (2)", "Biểu đồ",
        "Định nghĩa",
    ]  # fmt: skip


def test_no_text_becomes_a_formula() -> None:
    report = replace(handed_in(), project="=HYPERLINK(1)", area="=1+1")
    sheet = opened(report)["Tổng hợp"]
    assert [(sheet[cell].value, sheet[cell].data_type) for cell in ("B3", "B4")] == [
        ("=HYPERLINK(1)", "s"),
        ("=1+1", "s"),
    ]


def test_a_report_without_figures_is_a_summary() -> None:
    empty = replace(handed_in(), indicators=(), lines=(), totals=(), breakdowns=())
    assert opened(empty).sheetnames == ["Tổng hợp"]
