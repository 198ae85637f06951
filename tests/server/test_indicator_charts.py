"""A coordinator takes a report as a chart: what it shows, what one cannot, what stays hidden."""

from __future__ import annotations

import io
import re
from html import unescape
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from tests.exports.indicators.designer import indicator_row
from tests.server.office import Asker, Office
from tests.server.trainings import FORM_ID, Trainings

NAME = "Số địa chỉ tin cậy đang hoạt động"
COUNT = indicator_row(
    "C1", "count()", FORM_ID, dimensions="kind topics", **{"label::vi": NAME, "label::en": "Places"}
)
SHARE = indicator_row("C7", "count()", FORM_ID, denominator="count()", percent="yes")
PRIVATE = {"privacy_k": 5, "privacy_periods": "quarter year", "privacy_lowest": "commune"}
CASES = indicator_row("G1", "count()", FORM_ID, dimensions="kind", **PRIVATE)
YEAR: dict[str, str | list[str]] = {"period": "2021", "indicator": "C1"}
REFUSED: list[tuple[dict[str, str | list[str]], float, str]] = [
    ({"period": "2021"}, 400.2, "indicator"),
    ({"indicator": "C1"}, 400.2, "period"),
    (YEAR | {"indicator": ["C1", "C7"]}, 400.8, "a chart shows one"),
    (YEAR | {"indicator": "C9"}, 404.1, ""),
    (YEAR | {"indicator": "C7", "by": "kind"}, 400.8, "no disaggregation"),
    (YEAR | {"indicator": "G1", "every": "month"}, 400.73, "protected"),
    (YEAR | {"by": ["kind", "topics"]}, 400.78, "two disaggregations"),
    (YEAR | {"every": "month", "level": "province"}, 400.78, "several of more than one"),
    (YEAR | {"every": "month", "by": "kind"}, 400.78, "several of more than one"),
    (YEAR | {"by": "kind", "level": "province"}, 400.78, "several of more than one"),
    (YEAR | {"level": "commune"}, 400.79, "more than 150 points"),
]
PHUNG_CHI_KIEN, DUC_XUAN = "2024-01843", "2024-01840"


@pytest.fixture
def trainings(office: Office) -> Trainings:
    """Of nine in a year three are in a ward and four in the one beside it, two far away."""
    made = Trainings(office)
    made.defines(COUNT, SHARE, CASES)
    made.settles()
    held = ["2021-03-01", "2021-09-14", "2021-09-30"]
    for number, day in enumerate(held):
        made.sends(f"uuid:a{number}", held=day, commune=PHUNG_CHI_KIEN)
    for number, day in enumerate([*held, "2021-12-01"]):
        made.sends(f"uuid:b{number}", held=day, commune=DUC_XUAN, kind="law")
    for number in range(2):
        made.sends(f"uuid:c{number}", commune="2024-06688")
    return made


def asks(trainings: Trainings, ending: str, **asked: str | list[str]) -> TestResponse:
    return asks_as(trainings.office.admin, trainings, ending, **asked)


def asks_as(
    who: Asker, trainings: Trainings, ending: str, **asked: str | list[str]
) -> TestResponse:
    path = f"/v1/projects/{trainings.project.id}/indicators.{ending}"
    return who.get(f"{path}?{urlencode(asked, doseq=True)}")


def drawn(trainings: Trainings, **asked: str) -> str:
    answer = asks(trainings, "svg", **asked)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "image/svg+xml"
    return answer.text


def told(svg: str) -> tuple[str, str]:
    """What is read aloud of a chart: its title and its description."""
    root = ET.fromstring(svg)
    title, description, *_ = root
    return title.text or "", description.text or ""


def words(svg: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def refusal(trainings: Trainings, ending: str, **asked: str | list[str]) -> tuple[float, str]:
    said = asks(trainings, ending, **asked).get_json()
    return said["code"], said["message"]


def test_several_periods_of_one_unit_are_a_line(trainings: Trainings) -> None:
    svg = drawn(trainings, indicator="C1", period="2021", every="quarter", unit="2024-06")
    title, description = told(svg)
    assert title == NAME
    assert description == (
        "Tỉnh Bắc Kạn · Năm 2021. Quý I năm 2021: 2; Quý II năm 2021: 0; "
        "Quý III năm 2021: 4; Quý IV năm 2021: 1"
    )
    assert svg.count("<circle ") == 4


def test_units_below_one_are_bars(trainings: Trainings) -> None:
    svg = drawn(trainings, indicator="C1", period="2021", level="province", lang="en")
    assert told(svg) == (
        "Places",
        "Việt Nam · Year 2021. Tỉnh Bắc Kạn: 7; Tỉnh Quảng Ninh: 2",
    )
    assert words(svg) == [
        "Places", "Việt Nam · Year 2021", "0", "2", "4", "6", "8",
        "Tỉnh Bắc Kạn", "7", "Tỉnh Quảng Ninh", "2",
    ]  # fmt: skip


def test_categories_of_one_unit_are_bars(trainings: Trainings) -> None:
    svg = drawn(trainings, indicator="C1", period="2021", unit="2024-06", by="kind")
    assert told(svg)[1] == "Tỉnh Bắc Kạn · Năm 2021 · theo Loại. law: 4; talk: 3"


def test_a_single_figure_is_one_bar(trainings: Trainings) -> None:
    svg = drawn(trainings, indicator="C7", period="2021-09", unit="2024-06")
    assert told(svg)[1] == "Tỉnh Bắc Kạn · Tháng 9/2021. Tỉnh Bắc Kạn: 100%"


def test_it_is_a_file_with_a_name_that_nobody_keeps(trainings: Trainings) -> None:
    for ending in ("svg", "png"):
        answer = asks(trainings, ending, indicator="C1", period="2021")
        assert answer.headers["Content-Disposition"].endswith(
            f"filename*=UTF-8''{quote(f'Tập huấn C1 2021.{ending}')}"
        )
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_picture_is_as_wide_as_asked(trainings: Trainings) -> None:
    for width in ("480", "2400", None):
        asked = YEAR | ({"width": width} if width else {})
        answer = asks(trainings, "png", **asked)
        assert answer.content_type == "image/png"
        with Image.open(io.BytesIO(answer.data), formats=["PNG"]) as image:
            assert image.width == int(width or 1440)
            colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or ()}
        assert {(255, 255, 255), (31, 92, 153), (34, 34, 34)} <= colours


