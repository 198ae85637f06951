"""Who gets the report can see on its last sheet what each figure means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from exports.indicators.aggregates import NAMES
from exports.indicators.definition import Indicator
from exports.indicators.definition_words import Described
from exports.indicators.report import Report
from exports.indicators.report_workbook import workbook
from exports.indicators.workbook import read_indicators
from forms import library
from tests.exports.indicators.designer import Row, indicator_row, indicator_workbook
from tests.exports.indicators.handed_in import handed_in

LIBRARY = Path(next(iter(library.__path__)))


def defined(*rows: Row, **sheets: Sequence[Row]) -> list[Indicator]:
    """The indicators of such a workbook."""
    read = read_indicators(indicator_workbook(*rows, **sheets))
    assert read.faults == []
    return list(read.indicators)


def last_sheet(report: Report) -> tuple[str, list[list[object]]]:
    sheet = openpyxl.load_workbook(BytesIO(workbook(report))).worksheets[-1]
    told = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    return sheet.title, told


def numerator(text: str, language: str = "vi", **more: str) -> str:
    (one,) = defined(indicator_row("A", text, **more))
    return Described(one, language).numerator


def test_the_last_sheet_defines_each_indicator_of_the_report() -> None:
    title, told = last_sheet(handed_in())
    assert title == "Định nghĩa"
    assert told == [
        ["Định nghĩa", *[""] * 8],
        [""] * 9,
        [
            "Mã",
            "Chỉ số",
            "Lấy từ",
            "Chỉ tính khi",
            "Tử số",
            "Mẫu số",
            "Phân tổ",
            "Tính cho ngày nào, đơn vị nào",
            "Bảo vệ số nhỏ",
        ],
        [
            "C1",
            "Số cuộc tập huấn",
            "Biểu mẫu f3_activity: mỗi phiếu",
            "Tất cả",
            "Đếm",
            "",
            "Nội dung: ${topics} (một hàng có thể thuộc nhiều loại)\nCơ quan: ${agency}",
            "ngày xảy ra của phiếu; đơn vị của phiếu",
            "Không ẩn",
        ],
        [
            "C5",
            "Tỷ lệ người dân tộc thiểu số",
            "Biểu mẫu f3_activity: mỗi phiếu",
            "Tất cả",
            "Tổng của ${n_dtts}",
            "Tổng của ${n_total}",
            "",
            "ngày xảy ra của phiếu; đơn vị của phiếu",
            "Không ẩn",
        ],
        [
            "M6",
            "Số lượt người tạm lánh",
            "Biểu mẫu f3_activity: mỗi phiếu",
            "Tất cả",
            "Đếm",
            "",
            "",
            "ngày xảy ra của phiếu; đơn vị của phiếu",
            "Không ẩn",
        ],
    ]


def test_what_is_divided_by_and_not_in_the_report_is_defined_below() -> None:
    models = {
        "source": "entities:models",
        "kind": "stock",
        "unit": "${commune}",
        "filter": "${status} != 'closed'",
        "hidden": "yes",
    }
    share = {"source": "f2", "label::en": "Visited"}
    visited, all_models = defined(
        indicator_row("M5", "distinct(${model})", denominator="indicator('M0', 'start')", **share),
        indicator_row("M0", "count()", **models),
    )
    report = replace(
        handed_in("en"), indicators=[visited], referred=[all_models], lines=(), totals=(),
        breakdowns=(),
    )  # fmt: skip
    assert last_sheet(report)[1][3:] == [
        [
            "M5",
            "Visited",
            "Form f2: each submission",
            "All",
            "Count of the different values of ${model}",
            "The number of indicator M0, as the period begins",
            "",
            "the submission's day of the event; the submission's unit",
            "Nothing is hidden",
        ],
        [
            "M0",
            "M0 (not in the report, only used as a denominator)",
            "List models: each entry, as of the period's last day",
            "${status} != 'closed'",
            "Count",
            "",
            "",
            "the period's last day; ${commune}",
            "Nothing is hidden",
        ],
    ]


@pytest.mark.parametrize(
    "aggregate, words",
    [
        ("count()", "Count"),
        ("count(${a} = 1)", "Count, where ${a} = 1"),
        ("sum(${n}, ${a} = 1)", "Sum of ${n}, where ${a} = 1"),
        ("distinct(${k})", "Count of the different values of ${k}"),
        ("last_sum(${n})", "Of each unit ${n} in its latest report of the period, then their sum"),
    ],
)
def test_each_aggregate_has_words_of_its_own(aggregate: str, words: str) -> None:
    assert numerator(aggregate, "en") == words


def test_sums_over_periods_say_which_reports_count() -> None:
    assert numerator("period_sum(${n})", "en", report_period="${kind}") == (
        "Sum of ${n} in reports over exactly the period; where a unit gave none, its monthly ones "
        "if all are there (kind of period: ${kind})"
    )


@pytest.mark.parametrize(
    "source, where",
    [
        ("services", "a submission"),
        ("services.visit", "an entry of the repeat visit"),
    ],
)
def test_rows_of_another_form_that_count_as_well_are_told(source: str, where: str) -> None:
    joined = {"key": "${code}", "join_source": source, "join_key": "${case}"}
    assert numerator("count(${helped} = 1)", "en", **joined, join_condition="${got} = 1") == (
        f"Count, where ${{helped}} = 1; also where form services has {where} whose ${{case}} is "
        "this row's ${code}, and ${got} = 1"
    )


def test_what_is_protected_says_how_and_by_what_it_is_given() -> None:
    private = {"privacy_k": "5", "privacy_periods": "quarter year", "privacy_lowest": "province"}
    (one,) = defined(indicator_row("G", "count()", **private))
    assert Described(one, "vi").privacy == (
        "Ẩn số nhỏ (ngưỡng 5) và những số mà từ đó suy ra được số nhỏ. Chỉ cho theo: quý, năm. "
        "Thấp nhất: tỉnh"
    )
    assert Described(one, "en").privacy == (
        "Small numbers (threshold 5) are hidden, and those that would give them away. Only by: "
        "quarter, year. Lowest level: province"
    )


def test_a_dimension_of_several_numbers_names_each() -> None:
    sheet = {
        "dimensions": [
            {"name": "sex", "label::vi": "Giới", "value": "f=${n_f}; m=${n_m}", "list": "sex"}
        ],
        "categories": [
            {"list": "sex", "name": "f", "label::vi": "Nữ"},
            {"list": "sex", "name": "m", "label::vi": "Nam"},
        ],
    }
    (one,) = defined(indicator_row("C", "sum(${n})", dimensions="sex"), **sheet)
    assert Described(one, "vi").dimensions == "Giới: Nữ = ${n_f}; Nam = ${n_m}"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", sorted(LIBRARY.rglob("indicators.xlsx")), ids=str)
def test_every_indicator_of_the_programme_is_said_in_words(path: Path, language: str) -> None:
    indicators = read_indicators(path.read_bytes()).indicators
    told = [Described(one, language) for one in indicators]
    silent = [
        one.indicator.code
        for one in told
        if not all((one.source, one.filter, one.numerator, one.counted_on, one.privacy))
        or bool(one.denominator) != bool(one.indicator.denominator)
    ]
    assert (silent, len(told) > 0) == ([], True)


def test_both_languages_know_every_aggregate() -> None:
    (one,) = defined(indicator_row("A", "count()"))
    for language in ("vi", "en"):
        assert set(Described(one, language).words.measures) == set(NAMES)
