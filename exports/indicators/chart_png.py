"""A drawing as a PNG, with the fonts that come with us: the same on a machine that has none."""

from __future__ import annotations

from pathlib import Path

import resvg_py

WIDTH_MIN, WIDTH_MAX = 480, 2400
WIDTH = 1440
"""Twice that of the drawing: sharp on paper."""
PIXELS_MAX = 16_000_000
"""They take four bytes each while the picture is made."""
_FAMILY = "DejaVu Sans"
_FONTS = [
    str(Path(__file__).parent / "data" / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
]


def widest(width: int, height: int) -> int:
    """Return how wide the picture of a drawing of that size may be."""
    return min(WIDTH_MAX, int((PIXELS_MAX * width / height) ** 0.5))


def png(svg: str, width: int) -> bytes:
    """Return the picture of a drawing, ``width`` pixels wide. Takes a processor for a second.

    No font of the machine is read. ``svg`` is a drawing of ours: one of others may name files.
    """
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        skip_system_fonts=True,
        font_files=_FONTS,
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
    )
