"""How high a row of wrapped cells must be: Excel finds out by itself, LibreOffice does not."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

LINE_POINTS = 15
LINES_MAX = 25
"""Excel shows no row that is much higher, and nobody reads on in it."""


def row_points(cells: Sequence[str], widths: Sequence[int]) -> int:
    """Reckon the height of a row, in points; ``widths`` of its columns, in characters."""
    needed = (
        sum(ceil(len(line) / (width - 2)) or 1 for line in cell.split("\n"))
        for cell, width in zip(cells, widths, strict=True)
    )
    return LINE_POINTS * min(max(needed), LINES_MAX)