def test_what_one_chart_cannot_show_is_refused(trainings: Trainings) -> None:
    for asked, code, says in REFUSED:
        for ending in ("svg", "png"):
            said, message = refusal(trainings, ending, **asked)
            assert (said, says in message) == (code, True), (asked, message)


def test_a_width_that_no_picture_has_is_refused(trainings: Trainings) -> None:
    for width in ("479", "2401", "-720", "1e3", "", "٧٢٠", "9" * 400):
        code, message = refusal(trainings, "png", indicator="C1", period="2021", width=width)
        assert (code, "it must be 480 to 2400" in message) == (400.8, True), width


def test_many_bars_may_not_be_as_wide(trainings: Trainings) -> None:
    asked = YEAR | {"unit": "2024-06", "level": "commune"}
    code, message = refusal(trainings, "png", width="2400", **asked)
    (most,) = re.findall(r"it must be 480 to (\d+)", message)

    assert (code, 1440 < int(most) < 2400) == (400.8, True)
    assert asks(trainings, "png", width=most, **asked).status_code == 200


def test_what_is_hidden_is_neither_drawn_nor_told(trainings: Trainings) -> None:
    svg = drawn(trainings, indicator="G1", period="2021", every="quarter", unit="2024-06")
    assert told(svg)[1] == (
        "Tỉnh Bắc Kạn · Năm 2021. Quý I năm 2021: ẩn; Quý II năm 2021: ẩn; "
        "Quý III năm 2021: ẩn; Quý IV năm 2021: ẩn"
    )
    assert words(svg).count("–") == 4
    assert "<circle" not in svg
    # The axis ends where it does when there is nothing at all.
    assert words(svg)[3:6] == ["0", "1", "Quý I năm 2021"]


def test_a_picture_does_not_change_with_what_is_hidden_in_it(trainings: Trainings) -> None:
    asked = YEAR | {"indicator": "G1", "every": "quarter", "unit": "2024-22"}
    before = asks(trainings, "png", **asked).data
    trainings.sends("uuid:d", commune="2024-06688", held="2021-12-01")
    assert asks(trainings, "png", **asked).data == before


def test_who_is_bound_to_a_district_sees_its_chart_alone(trainings: Trainings) -> None:
    office = trainings.office
    hoa = office.person("hoa")
    office.gives("viewer", hoa.id, trainings.project, unit="2024-058")
    bound = office.signs_in("hoa@example.org")
    for ending in ("svg", "png"):
        for unit in ("2024-06", "2024-06688", "legacy-06"):
            assert asks_as(bound, trainings, ending, **YEAR, unit=unit).status_code == 403, unit
        assert asks_as(bound, trainings, ending, **YEAR).status_code == 403
        assert asks_as(bound, trainings, ending, **YEAR, unit="2024-058").status_code == 200
    own = asks_as(bound, trainings, "svg", **YEAR, unit="2024-058", level="commune").text
    assert "Phường Đức Xuân: 4" in told(own)[1]
    assert "2024-06688" not in own


def test_a_name_cannot_put_anything_into_a_chart(trainings: Trainings) -> None:
    name = "<image href='file:///etc/passwd'/>]]>&lt;" + "Đ" * 500
    made = indicator_row("C1", "count()", FORM_ID, **{"label::vi": name}, dimensions="kind")
    trainings.defines(made, SHARE, CASES)
    trainings.settles()
    trainings.sends("uuid:x", kind="&lt;script&gt;alert(1)&lt;/script&gt;" + "W" * 3_000)
    svg = drawn(trainings, indicator="C1", period="2021", by="kind")

    assert told(svg)[0] == name
    assert {one.tag.rpartition("}")[2] for one in ET.fromstring(svg).iter()} == {
        "svg", "title", "desc", "rect", "line", "text",
    }  # fmt: skip
    assert len(svg) < 10_000
    assert asks(trainings, "png", **YEAR, by="kind").status_code == 200
