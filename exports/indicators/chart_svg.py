"""A chart drawn as SVG: stands alone, asks for no font from elsewhere, and can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from exports.indicators.chart import Chart, Point

_WIDTH, _LINE_HEIGHT = 720, 420
_TOP, _BOTTOM, _RIGHT = 44, 34, 70
_BAR, _STEP = 20, 30
_LETTER = 8
"""A little more than a letter of 13 pixels is wide."""
_NAME_LETTERS_MAX, _TITLE_LETTERS_MAX = 34, 80
_INK, _GREY, _BLUE, _RED = "#222222", "#d0d0d0", "#1f5c99", "#b3261e"
_FONTS = "'Noto Sans', 'DejaVu Sans', 'Segoe UI', Arial, sans-serif"
_HIDDEN = "–"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TARGET = {"vi": "Mục tiêu", "en": "Target"}


def svg(chart: Chart, name: str) -> str:
    """Draw a chart; ``name`` tells it from others in a page. Attributes only: no style, no script.

    What is hidden stands there as ``–``; what is unknown is left out. Targets are dashed in red.
    """
    ident = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    lines = chart.kind == "line"
    height = _LINE_HEIGHT if lines else _TOP + _STEP * max(len(chart.points), 1) + _BOTTOM
    drawn = _developing(chart) if lines else _bars(chart)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img" '
        f'aria-labelledby="{ident}-title {ident}-desc" '
        f'font-family="{_FONTS}" font-size="13" fill="{_INK}">'
    )
    aimed = any(point.target is not None for point in chart.points)
    return "\n".join(
        [
            head,
            f'<title id="{ident}-title">{_text(chart.title)}</title>',
            f'<desc id="{ident}-desc">{_text(chart.description)}</desc>',
            f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
            _words(16, 22, _short(chart.title, _TITLE_LETTERS_MAX), size=16, bold=True),
            *([_legend(chart)] if aimed else []),
            *drawn,
            "</svg>\n",
        ]
    )


def _bars(chart: Chart) -> Iterator[str]:
    """Draw bars below each other, their names at the left."""
    names = [_short(point.name, _NAME_LETTERS_MAX) for point in chart.points]
    left = 16 + _LETTER * max(map(len, names), default=0)
    scale = (_WIDTH - left - _RIGHT) / chart.top
    bottom = _TOP + _STEP * len(names)
    for tick in chart.ticks:
        at = left + tick * scale
        yield _stroke(at, _TOP, at, bottom, _GREY)
        yield _words(at, bottom + 18, chart.written(tick), anchor="middle", size=11)
    for place, (point, told) in enumerate(zip(chart.points, names, strict=True)):
        top = _TOP + _STEP * place + (_STEP - _BAR) / 2
        yield _words(left - 8, top + 15, told, anchor="end")
        length = max(point.value or 0.0, 0.0) * scale
        if length:
            yield _box(left, top, length, _BAR)
        if (figure := _figure(chart, point)) is not None:
            yield _words(left + length + 5, top + 15, figure)
        if point.target is not None:
            at = left + point.target * scale
            yield _stroke(at, top - 4, at, top + _BAR + 4, _RED, dashed=True)


def _developing(chart: Chart) -> Iterator[str]:
    """Draw points from left to right; a line joins those that follow each other."""
    left, bottom = 70, _LINE_HEIGHT - _BOTTOM - 10
    slot = (_WIDTH - left - 20) / max(len(chart.points), 1)
    scale = (bottom - _TOP - 16) / chart.top
    for tick in chart.ticks:
        at = bottom - tick * scale
        yield _stroke(left, at, _WIDTH - 20, at, _GREY)
        yield _words(left - 8, at + 4, chart.written(tick), anchor="end", size=11)
    before: tuple[float, float] | None = None
    each = max(int(70 // slot), 1)  # names that would stand on each other are left out
    for place, point in enumerate(chart.points):
        across = left + slot * (place + 0.5)
        if place % each == 0:
            letters = max(int(slot * each / _LETTER), 6)
            told = _short(point.name, letters)
            yield _words(across, bottom + 20, told, anchor="middle", size=12)
        if point.target is not None:
            at = bottom - point.target * scale
            yield _stroke(across - slot / 2, at, across + slot / 2, at, _RED, dashed=True)
        here = None if point.value is None else (across, bottom - max(point.value, 0.0) * scale)
        if here and before:
            yield _stroke(*before, *here, _BLUE, width=2)
        if here:
            yield f'<circle cx="{_n(here[0])}" cy="{_n(here[1])}" r="4" fill="{_BLUE}"/>'
        if (figure := _figure(chart, point)) is not None:
            yield _words(across, (here[1] if here else bottom) - 9, figure, anchor="middle")
        before = here


def _figure(chart: Chart, point: Point) -> str | None:
    if point.hidden:
        return _HIDDEN
    return None if point.value is None else chart.written(point.value)


def _legend(chart: Chart) -> str:
    told = _words(_WIDTH - 16, 22, _TARGET[chart.language], anchor="end", size=12)
    at = _WIDTH - 24 - _LETTER * len(_TARGET[chart.language])
    return _stroke(at - 22, 18, at, 18, _RED, dashed=True) + told


def _box(left: float, top: float, width: float, height: float) -> str:
    return (
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" '
        f'fill="{_BLUE}"/>'
    )


def _stroke(
    x1: float, y1: float, x2: float, y2: float, colour: str, width: int = 1, *, dashed: bool = False
) -> str:
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" '
        f'stroke="{colour}" stroke-width="{2 if dashed else width}"{dashes}/>'
    )


def _words(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 13, bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{size}"{weight}>'
        f"{_text(text)}</text>"
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))
