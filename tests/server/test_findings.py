"""What the check has found is listed, chosen, counted and put into tables, within one's rights."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest

from tests.kit import family
from tests.server.family import WRONG, Families
from tests.server.office import Office, said
from tests.server.survey import raw

ALL_OF_B = [
    ("B", "/data/name", "required"),
    ("B", "/data/age", "constraint"),
    ("B", "/data/twice", "calculate"),
    ("B", "/data/code", "constraint"),
    ("B", "/data/sex", "choice"),
    ("B", "/data/child[2]/age", "constraint"),
]


@pytest.fixture
def families(office: Office) -> Families:
    return Families(office)


def test_what_does_not_hold_is_listed_with_the_forms_own_words(families: Families) -> None:
    assert families.sends("uuid:A").status_code == 200
    families.sends("uuid:B", age=130, twice=261)
    first, second = families.asks("/findings")
    received = first.pop("receivedAt")
    assert received.endswith("Z")
    assert first == {
        "instanceId": "uuid:B",
        "versionInstanceId": "uuid:B",
        "path": "/data/age",
        "question": "/age",
        "kind": "constraint",
        "level": "fault",
        "message": "Tuổi phải nhỏ hơn 120.",
        "submitted": "130",
        "expected": None,
        "expression": ". < 120",
    }
    assert (second["path"], second["submitted"], second["expected"], second["expression"]) == (
        "/data/twice",
        "261",
        "260",
        "/data/age * 2",
    )


def test_words_are_in_the_language_of_whoever_sent_it(families: Families) -> None:
    families.phone("vi").hears(family.filled("uuid:A", age=130))
    families.phone("en").hears(family.filled("uuid:B", age=130))
    assert [one["message"] for one in families.asks("/findings")] == [
        "The age must be below 120.",
        "Tuổi phải nhỏ hơn 120.",
    ]


def test_findings_are_chosen_by_kind_level_place_and_submission(families: Families) -> None:
    for letter, answers in (("A", {"age": 130}), ("B", WRONG), ("C", {})):
        families.sends(f"uuid:{letter}", **answers)
    of_a = [("A", "/data/age", "constraint")]
    assert families.finds() == ALL_OF_B + of_a
    assert families.finds("?kind=choice") == [("B", "/data/sex", "choice")]
    assert families.finds("?level=note") == [("B", "/data/code", "constraint")]
    assert families.finds("?kind=constraint&level=fault") == [
        ("B", "/data/age", "constraint"),
        ("B", "/data/child[2]/age", "constraint"),
        *of_a,
    ]
    assert families.finds("?path=/age") == [("B", "/data/age", "constraint"), *of_a]
    assert families.finds("?path=/data/age") == [("B", "/data/age", "constraint"), *of_a]
    of_the_child = [("B", "/data/child[2]/age", "constraint")]
    assert families.finds("?path=/child/age") == of_the_child
    assert families.finds("?path=/data/child%5B2%5D/age") == of_the_child
    assert families.finds("?path=/data/child%5B1%5D/age") == []
    assert families.finds("?instanceId=uuid:A") == of_a
    assert families.finds("?limit=2&offset=1") == ALL_OF_B[1:3]
    assert families.finds("?offset=7") == []


@pytest.mark.parametrize(
    "query, code",
    [
        ("kind=wrong", 400.8),
        ("level=error", 400.8),
        ("path=%00", 400.11),
        ("path=" + "x" * 3000, 400.11),
        ("instanceId=%0a", 400.11),
        ("limit=-1", 400.11),
    ],
)
def test_what_cannot_be_asked_is_refused(small_office: Office, query: str, code: float) -> None:
    families = Families(small_office)
    answer = small_office.admin.get(f"{families.path}/submissions/findings?{query}")
    assert said(answer) == (400, code)


def test_an_edit_leaves_what_was_found_before_behind(families: Families) -> None:
    families.sends("uuid:A", age=130)
    assert families.sends("uuid:E", edits="uuid:A", sex="x").status_code == 200
    edited = [("A", "/data/sex", "choice")]
    assert families.finds() == edited
    assert families.finds("?instanceId=uuid:A") == edited
    (found,) = families.asks("/uuid:A/findings")
    assert (found["instanceId"], found["versionInstanceId"]) == ("uuid:A", "uuid:E")


def test_one_submission_tells_what_was_found_in_it(families: Families) -> None:
    families.sends("uuid:A", age=130)
    families.sends("uuid:B", **WRONG)
    assert [one["path"] for one in families.asks("/uuid:A/findings")] == ["/data/age"]
    shown = families.asks("/uuid:B", X_Extended_Metadata="true")
    assert (shown["checked"], shown["faults"], shown["notes"]) == ("done", 5, 1)
    assert "checked" not in families.asks("/uuid:B")
    missing = families.office.admin.get(f"{families.path}/submissions/uuid:C/findings")
    assert said(missing) == (404, 404.1)


def test_what_is_deleted_is_neither_listed_nor_counted(families: Families) -> None:
    families.sends("uuid:A", age=130)
    families.office.admin.delete(f"{families.path}/submissions/uuid:A")
    counts = families.asks("/findings/counts")
    assert (families.finds(), counts["findings"]) == ([], [])
    assert set(counts["submissions"].values()) == {0}
    families.office.admin.post(f"{families.path}/submissions/uuid:A/restore")
    assert families.finds() == [("A", "/data/age", "constraint")]


def counted(question: str, label: str | None, kind: str, *numbers: int) -> dict[str, Any]:
    findings, submissions = numbers
    return {
        "question": question,
        "label": label,
        "kind": kind,
        "level": "fault",
        "findings": findings,
        "submissions": submissions,
    }


def test_findings_are_counted_by_question_with_its_label(families: Families) -> None:
    families.sends("uuid:A")
    families.sends("uuid:B", age=130)
    families.sends("uuid:C", age=130, children=(140, 150))
    families.sends("uuid:D", code="ab")
    families.phone().hears(family.filled("uuid:E", version="0"))
    assert families.asks("/findings/counts", Accept_Language="vi") == {
        "submissions": {"fault": 3, "none": 1, "note": 1, "pending": 0, "unchecked": 1},
        "findings": [
            counted("/age", "Tuổi của …", "constraint", 2, 2),
            counted("/child/age", "Tuổi của con?", "constraint", 2, 1),
            counted("", None, "unknown", 1, 1),
            counted("/code", "code", "constraint", 1, 1) | {"level": "note"},
        ],
        "recheck": None,
    }
    labels = [one["label"] for one in families.asks("/findings/counts?kind=constraint")["findings"]]
    assert labels == ["Age of …", "Age of the child?", "code"]


def test_a_form_tells_how_many_need_a_look_and_how_many_were_not_checked(
    families: Families,
) -> None:
    families.sends("uuid:A")
    families.sends("uuid:B", **WRONG)
    families.phone().hears(encrypted("uuid:C"))
    form = families.office.admin.get(families.path, X_Extended_Metadata="true").get_json()
    assert (form["submissions"], form["submissionsWithFaults"], form["submissionsUnchecked"]) == (
        3,
        1,
        1,
    )
    plain = families.office.admin.get(families.path).get_json()
    assert not any(key.startswith("submissions") for key in plain)


def encrypted(instance_id: str) -> bytes:
    return (
        f'<data id="{family.FORM_ID}" version="1" encrypted="yes">'
        "<base64EncryptedKey>x</base64EncryptedKey>"
        f"<meta><instanceID>{instance_id}</instanceID></meta>"
        "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
    ).encode()


def send_each(families: Families) -> None:
    """A holds, B has faults and a note, C a note, D is encrypted, E of an unknown version."""
    families.sends("uuid:A")
    families.sends("uuid:B", **WRONG)
    families.sends("uuid:C", code="ab")
    phone = families.phone()
    phone.hears(encrypted("uuid:D"))
    phone.hears(family.filled("uuid:E", version="0", age=130))


def test_submissions_are_chosen_by_what_the_check_has_said(families: Families) -> None:
    send_each(families)
    assert families.keys("?findings=fault") == ["E", "B"]
    assert families.keys("?findings=note") == ["C", "B"]
    assert families.keys("?findings=none") == ["A"]
    assert families.keys("?findings=unchecked") == ["E", "D"]
    assert families.keys("?findings=pending") == []
    assert families.keys("?findings=none,note&limit=2") == ["C", "B"]
    admin = families.office.admin
    for tail in ("", ".csv", ".csv.zip", ".xlsx"):
        wrong = admin.get(f"{families.path}/submissions{tail}?findings=bad")
        assert said(wrong) == (400, 400.8)


def table(families: Families, query: str) -> list[dict[str, str]]:
    answer = families.office.admin.get(f"{families.path}/submissions.csv{query}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_tables_hold_what_was_found_where_it_is_asked_for(families: Families) -> None:
    send_each(families)
    plain, rows = table(families, ""), table(families, "?findingColumns=true")
    assert list(rows[0]) == [*plain[0], "Faults", "Notes", "Findings"]
    written = {row["KEY"][-1]: [row[name] for name in list(row)[-3:]] for row in rows}
    assert written == {
        "E": ["1", "0", "/data/@version unknown"],
        "D": ["", "", ""],
        "C": ["0", "1", "/data/code constraint"],
        "B": ["5", "1", "; ".join(f"{path} {kind}" for _, path, kind in ALL_OF_B)],
        "A": ["0", "0", ""],
    }
    assert [row["KEY"] for row in table(families, "?findings=none")] == ["uuid:A"]
    answer = families.office.admin.get(f"{families.path}/submissions.xlsx?findingColumns=true")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert [row[-3:] for row in book["family"].values][:3] == [
        ("Faults", "Notes", "Findings"),
        (1, 0, "/data/@version unknown"),
        (None, None, None),
    ]
    assert next(iter(book["child"].values))[-1] == "KEY"
    book.close()


def test_a_cell_names_twenty_places_and_no_more(families: Families) -> None:
    families.sends("uuid:A", children=(140,) * 25)
    (row,) = table(families, "?findingColumns=true")
    places = row["Findings"].split("; ")
    assert (row["Faults"], len(places), places[-1]) == ("25", 21, "…")


def test_a_reader_of_one_unit_is_told_of_its_own(families: Families) -> None:
    office = families.office
    families.phone(unit="2025-00001").hears(family.filled("uuid:A", age=130))
    families.phone(unit="2025-00002").hears(family.filled("uuid:B", age=131))
    families.phone(unit="2025-00002").hears(encrypted("uuid:C"))
    viewer = office.person("huyen")
    office.gives("viewer", viewer.id, families.project, unit="2025-00001")
    of_a = [("A", "/data/age", "constraint")]
    assert families.finds(who=viewer) == of_a
    assert families.finds("?instanceId=uuid:B", who=viewer) == []
    counts = families.asks("/findings/counts", viewer)
    assert [(one["findings"], one["submissions"]) for one in counts["findings"]] == [(1, 1)]
    assert counts["submissions"] == {
        "fault": 1,
        "none": 0,
        "note": 0,
        "pending": 0,
        "unchecked": 0,
    }
    form = viewer.get(families.path, X_Extended_Metadata="true").get_json()
    assert (form["submissionsWithFaults"], form["submissionsUnchecked"]) == (1, 0)
    listed = families.asks("?findings=fault", viewer)
    assert [one["instanceId"] for one in listed] == ["uuid:A"]
    assert said(viewer.get(f"{families.path}/submissions/uuid:B/findings")) == (404, 404.1)
    rows = viewer.get(f"{families.path}/submissions.csv?findingColumns=true").text
    assert (rows.count("uuid:A"), rows.count("uuid:B")) == (2, 0)


def test_tests_of_a_draft_are_checked_by_the_draft_and_stay_apart(families: Families) -> None:
    families.drafts("2", age_max=18)
    assert families.tries("uuid:A", version="2", age=20).status_code == 200
    draft = families.office.admin.get(f"{families.path}/draft/submissions/findings").get_json()
    assert [(one["path"], one["expression"]) for one in draft] == [("/data/age", ". < 18")]
    assert families.finds() == []


def test_a_drafts_look_ups_are_those_of_its_files_now(families: Families) -> None:
    families.drafts("2", family.COMMUNES, communes=True)

    def tried(letter: str, commune: str) -> list[str]:
        families.tries(f"uuid:{letter}", version="2", commune=commune)
        path = f"{families.path}/draft/submissions/uuid:{letter}/findings"
        return [one["kind"] for one in families.office.admin.get(path).get_json()]

    assert (tried("A", "00001"), tried("B", "00007")) == ([], ["choice"])
    families.gives(family.COMMUNES.replace(b"00001", b"00007"))
    assert (tried("C", "00001"), tried("D", "00007")) == (["choice"], [])
    path = f"{families.path}/draft/attachments/communes.csv"
    assert raw(families.office.admin, "DELETE", path, b"").status_code == 200
    assert tried("E", "00001") == ["not-comparable"]


def test_a_file_that_is_too_large_is_not_looked_into(
    families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.ingest.form_logic.FILES_BYTES_MAX", len(family.COMMUNES) - 1)
    families.publishes("2", family.COMMUNES, communes=True)
    families.sends(version="2", commune="00007")
    assert families.finds() == [("A", "/data/commune", "not-comparable")]


def test_an_answer_as_long_as_a_book_is_cut_in_the_list(families: Families) -> None:
    families.sends(sex="x" * 100_000)
    (found,) = families.asks("/findings")
    assert (len(found["submitted"]), found["submitted"][-2:]) == (2000, "x…")
