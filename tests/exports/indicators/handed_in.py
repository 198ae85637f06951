"""A small report of nine months as a coordinator hands it in: two topics, a share, a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from exports.indicators.cells import Cell
from exports.indicators.definition import Indicator, Text
from exports.indicators.periods import Period, parse_period
from exports.indicators.report import Breakdown, Report
from exports.indicators.roll_up import Area, Placing
from exports.indicators.table import Asked, Figures, Line, lines
from tests.exports.indicators.small_country import SmallCountry
from tests.exports.indicators.trainings import (
    ACTIVITIES,
    KHANG_NINH,
    NONG_THUONG,
    PHUNG_CHI_KIEN,
    SHARE,
    counted,
)

TRAININGS = replace(ACTIVITIES, topic="Tuyên truyền")
MINORITIES = replace(
    SHARE,
    topic="Tuyên truyền",
    label=Text(vi="Tỷ lệ người dân tộc thiểu số", en="Ethnic minority share"),
    dimensions=(),
)
SHELTERED = replace(
    ACTIVITIES,
    code="M6",
    topic="Mô hình",
    label=Text(vi="Số lượt người tạm lánh", en="People sheltered"),
    dimensions=(),
)
CELLS: dict[str, tuple[Sequence[Cell], Sequence[Cell]]] = {
    "C1": ((counted(KHANG_NINH, 1100), counted(NONG_THUONG, 12), counted(PHUNG_CHI_KIEN, 30)), ()),
    "C5": (
        (counted(KHANG_NINH, 5), counted(NONG_THUONG, 6)),
        (counted(KHANG_NINH, 6), counted(NONG_THUONG, 16)),
    ),
    "M6": ((counted(KHANG_NINH, 2), counted(NONG_THUONG, 9), counted(PHUNG_CHI_KIEN, 1)), ()),
}
BY_TOPIC = (counted(KHANG_NINH, 1000, "gbv"), counted(NONG_THUONG, 500, "law"))


def handed_in(
    language: str = "vi", period: str = "2021-9M", parts: Sequence[str] = ("2021-9M",)
) -> Report:
    """The report of Bắc Kạn; of several parts, the same figures in each."""
    told = [parse_period(name) for name in parts]
    indicators = [TRAININGS, MINORITIES, SHELTERED]
    asked = Asked(language=language, target=_target, is_told=_is_told)
    by_topic = replace(asked, dimensions=("topic",))
    area = Area(level="province", vintage="2024", unit="2024-06")
    communes = replace(area, level="commune")
    dimension = TRAININGS.dimension("topic")
    assert dimension is not None
    return Report(
        project="Hội LHPN tỉnh Bắc Kạn & đối tác",
        period=parse_period(period),
        parts=told,
        vintage="2024",
        area="Tỉnh Bắc Kạn",
        indicators=indicators,
        lines=[
            line
            for one in indicators
            for part in told
            for line in _lines(one, part, communes, asked)
        ],
        totals=[
            line for one in indicators for part in told for line in _lines(one, part, area, asked)
        ],
        breakdowns=[
            Breakdown(
                indicator=TRAININGS,
                dimension=dimension,
                lines=[line for part in told for line in _lines(TRAININGS, part, area, by_topic)],
            )
        ],
        made_at=datetime(2021, 9, 15, 8, 30, tzinfo=UTC),
        language=language,
        revised=frozenset({("C1", NONG_THUONG, "2021-9M")}),
    )


def _lines(one: Indicator, part: Period, area: Area, asked: Asked) -> list[Line]:
    numerator, denominator = CELLS[one.code]
    figures = Figures(
        indicator=one,
        period=part,
        numerator=BY_TOPIC if asked.dimensions else numerator,
        denominator=denominator,
    )
    return list(lines(figures, Placing(SmallCountry(), area), asked))


def _target(code: str, unit: str, _period: Period) -> float | None:
    return {("C1", "2024-06"): 1500.0, ("C1", KHANG_NINH): 1000.0}.get((code, unit))


def _is_told(line: Line, _places: frozenset[str]) -> bool:
    return line.indicator != "M6" or line.unit == "2024-06"
