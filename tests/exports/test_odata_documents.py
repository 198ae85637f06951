"""The documents and names by which OData clients find their way."""

from __future__ import annotations

import json
from xml.dom import minidom

import pytest

from exports.odata_documents import metadata, service_document
from exports.odata_schema import (
    identifier,
    schema_of,
)
from exports.skiptoken import BadSkiptoken, Skiptoken, read_skiptoken
from tests.exports.households import (
    HOUSEHOLDS,
    META,
    field,
    form,
    group,
    repeat,
)

NAVIGATION = (
    '<NavigationProperty Name="r" Type="Collection(org.opendatakit.user.tin_c_y.Submissions.g.r)"/>'
)
ROOT = "https://h/v1/projects/1/forms/f.svc"


SYSTEM = {
    "submissionDate": "2026-01-02T03:04:05.678Z",
    "updatedAt": None,
    "deletedAt": None,
    "submitterId": "5",
    "submitterName": "Lan",
    "attachmentsPresent": 0,
    "attachmentsExpected": 0,
    "status": None,
    "reviewState": None,
    "deviceId": "collect:x",
    "edits": 0,
    "formVersion": "1",
}


def test_the_service_document_lists_the_tables() -> None:
    assert json.loads(service_document(schema_of(HOUSEHOLDS), ROOT)) == {
        "@odata.context": f"{ROOT}/$metadata",
        "value": [
            {"name": name, "kind": "EntitySet", "url": name}
            for name in (
                "Submissions", "Submissions.family.child", "Submissions.family.child.toy",
            )
        ],
    }  # fmt: skip


def test_the_metadata_name_every_type() -> None:
    asked = form(
        field("/n", "int"), field("/d", "decimal"), field("/b", "boolean"), field("/day", "date"),
        field("/at", "dateTime"), field("/t", "time"), field("/p", "geopoint"),
        field("/l", "geotrace"), field("/s", "geoshape"), field("/photo", "binary"),
        group("/g", repeat("/g/r", field("/g/r/x"), group("/g/r/h", field("/g/r/h/y")))),
        META,
        form_id="tin-cậy",
    )  # fmt: skip
    text = metadata(schema_of(asked)).decode()
    minidom.parseString(text)
    types = text[text.index('Namespace="org.opendatakit.user') : text.index("<Annotation")]

    assert [line.strip() for line in types.splitlines()] == [
        'Namespace="org.opendatakit.user.tin_c_y">',
        '<EntityType Name="Submissions">',
        '<Key><PropertyRef Name="__id"/></Key>',
        '<Property Name="__id" Type="Edm.String" Nullable="false"/>',
        '<Property Name="__system" Type="org.opendatakit.submission.metadata"/>',
        '<Property Name="n" Type="Edm.Int64"/>',
        '<Property Name="d" Type="Edm.Decimal"/>',
        '<Property Name="b" Type="Edm.Boolean"/>',
        '<Property Name="day" Type="Edm.Date"/>',
        '<Property Name="at" Type="Edm.DateTimeOffset"/>',
        '<Property Name="t" Type="Edm.String"/>',
        '<Property Name="p" Type="Edm.GeographyPoint"/>',
        '<Property Name="l" Type="Edm.GeographyLineString"/>',
        '<Property Name="s" Type="Edm.GeographyPolygon"/>',
        '<Property Name="photo" Type="Edm.String"/>',
        '<Property Name="g" Type="org.opendatakit.user.tin_c_y.g"/>',
        '<Property Name="meta" Type="org.opendatakit.user.tin_c_y.meta"/>',
        "</EntityType>",
        '<EntityType Name="Submissions.g.r">',
        '<Key><PropertyRef Name="__id"/></Key>',
        '<Property Name="__id" Type="Edm.String" Nullable="false"/>',
        '<Property Name="__Submissions-id" Type="Edm.String"/>',
        '<Property Name="x" Type="Edm.String"/>',
        '<Property Name="h" Type="org.opendatakit.user.tin_c_y.g.r.h"/>',
        "</EntityType>",
        '<ComplexType Name="g">',
        NAVIGATION,
        "</ComplexType>",
        '<ComplexType Name="meta">',
        '<Property Name="instanceID" Type="Edm.String"/>',
        '<Property Name="instanceName" Type="Edm.String"/>',
        "</ComplexType>",
        '<ComplexType Name="g.r.h">',
        '<Property Name="y" Type="Edm.String"/>',
        "</ComplexType>",
        '<EntityContainer Name="tin_c_y">',
        '<EntitySet Name="Submissions" EntityType="org.opendatakit.user.tin_c_y.Submissions">',
        "",
    ]


def test_the_system_fields_of_the_metadata_are_those_of_the_rows() -> None:
    document = minidom.parseString(metadata(schema_of(HOUSEHOLDS)))
    (system,) = (
        node
        for node in document.getElementsByTagName("ComplexType")
        if node.getAttribute("Name") == "metadata"
    )

    assert [node.getAttribute("Name") for node in system.getElementsByTagName("Property")] == (
        list(SYSTEM)
    )


@pytest.mark.parametrize(
    "name, safe",
    [
        ("q1", "q1"), ("q1.8", "q1_8"), ("42", "_42"), ("số_nhà", "s__nh_"), ("ệ", "__"),
        ("my!awesome!form!!", "my_awesome_form_"), ("-a", "__a"),
    ],
)  # fmt: skip
def test_names_become_identifiers_as_centrals_do(name: str, safe: str) -> None:
    assert identifier(name) == safe


def test_a_skiptoken_is_centrals_and_is_read_back() -> None:
    token = Skiptoken(instance_id="uuid:A")

    assert token.written() == "01eyJpbnN0YW5jZUlkIjoidXVpZDpBIn0="
    assert read_skiptoken(token.written()) == token
    assert read_skiptoken(Skiptoken(repeat_id="ạ").written()) == Skiptoken(repeat_id="ạ")


@pytest.mark.parametrize(
    "token",
    ["", "01", "02eyJpbnN0YW5jZUlkIjoidXVpZDpBIn0=", "01!", "01bnVsbA==", "01e30=", "01W10=",
     "01eyJpbnN0YW5jZUlkIjogMX0=", "01////", "01ệ"],
)  # fmt: skip
def test_a_skiptoken_that_was_not_made_here_is_refused(token: str) -> None:
    with pytest.raises(BadSkiptoken):
        read_skiptoken(token)
