"""An indicator that asks for too much work misses submissions, and says of how many."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.jobs import Mender
from server.reporting.definitions import define
from server.services import SYSTEM
from server.store.projects import Project
from tests.exports.indicators.designer import indicator_row, indicator_workbook
from tests.kit.workbooks import XLSX, workbook
from tests.pages.desk import Desk
from tests.server.office import Office, open_office
from tests.server.survey import raw

HEAVY = indicator_row(
    "X1", "sum(${posts}, count(../online[posts < current()/posts]) >= 0)", "many.online"
)
LIGHT = indicator_row("C6", "sum(${posts})", "many.online")
QUESTIONS = (
    ("begin_repeat", "online", "Tin bài"),
    ("integer", "posts", "Số tin"),
    ("end_repeat", "", ""),
)


@pytest.fixture
def project(office: Office) -> Project:
    return counted_in(office)


def counted_in(office: Office) -> Project:
    made = office.project("Tin bài")
    path = f"/v1/projects/{made.id}/forms?publish=true&ignoreWarnings=true"
    book = workbook(*QUESTIONS, form_id="many")
    assert raw(office.admin, "POST", path, book, XLSX).status_code == 200
    define(
        office.parts,
        SYSTEM,
        made.id,
        office.parts.blobs.take([indicator_workbook(HEAVY, LIGHT, dimensions=())]),
        "vi",
    )
    while Mender(office.parts).mend():
        pass
    return made


def sends(office: Office, project: Project, instance_id: str, entries: int) -> None:
    xml = (
        '<data id="many" version="1">' + "<online><posts>1</posts></online>" * entries
    ) + f"<meta><instanceID>{instance_id}</instanceID></meta></data>"
    path = f"/v1/projects/{project.id}/forms/many/submissions"
    answer = raw(office.admin, "POST", path, xml.encode())
    assert answer.status_code == 200, answer.text


def left_out(office: Office, project: Project) -> dict[str, int]:
    said = office.admin.get(f"/v1/projects/{project.id}/indicators").get_json()
    return {one["code"]: one["leftOut"] for one in said["indicators"]}


def test_it_is_told_of_how_many_submissions_an_indicator_has_nothing(
    office: Office, project: Project
) -> None:
    sends(office, project, "uuid:few", 3)
    assert left_out(office, project) == {"X1": 0, "C6": 0}
    sends(office, project, "uuid:many", 3_000)
    assert left_out(office, project) == {"X1": 1, "C6": 0}
    path = f"/v1/projects/{project.id}/forms/many/submissions/uuid:many"
    assert office.admin.delete(path).status_code == 200
    assert left_out(office, project) == {"X1": 0, "C6": 0}


def test_the_page_says_so_beside_the_indicator(tmp_path: Path) -> None:
    with open_office(tmp_path) as office:
        made = counted_in(office)
        sends(office, made, "uuid:many", 3_000)
        said = Desk(office, made.id).signs_in().opens(f"/projects/{made.id}/indicators")
        assert "X1 X1 Dùng được Thiếu 1 phiếu: biểu thức quá nặng" in said
