"""Is our value what JavaRosa answered?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from forms.xpath.values import Value, number_of, text_of, truth_of

_TYPES = {bool: "boolean", float: "number", str: "string"}


def same_number(one: float, other: float) -> bool:
    """As numbers of two engines: NaN is NaN, and the last digits may differ."""
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return one == other or abs(one - other) <= 1e-9 * max(1.0, abs(one))


def agrees(value: Value, answer: Mapping[str, Any], *, by_chance: bool = False) -> bool:
    """Compare in all three kinds; what hangs on chance or on the clock, by its kind alone."""
    kind = _TYPES.get(type(value), "date")
    if by_chance:
        return answer["type"] in (kind, "nodeset")
    return (
        text_of(value) == answer["string"]
        and truth_of(value) is answer["boolean"]
        and same_number(number_of(value), float(answer["number"]))
    )
