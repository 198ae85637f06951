"""What an OData client asks beside the address: system query options, formats, versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import request

from server.errors import Problem
from server.outgoing.odata_tables import Wanted

_KNOWN = frozenset(
    (
        "$top",
        "$skip",
        "$skiptoken",
        "$count",
        "$filter",
        "$select",
        "$expand",
        "$orderby",
        "$wkt",
        "$format",
    )
)
_TOKEN = "st"  # noqa: S105 - the parameter that may hold one
_NUMBER_MAX = 1_000_000_000
_TEXT_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The options of one request."""

    wanted: Wanted
    select: tuple[str, ...]
    wkt: bool


def read_query() -> Query:
    """Read the request's options.

    Raises 400.11, 400.13, 501.1 (an option that is not there), 501.6 and 501.11.
    """
    for name, value in request.args.items():
        if name not in _KNOWN and name != _TOKEN:
            raise Problem("501.1", feature=f"the parameter {name[:100]}")
        if len(value) > _TEXT_MAX:
            raise Problem("400.13", field=name, length=_TEXT_MAX)
    select = tuple(filter(None, _text("$select").split(",")))
    expand, order, token = _text("$expand"), _text("$orderby"), _text("$skiptoken")
    if expand not in ("", "*"):
        raise Problem("501.6")
    if expand and select:
        raise Problem("501.11")
    if order and token:
        raise Problem("501.1", feature="$orderby with $skiptoken")
    wanted = Wanted(
        top=_number("$top"),
        skip=_number("$skip") or 0,
        token=token or None,
        count=_flag("$count"),
        filter=_text("$filter") or None,
        order=order or None,
        expand=bool(expand),
    )
    return Query(wanted=wanted, select=select, wkt=_flag("$wkt"))


def _text(name: str) -> str:
    return request.args.get(name, "").strip()


def _flag(name: str) -> bool:
    return _text(name).lower() == "true"


def _number(name: str) -> int | None:
    text = _text(name)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= _NUMBER_MAX):
        raise Problem("400.11", field=name, value=text[:200], type="whole number")
    return int(text)


def must_be_acceptable(written: Literal["json", "xml"]) -> None:
    """Raise 406.1 where the client takes only the other format, 404.1 for an OData before 4.0."""
    version = request.headers.get("OData-MaxVersion", "4.0")
    if version.partition(".")[0].strip() in ("1", "2", "3"):
        raise Problem("404.1")
    other = "xml" if written == "json" else "json"
    asked = (_text("$format") or request.headers.get("Accept", "")).lower()
    if other in asked and written not in asked and "*/*" not in asked:
        raise Problem("406.1", format=asked[:200], acceptable=f"application/{written}")
