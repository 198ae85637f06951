"""A coordinator looks at a chart in a real browser, prints it, and takes it away as a picture."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image

from server.jobs import Mender
from tests.exports.indicators.designer import indicator_row, indicator_workbook
from tests.kit.browser import Browser, open_browser
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, RunningServer, running_server
from tests.kit.workbooks import workbook

FORM_ID = "places"
NAME = "Số địa chỉ tin cậy đang hoạt động"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUESTIONS = (
    ("date", "held", "Ngày", "event-date"),
    ("text", "commune", "Xã", "unit"),
)
IMAGE = "document.querySelector('.chart img')"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """A project with an indicator, and two of what it counts."""
    with running_server() as server:
        she = server.coordinator
        headings = ("type", "name", "label", "bind::app:is")
        form = workbook(*QUESTIONS, form_id=FORM_ID, version="1", headings=headings)
        she.publishes_workbook(FORM_ID, form)
        book = indicator_workbook(indicator_row("M1", "count()", FORM_ID, **{"label::vi": NAME}))
        she.does("PUT", "indicators", data=book, headers={"Content-Type": XLSX})
        mender = Mender(server.parts)
        while mender.mend():
            pass
        for number, commune in enumerate(("2024-01843", "2024-01840")):
            xml = (
                f'<data id="{FORM_ID}" version="1"><held>2021-09-14</held>'
                f"<commune>{commune}</commune>"
                f"<meta><instanceID>uuid:{number}</instanceID></meta></data>"
            )
            she.does("POST", f"forms/{FORM_ID}/submissions", data=xml.encode())
        yield server


@pytest.fixture
def browser(server: RunningServer) -> Iterator[Browser]:
    """Signed in."""
    with open_browser() as browser:
        browser.opens(f"{server.url}/")
        browser.fills("#email", ADMIN_EMAIL)
        browser.fills("#password", ADMIN_PASSWORD)
        browser.presses("Đăng nhập")
        yield browser


def test_the_chart_is_there_in_print_too_and_can_be_taken_away(
    server: RunningServer, browser: Browser
) -> None:
    browser.opens(f"{server.url}/projects/{server.project_id}/indicators")
    browser.fills("#period", "2021")
    browser.fills("#unit", "2024-06")
    browser.fills("#every", "quarter")
    browser.fills("#indicator", "M1")
    browser.presses("Xem")

    assert browser.runs(f"[{IMAGE}.complete, {IMAGE}.naturalWidth, {IMAGE}.naturalHeight]") == [
        True,
        720,
        440,
    ]
    assert browser.runs(f"{IMAGE}.alt").startswith(f"{NAME}. Tỉnh Bắc Kạn · Năm 2021. Quý I ")
    with Image.open(io.BytesIO(browser.downloads("PNG")), formats=["PNG"]) as picture:
        assert picture.size == (1440, 880)
    assert browser.downloads("SVG").startswith(b"<svg ")

    browser._ask("Emulation.setEmulatedMedia", media="print")
    seen = "document.querySelector('{}').checkVisibility()"
    shown = [browser.runs(seen.format(one)) for one in (".chart img", ".chart figcaption")]
    assert shown == [True, False]
    assert browser.complaints == []
