"""A chart drawn as SVG: stands alone, asks for no font from elsewhere, and can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil

from exports.indicators.chart import Chart, Point
from exports.indicators.chart_shapes import box, circle, said, stroke, words
from exports.indicators.chart_text import letters, short, wrapped

WIDTH = 720
_EDGE, _PLOT_HEIGHT, _LEFT, _RIGHT = 16, 342, 70, 70
_BAR, _STEP = 20, 30
_LETTER = 8
"""A little more than a letter of 13 pixels is wide."""
_NAME_LETTERS_MAX, _PERIOD_LETTERS_MAX, _FIGURE_LETTERS_MAX = 34, 22, 24
_TITLE_LETTERS_MAX, _TITLE_LINES_MAX, _SUBTITLE_LETTERS_MAX = 70, 2, 82
_INK, _GREY, _BLUE, _RED = "#222222", "#d0d0d0", "#1f5c99", "#b3261e"
_FONTS = "'Noto Sans', 'DejaVu Sans', 'Segoe UI', Arial, sans-serif"
_HIDDEN = "–"
_HIDDEN_MEANS = {
    "vi": "–: số liệu được ẩn để không nhận ra người trong cuộc",
    "en": "–: hidden so that nobody can be recognised",
}
_TARGET = {"vi": "Mục tiêu", "en": "Target"}


def svg(chart: Chart, name: str) -> str:
    """Draw a chart; ``name`` tells it from others in a page. Attributes only: no style, no script.

    What is hidden stands there as ``–``; what is unknown is left out. Targets are dashed in red.
    """
    ident = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    frame = _Frame(chart)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height}" '
        f'width="{WIDTH}" height="{frame.height}" role="img" '
        f'aria-labelledby="{ident}-title {ident}-desc" '
        f'font-family="{_FONTS}" font-size="13" fill="{_INK}">'
    )
    return "\n".join(
        [
            head,
            f'<title id="{ident}-title">{said(chart.title)}</title>',
            f'<desc id="{ident}-desc">{said(chart.description)}</desc>',
            f'<rect width="{WIDTH}" height="{frame.height}" fill="#ffffff"/>',
            *_around(frame),
            *(_developing(frame) if chart.kind == "line" else _bars(frame)),
            "</svg>\n",
        ]
    )


def height(chart: Chart) -> int:
    """Return how high its drawing is; all are ``WIDTH`` wide."""
    return _Frame(chart).height


@dataclass(frozen=True)
class _Frame:
    """What stands around the figures, and where it leaves room for them."""

    chart: Chart

    @cached_property
    def title(self) -> list[str]:
        return wrapped(self.chart.title, _TITLE_LETTERS_MAX, _TITLE_LINES_MAX)

    @cached_property
    def aims(self) -> bool:
        return any(point.target is not None for point in self.chart.points)

    @property
    def second(self) -> int:
        """The line below the title."""
        return 22 + 20 * len(self.title)

    @property
    def top(self) -> int:
        return self.second + (22 if self.chart.subtitle or self.aims else 2)

    @property
    def bottom(self) -> int:
        """The axis, or where the bars end."""
        if self.chart.kind == "line":
            return self.top + _PLOT_HEIGHT
        return self.top + _STEP * max(len(self.chart.points), 1)

    @property
    def height(self) -> int:
        return self.bottom + 34 + (20 if self.chart.hides else 0)


def _around(frame: _Frame) -> Iterator[str]:
    chart = frame.chart
    for place, line in enumerate(frame.title):
        yield words(_EDGE, 22 + 20 * place, line, size=16, bold=True)
    if chart.subtitle:
        told = short(chart.subtitle, _SUBTITLE_LETTERS_MAX)
        yield words(_EDGE, frame.second, told, size=12)
    if frame.aims:
        yield _legend(chart, frame.second)
    if chart.hides:
        told = _HIDDEN_MEANS[chart.language]
        yield words(_EDGE, frame.height - 10, told, size=11)


def _bars(frame: _Frame) -> Iterator[str]:
    """Draw bars below each other, their names at the left, their figures at their ends."""
    chart = frame.chart
    names = [short(point.name, _NAME_LETTERS_MAX) for point in chart.points]
    figures = [_figure(chart, point) for point in chart.points]
    left = _EDGE + _LETTER * ceil(max(map(letters, names), default=0))
    right = max(_RIGHT, _EDGE + _LETTER * max(map(len, figures), default=0))
    scale = (WIDTH - left - right) / chart.top
    for tick in chart.ticks:
        at = left + tick * scale
        yield stroke(at, frame.top, at, frame.bottom, _GREY)
        yield words(at, frame.bottom + 18, chart.written(tick), anchor="middle", size=11)
    for place, (point, told) in enumerate(zip(chart.points, names, strict=True)):
        top = frame.top + _STEP * place + (_STEP - _BAR) / 2
        yield words(left - 8, top + 15, told, anchor="end")
        length = max(point.value or 0.0, 0.0) * scale
        if length:
            yield box(left, top, length, _BAR, _BLUE)
        if figures[place]:
            yield words(left + length + 5, top + 15, figures[place])
        if point.target is not None:
            at = left + point.target * scale
            yield stroke(at, top - 4, at, top + _BAR + 4, _RED, dashed=True)


def _developing(frame: _Frame) -> Iterator[str]:
    """Draw points from left to right; a line joins those that follow each other.

    Names and figures that would stand on each other are left out.
    """
    chart, bottom = frame.chart, frame.bottom
    left = max(_LEFT, _EDGE + _LETTER * max(len(chart.written(tick)) for tick in chart.ticks))
    slot = (WIDTH - left - 20) / max(len(chart.points), 1)
    scale = (bottom - frame.top - 16) / chart.top
    for tick in chart.ticks:
        at = bottom - tick * scale
        yield stroke(left, at, WIDTH - 20, at, _GREY)
        yield words(left - 8, at + 4, chart.written(tick), anchor="end", size=11)
    across = [left + slot * (place + 0.5) for place in range(len(chart.points))]
    high = [bottom - max(point.value or 0.0, 0.0) * scale for point in chart.points]
    names = [short(point.name, _PERIOD_LETTERS_MAX) for point in chart.points]
    for place in range(0, len(names), _each(names, slot)):
        yield words(across[place], bottom + 20, names[place], anchor="middle", size=12)
    for x, point in zip(across, chart.points, strict=True):
        if point.target is not None:
            y = bottom - point.target * scale
            yield stroke(x - slot / 2, y, x + slot / 2, y, _RED, dashed=True)
    told = [place for place, point in enumerate(chart.points) if point.value is not None]
    for one, next_one in pairwise(told):
        if next_one == one + 1:
            yield stroke(across[one], high[one], across[next_one], high[next_one], _BLUE, width=2)
    for place in told:
        yield circle(across[place], high[place], 4, _BLUE)
    figures = [_figure(chart, point) for point in chart.points]
    each = _each(figures, slot)
    for place, point in enumerate(chart.points):
        if figures[place] and (point.hidden or place % each == 0):
            y = high[place] - 9
            yield words(across[place], y, figures[place], anchor="middle")


def _each(texts: Sequence[str], slot: float) -> int:
    """Say of how many texts, as far apart as ``slot``, one has room."""
    return max(1, ceil(_LETTER * max(map(letters, texts), default=0) / slot))


def _figure(chart: Chart, point: Point) -> str:
    if point.hidden:
        return _HIDDEN
    told = "" if point.value is None else chart.written(point.value)
    return short(told, _FIGURE_LETTERS_MAX)


def _legend(chart: Chart, y: int) -> str:
    told = words(WIDTH - _EDGE, y, _TARGET[chart.language], anchor="end", size=12)
    at = WIDTH - 24 - _LETTER * len(_TARGET[chart.language])
    return stroke(at - 22, y - 4, at, y - 4, _RED, dashed=True) + told
