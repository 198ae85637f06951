"""The register of models follows what is sent: for phones by arrival, for reports by day."""

from __future__ import annotations

import pytest

from tests.server.models import A, B, Models, filled, xform
from tests.server.office import Office
from tests.server.survey import raw

HEAD = ["name", "label", "__version", "kind", "title", "status", "last_visit"]
NEW = {"kind": "shelter", "title": "Nhà", "status": "active"}
SEEN = {**NEW, "status": "paused", "last_visit": "2021-06-15"}


def line(model: str, version: int, **properties: str) -> list[str]:
    wanted = ("kind", "title", "status", "last_visit")
    return [model, "Nhà A", str(version), *(properties.get(name, "") for name in wanted)]


@pytest.fixture
def models(office: Office) -> Models:
    return Models(office)


def test_what_is_registered_can_be_chosen(models: Models) -> None:
    assert models.on_phones() == [HEAD]
    models.registers("uuid:1", label="Nhà A")
    assert models.on_phones() == [HEAD, line(A, 1, **NEW)]


def test_a_follow_up_changes_what_it_answers_and_nothing_else(models: Models) -> None:
    models.registers("uuid:1", label="Nhà A")
    models.visits("uuid:2")
    models.visits("uuid:3", status="", day="2021-07-01", last_visit="")
    assert models.on_phones() == [HEAD, line(A, 3, **SEEN)]
    assert models.on("2021-02-28") == []
    assert models.on("2021-03-01") == models.on("2021-06-14") == [("Nhà A", NEW)]
    assert models.on("2021-06-15") == models.on("2030-01-01") == [("Nhà A", SEEN)]


def test_the_day_of_the_event_decides_not_that_of_the_upload(models: Models) -> None:
    models.registers("uuid:1", label="Nhà A")
    models.visits("uuid:2", day="2021-09-01", status="closed", last_visit="2021-09-01")
    models.visits("uuid:3")
    assert models.on("2021-08-31") == [("Nhà A", SEEN)]
    assert models.on("2021-09-01") == [
        ("Nhà A", {**NEW, "status": "closed", "last_visit": "2021-09-01"})
    ]


def test_a_follow_up_that_comes_before_the_registration_waits_for_it(models: Models) -> None:
    models.visits("uuid:2")
    assert models.on_phones() == [HEAD]
    assert models.on("2030-01-01") == []
    (told,) = models.office.admin.get(f"{models.path}/datasets").get_json()
    assert (told["name"], told["waiting"]) == ("models", 1)
    models.registers("uuid:1", label="Nhà A")
    assert models.on_phones() == [HEAD, line(A, 2, **SEEN)]
    assert models.on("2030-01-01") == [("Nhà A", SEEN)]
    (told,) = models.office.admin.get(f"{models.path}/datasets").get_json()
    assert told["waiting"] == 0


def test_what_no_longer_counts_is_taken_back_and_phones_hear_of_it(models: Models) -> None:
    models.registers("uuid:1", label="Nhà A")
    models.visits("uuid:2")
    models.reviews("visit", "uuid:2", "rejected")
    assert models.on_phones() == [HEAD, line(A, 3, **NEW)]
    assert models.on("2030-01-01") == [("Nhà A", NEW)]
    models.reviews("visit", "uuid:2", "approved")
    assert models.on_phones() == [HEAD, line(A, 4, **SEEN)]
    models.office.admin.delete(f"{models.path}/forms/register/submissions/uuid:1")
    assert models.on_phones() == [HEAD]
    assert models.on("2030-01-01") == []


def test_an_edit_takes_the_place_of_what_was_sent(models: Models) -> None:
    models.registers("uuid:1", label="Nhà A")
    models.registers("uuid:3", B, label="Nhà A", title="Khác")
    models.registers("uuid:2", label="Nhà A", kind="parents", day="2021-04-01", edits="uuid:1")
    assert models.on("2021-03-31") == [("Nhà A", {**NEW, "title": "Khác"})]
    assert models.on("2021-04-01") == [
        ("Nhà A", {**NEW, "kind": "parents"}),
        ("Nhà A", {**NEW, "title": "Khác"}),
    ]
    (_, changed, other) = sorted(models.on_phones(), key=lambda row: (row[0] != "name", row[0]))
    assert changed[:1] + changed[3:] == [A, "parents", "Nhà", "active", ""]
    assert int(changed[2]) > 1
    assert other == line(B, 1, **{**NEW, "title": "Khác"})


def test_deriving_all_again_gives_the_same(models: Models) -> None:
    models.visits("uuid:9", B)
    models.registers("uuid:1", label="Nhà A")
    models.visits("uuid:2")
    models.registers("uuid:3", label="Nhà A", day="2021-02-01", edits="uuid:1")
    models.reviews("visit", "uuid:2", "rejected")
    before = (models.on_phones(), models.on("2021-02-15"), models.history())
    models.rebuilds()
    assert (models.on_phones(), models.on("2021-02-15"), models.history()) == before


