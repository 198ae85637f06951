"""A coordinator imports her list in a real browser: faults, the mended file, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.browser import Browser, open_browser
from tests.kit.running import ADMIN_EMAIL, ADMIN_PASSWORD, RunningServer, running_server
from tests.kit.workbooks import workbook

LIST = "Họ tên,Số con,Ghi chú\nNguyễn Thị Hoa,2,\nTrần Thị Mai,{},đã gọi\n"
VISIT = workbook(
    ("text", "name", "Họ tên"),
    ("integer", "children", "Số con"),
    ("date", "day", "Ngày thăm"),
    form_id="visit",
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_server("sqlite") as server:
        yield server


def publishes(browser: Browser, server: RunningServer, book: Path) -> None:
    book.write_bytes(VISIT)
    browser.opens(f"{server.url}/")
    browser.fills("#email", ADMIN_EMAIL)
    browser.fills("#password", ADMIN_PASSWORD)
    browser.presses("Đăng nhập")
    browser.presses("Tải biểu mẫu lên")
    browser.chooses_file("#workbook", book)
    browser.presses("Tải lên và kiểm tra")
    browser.presses("Phát hành")


def test_from_the_faults_to_the_mended_list_and_out_again(
    server: RunningServer, tmp_path: Path
) -> None:
    faulty, mended = tmp_path / "so.csv", tmp_path / "so-da-sua.csv"
    faulty.write_text(LIST.format("ba"), "utf-8")
    mended.write_text(LIST.format("3"), "utf-8")
    with open_browser() as browser:
        publishes(browser, server, tmp_path / "visit.xlsx")
        browser.presses("Nhập bảng đã có (Excel, CSV)…")
        browser.ticks("form[enctype] details summary")
        browser.fills("input[name='answer:/day']", "14/09/2021")
        browser.chooses_file("#table", faulty)
        browser.presses("Kiểm tra và nhập")
        assert " ".join(browser.reads(".faults tbody").split()) == (
            "3 Số con Không phải số nguyên."
        )
        assert "Cột không hợp với câu hỏi nào, sẽ bị bỏ qua: Ghi chú." in browser.reads()

        browser.chooses_file("#table", mended)
        browser.presses("Kiểm tra và nhập")
        assert "Đã nhập 2 hàng: 2 phiếu mới" in browser.reads(".note.good")
        table = browser.downloads("CSV").decode("utf-8")
        assert table == LIST.format("3")

        browser.ticks("details summary")
        browser.presses("Rút lại lần nhập này")
        assert "Đã rút lại." in browser.reads(".note.good")
        assert "Đã rút lại:" in browser.reads("tbody")
        browser.presses("visit")
        assert "Chưa có phiếu nào." in browser.reads()
        assert browser.complaints == [
            "Failed to load resource: the server responded with a status of 400 (BAD REQUEST)"
        ]  # the faulty list; no style or script was refused
