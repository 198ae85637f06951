"""What was sent comes down again: CSV byte for byte, zip, workbook."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.server.office import Office, said
from tests.server.survey import ANSWERS, Survey, raw

HEADER = (
    "SubmissionDate,commune,visited,home-water,home-photo,place-Latitude,place-Longitude,"
    "place-Altitude,place-Accuracy,meta-instanceID,meta-instanceName,KEY,SubmitterID,"
    "SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,"
    "FormVersion\n"
)
CHILD = (
    "name,age,PARENT_KEY,KEY\n"
    "Lan,7,uuid:A,uuid:A/child[1]\n"
    "Nam,9,uuid:A,uuid:A/child[2]\n"
)  # fmt: skip
TOY = (
    "name,PARENT_KEY,KEY\n"
    "bóng,uuid:A/child[1],uuid:A/child[1]/toy[1]\n"
    "diều,uuid:A/child[1],uuid:A/child[1]/toy[2]\n"
    "xe,uuid:A/child[2],uuid:A/child[2]/toy[1]\n"
)


def survey_of(office: Office) -> Survey:
    return Survey(office, office.project("Thôn"))


def unzipped(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_csv_is_centrals_byte_for_byte(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    assert survey.csv(admin) == HEADER
    sent = survey.sends(admin).get_json()["createdAt"]
    admin.patch(survey.at("uuid:A"), {"reviewState": "approved"})
    later = survey.sends(admin, '<commune>"Xã", a</commune>', "uuid:B").get_json()["createdAt"]
    answer = admin.get(f"{survey.path}/submissions.csv")
    name = admin.get("/v1/users/current").get_json()["displayName"]
    assert answer.get_data(as_text=True) == (
        f"{HEADER}"
        f'{later},"""Xã"", a",,,,,,,,uuid:B,Thôn B,uuid:B,{admin.id},{name},0,0,,,tablet,0,1\n'
        f"{sent},2025-00001,2026-03-01,well rain,nhà.jpg,21.03,105.85,12,4.5,uuid:A,Thôn A,uuid:A,"
        f"{admin.id},{name},0,1,,approved,tablet,0,1\n"
    )
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"village.csv\"; filename*=UTF-8''village.csv"
    )
    tag = answer.headers["ETag"]
    path = f"{survey.path}/submissions.csv"
    assert admin.get(path, If_None_Match=tag).status_code == 304
    assert raw(admin, "POST", path, b'{"1": "secret"}', "application/json").data == answer.data
    log = admin.get("/v1/audits?action=form.submission.export").get_json()
    assert [(one["actorId"], one["details"]) for one in log] == [(admin.id, {})] * 3


