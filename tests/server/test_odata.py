"""Excel, Power BI and pyodk read the tables of a form as OData."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from werkzeug.test import TestResponse

from server.errors import Problem
from server.store.odata_filter import condition_of, names_deleted
from tests.server.office import PUBLIC_URL, Asker, Office, said
from tests.server.survey import Survey

POWER_QUERY = {
    "User_Agent": "Microsoft.Data.Mashup",
    "OData_MaxVersion": "4.0",
    "MaxDataServiceVersion": "3.0",
    "Accept": (
        "application/json;odata.metadata=minimal;q=1.0,application/json;odata.streaming=true;q=0.9,"
        "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,"
        "text/plain;q=0.7"
    ),
}


def survey_of(office: Office) -> Survey:
    return Survey(office, office.project("Thôn"))


def asks(who: Asker, survey: Survey, table: str, **options: str) -> TestResponse:
    """Ask as pyodk does: options form-encoded, ``$`` as %24."""
    query = urlencode({f"${name}": value for name, value in options.items()})
    return who.get(f"{survey.path}.svc/{table}{'?' if query else ''}{query}")


def ids(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["__id"] for row in answer.get_json()["value"]]


def walk(who: Asker, first: TestResponse) -> list[list[Any]]:
    """Follow the next links to the end; the rows of each page."""
    pages, answer = [], first
    while True:
        assert answer.status_code == 200, answer.text
        pages.append(answer.get_json()["value"])
        link = answer.get_json().get("@odata.nextLink")
        if link is None:
            return pages
        assert link.startswith(f"{PUBLIC_URL}/v1/")
        assert len(pages) < 20
        parts = urlsplit(link)
        answer = who.get(f"{parts.path}?{parts.query}")


def test_power_query_finds_its_way_from_the_service_to_the_rows(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    sent = survey.sends(admin).get_json()["createdAt"]
    root = f"{PUBLIC_URL}{survey.path}.svc"
    service = admin.get(f"{survey.path}.svc", **POWER_QUERY)
    assert service.get_json() == {
        "@odata.context": f"{root}/$metadata",
        "value": [
            {"name": name, "kind": "EntitySet", "url": name}
            for name in ("Submissions", "Submissions.child", "Submissions.child.toy")
        ],
    }
    assert service.headers.getlist("OData-Version") == ["4.0"]
    assert service.content_type == "application/json; odata.metadata=minimal"
    metadata = admin.get(f"{survey.path}.svc/$metadata", **POWER_QUERY)
    assert metadata.content_type == "application/xml; charset=utf-8"
    assert metadata.headers.getlist("OData-Version") == ["4.0"]
    table = admin.get(f"{survey.path}.svc/Submissions", **POWER_QUERY)
    assert table.headers.getlist("OData-Version") == ["4.0"]
    assert table.get_json() == {
        "value": [
            {
                "__id": "uuid:A",
                "__system": {
                    "submissionDate": sent,
                    "updatedAt": None,
                    "deletedAt": None,
                    "submitterId": str(admin.id),
                    "submitterName": admin.get("/v1/users/current").get_json()["displayName"],
                    "attachmentsPresent": 0,
                    "attachmentsExpected": 1,
                    "status": None,
                    "reviewState": None,
                    "deviceId": "tablet",
                    "edits": 0,
                    "formVersion": "1",
                },
                "commune": "2025-00001",
                "visited": "2026-03-01",
                "home": {"water": "well rain", "photo": "nhà.jpg"},
                "place": {
                    "type": "Point",
                    "coordinates": [105.85, 21.03, 12],
                    "properties": {"accuracy": 4.5},
                },
                "child@odata.navigationLink": "Submissions('uuid%3AA')/child",
                "meta": {"instanceID": "uuid:A", "instanceName": "Thôn A"},
            }
        ],
        "@odata.context": f"{root}/$metadata#Submissions",
    }
    tag = table.headers["ETag"]
    assert admin.get(f"{survey.path}.svc/Submissions", If_None_Match=tag).status_code == 304


def test_navigation_links_lead_to_the_rows_below(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    survey.sends(admin, "<child><name>An</name></child>", "uuid:B")
    (one,) = asks(admin, survey, "Submissions('uuid%3AA')").get_json()["value"]
    children = asks(admin, survey, one["child@odata.navigationLink"]).get_json()["value"]
    assert [child["name"] for child in children] == ["Lan", "Nam"]
    toys = asks(admin, survey, children[1]["toy@odata.navigationLink"]).get_json()
    assert [(toy["name"], toy["__Submissions-child-id"]) for toy in toys["value"]] == [
        ("xe", children[1]["__id"])
    ]
    key = children[0]["__id"]
    lan = asks(admin, survey, f"Submissions('uuid%3AA')/child('{key}')").get_json()["value"]
    assert [child["name"] for child in lan] == ["Lan"]
    everywhere = asks(admin, survey, "Submissions.child").get_json()["value"]
    assert [(row["name"], row["__Submissions-id"]) for row in everywhere] == [
        ("An", "uuid:B"),
        ("Lan", "uuid:A"),
        ("Nam", "uuid:A"),
    ]
    for nowhere in ("Submissions('uuid%3AZ')", "Submissions.cat", "Submissions('uuid%3AA')/cat"):
        assert said(asks(admin, survey, nowhere)) == (404, 404.1)


def test_pages_follow_one_another_to_the_end(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    for letter in "ABCDE":
        survey.sends(admin, instance_id=f"uuid:{letter}")
    first = asks(admin, survey, "Submissions", top="2", count="True")
    assert first.get_json()["@odata.count"] == 5
    assert [[row["__id"] for row in page] for page in walk(admin, first)] == [
        ["uuid:E", "uuid:D"],
        ["uuid:C", "uuid:B"],
        ["uuid:A"],
    ]
    ordered = asks(admin, survey, "Submissions", top="3", orderby="__system/submissionDate asc")
    assert [[row["__id"] for row in page] for page in walk(admin, ordered)] == [
        ["uuid:A", "uuid:B", "uuid:C"],
        ["uuid:D", "uuid:E"],
    ]
    toys = asks(admin, survey, "Submissions.child.toy", top="2", count="true")
    assert toys.get_json()["@odata.count"] == 15
    pages = [[row["name"] for row in page] for page in walk(admin, toys)]
    assert pages[:4] == [["bóng", "diều"], ["xe", "bóng"], ["diều", "xe"], ["bóng", "diều"]]
    assert sum(map(len, pages)) == 15
    assert asks(admin, survey, "Submissions", top="0", count="true").get_json()["value"] == []
    assert ids(asks(admin, survey, "Submissions", top="1", skip="4")) == ["uuid:A"]
    whole = asks(admin, survey, "Submissions", top="2", expand="*")
    assert [[len(row["child"]) for row in page] for page in walk(admin, whole)] == [
        [2, 2],
        [2, 2],
        [2],
    ]


def test_expanded_submissions_hold_all_that_hangs_from_them(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    survey.sends(admin, "<commune>x</commune>", "uuid:B")
    rows = asks(admin, survey, "Submissions", expand="*").get_json()["value"]
    assert [row["__id"] for row in rows] == ["uuid:B", "uuid:A"]
    assert rows[0]["child"] == []
    assert [
        (child["name"], child["age"], [toy["name"] for toy in child["toy"]])
        for child in rows[1]["child"]
    ] == [("Lan", 7, ["bóng", "diều"]), ("Nam", 9, ["xe"])]
    (lan, nam) = asks(admin, survey, "Submissions.child", expand="*").get_json()["value"]
    assert [toy["name"] for toy in lan["toy"] + nam["toy"]] == ["bóng", "diều", "xe"]


def test_a_client_may_choose_what_it_sees(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin)
    chosen = asks(admin, survey, "Submissions", select="__id,home/water,__system/edits")
    assert chosen.get_json()["value"] == [
        {"__id": "uuid:A", "__system": {"edits": 0}, "home": {"water": "well rain"}}
    ]
    place = asks(admin, survey, "Submissions", wkt="true", select="place").get_json()["value"]
    assert place == [{"place": "POINT (105.85 21.03 12)"}]


def test_a_filter_chooses_by_the_system_fields(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    for letter in "ABC":
        survey.sends(admin, instance_id=f"uuid:{letter}")
    admin.patch(survey.at("uuid:A"), {"reviewState": "rejected"})
    admin.patch(survey.at("uuid:B"), {"reviewState": "approved"})
    admin.delete(survey.at("uuid:C"))
    sent = admin.get(survey.at("uuid:A")).get_json()["createdAt"]

    def chosen(text: str) -> list[str]:
        return ids(asks(admin, survey, "Submissions", filter=text))

    assert chosen("__system/reviewState ne 'rejected'") == ["uuid:B"]
    assert chosen("__system/deletedAt ne null or __id eq 'uuid:A'") == ["uuid:C", "uuid:A"]
    assert chosen(f"__system/submissionDate le {sent}") == ["uuid:A"]
    assert chosen("__system/submissionDate gt 2020-01-01") == ["uuid:B", "uuid:A"]
    assert chosen("__system/submissionDate gt now()") == []
    assert chosen("year(__system/submissionDate) lt 2020") == []
    assert chosen("hour(__system/submissionDate) ge 0 and year(now()) gt 2020") == [
        "uuid:B",
        "uuid:A",
    ]
    assert chosen(f"not (__system/submitterId eq {admin.id + 1})") == ["uuid:B", "uuid:A"]
    assert chosen(f"__system/submitterId eq '{admin.id}' and __system/updatedAt ne null") == [
        "uuid:B",
        "uuid:A",
    ]
    repeats = asks(
        admin,
        survey,
        "Submissions.child",
        count="true",
        filter="$root/Submissions/__system/reviewState eq 'approved'",
    )
    assert [row["__Submissions-id"] for row in repeats.get_json()["value"]] == ["uuid:B", "uuid:B"]
    assert repeats.get_json()["@odata.count"] == 2
    assert said(asks(admin, survey, "Submissions.child", filter="__id eq 'x'")) == (501, 501.5)


@pytest.mark.parametrize(
    "text, code",
    [
        ("__system/reviewState", "501.4"),
        ("__system/reviewState eq", "400.18"),
        ("", "400.18"),
        ("(", "400.18"),
        ("commune eq 'x'", "501.5"),
        ("$root/Submissions/__id eq 'x'", "501.5"),
        ("__system/edits gt 1", "501.5"),
        ("contains(__id, 'x')", "501.4"),
        ("nothing(__id)", "400.18"),
        ("__id in ('a', 'b')", "501.4"),
        ("__system/submissionDate gt 'yesterday'", "400.18"),
        ("__system/submissionDate gt 2020-02-31", "400.18"),
        ("__system/submissionDate gt 9999-12-31T23:59:59-14:00", "400.18"),
        ("__system/submitterId eq 'Lan'", "400.18"),
        ("__system/submitterId eq 99999999999999999999", "400.18"),
        ("__id eq 5", "400.18"),
        ("year(__id) eq 5", "400.18"),
        (" or ".join(["__id eq 'x'"] * 300), "400.18"),
        ("not " * 500 + "(__id eq 'x')", "400.18"),
    ],
)
def test_a_filter_that_is_none_is_named(text: str, code: str) -> None:
    with pytest.raises(Problem) as problem:
        condition_of(text, "sqlite")
    assert problem.value.code == code


def test_a_filter_speaks_of_deleted_rows_only_outside_of_its_texts() -> None:
    assert names_deleted("__system/deletedAt ne null")
    assert not names_deleted("__id eq '__system/deletedAt'")


def test_what_is_not_there_is_refused_with_centrals_codes(office: Office) -> None:
    survey, admin = survey_of(office), office.admin

    def refused(**options: str) -> tuple[int, float | None]:
        return said(asks(admin, survey, "Submissions", **options))

    assert refused(search="x") == (501, 501.1)
    assert refused(expand="child") == (501, 501.6)
    assert refused(expand="*", select="commune") == (501, 501.11)
    assert refused(select="nothing") == (400, 400.23)
    assert refused(orderby="__system/submissionDate", skiptoken="01x") == (501, 501.1)
    assert refused(skiptoken="01x") == (400, 400.34)
    assert refused(skiptoken="01eyJpbnN0YW5jZUlkIjoidXVpZDpaIn0=") == (400, 400.34)
    assert refused(top="-1") == (400, 400.11)
    assert refused(format="xml") == (406, 406.1)
    assert refused(format="json") == (200, None)
    path = f"{survey.path}.svc"
    assert said(admin.get(f"{path}/Submissions?bom=true")) == (501, 501.1)
    assert said(admin.get(path, Accept="application/xml")) == (406, 406.1)
    assert said(admin.get(path, OData_MaxVersion="3.0")) == (404, 404.1)
    metadata = admin.get(f"{path}/$metadata", Accept="application/json")
    assert metadata.status_code == 406
    assert metadata.text.startswith('<?xml version="1.0" encoding="UTF-8"?><error code="406.1">')


def test_an_instance_id_of_odd_signs_is_found(office: Office) -> None:
    survey, admin = survey_of(office), office.admin
    survey.sends(admin, instance_id="a'b %?#ơ")
    (row,) = asks(admin, survey, "Submissions").get_json()["value"]
    children = asks(admin, survey, row["child@odata.navigationLink"]).get_json()["value"]
    assert [child["name"] for child in children] == ["Lan", "Nam"]
    one = admin.get(f"{survey.path}/submissions/{quote(row['__id'], safe='')}")
    assert one.get_json()["instanceId"] == "a'b %?#ơ"
