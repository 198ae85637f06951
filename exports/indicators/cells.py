"""What the store answers a report with: facts, added up by unit and category."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """The facts of one unit in one category, together."""

    unit: str | None
    """As reported: the key of a commune, mostly."""
    categories: tuple[str, ...]
    """One for each dimension asked for; () for the total."""
    value: float
    key: str = ""
    """Where different keys are counted: which; there is a cell for each."""
