"""A target as somebody types it into a page: what it means, and what is wrong in which field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from exports.indicators.faults import fault
from exports.indicators.named_units import UnitNotFoundError, unit_meant
from exports.indicators.periods import Period, RefusedPeriod, parse_period
from exports.indicators.targets import (
    COUNTRY,
    SOURCE_CHARACTERS_MAX,
    VALUE_MAX,
    TargetRow,
    is_source,
)
from exports.indicators.units import NEW, Units
from exports.typed_values import is_ambiguous, typed_number
from forms.conversion import Fault

_SHOWN_CHARACTERS_MAX = 80
_NUMBER_CHARACTERS_MAX = 40
_ONE_COMMA = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
"""Thousands to an English reader; to a Vietnamese one 1,5 is more likely than 1,500."""
_THREE = 3


class RefusedTarget(ValueError):
    """It cannot be taken; ``faults`` say why, each by its field (``column``)."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].code)
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTarget:
    """The fields of a page, as they were sent."""

    indicator: str
    unit: str
    """A key or a name; empty: the country."""
    period: str
    """As of a report: ``2021``, ``2021-Q3``, FROM/TO."""
    value: str
    """``1.500.000``, ``0,5``, ``80%``."""
    source: str


def read_typed(
    typed: TypedTarget, percents: Mapping[str, bool], units: Units, cutoff_day: int = 0
) -> TargetRow:
    """Read it. ``percents``: the indicators there are, and which are percentages.

    Raises RefusedTarget with all that is wrong.
    """
    indicator = _indicator(typed.indicator, percents)
    period = _period(typed.period, cutoff_day)
    unit = _unit(typed.unit, units, period)
    value = _value(typed.value, is_percent=percents.get(typed.indicator, "%" in typed.value))
    source = _source(typed.source)
    faults = [one for one in (indicator, unit, period, value, source) if isinstance(one, Fault)]
    if (
        isinstance(indicator, Fault)
        or isinstance(unit, Fault)
        or isinstance(period, Fault)
        or isinstance(value, Fault)
        or isinstance(source, Fault)
    ):
        raise RefusedTarget(faults)
    return TargetRow(
        code=indicator,
        unit=unit,
        value=value,
        from_day=period.start,
        to_day=period.end,
        source=source,
    )


def written_value(value: float, language: str, *, is_percent: bool) -> str:
    """Write a value such that it is read as exactly the same: ``0,5``, ``80%``."""
    exact = Decimal(repr(value)) * (100 if is_percent else 1)
    whole, _, places = f"{exact:f}".partition(".")
    places = places.rstrip("0")
    if len(places) == _THREE:
        places += "0"  # 1,234 could be thousands
    mark = "," if language == "vi" else "."
    return (f"{whole}{mark}{places}" if places else whole) + ("%" if is_percent else "")


def _indicator(text: str, percents: Mapping[str, bool]) -> str | Fault:
    return text if text in percents else fault("target-indicator", column="indicator")


def _period(text: str, cutoff_day: int) -> Period | Fault:
    try:
        return parse_period(text, cutoff_day)
    except RefusedPeriod as refused:
        code = {"backwards": "backwards", "far": "day-far"}.get(refused.reason, "target-period")
        return fault(code, _shown(text), column="period")


def _unit(text: str, units: Units, period: Period | Fault) -> str | Fault:
    """Return the unit's key; the country is the same in both trees."""
    if text in ("", COUNTRY):
        return COUNTRY
    # A period that cannot be read is told already; the tree of today will do for the unit.
    vintage = NEW if isinstance(period, Fault) else units.vintage_on(period.end)
    try:
        unit = unit_meant(units, text, vintage)
    except UnitNotFoundError as error:
        return Fault(
            level="error",
            code="no-such-unit",
            vi=f"{error.vi[:1].upper()}{error.vi[1:]}.",
            en=f"{error.en[:1].upper()}{error.en[1:]}.",
            column="unit",
        )
    return COUNTRY if unit.level == "country" else unit.key


def _value(text: str, *, is_percent: bool) -> float | Fault:
    bare = "".join(text.split())
    number = bare.removesuffix("%")
    if is_ambiguous(number) or _ONE_COMMA.fullmatch(number):
        return fault("number-unclear", _shown(text), column="value")
    read = typed_number(number) if len(number) <= _NUMBER_CHARACTERS_MAX else None
    if read is None:
        return fault("target-number", _shown(text), column="value")
    if bare.endswith("%") and not is_percent:
        return fault("no-percent", column="value")
    exact = Decimal(read)
    if is_percent and not bare.endswith("%") and 0 < abs(exact) <= 1:
        return fault("percent-unclear", number, column="value")
    value = float(exact / 100 if is_percent else exact)
    if abs(value) > VALUE_MAX:
        return fault("number-far", _shown(text), column="value")
    return value


def _source(text: str) -> str | Fault:
    source = " ".join(text.split())
    if is_source(source) and source.isprintable():
        return source
    return fault("source", str(SOURCE_CHARACTERS_MAX), column="source")


def _shown(text: str) -> str:
    return text[:_SHOWN_CHARACTERS_MAX]
