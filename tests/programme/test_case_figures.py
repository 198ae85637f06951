"""The figures about cases, on a copy of forms 4 and 5 that carries no key: counted another way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from exports.indicators.periods import parse_period
from forms.instance import read_instance
from server.jobs import Mender
from server.publishing import library
from server.reporting.loading import load_definitions
from server.services import SYSTEM
from server.store import projects
from tests.forms.test_case_story import CASES, story
from tests.programme.by_pandas import Figure, Frame, added, has, joined, read_table, short
from tests.programme.computed import computes
from tests.server.office import Office, open_office
from tests.server.survey import raw

PERIODS = ("2021", "2022-H1", "2021-H2")
LEVELS = ("country", "province", "district")
CODES = ("G1", "G2", "G3", "G4", "G6", "G7")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("cases")
    for path in CASES.iterdir():
        shutil.copy(path, folder)
    for name in ("f4_gbv_case", "f5_gbv_service"):
        _unlock(folder / f"{name}.xlsx")
    with open_office(tmp_path_factory.mktemp("office")) as made:
        project = made.project("Vụ việc, bản thử")
        for loaded in library.load_folder(made.parts, project, folder):
            assert loaded.outcome == "published", str(loaded)
        assert list(load_definitions(made.parts, project, folder)) == [
            "indicators.xlsx: 6 indicators defined",
            "targets.csv: 5 targets",
        ]
        while Mender(made.parts).mend():
            pass
        told = story()
        _send(made, project.id, "f4_gbv_case", told.cases)
        _send(made, project.id, "f5_gbv_service", told.follow_ups)
        yield made


def _unlock(path: Path) -> None:
    """Take the marks of sensitive questions out, so that no key is asked for."""
    book = openpyxl.load_workbook(path)
    survey = book["survey"]
    heads = [cell.value for cell in survey[1]]
    column = heads.index("bind::app:sensitivity") + 1
    for row in range(2, survey.max_row + 1):
        survey.cell(row, column).value = None
    book.save(path)


def _send(office: Office, project_id: int, form_id: str, told: tuple[bytes, ...]) -> None:
    for xml in told:
        path = f"/v1/projects/{project_id}/forms/{form_id}/submissions"
        sent = raw(office.admin, "POST", path, xml)
        assert sent.status_code == 200, (sent.text, read_instance(xml).instance_id)


def _project(office: Office) -> int:
    with office.parts.database.read() as cx:
        return projects.list_all(SYSTEM, cx)[-1].id


def _tables(office: Office) -> tuple[Frame, Frame, Frame]:
    """Return cases, follow-ups and services, as they are downloaded."""
    base = f"/v1/projects/{_project(office)}/forms"
    zipped = {
        form: office.admin.get(f"{base}/{form}/submissions.csv.zip?attachments=false").data
        for form in ("f4_gbv_case", "f5_gbv_service")
    }
    follow_ups = short(read_table(zipped["f5_gbv_service"], "f5_gbv_service"))
    follow_ups = follow_ups.iloc[::-1].drop_duplicates("once_per", keep="last")
    services = short(read_table(zipped["f5_gbv_service"], "f5_gbv_service-svc"))
    services = services[services["PARENT_KEY"].isin(follow_ups["KEY"])]
    return short(read_table(zipped["f4_gbv_case"], "f4_gbv_case")), follow_ups, services


def _wanted(office: Office, code: str, period: str, level: str) -> dict[str, Figure]:
    cases, follow_ups, services = _tables(office)
    days = parse_period(period)
    start, end = days.start.isoformat(), days.end.isoformat()
    if code == "G3":
        told = follow_ups[follow_ups["follow_date"].between(start, end)]
        told = told[~has(told["perp_action"], "criminal")]
        counselled = told[has(told["perp_action"], "counsel", "education")]
        figure = (counselled["case_code"].nunique(), told["case_code"].nunique())
        return {"2024-00": (float(figure[0]), float(figure[1]))} if level == "country" else {}
    received = services[services["received"] == "yes"]["PARENT_KEY"]
    helped = set(follow_ups[follow_ups["KEY"].isin(received)]["case_code"])
    rows = cases[(cases["ok"] == "1") & cases["month_reported"].between(start, end)]
    if code == "G4":
        rows = rows[rows["needs"] != ""]
    one = pd.Series(1.0, index=rows.index)
    reached = ((rows["given"] != "") | rows["case_code"].isin(helped)).astype(float)
    counted = {
        "G1": one,
        "G2": reached,
        "G4": reached,
        "G6": (rows["source"] == "trusted_address").astype(float),
        "G7": (rows["repeat_case"] == "yes").astype(float),
    }[code]
    return joined(added(rows, level, counted), None if code == "G1" else added(rows, level, one))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("code", CODES)
def test_a_figure_about_cases_is_what_the_downloads_say(
    office: Office, code: str, level: str
) -> None:
    seen = 0.0
    for period in PERIODS:
        wanted = _wanted(office, code, period, level)
        told = computes(office, _project(office), code, period, level, unit=None)
        for unit, figure in wanted.items():
            assert told.pop(unit) == pytest.approx(figure), (unit, period)
            seen += figure[0] or 0
        told.pop("", None)  # form 5 tells no place
        assert all(not numerator for numerator, _ in told.values()), period
    assert seen > 0 or (code == "G3" and level != "country"), "nothing was compared"


def test_no_figure_about_cases_is_given_below_the_province(office: Office) -> None:
    path = f"/v1/projects/{_project(office)}/indicators.csv"
    asked = "indicator=G1&period=2021&level=commune&unit=2024-06"
    answer = office.admin.get(f"{path}?{asked}")
    assert (answer.status_code, answer.get_json()["code"]) == (400, 400.73)
    monthly = office.admin.get(f"{path}?indicator=G1&period=2021-03&unit=2024-06")
    assert (monthly.status_code, monthly.get_json()["code"]) == (400, 400.73)
