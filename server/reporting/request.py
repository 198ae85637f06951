"""What a report is asked for: the parameters of the API and the pages, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from exports.indicators.definition import Level
from exports.indicators.named_units import UnitNotFoundError, unit_meant
from exports.indicators.periods import Period, RefusedPeriod, Tile, parse_period, parts
from exports.indicators.roll_up import Area
from exports.indicators.units import Unit, Units
from server.errors import Problem

DIMENSIONS_MAX = 2
PERIODS_MAX = 150
"""Twelve years of months."""
_PERIODS = "2021-09, 2021-Q3, 2021-H1, 2021-9M, 2021, 2022-08-04, phase-1 or FROM/TO"
_PERIODS_VI = "2021-09, 2021-Q3, 2021-H1, 2021-9M, 2021, 2022-08-04, phase-1 hoặc TỪ/ĐẾN"
LEVELS: tuple[Level, ...] = get_args(Level)
"""The highest first."""
_EVERY = get_args(Tile)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """A report."""

    codes: tuple[str, ...]
    """Of the indicators; none: all that are shown."""
    period: Period
    periods: tuple[Period, ...]
    """It itself, or what ``every`` cuts it into."""
    area: Area
    dimensions: tuple[str, ...]
    language: str


def read_report_request(
    asked: Mapping[str, Sequence[str]], units: Units, cutoff_day: int
) -> ReportRequest:
    """Read the parameters; raise 400.8 for a value that is none of ours, 400.2 where one lacks."""
    period = _period(_one(asked, "period"), cutoff_day)
    every = _one_of(asked, "every", _EVERY)
    cut = parts(period, cast("Tile", every), cutoff_day) if every else [period]
    if len(cut) > PERIODS_MAX:
        raise unexpected(
            "every", every, f"at most {PERIODS_MAX} periods", f"tối đa {PERIODS_MAX} kỳ"
        )
    dimensions = tuple(dict.fromkeys(asked.get("by", ())))
    if len(dimensions) > DIMENSIONS_MAX:
        raise unexpected(
            "by",
            " ".join(dimensions),
            f"{DIMENSIONS_MAX} dimensions at most",
            f"tối đa {DIMENSIONS_MAX} phân tổ",
        )
    return ReportRequest(
        codes=tuple(dict.fromkeys(asked.get("indicator", ()))),
        period=period,
        periods=tuple(cut),
        area=_area(asked, units, period),
        dimensions=dimensions,
        language=_one_of(asked, "lang", ("vi", "en")) or "vi",
    )


def _one(asked: Mapping[str, Sequence[str]], name: str) -> str:
    values = asked.get(name, ())
    return values[0].strip() if values else ""


def _one_of(asked: Mapping[str, Sequence[str]], name: str, known: Sequence[str]) -> str:
    value = _one(asked, name)
    if value and value not in known:
        raise unexpected(name, value, " or ".join(known), " hoặc ".join(known))
    return value


def _period(text: str, cutoff_day: int) -> Period:
    if not text:
        raise Problem("400.2", field="period")
    try:
        return parse_period(text, cutoff_day)
    except RefusedPeriod as refused:
        raise unexpected("period", text, f"{_PERIODS} ({refused.reason})", _PERIODS_VI) from refused


def _area(asked: Mapping[str, Sequence[str]], units: Units, period: Period) -> Area:
    """Return where: a unit or group brings its own tree, else that in force on the last day.

    By its key, or by its name as people type it; what may be several units is told by 400.8.
    """
    vintage = _one_of(asked, "vintage", units.vintages)
    level = _one_of(asked, "level", LEVELS)
    named = _one(asked, "unit")
    if not named:
        tree = vintage or units.vintage_on(period.end)
        return Area(level=cast("Level", level or "country"), vintage=tree)
    code = units.find(f"{vintage}-{named}") if vintage else None
    try:
        unit = code or unit_meant(units, named, vintage or units.vintage_on(period.end))
    except UnitNotFoundError as error:
        raise Problem(
            "400.8",
            field="unit",
            value=named[:200],
            reason=f"{error.en}.",
            reason_vi=f"{error.vi}.",
        ) from error
    own = own_level(unit)
    below = LEVELS[LEVELS.index(own) :]  # a unit is no part of itself: above it, it is one line
    wanted = next((one for one in below if one == level), own)
    return Area(level=wanted, vintage=vintage or unit.vintage, unit=unit.key)


def own_level(unit: Unit | None) -> Level:
    """Return the level of a unit as one line; of a group a province's, of none the country's."""
    if unit is None:
        return "country"
    return next((level for level in LEVELS if level == unit.level), "province")


def unexpected(field: str, value: str, known: str, known_vi: str = "") -> Problem:
    """Return the refusal of a value; ``known`` says what it may be."""
    return Problem(
        "400.8",
        field=field,
        value=value[:200],
        reason=f"it must be {known}.",
        reason_vi=f"phải là {known_vi or known}.",
    )
