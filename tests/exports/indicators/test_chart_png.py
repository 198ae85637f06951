"""A picture of a chart has the fonts that come with us, whatever is on the machine."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from typing import Literal

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from exports.indicators.chart import Chart, Point
from exports.indicators.chart_choice import POINTS_MAX
from exports.indicators.chart_png import _FONTS, PIXELS_MAX, WIDTH, WIDTH_MAX, png, widest
from exports.indicators.chart_svg import WIDTH as DRAWN
from exports.indicators.chart_svg import height, svg

NAME = "Số địa chỉ tin cậy đang hoạt động"
HOSTILE = (
    "<script>alert(1)</script>]]>&amp;&#0;",
    "\x00\x1b\x7f\u202e\u200d\ufffe",
    "W" * 5_000,
    "a" + "\u0301" * 5_000,
    "女👩‍👩‍👧‍👦",
)


def opened(picture: bytes) -> Image.Image:
    with Image.open(io.BytesIO(picture), formats=["PNG"]) as image:
        image.load()
        return image.convert("RGB")


def is_written(text: str, size: int) -> Image.Image:
    """What FreeType, another reader of fonts, makes of a text."""
    font = ImageFont.truetype(_FONTS[0], size)
    image = Image.new("RGB", (size * len(text), size * 2), "white")
    ImageDraw.Draw(image).text((size // 2, size // 3), text, fill="black", font=font)
    return cropped(image)


def cropped(image: Image.Image) -> Image.Image:
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    assert box is not None, "the picture is blank"
    return image.crop(box)


def alike(one: Image.Image, other: Image.Image) -> float:
    """How much of the ink of two texts is the same, 0 to 1, at the same size."""
    a, b = (image.convert("L").resize((400, 40)) for image in (one, other))
    apart = sum(ImageChops.difference(a, b).histogram()[number] * number for number in range(256))
    ink = sum(a.histogram()[number] * (255 - number) for number in range(256))
    return 1 - apart / ink


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_is_written_as_another_reader_of_the_font_writes_it(
    form: Literal["NFC", "NFD"],
) -> None:
    text = unicodedata.normalize(form, NAME)
    drawn = png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="60">'
        '<rect width="720" height="60" fill="#ffffff"/>'
        f'<text x="10" y="40" font-size="32" font-family="\'Noto Sans\', sans-serif">{text}</text>'
        "</svg>",
        1440,
    )
    ours = cropped(opened(drawn))
    assert alike(ours, is_written(NAME, 256)) > 0.8
    assert alike(ours, is_written("So dia chi tin cay dang hoat dong", 256)) < 0.6


def test_a_picture_is_as_wide_as_asked_and_shows_the_bars() -> None:
    chart = Chart(kind="bars", title=NAME, points=[Point("Xã Ba Bể", 50.0, 100.0)])
    image = opened(png(svg(chart, "x"), 960))

    assert image.size == (960, round(height(chart) * 960 / DRAWN))
    colours = {colour: count for count, colour in image.getcolors(image.width * image.height) or ()}
    assert colours[31, 92, 153] == pytest.approx(281 * 20 * (960 / DRAWN) ** 2, rel=0.05)
    assert colours[255, 255, 255] > colours[31, 92, 153]


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "controls", "long", "marks", "others"])
def test_no_text_breaks_it(text: str) -> None:
    points = [Point(text, 5.0), Point(text, None, hidden=True)]
    for kind in ("bars", "line"):
        chart = Chart(kind="bars", title=text, subtitle=text, points=points)
        drawn = svg(chart if kind == "bars" else replace(chart, kind="line"), text)
        assert opened(png(drawn, 480)).width == 480


def test_a_number_beyond_all_measure_breaks_nothing() -> None:
    points = [Point("x", 1.7e308), Point("y", -5.0), Point("z", 1e-300)]
    drawn = svg(Chart(kind="bars", title="t", points=points), "x")
    assert opened(png(drawn, 480)).width == 480


def test_the_largest_picture_is_bounded() -> None:
    point = Point("Xã Ba Bể", None, 1.0, hidden=True)
    most = Chart(kind="bars", title=NAME * 9, subtitle="x", points=[point] * POINTS_MAX)
    width = widest(DRAWN, height(most))

    assert WIDTH <= width < WIDTH_MAX
    assert width * height(most) * width / DRAWN <= PIXELS_MAX
    assert widest(DRAWN, height(replace(most, points=[point]))) == WIDTH_MAX
