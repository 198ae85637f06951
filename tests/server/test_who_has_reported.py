"""Xã nào chưa báo cáo? The list says it, and never says other than the indicator does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.server.commune_reports import CommuneReports
from tests.server.office import Office

BAC_KAN, THAI_NGUYEN = "2024-06", "2025-19"
IN_TIME, AT_THE_LAST_MINUTE, A_MINUTE_LATE = "2024-01834", "2024-01837", "2024-01840"
CORRECTED_LATE, SENT_AGAIN_LATE, REJECTED, DELETED = (
    "2024-01843", "2024-01846", "2024-01849", "2024-01852",
)  # fmt: skip
LATE_IN_JULY = "2024-01858"
TWO_KINDS, BY_ITS_NEW_UNIT, SPLIT_LATER = "2024-01855", "2025-01957", "2024-05461"
ITS_OLD_UNIT, MADE_OF_SEVERAL, NOWHERE = "2024-01957", "2025-01864", "2024-99999"
AUGUST, SEPTEMBER = "2021-08-31", "2021-09-30"
DECEMBER = "2021-12-31"
SOON = "2021-10-02T08:00+07:00"


@pytest.fixture
def reports(
    office: Office, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> CommuneReports:
    return told(CommuneReports(office, tmp_path_factory.mktemp("forms"), monkeypatch))


def told(reports: CommuneReports) -> CommuneReports:
    """A quarter in which everything happens that can happen to a report."""
    reports.comes(LATE_IN_JULY, "2021-07-31", "2021-09-15T08:00+07:00")
    reports.comes(IN_TIME, AUGUST, "2021-09-01T08:00+07:00")
    reports.comes(IN_TIME, SEPTEMBER, SOON)
    reports.comes(AT_THE_LAST_MINUTE, SEPTEMBER, "2021-10-05T23:59+07:00")
    reports.comes(A_MINUTE_LATE, SEPTEMBER, "2021-10-06T00:00+07:00")
    reports.comes(CORRECTED_LATE, SEPTEMBER, SOON, instance_id="uuid:first")
    reports.comes(
        CORRECTED_LATE,
        SEPTEMBER,
        "2021-10-20T08:00+07:00",
        instance_id="uuid:2",
        edits="uuid:first",
    )
    reports.comes(SENT_AGAIN_LATE, SEPTEMBER, SOON, instance_id="uuid:a")
    reports.comes(SENT_AGAIN_LATE, SEPTEMBER, "2021-10-08T08:00+07:00", instance_id="uuid:b")
    reports.comes(REJECTED, SEPTEMBER, SOON, instance_id="uuid:c")
    reports.rejects("uuid:c")
    reports.comes(DELETED, SEPTEMBER, SOON, instance_id="uuid:d")
    reports.deletes("uuid:d")
    reports.comes(TWO_KINDS, SEPTEMBER, "2021-10-09T08:00+07:00")
    reports.comes(TWO_KINDS, SEPTEMBER, SOON, period_type="quarter")
    reports.comes(BY_ITS_NEW_UNIT, SEPTEMBER, SOON)
    reports.comes(MADE_OF_SEVERAL, SEPTEMBER, SOON)
    reports.comes(SPLIT_LATER, SEPTEMBER, SOON)
    reports.comes(NOWHERE, SEPTEMBER, SOON)
    reports.is_now("2021-11-30T08:00+07:00")
    return reports


def test_each_commune_stands_as_it_reported(reports: CommuneReports) -> None:
    stood = {
        line["unit"]: (
            line["submissions"],
            line["first_received_on"],
            line["state"],
            line["days_late"],
        )
        for line in reports.lines(period="2021-09")
        if line["submissions"] != "0"
    }
    assert stood == {
        IN_TIME: ("1", "2021-10-02", "on-time", ""),
        AT_THE_LAST_MINUTE: ("1", "2021-10-05", "on-time", ""),
        A_MINUTE_LATE: ("1", "2021-10-06", "late", "1"),
        CORRECTED_LATE: ("1", "2021-10-20", "late", "15"),
        SENT_AGAIN_LATE: ("1", "2021-10-08", "late", "3"),
        TWO_KINDS: ("2", "2021-10-02", "on-time", ""),
        ITS_OLD_UNIT: ("1", "2021-10-02", "on-time", ""),
        SPLIT_LATER: ("1", "2021-10-02", "on-time", ""),
        "": ("2", "2021-10-02", "", ""),
    }


def test_every_commune_of_the_provinces_has_a_line_and_what_is_unknown_the_last(
    reports: CommuneReports,
) -> None:
    content = reports.asks(period="2021-09").decode()
    header, *lines = content.splitlines()
    assert header == (
        "vintage,unit,unit_name,district,province,period,from,to,due_on,"
        "submissions,first_received_on,state,days_late"
    )
    assert len(lines) == 108 + 172 + 1  # Bắc Kạn, Thái Nguyên
    assert lines[0] == (
        "2024,2024-01834,Phường Nguyễn Thị Minh Khai,Thành Phố Bắc Kạn,Tỉnh Bắc Kạn,2021-09,"
        "2021-09-01,2021-09-30,2021-10-05,1,2021-10-02,on-time,"
    )
    assert lines[5] == (
        "2024,2024-01849,Xã Dương Quang,Thành Phố Bắc Kạn,Tỉnh Bắc Kạn,2021-09,"
        "2021-09-01,2021-09-30,2021-10-05,0,,missing,"
    )
    assert lines[-1] == (
        "2024,,Không rõ đơn vị,,,2021-09,2021-09-01,2021-09-30,2021-10-05,2,2021-10-02,,"
    )


AREAS = [
    {"period": "2021-09", "unit": BAC_KAN},
    {"period": "2021-09", "unit": "2024-058"},
    {"period": "2021-09", "unit": IN_TIME},
    {"period": "2021-09"},
    {"period": "2021-Q3", "every": "month", "unit": BAC_KAN},
    {"period": "2021-Q3", "unit": BAC_KAN},
    {"period": "2021", "every": "quarter"},
    {"period": "2021", "every": "half", "unit": BAC_KAN},
    {"period": "2021-09-01/2021-10-15", "every": "month", "unit": BAC_KAN},
    {"period": "2021-09", "unit": THAI_NGUYEN},
    {"period": "2021-09", "unit": "legacy-06"},
    {"period": "2021-Q3", "every": "month", "vintage": "2025"},
    {"period": "2021-09", "unit": BAC_KAN, "vintage": "2025"},
]  # fmt: skip


def test_a_commune_is_on_time_where_and_only_where_the_indicator_counts_it(
    reports: CommuneReports,
) -> None:
    for asked in AREAS:
        listed = {
            (line["unit"], line["period"]): line["state"] == "on-time"
            for line in reports.lines(**asked)
            if line["unit"]
        }
        counted = {
            (line["unit"], line["period"]): line["numerator"] == "1"
            for line in reports.counts(**asked, level="commune")
            if line["unit"]
        }
        assert listed == counted, asked
        assert any(listed.values()), asked


def test_an_area_has_as_many_on_time_as_the_indicator_says(reports: CommuneReports) -> None:
    """What is of no commune of the tree is one for each that nobody knows; here each once."""
    for asked in AREAS:
        listed: dict[str, int] = {}
        for line in reports.lines(**asked):
            is_one = line["state"] == "on-time"
            more = is_one if line["unit"] else int(line["submissions"])
            listed[line["period"]] = listed.get(line["period"], 0) + more
        counted = {line["period"]: int(line["numerator"]) for line in reports.counts(**asked)}
        assert counted == listed, asked


def test_a_quarter_is_reported_by_any_report_of_its_days(reports: CommuneReports) -> None:
    """That of July was due on 5 August; the quarter's last day to report changes nothing of it."""
    (line,) = reports.lines(period="2021-Q3", unit=LATE_IN_JULY)
    assert (line["due_on"], line["first_received_on"]) == ("2021-10-05", "2021-09-15")
    assert (line["state"], line["days_late"]) == ("late", "41")


