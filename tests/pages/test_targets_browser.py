"""A coordinator sets a target in a real browser, sees how far it is, and takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.jobs import Mender
from tests.exports.indicators.designer import indicator_row, indicator_workbook
from tests.kit.browser import Browser, open_browser
from tests.kit.questionnaire import Questionnaire
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, RunningServer, running_server
from tests.kit.workbooks import XLSX

VISIT = Questionnaire(questions=(("name", "string"), ("age", "int")))
VISITS = indicator_row("C1", "count()", "visit", **{"label::vi": "Số lần thăm hộ"})

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with running_server("sqlite") as server:
        server.coordinator.publishes(VISIT)
        book = indicator_workbook(VISITS, dimensions=())
        server.coordinator.does("PUT", "indicators", data=book, headers={"Content-Type": XLSX})
        mender = Mender(server.parts)
        while mender.mend():
            pass
        phone = server.coordinator.lets_in("visit")
        for age in (15, 30, 45):
            assert phone.sends(phone.fills(VISIT, name="Nguyễn Thị Ân", age=age)).status == 201
        phone.leaves()
        yield server


@pytest.fixture
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


def test_from_a_slip_of_the_pen_to_a_target_that_is_put_back(
    server: RunningServer, browser: Browser, tmp_path: Path
) -> None:
    browser.opens(f"{server.url}/sign-in")
    browser.fills("#email", ADMIN_EMAIL)
    browser.fills("#password", ADMIN_PASSWORD)
    browser.presses("Đăng nhập")
    browser.presses("Báo cáo")
    browser.presses("Chỉ tiêu và tiến độ")
    assert "Chưa có chỉ tiêu." in browser.reads("main")

    browser.presses("Thêm chỉ tiêu")
    browser.fills("#indicator", "C1")
    browser.fills("#period", "2020-01-01/2099-12-31")
    browser.fills("#value", "55.000")
    browser.fills("#source", "Kế hoạch năm")
    browser.presses("Lưu")
    assert "Hãy ghi liền (1234)" in browser.reads("#value-hint")
    browser.photographs(tmp_path / "slip.png")
    browser.fills("#value", "12")
    browser.presses("Lưu")
    assert "Đã thêm chỉ tiêu." in browser.reads("main")
    row = "C1 Số lần thăm hộ\tCả nước\tTừ 01/01/2020 đến 31/12/2099\t12\t3\t 25%\tKế hoạch năm\tSửa"
    assert browser.reads("tbody") == row
    browser.photographs(tmp_path / "list.png")

    browser.presses("Sửa")
    browser.ticks("summary")
    browser.presses("Xóa")
    assert "Đã xóa chỉ tiêu của C1: 12" in browser.reads("main")
    assert "Chưa có chỉ tiêu." in browser.reads("main")
    browser.presses("Khôi phục")
    assert "Đã khôi phục chỉ tiêu." in browser.reads("main")
    assert browser.reads("tbody") == row
    browser.photographs(tmp_path / "phone.png", width=400)
    table = browser.downloads("Tải danh sách (CSV)")
    assert table.decode("utf-8-sig") == (
        "indicator,unit,value,from,to,source\nC1,country,12,2020-01-01,2099-12-31,Kế hoạch năm\n"
    )
    assert browser.complaints == [
        "Failed to load resource: the server responded with a status of 400 (BAD REQUEST)"
    ]  # the slip of the pen; no style or script was refused
