"""Which administrative unit a cell names, in the tree that was in force on the row's day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from exports.importing.faults import UnreadableCellError
from exports.indicators.named_units import candidates
from exports.indicators.units import NEW, OLD, Unit, Units
from forms.definition import Node

UNITS_FILE = "admin_units.csv"
_LEVEL = re.compile(r"level\s*=\s*['\"](\w+)['\"]")


def level_asked(node: Node) -> str:
    """Return the level of units that a question chooses from; "": it chooses from no units."""
    if node.choices_file != UNITS_FILE or node.item_set is None:
        return ""
    found = _LEVEL.search(node.item_set.nodeset)
    return found.group(1) if found else ""


def find_unit(units: Units, text: str, level: str, day: date, within: str) -> Unit:
    """Return the unit that is meant, by key or name. Raises UnreadableCellError.

    ``within``: key of a unit that it must lie in; "": of the whole country.
    """
    if (known := units.find(text)) is not None:
        return known
    vintage = units.vintage_on(day)
    found = units.find_named(text, vintage, level=level, within=within)
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous(units, text, found)
    other = OLD if vintage == NEW else NEW
    if units.find_named(text, other, level=level):
        raise UnreadableCellError(
            "unit-of-other-tree",
            f"“{text}” không có trong danh mục đơn vị hành chính có hiệu lực ngày {day:%d/%m/%Y}"
            f"{_inside(units, within, 'thuộc')}, chỉ có trong danh mục kia.",
            f"“{text}” is no unit of the tree in force on {day.isoformat()}"
            f"{_inside(units, within, 'in')}, only of the other one.",
        )
    raise UnreadableCellError(
        "unknown-unit",
        f"Không có đơn vị nào tên “{text}”{_inside(units, within, 'thuộc')}.",
        f"There is no unit called “{text}”{_inside(units, within, 'in')}.",
    )


def _inside(units: Units, within: str, word: str) -> str:
    return f" {word} {units.get(within).label}" if within else ""


def _ambiguous(units: Units, text: str, found: Sequence[Unit]) -> UnreadableCellError:
    named = candidates(units, found)
    return UnreadableCellError(
        "unit-ambiguous",
        f"“{text}” là tên của nhiều đơn vị: {named}. Hãy ghi mã, hoặc thêm cột tỉnh.",
        f"“{text}” is what several units are called: {named}. Write the key, or add a"
        " column for the province.",
    )
