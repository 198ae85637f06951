"""The aggregates of an indicator's numerator and denominator: ``sum(${n_total})``.

They stand around XLSForm expressions, and are read here: the engine knows none of them.
"""

from __future__ import annotations

import re

from exports.indicators.definition import AggregateKind, Measure

_CALL = re.compile(r"\s*(?P<name>[a-z_]+)\s*\((?P<inside>.*)\)\s*", re.DOTALL)
_QUOTED = re.compile(r"\s*(?:'(?P<one>[^']*)'|\"(?P<two>[^\"]*)\")\s*")
_KINDS: dict[str, AggregateKind] = {
    "count": "count",
    "sum": "sum",
    "distinct": "distinct",
    "last_sum": "last_sum",
    "period_sum": "period_sum",
    "indicator": "indicator",
    "communes": "communes",
}
NAMES = tuple(_KINDS)


class UnreadableAggregate(ValueError):
    """The cell is no aggregate; ``reason``: ``not-an-aggregate`` or ``arguments``."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def read_measure(text: str) -> Measure:
    """Read ``count()``, ``count(CONDITION)``, ``sum(NUMBER)``, ``distinct(KEY, CONDITION)`` ...

    Raises UnreadableAggregate.
    """
    found = _CALL.fullmatch(text)
    kind = _KINDS.get(found["name"]) if found else None
    if found is None or kind is None:
        raise UnreadableAggregate("not-an-aggregate", text)
    arguments = split_arguments(found["inside"])
    match kind, arguments:
        case "count", []:
            return Measure(kind=kind)
        case "count", [condition]:
            return Measure(kind=kind, condition=condition)
        case "communes", []:
            return Measure(kind=kind)
        case (("sum" | "last_sum" | "period_sum" | "distinct"), [value]):
            return Measure(kind=kind, value=value)
        case (("sum" | "last_sum" | "period_sum" | "distinct"), [value, condition]):
            return Measure(kind=kind, value=value, condition=condition)
        case "indicator", [code] if _text(code):
            return Measure(kind=kind, indicator=_text(code))
        case "indicator", [code, when] if _text(code) and _text(when) == "start":
            return Measure(kind=kind, indicator=_text(code), at_start=True)
        case _:
            raise UnreadableAggregate("arguments", found["name"])


def split_arguments(text: str) -> list[str]:
    """Split at the commas that stand neither in brackets nor in quotes."""
    parts: list[str] = []
    depth, quote, begin = 0, "", 0
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[begin:at].strip())
            begin = at + 1
    parts.append(text[begin:].strip())
    return parts if parts != [""] else []


def _text(argument: str) -> str:
    found = _QUOTED.fullmatch(argument)
    return (found["one"] or found["two"] or "") if found else ""
