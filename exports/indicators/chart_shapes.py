"""The shapes that a drawing is made of, as elements of SVG."""

from __future__ import annotations

from html import escape

from exports.indicators.chart_text import sayable


def box(left: float, top: float, width: float, height: float, colour: str) -> str:
    """Return a filled rectangle."""
    return (
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" '
        f'fill="{colour}"/>'
    )


def circle(x: float, y: float, radius: int, colour: str) -> str:
    """Return a filled circle."""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{radius}" fill="{colour}"/>'


def stroke(
    x1: float, y1: float, x2: float, y2: float, colour: str, width: int = 1, *, dashed: bool = False
) -> str:
    """Return a straight line."""
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" '
        f'stroke="{colour}" stroke-width="{2 if dashed else width}"{dashes}/>'
    )


def words(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 13, bold: bool = False
) -> str:
    """Return a line of text; ``y`` is where its letters stand."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{size}"{weight}>'
        f"{said(text)}</text>"
    )


def said(text: str) -> str:
    """Return a text as XML says it: never markup."""
    return escape(sayable(text))


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