def test_its_history_tells_all_that_was_sent(models: Models) -> None:
    models.registers("uuid:1", label="Nhà A")
    models.visits("uuid:2")
    models.visits("uuid:3", day="2021-08-01")
    models.reviews("visit", "uuid:3", "rejected")
    assert models.history() == (
        "__id,number,label,kind,title,status,last_visit,effective_on,until,counts,listed,"
        "instance_id\n"
        f"{A},1,Nhà A,shelter,Nhà,active,,2021-03-01,2021-06-15,true,true,uuid:1\n"
        f"{A},2,Nhà A,shelter,Nhà,paused,2021-06-15,2021-06-15,,true,true,uuid:2\n"
        f"{A},,,,,,,2021-08-01,,false,false,uuid:3\n"
    )


def test_a_download_has_the_columns_of_central(models: Models) -> None:
    models.registers("uuid:1", label="Nhà A")
    answer = models.office.admin.get(f"{models.path}/datasets/models/entities.csv")
    head, told = answer.get_data(as_text=True).splitlines()
    assert head == (
        "__id,label,kind,title,status,last_visit,__createdAt,__creatorId,__creatorName,__updates,"
        "__updatedAt,__version"
    )
    assert told.startswith(f"{A},Nhà A,shelter,Nhà,active,,")
    assert told.endswith(",0,,1")
    again = models.office.admin.get(
        f"{models.path}/datasets/models/entities.csv", If_None_Match=answer.headers["ETag"]
    )
    assert again.status_code == 304
    assert models.office.admin.get(f"{models.path}/datasets/no/entities.csv").status_code == 404


def test_who_only_fills_forms_reads_no_list_but_in_them(models: Models) -> None:
    models.registers("uuid:1", label="Nhà A")
    phone = models.phone("visit")
    assert phone.get(f"{models.path}/datasets").status_code == 403
    assert phone.get(f"{models.path}/datasets/models/entities.csv").status_code == 403
    assert phone.get(f"{models.path}/datasets/models/versions.csv").status_code == 403
    assert phone.get(f"{models.path}/forms/visit/attachments/models.csv").status_code == 200
    assert phone.get(f"{models.path}/forms/register/attachments/models.csv").status_code == 403


def test_a_choice_that_the_servers_copy_does_not_have_is_no_fault(small_office: Office) -> None:
    models = Models(small_office)
    models.visits("uuid:early")
    models.registers("uuid:1")
    models.visits("uuid:at once")
    small_office.parts.lists.forget()  # a minute has passed
    models.visits("uuid:later")
    told = small_office.admin.get(f"{models.path}/forms/visit/submissions/findings").get_json()
    assert [(one["instanceId"], one["kind"], one["level"]) for one in told] == [
        ("uuid:at once", "not-comparable", "note"),
        ("uuid:early", "not-comparable", "note"),
    ]


def test_a_file_of_the_name_of_a_list_is_the_list(small_office: Office) -> None:
    models = Models(small_office)
    models.registers("uuid:1", label="Nhà A")
    visit = f"{models.path}/forms/visit"
    (told,) = small_office.admin.get(f"{visit}/attachments").get_json()
    assert (told["exists"], told["blobExists"], told["datasetExists"]) == (True, False, True)
    small_office.admin.post(f"{visit}/draft")
    old = b"name,label,__version\nx,y,1\n"
    put = raw(small_office.admin, "POST", f"{visit}/draft/attachments/models.csv", old, "text/csv")
    assert put.status_code == 200, put.text
    small_office.admin.post(f"{visit}/draft/publish?version=2")
    (told,) = small_office.admin.get(f"{visit}/attachments").get_json()
    assert (told["blobExists"], told["datasetExists"]) == (True, True)
    assert models.on_phones() == [HEAD, line(A, 1, **NEW)]


def test_a_draft_is_tried_with_the_list_it_will_make_and_adds_nothing(office: Office) -> None:
    models = Models(office, "visit")
    made = raw(office.admin, "POST", f"{models.path}/forms?ignoreWarnings=true", xform("register"))
    assert made.status_code == 200, made.text
    drafted = f"{models.path}/forms/register/draft"
    listed = office.admin.get(f"{drafted}/attachments/models.csv").get_data(as_text=True)
    assert listed == "name,label,__version,status,last_visit,kind,title\n"
    tried = filled("register", "uuid:1", A, {"create": "1"}, {"day": "2021-03-01"}, "Nhà A")
    sent = raw(office.admin, "POST", f"{drafted}/submissions", tried)
    assert sent.status_code == 200, sent.text
    assert models.on_phones() == [["name", "label", "__version", "status", "last_visit"]]
