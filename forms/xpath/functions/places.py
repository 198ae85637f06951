"""Functions on points, lines and areas: ``lat lon alt acc``, points apart by ``;``.

Source: measured on JavaRosa (GeoUtils): a sphere of 6,378,100 m, planar triangles for areas.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from forms.xpath.faults import EvaluationError
from forms.xpath.functions.function import Function
from forms.xpath.values import NAN, Value, text_of

_RADIUS_M = 6_378_100.0
Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def points_of(text: str) -> list[Point]:
    """Read the points of a geopoint, geotrace or geoshape. Raises EvaluationError.

    No answer is read as the point at zero degrees.
    """
    if not text.strip():
        return [(0.0, 0.0)]
    points = []
    for part in text.split(";"):
        if not part.strip():
            continue
        numbers = part.split()
        try:
            points.append((float(numbers[0]), float(numbers[1])))
        except (IndexError, ValueError) as error:
            raise EvaluationError("This is no point, line or area.") from error
    return points


def _all_points(values: Sequence[Value]) -> list[Point]:
    return [point for value in values for point in points_of(text_of(value))]


def _are_somewhere(points: Sequence[Point]) -> bool:
    """Say whether all are numbers that can be reckoned with."""
    return all(math.isfinite(lat) and math.isfinite(lon) for lat, lon in points)


def distance(values: Sequence[Value]) -> float:
    """Return the length of the way along all points, in metres."""
    points = _all_points(values)
    if not _are_somewhere(points):
        return NAN
    return float(sum(map(_between, points, points[1:])))


def _between(one: Point, other: Point) -> float:
    lat1, lat2 = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(one[1] - other[1])
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(turn)
    return math.acos(min(1.0, max(-1.0, cosine))) * _RADIUS_M


def area(values: Sequence[Value]) -> float:
    """Return the area that the points enclose, in square metres."""
    points = _all_points(values)
    if len(points) < 3:
        return 0.0
    if not _are_somewhere(points):
        return NAN
    origin = points[0]
    circle = 2 * math.pi * _RADIUS_M
    flat = [
        (
            (lat - origin[0]) * circle / 360.0,
            (lon - origin[1]) * circle * math.cos(math.radians(lat)) / 360.0,
        )
        for lat, lon in points
    ]
    pairs = zip(flat, flat[1:] + flat[:1], strict=True)
    return abs(sum(y1 * x2 - x1 * y2 for (y1, x1), (y2, x2) in pairs)) / 2


def geofence(point: Value, fence: Value) -> bool:
    """Say whether a point lies inside an area."""
    corners = points_of(text_of(fence))
    if len(corners) < 3:
        return False
    lat, lon = next(iter(points_of(text_of(point))), (0.0, 0.0))
    inside = False
    for (lat1, lon1), (lat2, lon2) in zip(corners, corners[1:] + corners[:1], strict=True):
        crosses = (lon1 > lon) != (lon2 > lon)
        if crosses and lat < (lat2 - lat1) * (lon - lon1) / (lon2 - lon1) + lat1:
            inside = not inside
    return inside


FUNCTIONS = (
    Function("distance", "list", 1, None, "number", distance),
    Function("area", "nodes", 1, 1, "number", area),
    Function("enclosed-area", "nodes", 1, 1, "number", area),
    Function("geofence", "values", 2, 2, "boolean", geofence),
)