def test_the_days_allowed_are_asked_for(reports: CommuneReports) -> None:
    allowed = {
        due: [
            line["unit"]
            for line in reports.lines(period="2021-09", unit=BAC_KAN, due=due, state="late")
        ]
        for due in ("0", "8", "366")
    }
    assert allowed == {
        "0": [
            IN_TIME, AT_THE_LAST_MINUTE, A_MINUTE_LATE, CORRECTED_LATE, SENT_AGAIN_LATE,
            TWO_KINDS, ITS_OLD_UNIT,
        ],
        "8": [CORRECTED_LATE],
        "366": [],
    }  # fmt: skip


def test_what_is_not_due_yet_is_not_missing(reports: CommuneReports) -> None:
    states = {}
    for moment in ("2022-01-05T23:59+07:00", "2022-01-06T00:00+07:00"):
        reports.is_now(moment)
        (line,) = reports.lines(period="2021-12", unit=IN_TIME)
        states[moment] = line["state"]
    assert list(states.values()) == ["open", "missing"]


def test_states_are_chosen(reports: CommuneReports) -> None:
    def found(*states: str) -> list[str]:
        lines = reports.lines(period="2021-09", unit="2024-058", state=list(states))
        return [f"{line['unit']} {line['state']}" for line in lines]

    assert found("missing") == [f"{REJECTED} missing", f"{DELETED} missing"]
    assert found("late", "missing") == [
        f"{A_MINUTE_LATE} late",
        f"{CORRECTED_LATE} late",
        f"{SENT_AGAIN_LATE} late",
        f"{REJECTED} missing",
        f"{DELETED} missing",
    ]


