"""The coordinator sees what is aimed at and how far it is; adds, changes, removes, puts back."""

from __future__ import annotations

import html
import io
import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from server.services import SYSTEM
from server.store import projects
from tests.exports.indicators.designer import indicator_row
from tests.pages.desk import Desk
from tests.server.survey import raw
from tests.server.trainings import FORM_ID, Trainings

SESSIONS = indicator_row(
    "C1", "count()", FORM_ID, **{"label::vi": "Số cuộc", "label::en": "Sessions"}
)
SHARE = indicator_row(
    "C7",
    "count(selected(${topics}, 'food'))",
    FORM_ID,
    denominator="count()",
    percent="yes",
    **{"label::vi": "Tỷ lệ"},
)
PROTECTED = indicator_row(
    "G1", "count()", FORM_ID, privacy_k=5, privacy_periods="year", **{"label::vi": "Vụ việc"}
)
HEAD = "indicator,unit,value,from,to,source\n"
TARGETS = (
    "C1,2024-06,8,2021-01-01,2021-12-31,Kế hoạch tỉnh\n"
    "C1,2024-22,4,2021-01-01,2021-12-31,\n"
    "C7,country,0.8,2021-07-01,2021-09-30,\n"
    "G1,country,3,2021-01-01,2021-12-31,\n"
    "G1,country,1,2021-01-01,2021-01-31,\n"
    "C1,country,100,2017-07-01,2022-12-31,\n"
)


@pytest.fixture
def trainings(desk: Desk) -> Trainings:
    with desk.office.parts.database.read() as cx:
        project = projects.get(SYSTEM, cx, desk.project_id)
    made = Trainings(desk.office, project=project)
    made.defines(SESSIONS, SHARE, PROTECTED)
    made.settles()
    made.sends("uuid:1")
    made.sends("uuid:2", commune="2024-01846", topics="gbv")
    made.sends("uuid:3", commune="2024-06688")
    return made


@pytest.fixture
def aimed(desk: Desk, trainings: Trainings) -> Desk:  # noqa: ARG001
    puts(desk, TARGETS)
    return desk


def puts(desk: Desk, rows: str) -> None:
    path = f"/v1{desk.home}/targets"
    assert raw(desk.office.admin, "PUT", path, (HEAD + rows).encode()).status_code == 200


def kept(desk: Desk) -> str:
    return str(desk.office.admin.get(f"/v1{desk.home}/targets").text).removeprefix(HEAD)


def page(desk: Desk, rest: str = "") -> str:
    return desk.opens(f"{desk.home}/targets{rest}")


def rows(desk: Desk) -> list[str]:
    """The lines of the table, without the words for phones."""
    body = desk.page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    told = [html.unescape(re.sub(r"<[^>]+>", " ", row)) for row in body.split("</tr>")]
    return [" ".join(row.split()) for row in told if row.strip()]


def edit_path(desk: Desk, row: int = 0) -> str:
    page(desk)
    found: list[str] = re.findall(rf'href="({desk.home}/targets/\d+)"', desk.page.text)
    return found[row]


def seen(desk: Desk) -> str:
    found = re.search(r'name="seen" value="(\w+)"', desk.page.text)
    assert found is not None
    return found[1]


def typed(**more: str) -> dict[str, str]:
    target = {"indicator": "C1", "unit": "Bac Kan", "period": "2021", "value": "8", "source": ""}
    return target | more


def test_each_target_is_shown_with_what_is_reached_of_it(aimed: Desk) -> None:
    page(aimed)
    assert rows(aimed) == [
        "C1 Số cuộc Cả nước Từ 01/07/2017 đến 31/12/2022 100 3 3% Sửa",
        "C1 Số cuộc Tỉnh Bắc Kạn Năm 2021 8 2 25% Kế hoạch tỉnh Sửa",
        "C1 Số cuộc Tỉnh Quảng Ninh Năm 2021 4 1 25% Sửa",
        "C7 Tỷ lệ Cả nước Quý III năm 2021 80% 66,67% 83,33% Sửa",
        "G1 Vụ việc Cả nước Tháng 1/2021 1 Sửa",
        "G1 Vụ việc Cả nước Năm 2021 3 – Sửa",
    ]


def test_the_page_is_found_from_the_reports(aimed: Desk) -> None:
    aimed.opens(f"{aimed.home}/indicators")
    assert f'href="{aimed.home}/targets"' in aimed.page.text


def test_the_targets_of_one_indicator_are_shown_by_themselves(aimed: Desk) -> None:
    page(aimed, "?indicator=C7")
    assert [row.partition(" ")[0] for row in rows(aimed)] == ["C7"]


def test_a_long_list_is_turned_over(aimed: Desk) -> None:
    ends = [date(2021, 1, 1) + timedelta(days=n) for n in range(105)]
    puts(aimed, "".join(f"C1,2024-06,1,2021-01-01,{end},\n" for end in ends))
    page(aimed, "?indicator=C1")
    assert len(rows(aimed)) == 100
    after = re.search(r'href="([^"]+)">Sau ›', aimed.page.text)
    assert after is not None
    aimed.opens(html.unescape(after[1]))
    assert rows(aimed)[0] == "C1 Số cuộc Tỉnh Bắc Kạn Từ 01/01/2021 đến 11/04/2021 1 0 0% Sửa"
    assert len(rows(aimed)) == 5
    assert "‹ Trước" in aimed.text


