"""The tables that a CSV export must hold, told from the XMLs alone, with none of our code.

The rules are ODK Central's: a file for the form and one for each repeat; a column is named by its
groups, ``group-question``; a geopoint is four columns; ``KEY`` and ``PARENT_KEY`` join the rows.
"""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Row = Mapping[str, str]
Tables = Mapping[str, list[Row]]

_XF = "{http://www.w3.org/2002/xforms}"
_POINT = ("Latitude", "Longitude", "Altitude", "Accuracy")
_OF_THE_SERVER = {
    *("SubmissionDate", "SubmitterID", "SubmitterName", "AttachmentsPresent"),
    *("AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a form decides the tables: which paths repeat, and which are points."""

    form_id: str
    repeats: frozenset[str]
    points: frozenset[str]


def shape_of(xform: bytes) -> Shape:
    """Read it from the XForm."""
    root = ET.fromstring(xform)
    instance = root.find(f".//{_XF}instance/*")
    assert instance is not None
    binds = root.iter(f"{_XF}bind")
    return Shape(
        instance.attrib["id"],
        frozenset(one.attrib["nodeset"] for one in root.iter(f"{_XF}repeat")),
        frozenset(one.attrib["nodeset"] for one in binds if one.get("type") == "geopoint"),
    )


def expected_tables(shape: Shape, xmls: Iterable[bytes]) -> Tables:
    """Lay out the filled values; what is empty is left out."""
    tables: dict[str, list[Row]] = {f"{shape.form_id}.csv": []}
    for xml in xmls:
        root = ET.fromstring(xml)
        key = root.findtext(".//{*}instanceID") or ""
        row = {"KEY": key}
        tables[f"{shape.form_id}.csv"].append(row)
        _lay_out(_Place(shape, tables, row, f"/{_name(root)}", key), root)
    return {name: _sorted(rows) for name, rows in tables.items()}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reader stands: in a row of a table, under a prefix of its column names."""

    shape: Shape
    tables: dict[str, list[Row]]
    row: dict[str, str]
    path: str
    key: str
    prefix: str = ""


def _lay_out(place: _Place, element: ET.Element) -> None:
    counted: dict[str, int] = {}
    for child in element:
        name = _name(child)
        path = f"{place.path}/{name}"
        counted[name] = counted.get(name, 0) + 1
        if path in place.shape.repeats:
            _lay_out_repeat(place, child, path, counted[name])
        elif len(child):
            below = _Place(
                place.shape, place.tables, place.row, path, place.key, f"{place.prefix}{name}-"
            )
            _lay_out(below, child)
        elif child.text and path in place.shape.points:
            columns = (f"{place.prefix}{name}-{part}" for part in _POINT)
            place.row.update(zip(columns, child.text.split(" "), strict=True))
        elif child.text:
            place.row[f"{place.prefix}{name}"] = child.text


def _lay_out_repeat(place: _Place, element: ET.Element, path: str, position: int) -> None:
    name = _name(element)
    step = f"{place.prefix.replace('-', '/')}{name}[{position}]"
    row = {"PARENT_KEY": place.key, "KEY": f"{place.key}/{step}"}
    place.tables.setdefault(f"{place.shape.form_id}-{name}.csv", []).append(row)
    _lay_out(_Place(place.shape, place.tables, row, path, row["KEY"]), element)


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def downloaded_tables(archive: bytes) -> Tables:
    """Read the CSV files of a zip; columns of the server's own and empty cells are left out."""
    tables: dict[str, list[Row]] = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        for name in files.namelist():
            if "/" not in name and name.endswith(".csv") and " - audit" not in name:
                text = files.read(name).decode()
                tables[name] = _sorted(
                    _filled(row) for row in csv.DictReader(io.StringIO(text, ""))
                )
    return {name: rows for name, rows in tables.items() if rows}


def _filled(row: Row) -> Row:
    return {name: value for name, value in row.items() if value and name not in _OF_THE_SERVER}


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row["KEY"])
