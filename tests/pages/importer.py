"""Somebody who imports tables on the page: what she sends, and what is told then."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from server.services import SYSTEM
from server.store import projects
from server.store.projects import Project
from tests.pages.desk import Desk, workbook

VISITS = (
    ("text", "name", "Họ tên"),
    ("integer", "women", "Số thành viên nữ"),
    ("integer", "men", "Số thành viên nam"),
)


def project_of(desk: Desk) -> Project:
    with desk.office.parts.database.read() as cx:
        return projects.get(SYSTEM, cx, desk.project_id)


def publishes(desk: Desk, book: bytes | None = None) -> None:
    desk.uploads(
        f"{desk.home}/upload", workbook("visit", questions=VISITS) if book is None else book
    )
    desk.sends(f"{desk.form}/draft/publish")


def brings(desk: Desk, table: str | bytes, name: str = "so.csv", **fields: Any) -> str:
    """Open the page, choose the file and send it; return what is told then."""
    data = table.encode() if isinstance(table, str) else table
    desk.opens(f"{desk.form}/import")
    return desk.sends(f"{desk.form}/import", table=(io.BytesIO(data), name), **fields)


def names(desk: Desk) -> list[str]:
    """Return who is in the data, in the order of the table."""
    table = desk.office.admin.get(f"/v1{desk.form}/submissions.csv").text
    return sorted(row["name"] for row in csv.DictReader(io.StringIO(table)))


def undoing(desk: Desk) -> str:
    """Return where the first form goes that takes an import out."""
    found = re.search(r'action="([^"]+/undo)"', desk.page.text)
    assert found is not None
    return found[1]


def original(desk: Desk) -> str:
    found = re.search(r'href="([^"]+/file)"', desk.page.text)
    assert found is not None
    return found[1]


def faults_shown(desk: Desk) -> list[tuple[int, str]]:
    cells = re.findall(
        r'<td class="count" data-label="Hàng">(\d+)</td><td data-label="Cột">([^<]+)</td>',
        desk.page.text,
    )
    return [(int(row), column) for row, column in cells]