def test_a_target_is_added_as_it_is_said(aimed: Desk) -> None:
    page(aimed, "/new")
    said = aimed.sends(
        f"{aimed.home}/targets/new",
        **typed(
            indicator="C7", unit="xã bằng thành", period="2021-Q3", value="7,5%", source="KH 5"
        ),
    )
    assert "Đã thêm chỉ tiêu." in said
    assert kept(aimed) == TARGETS + "C7,2024-01858,0.075,2021-07-01,2021-09-30,KH 5\n"
    assert "C7 Tỷ lệ Xã Bằng Thành Quý III năm 2021 7,5% KH 5 Sửa" in rows(aimed)


def test_what_is_wrong_is_told_beside_its_field_in_both_languages(aimed: Desk) -> None:
    page(aimed, "/new")
    wrong = typed(indicator="", unit="Cao Sơn", period="mùa hè", value="55.000")
    said = aimed.sends(f"{aimed.home}/targets/new", **wrong)
    assert aimed.page.status_code == 400
    assert "Hãy chọn một chỉ số trong danh sách." in said
    assert "“mùa hè” không phải kỳ." in said
    assert "Không rõ “55.000” là hàng nghìn hay phần thập phân." in said
    assert 'value="mùa hè" aria-describedby="period-hint" aria-invalid="true"' in aimed.page.text
    aimed.sends("/language", language="en", next=f"{aimed.home}/targets/new")
    said = aimed.sends(f"{aimed.home}/targets/new", **(wrong | {"period": "2021"}))
    assert "“Cao Sơn” may be: 2024-" in said
    assert "“55.000” may be thousands or decimals." in said
    assert kept(aimed) == TARGETS


def test_a_target_that_is_there_is_offered_to_be_changed(aimed: Desk) -> None:
    page(aimed, "/new")
    said = aimed.sends(f"{aimed.home}/targets/new", **typed(value="9"))
    assert aimed.page.status_code == 409
    assert "Đã có chỉ tiêu của C1 cho đơn vị và kỳ này." in said
    link = re.search(r'href="([^"]+)">Sửa chỉ tiêu đã có', aimed.page.text)
    assert link is not None
    aimed.opens(link[1])
    assert 'value="Kế hoạch tỉnh"' in aimed.page.text


def test_a_target_is_changed_and_the_others_stay(aimed: Desk) -> None:
    path = edit_path(aimed, 1)
    aimed.opens(path)
    assert 'name="value" type="text" inputmode="decimal" maxlength="40" required value="8"' in (
        aimed.page.text
    )
    said = aimed.sends(path, seen=seen(aimed), **typed(value="9,5", source="Kế hoạch tỉnh"))
    assert "Đã sửa chỉ tiêu." in said
    assert kept(aimed) == TARGETS.replace("C1,2024-06,8,", "C1,2024-06,9.5,")


def test_what_somebody_else_changed_meanwhile_is_shown_and_not_lost(aimed: Desk) -> None:
    path = edit_path(aimed, 1)
    aimed.opens(path)
    before = seen(aimed)
    aimed.sends(path, seen=before, **typed(value="12"))
    aimed.opens(path)
    said = aimed.sends(path, seen=before, **typed(value="9"))
    assert aimed.page.status_code == 409
    assert "Trong lúc đó đã có người khác sửa chỉ tiêu này." in said
    assert 'required value="12"' in aimed.page.text
    assert "C1,2024-06,12,2021-01-01" in kept(aimed)
    aimed.sends(f"{path}/remove", seen=before)
    assert aimed.page.status_code == 409
    assert "C1,2024-06,12,2021-01-01" in kept(aimed)


def test_a_target_is_removed_and_put_back(aimed: Desk) -> None:
    puts(aimed, TARGETS.replace("0.8,", "0.8333333333333334,").replace(",\nG1", ",=Dòng “1”\nG1"))
    before = kept(aimed)
    path = edit_path(aimed, 3)
    aimed.opens(path)
    said = aimed.sends(f"{path}/remove", seen=seen(aimed))
    assert "Đã xóa chỉ tiêu của C7: 83,33333333333334%, kỳ 2021-Q3." in said
    assert "C7" not in kept(aimed)
    hidden = re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', aimed.page.text)
    fields = {name: html.unescape(value) for name, value in hidden if name != "next"}
    assert "Đã khôi phục chỉ tiêu." in aimed.sends(f"{aimed.home}/targets/new", **fields)
    assert sorted(kept(aimed).splitlines()) == sorted(before.splitlines())


def test_a_removed_target_is_not_there_to_be_removed_again(aimed: Desk) -> None:
    path = edit_path(aimed)
    aimed.opens(path)
    token = seen(aimed)
    aimed.sends(f"{path}/remove", seen=token)
    aimed.sends(f"{path}/remove", seen=token)
    assert aimed.page.status_code == 404


