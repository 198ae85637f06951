"""The tables that a form looks things up in: from the form itself, from CSV, GeoJSON or XML files.

Each becomes ``root/item/column`` as in JavaRosa. Source: ODK XForms, Secondary instances.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forms.definition import SecondaryInstance
from forms.markup import Element, RefusedMarkup, read_markup
from forms.xpath.schema import (
    SLOTS_MAX,
    Place,
    TooManySlots,
    add_child,
    add_entry,
    load,
    root_place,
    schema_of,
)
from forms.xpath.world import Table

ROWS_MAX = 250_000
"""Of one file. A larger one is treated as not here: what looks into it is not judged."""
COLUMNS_MAX = 16_384
"""As many as Excel has."""
FIELD_BYTES_MAX = 1024 * 1024
_NOTHING = Element("item", "")


def read_table(instance: SecondaryInstance, files: Mapping[str, bytes]) -> Table | None:
    """Return a secondary instance as a table; None where its file is not here, or unreadable."""
    if not instance.src:
        return None if instance.content is None else _own_table(instance.content)
    name = instance.src.rpartition("/")[2]
    data = files.get(name)
    if data is None:
        return None
    return read_file(name, data)


def read_file(name: str, data: bytes) -> Table | None:
    """Read a file by its ending; None where it is no table."""
    kind = name.rpartition(".")[2].lower()
    try:
        if kind == "csv":
            return _csv(data)
        return _geojson(data) if kind == "geojson" else table_of(read_markup(data))
    except (RefusedMarkup, ValueError, csv.Error, RecursionError):
        return None


def table_of(root: Element) -> Table:
    """Return an XML document as a table. Raises TooManySlots."""
    place = schema_of(root, is_table=True)
    return Table(place, load(root, place))


def _own_table(root: Element) -> Table | None:
    try:
        return table_of(root)
    except TooManySlots:
        return None


def _csv(data: bytes) -> Table | None:
    text = data.decode("utf-8-sig", "replace")
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(FIELD_BYTES_MAX)
    header = next(rows, [])
    return _rows(header, rows)


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Table | None:
    if len(header) > COLUMNS_MAX:
        return None
    rows_max = min(ROWS_MAX, SLOTS_MAX // max(1, len(header)))
    root = root_place("root")
    item = add_child(root, "item", "repeat")
    columns = [_column(item, name) for name in header]
    frame = root.scope.frame(None, 1, Element("root", ""))
    for number, row in enumerate(rows):
        if number >= rows_max:
            return None
        if not row:
            continue
        entry = add_entry(item, frame, _NOTHING)
        for column, value in zip(columns, row, strict=False):
            entry[column.slot] = value
    return Table(root, frame)


def _column(item: Place, name: str) -> Place:
    return item.children.get(name.strip()) or add_child(item, name.strip(), "field")


def _geojson(data: bytes) -> Table | None:
    """Read features: their properties, their ``id``, and ``geometry`` as ODK writes it."""
    document: Any = json.loads(data)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        return None
    rows = [_feature(feature) for feature in features if isinstance(feature, dict)]
    header = list(dict.fromkeys(name for row in rows for name in row))
    return _rows(header, ([row.get(name, "") for name in header] for row in rows))


def _feature(feature: Mapping[str, Any]) -> dict[str, str]:
    properties = feature.get("properties")
    row = {
        str(name): "" if value is None else value if isinstance(value, str) else json.dumps(value)
        for name, value in (properties if isinstance(properties, dict) else {}).items()
    }
    if "id" in feature:
        row["id"] = str(feature["id"])
    geometry = feature.get("geometry")
    row["geometry"] = _geometry(geometry) if isinstance(geometry, dict) else ""
    return row


def _geometry(geometry: Mapping[str, Any]) -> str:
    points = geometry.get("coordinates")
    if not isinstance(points, list):
        return ""
    if geometry.get("type") == "Point":
        points = [points]
    elif geometry.get("type") == "Polygon":
        points = points[0] if points else []
    try:
        return "; ".join(f"{point[1]} {point[0]} 0 0" for point in points)
    except (IndexError, KeyError, TypeError):
        return ""
