"""Trainings that communes held, as lines of a report: figures to follow by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exports.indicators.cells import Cell
from exports.indicators.definition import (
    Dimension,
    Indicator,
    Level,
    Measure,
    Source,
    Text,
)
from exports.indicators.periods import parse_period
from exports.indicators.roll_up import Area, Placing
from exports.indicators.table import Asked, Figures, Line, lines
from tests.exports.indicators.small_country import SmallCountry

KHANG_NINH, PHUNG_CHI_KIEN, NONG_THUONG = "2024-01906", "2024-01843", "2024-01852"
GIA_SANG, GIENG_DAY = "2024-05461", "2024-06661"

ACTIVITIES = Indicator(
    code="C1",
    label=Text(vi="Số cuộc tập huấn", en="Trainings"),
    source=Source(kind="form", name="f3_activity"),
    filter="",
    numerator=Measure(kind="count"),
    denominator=None,
    dimensions=(
        Dimension(
            name="topic",
            label=Text(vi="Nội dung", en="Topic"),
            question="${topics}",
            several=True,
            categories={
                "gbv": Text(vi="Phòng, chống bạo lực", en="Violence prevention"),
                "law": Text(vi="Pháp luật", en="Law"),
            },
        ),
        Dimension(name="agency", label=Text(vi="Cơ quan", en="Agency"), question="${agency}"),
    ),
    day="",
    unit="",
)
SHARE = replace(
    ACTIVITIES,
    code="C5",
    numerator=Measure(kind="sum", value="${n_dtts}"),
    denominator=Measure(kind="sum", value="${n_total}"),
    percent=True,
)


def area(
    level: Level, vintage: str = "2024", unit: str | None = None, **more: frozenset[str]
) -> Placing:
    return Placing(SmallCountry(), Area(level=level, vintage=vintage, unit=unit, **more))


def report(
    indicator: Indicator,
    placing: Placing,
    numerator: Sequence[Cell],
    denominator: Sequence[Cell] = (),
    asked: Asked | None = None,
    period: str = "2021-9M",
    other: Measure | None = None,
) -> list[Line]:
    figures = Figures(
        indicator=indicator,
        period=parse_period(period),
        numerator=numerator,
        denominator=denominator,
        other=other,
    )
    return list(lines(figures, placing, asked or Asked()))


def by_unit(told: list[Line]) -> list[tuple[str, float | None]]:
    return [(line.unit_name, line.value) for line in told]


def counted(unit: str | None, value: float = 1, *categories: str, key: str = "") -> Cell:
    return Cell(unit, categories, value, key)
