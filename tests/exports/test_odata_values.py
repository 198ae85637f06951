"""Values agree with the types that the metadata name."""

from __future__ import annotations

import json
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.odata import Feed, FeedOptions
from exports.odata_schema import Selection, schema_of
from tests.exports.households import field, form, layouts, rows_by_table

ROOT = "https://h/v1/projects/1/forms/f.svc"


def value(kind: str, text: str, options: FeedOptions | None = None) -> object:
    """What a question of this type shows."""
    asked = form(field("/q", kind))
    service = Feed(
        schema=schema_of(asked),
        layouts=layouts(asked),
        service_root=ROOT,
        options=options or FeedOptions(),
    )
    rows = rows_by_table(asked, f"<q>{text}</q>")[""]
    (row,) = json.loads(b"".join(service.page(Selection(service.schema.at("")), rows)))["value"]
    found: object = row["q"]
    return found


@pytest.mark.parametrize(
    "kind, text, shown",
    [
        ("int", "34", 34),
        ("int", " -5 ", -5),
        ("int", "34.0", 34),
        ("int", "34.5", None),
        ("int", "seven", None),
        ("int", "9223372036854775807", 9223372036854775807),
        ("int", "9223372036854775808", None),
        ("decimal", "1.50", 1.5),
        ("decimal", "34", 34),
        ("decimal", "-.5e2", -50),
        ("decimal", "1,5", None),
        ("decimal", "NaN", None),
        ("decimal", "Infinity", None),
        ("decimal", "1e999", None),
        ("decimal", "1_000", None),
        ("boolean", "true", True),
        ("boolean", "0", False),
        ("boolean", "maybe", None),
        ("date", "2021-09-15", "2021-09-15"),
        ("date", "2021-09-15T00:00:00.000+07:00", "2021-09-15"),
        ("date", "20210915", None),
        ("date", "2021-02-30", None),
        ("dateTime", "2021-09-15T10:20:30.000+07:00", "2021-09-15T10:20:30.000+07:00"),
        ("dateTime", "2021-09-15T10:20:30.000+07", "2021-09-15T10:20:30.000+07:00"),
        ("dateTime", "2021-09-15T10:20:30.000Z", "2021-09-15T10:20:30.000Z"),
        ("dateTime", "2021-09-15T10:20:30-0330", "2021-09-15T10:20:30-03:30"),
        ("dateTime", "2021-09-15T10:20:30", "2021-09-15T10:20:30+00:00"),
        ("dateTime", "2021-09-15", "2021-09-15T00:00:00+00:00"),
        ("dateTime", "2021-13-15T10:20:30Z", None),
        ("dateTime", "yesterday", None),
        ("time", "10:20:30.000+07", "10:20:30.000+07"),
        ("string", " 007 ", " 007 "),
        ("string", "", None),
        ("int", "", None),
        ("barcode", "123", "123"),
        ("geopoint", "21 105", {"type": "Point", "coordinates": [105, 21]}),
        ("geopoint", "21.5 105 0 0", {"type": "Point", "coordinates": [105, 21.5, 0],
                                      "properties": {"accuracy": 0}}),
        ("geopoint", "21", None),
        ("geopoint", "nowhere at all", None),
        ("geotrace", "1 2 0 0; 3 4 0 0;", {"type": "LineString",
                                           "coordinates": [[2, 1, 0], [4, 3, 0]]}),
        ("geotrace", "1 2 0 4.5;3 4 0 0", {"type": "LineString",
                                           "coordinates": [[2, 1, 0], [4, 3, 0]],
                                           "properties": {"accuracies": [4.5, None]}}),
        ("geoshape", "1 2;3 4;5 6;1 2", {"type": "Polygon",
                                         "coordinates": [[[2, 1], [4, 3], [6, 5], [2, 1]]]}),
        ("geoshape", ";", None),
    ],
)  # fmt: skip
def test_values_agree_with_their_types_or_are_null(kind: str, text: str, shown: object) -> None:
    found = value(kind, text)

    assert (type(found), found) == (type(shown), shown)


@pytest.mark.parametrize(
    "kind, text, shown",
    [
        ("geopoint", "21.03 105.85 12 4.5", "POINT (105.85 21.03 12)"),
        ("geopoint", "x", None),
        ("geotrace", "1 2 0 0;3 4 0 0", "LINESTRING (2 1 0,4 3 0)"),
        ("geotrace", ";", None),
        ("geoshape", "1 2;3 4;5 6;1 2", "POLYGON ((2 1,4 3,6 5,2 1))"),
        ("geoshape", "", None),
    ],
)
def test_places_may_be_asked_for_as_text(kind: str, text: str, shown: object) -> None:
    assert value(kind, text, FeedOptions(wkt=True)) == shown


def test_a_time_without_offset_is_completed_with_the_projects_zone() -> None:
    hanoi = FeedOptions(zone=timezone(timedelta(hours=7)))

    assert value("dateTime", "2021-09-15T10:20:30.000", hanoi) == "2021-09-15T10:20:30+07:00"


@given(
    st.sampled_from(["int", "decimal", "boolean", "date", "dateTime", "geopoint", "geotrace"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="<&")),
)
def test_no_answer_breaks_a_page(kind: str, text: str) -> None:
    value(kind, text.replace("\ufffe", "").replace("\uffff", ""))
