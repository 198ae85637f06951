"""An answer's text becomes a value of its question's type, and a value becomes the text stored.

Source: measured on JavaRosa (XFormAnswerDataParser, IAnswerData, XFormAnswerDataSerializer).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from forms.xpath.functions.function import ValueType
from forms.xpath.moments import (
    DAY_MS,
    Moment,
    Zone,
    clock_text,
    day_text,
    moment_text,
    parse_clock,
    parse_day,
    parse_moment,
    zone_of,
)
from forms.xpath.values import INT_MAX, INT_MIN, JAVA_BLANKS, Value, java_text, text_of, truth_of


class Reading(NamedTuple):
    """Where and when answers were given: what a time without a day or an offset means."""

    zone: Zone
    today: int
    """Days since 1970."""


Parse = Callable[[str, Reading], Value | None]
"""From a text that is not empty to its value; None where it is not of the type."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_DECIMAL = re.compile(
    r"[+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?)"
)
_LONG_MAX = 2**63


def _text(text: str, _reading: Reading) -> Value | None:
    return text


def _integer(text: str, _reading: Reading) -> Value | None:
    if len(text) < 10 and text.isdecimal() and text.isascii():
        return float(text)
    text = text.strip(JAVA_BLANKS)
    if not _INTEGER.fullmatch(text):
        return None
    number = int(text)
    return float(number) if INT_MIN <= number <= INT_MAX else None


def decimal(text: str) -> float | None:
    """Read a number as Java's ``Double.parseDouble``; None where it is none."""
    if text.isdecimal() and text.isascii():
        return float(text)
    text = text.strip(JAVA_BLANKS)
    if not _DECIMAL.fullmatch(text):
        return None
    return float(text if text[-1:] in "yN" else text.rstrip("fFdD"))


def _decimal(text: str, _reading: Reading) -> Value | None:
    return decimal(text)


def _date(text: str, reading: Reading) -> Value | None:
    day = parse_day(text.strip(JAVA_BLANKS))
    return None if day is None else reading.zone.at(day * DAY_MS)


def _date_time(text: str, reading: Reading) -> Value | None:
    return parse_moment(text.strip(JAVA_BLANKS), reading.zone)


def _time(text: str, reading: Reading) -> Value | None:
    """Read a time, which stands on the day of reading, as in JavaRosa."""
    return parse_clock(text.strip(JAVA_BLANKS), reading.today, reading.zone)


def _boolean(text: str, _reading: Reading) -> Value | None:
    return text.strip(JAVA_BLANKS) == "1"


def _point(text: str) -> str | None:
    numbers = [decimal(part) for part in text.split()]
    if not 2 <= len(numbers) <= 4 or None in numbers:
        return None
    padded = [*(number or 0.0 for number in numbers), 0.0, 0.0][:4]
    return " ".join(map(java_text, padded))


def _geopoint(text: str, _reading: Reading) -> Value | None:
    return _point(text)


def _geotrace(text: str, _reading: Reading) -> Value | None:
    points = [_point(part) for part in text.split(";") if part.strip(JAVA_BLANKS)]
    known = [point for point in points if point is not None]
    return "; ".join(known) if known and len(known) == len(points) else None


PARSERS: Mapping[str, Parse] = {
    "int": _integer,
    "decimal": _decimal,
    "date": _date,
    "dateTime": _date_time,
    "time": _time,
    "boolean": _boolean,
    "geopoint": _geopoint,
    "geotrace": _geotrace,
    "geoshape": _geotrace,
}
"""By bind type; all other types hold texts."""

VALUE_TYPES: Mapping[str, ValueType] = {
    "int": "number",
    "decimal": "number",
    "date": "moment",
    "dateTime": "moment",
    "time": "moment",
    "boolean": "boolean",
}


def _number(text: str, _reading: Reading) -> Value | None:
    value = decimal(text)
    return text if value is None else value


def _truth(text: str, _reading: Reading) -> Value | None:
    return text in ("1", "true") if text in ("1", "true", "0", "false") else text


def _moment(text: str, reading: Reading) -> Value | None:
    return _date_time(text, reading) or _time(text, reading) or text


COMPUTED: Mapping[ValueType, Parse] = {
    "number": _number,
    "boolean": _truth,
    "moment": _moment,
    "text": _text,
    "any": _text,
}
"""How what a calculation has stored is read, by the kind of value that it computes.

On the phone the result keeps its kind while the form is open, whatever the bind's type says; a text
that is not of the kind stays one.
"""


def stored_text(value: Value, bind_type: str) -> str:
    """Return the text that a phone stores for what a calculation gives, by the bind's type."""
    if value == "" or value != value:  # noqa: PLR0124 - NaN empties the node
        return ""
    if bind_type == "boolean" or isinstance(value, bool):
        return "1" if truth_of(value) else "0"
    if isinstance(value, Moment):
        return _stored_moment(value, bind_type)
    if isinstance(value, float):
        return _stored_number(value, bind_type)
    if bind_type in ("geopoint", "geotrace", "geoshape"):
        made = PARSERS[bind_type](value, Reading(zone_of(0), 0))
        return value if made is None else text_of(made)
    return value


def _stored_number(number: float, bind_type: str) -> str:
    if bind_type == "int":
        return str(int(min(max(number, INT_MIN), INT_MAX)))
    if math.isinf(number):
        return text_of(number)
    whole = math.trunc(number)
    if abs(number - whole) < 1e-9 and abs(whole) < _LONG_MAX:
        return str(whole)
    return java_text(number)


def _stored_moment(moment: Moment, bind_type: str) -> str:
    if bind_type == "date":
        return day_text(moment.day)
    return clock_text(moment) if bind_type == "time" else moment_text(moment)


def same_answer(submitted: str, recomputed: str, value: Value, zone: Zone) -> bool:
    """Say whether two texts store the same: to the letter, as numbers, or as moments."""
    if submitted == recomputed:
        return True
    one, other = decimal(submitted), decimal(recomputed)
    if one is not None and other is not None:
        return one == other or abs(one - other) <= 1e-9 * max(abs(one), abs(other))
    if isinstance(value, Moment):
        return _same_moment(submitted, value, zone)
    return False


def _same_moment(submitted: str, value: Moment, zone: Zone) -> bool:
    found = parse_moment(submitted, zone)
    if found is None:
        return False
    if "T" not in submitted:
        return found.day == value.day
    return found.local_ms - found.offset_ms == value.local_ms - value.offset_ms
