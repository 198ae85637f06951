"""What the server computes, hidden figures as well: to be held against another way of counting."""

from __future__ import annotations

from typing import cast

from exports.indicators.definition import Level
from exports.indicators.periods import parse_period
from exports.indicators.roll_up import Area, Placing
from exports.indicators.table import Asked, lines
from exports.indicators.units import load_units
from server.reporting.figures import Counting
from server.services import SYSTEM
from server.store import indicators
from tests.programme.by_pandas import Figure
from tests.server.office import Office


def computes(
    office: Office, project_id: int, code: str, period: str, level: str, unit: str | None
) -> dict[str, Figure]:
    """Return the figures by unit of the old tree."""
    with office.parts.database.read() as cx:
        stored = indicators.list_all(SYSTEM, cx, project_id)
        counting = Counting(SYSTEM, cx, project_id, stored)
        found = counting.definition(code)
        assert found is not None, code
        figures = counting.figures(*found, parse_period(period))
    placing = Placing(load_units(), Area(level=cast(Level, level), vintage="2024", unit=unit))
    told = lines(figures, placing, Asked(is_told=lambda _line, _places: True))
    return {line.unit: (line.numerator, line.denominator) for line in told}
