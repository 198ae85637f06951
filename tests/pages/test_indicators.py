"""The coordinator looks at figures, downloads them; the designer uploads what they are made of."""

from __future__ import annotations

import html
import re

import pytest

from server.services import SYSTEM
from server.store import projects
from tests.exports.indicators.designer import indicator_row, indicator_workbook
from tests.pages.desk import Desk
from tests.server.trainings import DIMENSIONS, FORM_ID, Trainings

SESSIONS = indicator_row(
    "C1",
    "count()",
    FORM_ID,
    dimensions="kind topics",
    **{"label::vi": "Số cuộc", "label::en": "Sessions"},
)
PROTECTED = indicator_row("G1", "count()", FORM_ID, privacy_k=5, privacy_periods="year")


@pytest.fixture
def trainings(desk: Desk) -> Trainings:
    with desk.office.parts.database.read() as cx:
        project = projects.get(SYSTEM, cx, desk.project_id)
    made = Trainings(desk.office, project=project)
    made.defines(SESSIONS, PROTECTED)
    made.settles()
    made.sends("uuid:1")
    made.sends("uuid:2", commune="2024-01846")
    return made


def page(desk: Desk, query: str = "") -> str:
    return desk.opens(f"{desk.home}/indicators{query}")


def test_a_project_without_indicators_says_how_to_get_them(desk: Desk) -> None:
    assert "Hãy tải lên bảng chỉ số" in page(desk)


@pytest.mark.usefixtures("trainings")
def test_figures_are_shown_by_unit_with_their_names(desk: Desk) -> None:
    said = page(desk, "?period=2021-09&unit=2024-06&level=district&indicator=C1")
    assert "C1 Số cuộc 2021-09 Thành Phố Bắc Kạn 2 2" in said


def test_a_share_is_told_in_percent(desk: Desk, trainings: Trainings) -> None:
    share = indicator_row(
        "C7",
        "count(selected(${topics}, 'food'))",
        FORM_ID,
        denominator="count()",
        percent="yes",
        **{"label::vi": "Tỷ lệ"},
    )
    trainings.defines(SESSIONS, share)
    trainings.settles()
    trainings.sends("uuid:3", topics="gbv")
    said = page(desk, "?period=2021&unit=2024-06&indicator=C7")
    assert "C7 Tỷ lệ 2021 Tỉnh Bắc Kạn 2 3 66,67%" in said


@pytest.mark.usefixtures("trainings")
def test_downloads_ask_for_the_same_report(desk: Desk) -> None:
    page(desk, "?period=2021-09&unit=2024-06&by=topics&indicator=C1")
    links = [html.unescape(one) for one in re.findall(r'href="([^"]*)"', desk.page.text)]
    (csv,) = [one for one in links if "indicators.csv" in one]
    assert "period=2021-09&unit=2024-06&by=topics&lang=vi&bom=true&safe=true" in csv
    told = desk.office.admin.get(csv).text
    assert told.startswith("\ufeffindicator,label,")
    assert "gbv" in told


@pytest.mark.usefixtures("trainings")
def test_a_report_of_one_indicator_has_its_chart_above_the_table(desk: Desk) -> None:
    page(desk, "?period=2021&every=quarter&unit=2024-06&indicator=C1")
    (image,) = re.findall(r"<img [^>]*>", desk.page.text)
    address = "/v1/projects/{}/indicators.svg?indicator=C1&period=2021&every=quarter&unit=2024-06"
    attributes = dict(re.findall(r'(\w+)="([^"]*)"', html.unescape(image)))
    assert attributes == {
        "src": f"{address.format(desk.project_id)}&lang=vi",
        "width": "720",
        "height": "440",
        "alt": "Số cuộc. Tỉnh Bắc Kạn · Năm 2021. Quý I năm 2021: 0; Quý II năm 2021: 0; "
        "Quý III năm 2021: 2; Quý IV năm 2021: 0",
    }
    assert desk.page.text.index("<img ") < desk.page.text.index('<div class="wide">')
    assert desk.text.count("Biểu đồ: SVG · PNG") == 1
    svg = desk.browser.get(attributes["src"])
    assert (svg.content_type, 'height="440"' in svg.text) == ("image/svg+xml", True)
    png = desk.browser.get(attributes["src"].replace(".svg?", ".png?"))
    assert png.data.startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.usefixtures("trainings")
def test_what_one_chart_cannot_show_has_its_table_alone(desk: Desk) -> None:
    for query in (
        "period=2021",
        "period=2021&every=quarter&level=commune&unit=2024-06&indicator=C1",
        "period=2021&every=quarter&by=kind&indicator=C1",
    ):
        said = page(desk, f"?{query}")
        drawn = re.findall(r"<img [^>]*>", desk.page.text)
        assert ("C1 Số cuộc" in said, drawn) == (True, []), query


@pytest.mark.usefixtures("trainings")
def test_a_chart_says_what_is_hidden_and_no_number(desk: Desk) -> None:
    page(desk, "?period=2021&unit=2024-06&indicator=G1")
    assert 'alt="G1. Tỉnh Bắc Kạn · Năm 2021. Tỉnh Bắc Kạn: ẩn"' in desk.page.text


@pytest.mark.usefixtures("trainings")
def test_what_is_protected_is_shown_as_hidden(desk: Desk) -> None:
    said = page(desk, "?period=2021&unit=2024-06&indicator=G1")
    assert "G1 G1 2021 Tỉnh Bắc Kạn –" in said
    assert "để không lộ người bị bạo lực" in said


@pytest.mark.usefixtures("trainings")
def test_a_period_that_nobody_knows_is_told_beside_the_form(desk: Desk) -> None:
    assert "2021-13" in page(desk, "?period=2021-13")
    assert desk.page.status_code == 400


@pytest.mark.usefixtures("trainings")
def test_a_workbook_with_a_fault_is_told_by_its_cell(desk: Desk) -> None:
    wrong = indicator_row("C1", "count()", FORM_ID, filter="${knd} = 'talk'")
    page(desk)
    said = desk.uploads(f"{desk.home}/indicators", indicator_workbook(wrong, dimensions=DIMENSIONS))
    assert "indicators 2 filter" in said
    assert "knd" in said


def test_a_new_workbook_is_taken(desk: Desk, trainings: Trainings) -> None:
    page(desk)
    more = indicator_row("C2", "sum(${people})", FORM_ID, **{"label::vi": "Số người"})
    desk.uploads(
        f"{desk.home}/indicators", indicator_workbook(SESSIONS, more, dimensions=DIMENSIONS)
    )
    assert "C2 Số người Đang tính lại: 0%" in page(desk)
    trainings.settles()
    assert "C2 Số người Dùng được" in page(desk)
    assert "C2 Số người 2021 Cả nước" not in page(desk, "?period=2021")
    assert "C2 Số người 2021 Việt Nam 40" in page(desk, "?period=2021")
