"""What may count in an area is never left out: hiding small cells hangs on it."""

from __future__ import annotations

import random
from typing import cast

import pytest

from exports.indicators.definition import Level
from exports.indicators.leading_units import leading_to
from exports.indicators.roll_up import Area, Placing
from exports.indicators.units import load_units

UNITS = load_units()
REPORTED = [None, *(key for key in UNITS.keys() if UNITS.get(key).level != "group")]  # noqa: SIM118
SOME = random.Random(938).sample(sorted(UNITS.keys()), 6)


@pytest.mark.slow
@pytest.mark.parametrize(
    "area", ["2024-06", "2025-19", "legacy-06", "2024-058", "2024-00", "2025-01843", *SOME]
)
def test_whatever_a_report_counts_in_an_area_is_among_what_may_count_there(area: str) -> None:
    unit = UNITS.get(area)
    level = cast("Level", "province" if unit.level == "group" else unit.level)
    for vintage in UNITS.vintages:
        placing = Placing(UNITS, Area(level=level, vintage=vintage, unit=area))
        counted = {key for key in REPORTED if placing.place(key) is not None}
        assert counted <= leading_to(UNITS, area)
        assert counted


def test_what_may_count_in_a_commune_is_little() -> None:
    assert leading_to(UNITS, "2025-01843") == {
        None,
        "2025-01843",
        *("2024-01837", "2024-01843", "2024-01852", "2024-01855"),
    }
