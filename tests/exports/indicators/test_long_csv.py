"""The long CSV and the JSON say each figure once, in full, with where, when and what of."""

from __future__ import annotations

import json
from dataclasses import replace

from exports.indicators import long_csv, report_json
from exports.indicators.table import Asked, Line
from exports.options import ExportOptions
from tests.exports.indicators.trainings import (
    ACTIVITIES,
    GIA_SANG,
    KHANG_NINH,
    NONG_THUONG,
    SHARE,
    area,
    counted,
    report,
)

HEADER = (
    "indicator,label,vintage,unit,unit_name,period,from,to,"
    "numerator,denominator,value,target,suppressed,bridged\n"
)


def csv(told: list[Line], *dimensions: str, options: ExportOptions | None = None) -> str:
    return b"".join(long_csv.write(told, dimensions, options)).decode()


def shares() -> list[Line]:
    return report(
        SHARE,
        area("commune", unit="2024-06"),
        [counted(KHANG_NINH, 5)],
        [counted(KHANG_NINH, 6), counted(NONG_THUONG, 8)],
        asked=Asked(target=lambda _code, unit, _period: 0.95 if unit == KHANG_NINH else None),
    )


def by_topic(label: str = "Số cuộc tập huấn") -> list[Line]:
    told = report(
        ACTIVITIES,
        area("country"),
        [counted(KHANG_NINH, 2.5, "law"), counted(KHANG_NINH, 1, "")],
        asked=Asked(dimensions=("topic",)),
    )
    return [replace(line, label=label) for line in told]


def test_each_figure_is_a_row() -> None:
    assert csv(shares()) == HEADER + (
        "C5,Số cuộc tập huấn,2024,2024-01843,Phường Phùng Chí Kiên,2021-9M,2021-01-01,2021-09-30,"
        "0,0,,,false,0\n"
        "C5,Số cuộc tập huấn,2024,2024-01852,Xã Nông Thượng,2021-9M,2021-01-01,2021-09-30,"
        "0,8,0,,false,0\n"
        "C5,Số cuộc tập huấn,2024,2024-01906,Xã Khang Ninh,2021-9M,2021-01-01,2021-09-30,"
        "5,6,0.8333333333333334,0.95,false,0\n"
    )


def test_a_dimension_has_a_column_with_the_codes_of_its_categories() -> None:
    assert csv(by_topic(), "topic") == (
        "indicator,label,vintage,unit,unit_name,period,from,to,"
        "topic,numerator,denominator,value,target,suppressed,bridged\n"
        "C1,Số cuộc tập huấn,2024,2024-00,Việt Nam,2021-9M,2021-01-01,2021-09-30,"
        "gbv,0,,0,,false,0\n"
        "C1,Số cuộc tập huấn,2024,2024-00,Việt Nam,2021-9M,2021-01-01,2021-09-30,"
        "law,2.5,,2.5,,false,0\n"
        "C1,Số cuộc tập huấn,2024,2024-00,Việt Nam,2021-9M,2021-01-01,2021-09-30,,1,,1,,false,0\n"
    )


def test_labels_stand_for_codes_where_they_are_asked_for() -> None:
    told = csv(by_topic(), "topic", options=ExportOptions(labels="vi"))
    assert [row.split('",')[0].split('"')[-1] for row in told.splitlines() if '"' in row] == [
        "Phòng, chống bạo lực"
    ]
    assert [row.split(",")[8] for row in told.splitlines()[2:]] == ["Pháp luật", "Không trả lời"]


def test_what_is_hidden_is_empty_and_says_so() -> None:
    told = report(
        ACTIVITIES,
        area("country"),
        [counted(KHANG_NINH, 3)],
        asked=Asked(is_told=lambda *_: False),
    )
    assert csv(told) == HEADER + (
        "C1,Số cuộc tập huấn,2024,2024-00,Việt Nam,2021-9M,2021-01-01,2021-09-30,,,,,true,\n"
    )


def test_a_report_without_lines_is_its_header() -> None:
    assert csv([]) == HEADER


def test_excel_is_given_what_it_asks_for() -> None:
    options = ExportOptions(bom=True, safe=True, separator="semicolon")
    told = csv(by_topic("=1+1; a")[:1], "topic", options=options)
    assert told == (
        "\ufeffindicator;label;vintage;unit;unit_name;period;from;to;"
        "topic;numerator;denominator;value;target;suppressed;bridged\n"
        """C1;"'=1+1; a";2024;2024-00;Việt Nam;2021-9M;2021-01-01;2021-09-30;gbv;0;;0;;false;0\n"""
    )


def test_numbers_are_whole_where_they_are_and_else_told_in_full() -> None:
    numbers = [None, 0.0, -0.0, 282.0, -5.0, 1_100_000.0, 0.1, 2 / 3, 2.0**60]
    assert [long_csv.written_number(number) for number in numbers] == [
        "", "0", "0", "282", "-5", "1100000", "0.1", "0.6666666666666666", "1.152921504606847e+18",
    ]  # fmt: skip


def test_a_long_report_goes_out_in_pieces() -> None:
    many = by_topic()[:1] * 5_000
    pieces = list(long_csv.write(many, ("topic",)))
    assert max(map(len, pieces)) < 200_000
    assert b"".join(pieces).count(b"\n") == 5_001


def test_json_says_the_same() -> None:
    told = report(
        SHARE,
        area("commune", "2025", "2025-05467"),
        [counted(GIA_SANG, 5, "law")],
        [counted(GIA_SANG, 6, "law")],
        asked=Asked(dimensions=("topic",)),
    )
    assert json.loads(b"".join(report_json.write(told[1:], ("topic",)))) == [
        {
            "indicator": "C5",
            "label": "Số cuộc tập huấn",
            "vintage": "2025",
            "unit": "2025-05467",
            "unit_name": "Phường Gia Sàng",
            "period": "2021-9M",
            "from": "2021-01-01",
            "to": "2021-09-30",
            "categories": {"topic": {"code": "law", "label": "Pháp luật"}},
            "numerator": 5,
            "denominator": 6,
            "value": 0.8333333333333334,
            "target": None,
            "suppressed": False,
            "bridged": 5,
        }
    ]


def test_json_of_many_or_no_lines_is_one_list() -> None:
    assert json.loads(b"".join(report_json.write([]))) == []
    many = by_topic() * 300
    assert len(json.loads(b"".join(report_json.write(many, ("topic",))))) == 900