def test_the_list_comes_down_for_excel_and_goes_up_again(aimed: Desk) -> None:
    puts(aimed, "C1,country,5,2021-01-01,2021-12-31,=1+1\n")
    page(aimed)
    link = html.unescape(re.findall(r'href="(/v1/[^"]+)"', aimed.page.text)[0])
    file = aimed.office.admin.get(link).data
    assert file.decode("utf-8-sig") == f"{HEAD}C1,country,5,2021-01-01,2021-12-31,'=1+1\n"
    assert file.startswith(b"\xef\xbb\xbf")
    sent = file.replace(b",5,", b",6,")
    said = aimed.sends(f"{aimed.home}/targets/upload", table=(io.BytesIO(sent), "targets.csv"))
    assert "Đã nhận bảng chỉ tiêu." in said
    assert kept(aimed) == "C1,country,6,2021-01-01,2021-12-31,=1+1\n"


def test_a_list_with_faults_changes_nothing_and_tells_them(aimed: Desk) -> None:
    page(aimed)
    wrong = (HEAD + "C1,2024-99,nhiều,2021-01-01,2021-12-31,\n").encode()
    said = aimed.sends(f"{aimed.home}/targets/upload", table=(io.BytesIO(wrong), "t.csv"))
    assert aimed.page.status_code == 400
    assert "– 2 unit Không có đơn vị “2024-99”." in said
    assert "– 2 value “nhiều” không phải số." in said
    assert kept(aimed) == TARGETS
    assert "Bạn chưa chọn tệp nào." in aimed.sends(f"{aimed.home}/targets/upload")


def test_a_target_of_an_indicator_that_is_gone_is_shown_and_can_be_removed(
    aimed: Desk, trainings: Trainings
) -> None:
    trainings.defines(SESSIONS, PROTECTED)
    trainings.settles()
    page(aimed)
    assert rows(aimed)[-1] == ("C7 Không còn trong bảng chỉ số Cả nước Quý III năm 2021 0,8 Sửa")
    path = edit_path(aimed, -1)
    aimed.opens(path)
    aimed.sends(f"{path}/remove", seen=seen(aimed))
    assert "C7" not in kept(aimed)


def test_who_is_bound_to_a_province_sees_what_it_has_reached_alone(aimed: Desk) -> None:
    office, project = aimed.office, _project(aimed)
    hoa = office.person(f"hoa-{aimed.project_id}")
    office.gives("viewer", hoa.id, project, unit="2024-06")
    desk = Desk(office, aimed.project_id).signs_in(f"hoa-{aimed.project_id}@example.org")
    page(desk)
    assert rows(desk) == [
        "C1 Số cuộc Cả nước Từ 01/07/2017 đến 31/12/2022 100",
        "C1 Số cuộc Tỉnh Bắc Kạn Năm 2021 8 2 25% Kế hoạch tỉnh",
        "C1 Số cuộc Tỉnh Quảng Ninh Năm 2021 4",
        "C7 Tỷ lệ Cả nước Quý III năm 2021 80%",
        "G1 Vụ việc Cả nước Tháng 1/2021 1",
        "G1 Vụ việc Cả nước Năm 2021 3",
    ]
    assert "Thêm chỉ tiêu" not in desk.text


def test_who_only_fills_forms_sees_what_is_aimed_at_and_nothing_reached(aimed: Desk) -> None:
    aimed.office.person(f"mai-{aimed.project_id}", "formfill", _project(aimed))
    desk = Desk(aimed.office, aimed.project_id).signs_in(f"mai-{aimed.project_id}@example.org")
    page(desk)
    assert rows(desk)[1] == "C1 Số cuộc Tỉnh Bắc Kạn Năm 2021 8 Kế hoạch tỉnh"
    assert "Đã đạt" not in desk.text


def test_a_source_is_text_whatever_it_holds(aimed: Desk) -> None:
    page(aimed, "/new")
    aimed.sends(f"{aimed.home}/targets/new", **typed(period="2022", source="<script>x</script>"))
    page(aimed)
    assert "&lt;script&gt;" in aimed.page.text
    assert re.search(r"<script|<style|\sstyle=|\son\w+=", aimed.page.text) is None


def test_a_report_takes_a_unit_by_its_name(aimed: Desk) -> None:
    said = aimed.opens(f"{aimed.home}/indicators?period=2021&indicator=C1&unit=bac+kan")
    assert "C1 Số cuộc 2021 Tỉnh Bắc Kạn 2 2 8" in said
    said = aimed.opens(f"{aimed.home}/indicators?period=2021&indicator=C1&unit={quote('Đức Xuân')}")
    assert aimed.page.status_code == 400
    assert (
        "Giá trị Đức Xuân của unit không đúng: “Đức Xuân” có thể là: 2024-01204 Xã Đức Xuân" in said
    )


def _project(desk: Desk) -> projects.Project:
    with desk.office.parts.database.read() as cx:
        return projects.get(SYSTEM, cx, desk.project_id)
