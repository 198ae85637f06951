"""Answers as OData values: what a value is agrees with the Edm type that ``$metadata`` names.

Source: OData 4.0 JSON format, section 7; RFC 7946 (GeoJSON); OGC simple features (WKT). An answer
that is not of its type becomes null, since one wrong value makes Power Query refuse the table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo

Convert = Callable[[str], object]

EDM_TYPES: Mapping[str, str] = {
    "int": "Edm.Int64",
    "decimal": "Edm.Decimal",
    "boolean": "Edm.Boolean",
    "date": "Edm.Date",
    "dateTime": "Edm.DateTimeOffset",
    "geopoint": "Edm.GeographyPoint",
    "geotrace": "Edm.GeographyLineString",
    "geoshape": "Edm.GeographyPolygon",
}
EDM_TYPE_ELSE = "Edm.String"

_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,19})(\.0*)?\s*")
_DECIMAL = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?\s*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,12})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_SHORT_OFFSET = re.compile(r"[+-][0-9]{2}$")
_INT64_MAX = 2**63 - 1
_EXACT_MAX = 2**53


def converter(kind: str, *, wkt: bool = False, zone: tzinfo = UTC) -> Convert:
    """Choose how answers of the bind type ``kind`` become values; they are never empty.

    ``wkt``: places as well-known text, not GeoJSON. ``zone`` completes date-times without offset.
    """
    if kind == "geopoint":
        return _point_text if wkt else _point
    if kind == "geotrace":
        return _line_text if wkt else _line
    if kind == "geoshape":
        return _polygon_text if wkt else _polygon
    if kind == "dateTime":
        return lambda answer: _moment(answer, zone)
    return _PLAIN.get(kind, str)


def _whole(answer: str) -> int | None:
    found = _WHOLE.fullmatch(answer)
    number = int(found[1]) if found else None
    return number if number is not None and -_INT64_MAX - 1 <= number <= _INT64_MAX else None


def _number(answer: str) -> float | None:
    """Read a decimal; whole ones as int, so that 34 is written 34."""
    if not _DECIMAL.fullmatch(answer):
        return None
    number = float(answer)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < _EXACT_MAX else number


def _boolean(answer: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(answer.strip().lower())


def _date(answer: str) -> str | None:
    day = answer.strip().partition("T")[0]
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    return day if _DAY.fullmatch(day) else None


def _moment(answer: str, zone: tzinfo) -> str | None:
    """Complete the offset that Java clients cut short: ``+07`` is ``+07:00``."""
    text = answer.strip()
    if "T" in text and _SHORT_OFFSET.search(text):
        text += ":00"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if _MOMENT.fullmatch(text):
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


_PLAIN: Mapping[str, Convert] = {
    "int": _whole,
    "decimal": _number,
    "boolean": _boolean,
    "date": _date,
}


def _position(text: str) -> tuple[list[float], float | None] | None:
    """Read ``lat lon [altitude [accuracy]]``: [lon, lat, altitude] and the accuracy in metres."""
    figures = [_number(part) for part in text.split()[:4]]
    if len(figures) < 2 or figures[0] is None or figures[1] is None:
        return None
    coordinates = [figures[1], figures[0]]
    if len(figures) > 2 and figures[2] is not None:
        coordinates.append(figures[2])
    return coordinates, figures[3] if len(figures) > 3 else None


def _point(answer: str) -> object:
    found = _position(answer)
    if found is None:
        return None
    coordinates, accuracy = found
    point: dict[str, object] = {"type": "Point", "coordinates": coordinates}
    if accuracy is not None:
        point["properties"] = {"accuracy": accuracy}
    return point


def _positions(answer: str) -> list[tuple[list[float], float | None]]:
    return [found for part in answer.split(";") if (found := _position(part)) is not None]


def _line(answer: str) -> object:
    found = _positions(answer)
    return _shape("LineString", [at for at, _ in found], found) if found else None


def _polygon(answer: str) -> object:
    found = _positions(answer)
    return _shape("Polygon", [[at for at, _ in found]], found) if found else None


def _shape(kind: str, coordinates: object, found: list[tuple[list[float], float | None]]) -> object:
    shape: dict[str, object] = {"type": kind, "coordinates": coordinates}
    # As Central: no accuracy is null, and 0 is what phones write for points set by hand.
    accuracies = [accuracy or None for _, accuracy in found]
    if any(accuracies):
        shape["properties"] = {"accuracies": accuracies}
    return shape


def _point_text(answer: str) -> str | None:
    found = _position(answer)
    return f"POINT ({_spaced(found[0])})" if found else None


def _line_text(answer: str) -> str | None:
    found = _positions(answer)
    return f"LINESTRING ({_listed(found)})" if found else None


def _polygon_text(answer: str) -> str | None:
    found = _positions(answer)
    return f"POLYGON (({_listed(found)}))" if found else None


def _listed(found: list[tuple[list[float], float | None]]) -> str:
    return ",".join(_spaced(at) for at, _ in found)


def _spaced(coordinates: list[float]) -> str:
    return " ".join(map(str, coordinates))