def test_what_is_asked_besides_is_added(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    survey.sends(admin, "<commune>=1+1</commune><home><water>rain</water></home>", "uuid:B")

    def lines(query: str, separator: str = ",") -> list[list[str]]:
        """The columns from the commune to the photo, without them."""
        text = survey.csv(admin, query)
        header, *rows = csv.reader(io.StringIO(text), delimiter=separator)
        end = next(place for place, name in enumerate(header) if name.endswith("photo"))
        return [row[3:end] for row in (header, *rows)]

    assert lines("?splitSelectMultiples=True") == [
        ["home-water", "home-water/rain", "home-water/well"],
        ["rain", "1", "0"],
        ["well rain", "1", "1"],
    ]
    assert lines("?selectMultiple=choices&labels=vi") == [
        ["home-water", "home-water/well", "home-water/rain"],
        ["Nước mưa", "0", "1"],
        ["Giếng; Nước mưa", "1", "1"],
    ]
    assert lines("?labels=en&groupPaths=false&separator=semicolon", ";") == [
        ["water"],
        ["Rain"],
        ["Well; Rain"],
    ]
    assert survey.column(admin, "commune") == ["=1+1", "2025-00001"]
    assert survey.column(admin, "commune", "?safe=true") == ["'=1+1", "2025-00001"]
    assert survey.csv(admin, "?bom=true").startswith("\ufeffSubmissionDate")


def test_a_value_that_is_none_is_refused(small_office: Office) -> None:
    survey = survey_of(small_office)
    for query in (
        "bom=perhaps",
        "selectMultiple=all",
        "separator=tab",
        "reviewState=fine",
        "parentFields=/no/such",
        "media=flat",
    ):
        answer = small_office.admin.get(f"{survey.path}/submissions.csv?{query}")
        assert said(answer) == (400, 400.8), query


def test_rows_are_chosen_by_review_state_and_filter(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    for letter, state in (("A", "approved"), ("B", None), ("C", "rejected"), ("D", "hasIssues")):
        survey.sends(admin, instance_id=f"uuid:{letter}")
        if state:
            admin.patch(survey.at(f"uuid:{letter}"), {"reviewState": state})
    admin.delete(survey.at("uuid:D"))
    assert survey.column(admin, "KEY", "?reviewState=approved,received") == ["uuid:B", "uuid:A"]
    chosen = "?%24filter=__system%2FreviewState+ne+%27rejected%27"
    assert survey.column(admin, "KEY", chosen) == ["uuid:B", "uuid:A"]
    deleted = "?%24filter=__system%2FdeletedAt+ne+null"
    assert survey.column(admin, "KEY", deleted) == ["uuid:D"]


def test_a_zip_holds_every_table_and_the_files_that_the_xml_names(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    survey.sends(admin, "<home><photo>nhà.jpg</photo></home>", "uuid:B")
    for letter in "AB":
        attachments = survey.at(f"uuid:{letter}", "/attachments/nhà.jpg")
        assert raw(
            admin, "POST", attachments, f"ảnh {letter}".encode(), "image/jpeg"
        ).get_json() == {"success": True}
    answer = admin.get(f"{survey.path}/submissions.csv.zip")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="village.zip"')
    assert unzipped(answer.data) == {
        "village.csv": survey.csv(admin),
        "village-child.csv": CHILD,
        "village-toy.csv": TOY,
        "media/nhà.jpg": "ảnh B",
        "media/nhà (2).jpg": "ảnh A",
    }
    tables = raw(
        admin, "POST", f"{survey.path}/submissions.csv.zip?attachments=false", b"", "text/plain"
    )
    assert set(unzipped(tables.data)) == {"village.csv", "village-child.csv", "village-toy.csv"}
    apart = admin.get(f"{survey.path}/submissions.csv.zip?media=byInstance")
    assert {name for name in unzipped(apart.data) if name.startswith("media/")} == {
        "media/uuidA/nhà.jpg",
        "media/uuidB/nhà.jpg",
    }


def test_tables_of_repeats_may_bring_what_is_above_them(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    survey.sends(admin, "<commune>x</commune><child><name>An</name></child>", "uuid:B")
    query = "attachments=false&parentFields=/commune,/child/name,ReviewState"
    answer = admin.get(f"{survey.path}/submissions.csv.zip?{query}")
    tables = unzipped(answer.data)
    assert tables["village-child.csv"] == (
        "name,age,PARENT_KEY,KEY,ReviewState,data-commune\n"
        "An,,uuid:B,uuid:B/child[1],,x\n"
        "Lan,7,uuid:A,uuid:A/child[1],,2025-00001\n"
        "Nam,9,uuid:A,uuid:A/child[2],,2025-00001\n"
    )
    assert tables["village-toy.csv"] == (
        "name,PARENT_KEY,KEY,ReviewState,data-commune,data-child-name\n"
        "bóng,uuid:A/child[1],uuid:A/child[1]/toy[1],,2025-00001,Lan\n"
        "diều,uuid:A/child[1],uuid:A/child[1]/toy[2],,2025-00001,Lan\n"
        "xe,uuid:A/child[2],uuid:A/child[2]/toy[1],,2025-00001,Nam\n"
    )


def test_logs_of_phones_are_joined_in_the_zip(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.publishes("2", "<extra/>", meta="<audit/>")
    log = "event,node,start,end\nform start,,1,2\n"
    xml = filled_with_log("uuid:A")
    assert raw(admin, "POST", f"{survey.path}/submissions", xml).status_code == 200
    raw(admin, "POST", survey.at("uuid:A", "/attachments/audit.csv"), log.encode(), "text/csv")
    tables = unzipped(admin.get(f"{survey.path}/submissions.csv.zip").data)
    assert "media/audit.csv" not in tables
    assert tables["village - audit.csv"] == (
        "instance ID,event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,"
        "change-reason\nuuid:A,form start,,1,2,,,,,,,\n"
    )


def filled_with_log(instance_id: str) -> bytes:
    return (
        f'<data id="village" version="2"><meta><instanceID>{instance_id}</instanceID>'
        "<audit>audit.csv</audit></meta></data>"
    ).encode()


def test_rows_of_every_version_stand_in_the_columns_of_the_newest(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    survey.publishes("2", "<extra/><member><name/></member>")
    survey.sends(admin, "<extra>mới</extra><member/>", "uuid:B", version="2")
    survey.sends(admin, ANSWERS, "uuid:C", version="2")
    assert survey.column(admin, "extra") == ["", "mới", ""]
    assert survey.column(admin, "commune") == ["2025-00001", "", "2025-00001"]
    assert survey.column(admin, "FormVersion") == ["2", "2", "1"]
    survey.publishes("3")
    assert "extra" not in survey.csv(admin).splitlines()[0]
    assert survey.column(admin, "extra", "?deletedFields=true") == ["", "mới", ""]
    zipped = admin.get(f"{survey.path}/submissions.csv.zip?attachments=false")
    assert unzipped(zipped.data)["village-child.csv"] == (
        CHILD.replace("uuid:A", "uuid:C") + CHILD.partition("\n")[2]
    )


def test_a_submission_that_could_not_be_laid_out_is_not_missing(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    survey.loses_what_was_derived()
    assert survey.column(admin, "KEY") == ["uuid:A"]
    assert survey.column(admin, "commune") == [""]
    (row,) = admin.get(f"{survey.path}.svc/Submissions?%24expand=*").get_json()["value"]
    assert (row["__id"], row["commune"], row["child"]) == ("uuid:A", None, [])


def test_a_workbook_has_a_sheet_for_each_table(office: Office, tmp_path: Path) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    answer = admin.get(f"{survey.path}/submissions.xlsx?labels=vi")
    (tmp_path / "village.xlsx").write_bytes(answer.data)
    book = openpyxl.load_workbook(tmp_path / "village.xlsx")
    assert book.sheetnames == ["village", "child", "toy"]
    assert [list(row) for row in book["child"].values] == [
        ["name", "age", "PARENT_KEY", "KEY"],
        ["Lan", 7, "uuid:A", "uuid:A/child[1]"],
        ["Nam", 9, "uuid:A", "uuid:A/child[2]"],
    ]
    assert book["village"]["D2"].value == "Giếng; Nước mưa"
    assert book["village"]["C2"].value.isoformat() == "2026-03-01T00:00:00"
    assert list(office.parts.blobs.temporary.iterdir()) == []
    book.close()


def test_a_fault_on_the_way_breaks_the_download(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    for letter in "AB":
        survey.sends(admin, instance_id=f"uuid:{letter}")
        photo = survey.at(f"uuid:{letter}", "/attachments/nhà.jpg")
        raw(admin, "POST", photo, os.urandom(200_000), "image/jpeg")
    (stored,) = admin.get(survey.at("uuid:A", "/files")).get_json()
    office.parts.blobs.path(stored["sha256"]).unlink()
    with pytest.raises(FileNotFoundError):
        admin.get(f"{survey.path}/submissions.csv.zip").get_data()
    assert said(admin.get(survey.at("uuid:A", "/attachments/nhà.jpg"))) == (500, 500.1)