def test_json_has_the_same_lines(reports: CommuneReports) -> None:
    assert json.loads(reports.asks("json", period="2021-09", unit=A_MINUTE_LATE)) == [
        {
            "vintage": "2024",
            "unit": A_MINUTE_LATE,
            "unit_name": "Phường Đức Xuân",
            "district": "Thành Phố Bắc Kạn",
            "province": "Tỉnh Bắc Kạn",
            "period": "2021-09",
            "from": "2021-09-01",
            "to": "2021-09-30",
            "due_on": "2021-10-05",
            "submissions": 1,
            "first_received_on": "2021-10-06",
            "state": "late",
            "days_late": 1,
        }
    ]


def test_the_csv_is_written_as_a_spreadsheet_wants_it(reports: CommuneReports) -> None:
    asked = {"period": "2021-09", "unit": A_MINUTE_LATE, "bom": "true", "separator": "semicolon"}
    content = reports.asks(**asked)
    assert content.startswith(b"\xef\xbb\xbfvintage;unit;unit_name;")


def test_what_names_an_unknown_version_has_been_reported_all_the_same(
    reports: CommuneReports,
) -> None:
    """The commune did what it had to; the indicator waits until that version is published."""
    reports.is_now(SOON)
    reports.comes_by_phone(REJECTED, SEPTEMBER, version="1999010101")
    asked = {"period": "2021-09", "unit": REJECTED}
    assert [line["state"] for line in reports.lines(**asked)] == ["on-time"]
    assert [line["numerator"] for line in reports.counts(**asked)] == ["0"]


def test_a_project_without_indicators_knows_its_provinces(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    reports = CommuneReports(office, folder, monkeypatch, indicators=False)
    reports.comes(IN_TIME, SEPTEMBER, SOON)
    reports.is_now("2021-12-31T08:00+07:00")
    assert [line["state"] for line in reports.lines(period="2021-10")] == ["missing"] * 108
