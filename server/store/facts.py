"""Facts: what versions add to indicators; written and dropped with them, added up for reports."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import orjson
from sqlalchemy import (
    ColumnElement,
    Select,
    TableValuedAlias,
    case,
    cast,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
    update,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Double

from exports.indicators.cells import Cell
from exports.indicators.definition import Dimension
from exports.indicators.form_facts import NumberedFact
from exports.indicators.reported import Reported
from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Fact as FactRow

_ADD = insert(FactRow)
_TYPES = {
    "ordinal": "integer",
    "indicator_id": "integer",
    "part": "text",
    "day": "date",
    "unit": "text",
    "value": "double precision",
    "key": "text",
    "categories": "json",
}
# A row at a time is a round trip each: ten for an activity. One text is read sooner than arrays.
_ADD_AT_ONCE = text(
    f"insert into fact (project_id, version_id, counts, {', '.join(_TYPES)}) "  # noqa: S608 - names of columns
    f"select :project_id, :version_id, :counts, {', '.join(_TYPES)} "
    "from json_to_recordset(cast(:facts as json)) "
    f"as told({', '.join(f'{name} {kind}' for name, kind in _TYPES.items())})"
)
_COUNTS: ColumnElement[bool] = literal_column("fact.counts")
"""Written out: a partial index serves no parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of an indicator's facts is added up."""

    project_id: int
    indicator_id: int
    part: str
    """``numerator`` or ``denominator``."""
    start: date
    end: date
    """The last day, inclusive."""
    dimensions: tuple[Dimension, ...] = ()
    """Two at most."""


class OfDay(NamedTuple):
    """The facts of one unit and day in one category of each dimension, added up."""

    unit: str | None
    day: date
    categories: tuple[str, ...]
    value: float


def add(
    cx: Cx, project_id: int, version_id: uuid.UUID, facts: Sequence[NumberedFact], *, counts: bool
) -> None:
    """Write the facts of a version that has none."""
    if not facts:
        return
    key = {"project_id": project_id, "version_id": version_id, "counts": counts}
    rows = [
        {"ordinal": ordinal, "indicator_id": one.indicator, **one.fact._asdict()}
        for ordinal, one in enumerate(facts)
    ]
    if cx.dialect.name == "postgresql":
        cx.execute(_ADD_AT_ONCE, key | {"facts": orjson.dumps(rows).decode()})
    else:
        cx.execute(_ADD, [key | row for row in rows])


def set_counts(cx: Cx, project_id: int, version_ids: Sequence[uuid.UUID], *, counts: bool) -> None:
    """Let the facts of versions count, or not, as these do."""
    cx.execute(
        update(FactRow)
        .where(FactRow.project_id == project_id, FactRow.version_id.in_(version_ids))
        .values(counts=counts)
    )


def list_units(scope: Scope, cx: Cx, project_id: int) -> list[str]:  # noqa: ARG001
    """Return every unit that any fact of a project is of."""
    query = select(FactRow.unit).where(FactRow.project_id == project_id, _COUNTS).distinct()
    return [unit for unit in cx.execute(query).scalars() if unit is not None]


def count_left_out(
    scope: Scope,  # noqa: ARG001 - the guard asks the verb
    cx: Cx,
    project_id: int,
    indicator_ids: Sequence[int],
) -> dict[int, int]:
    """Return of how many submissions that count an indicator has no facts: too much work."""
    query = (
        select(FactRow.indicator_id, func.count(FactRow.version_id.distinct()))
        .where(
            FactRow.project_id == project_id,
            FactRow.indicator_id.in_(indicator_ids),
            FactRow.part == "left-out",
            _COUNTS,
        )
        .group_by(FactRow.indicator_id)
    )
    return {row[0]: row[1] for row in cx.execute(query)}


def add_up(scope: Scope, cx: Cx, asked: Asked) -> list[Cell]:  # noqa: ARG001 - the guard asks the verb
    """Add up numbers by unit and category."""
    query, categories, value = _selected(cx, asked)
    grouped = query.add_columns(func.sum(value)).group_by(FactRow.unit, *categories)
    return [Cell(row[0], tuple(row[1:-1]), row[-1]) for row in cx.execute(grouped)]


def stream_days(scope: Scope, cx: Cx, asked: Asked) -> Iterator[OfDay]:  # noqa: ARG001
    """Add up numbers by unit, day and category."""
    query, categories, value = _selected(cx, asked)
    grouped = query.add_columns(FactRow.day, func.sum(value))
    for row in cx.execute(grouped.group_by(FactRow.unit, *categories, FactRow.day)):
        yield OfDay(row[0], row[-2], tuple(row[1:-2]), row[-1])


def list_keys(scope: Scope, cx: Cx, asked: Asked) -> list[Cell]:  # noqa: ARG001
    """Return a cell for each different key of a unit and category."""
    query, categories, _ = _selected(cx, asked)
    grouped = query.add_columns(FactRow.key).group_by(FactRow.unit, *categories, FactRow.key)
    return [Cell(row[0], tuple(row[1:-1]), 1.0, row[-1]) for row in cx.execute(grouped)]


def add_up_latest(scope: Scope, cx: Cx, asked: Asked) -> list[Cell]:  # noqa: ARG001
    """Add up the numbers of each unit's latest day alone: stock figures that are reported."""
    query, categories, value = _selected(cx, asked)
    newest = (FactRow.day.desc(), FactRow.version_id.desc())  # of one day, what came last
    latest = func.rank().over(partition_by=FactRow.unit, order_by=newest)
    ranked = query.add_columns(value.label("told"), latest.label("place")).subquery()
    columns = list(ranked.c)
    groups, told, place = columns[: 1 + len(categories)], ranked.c.told, ranked.c.place
    grouped = select(*groups, func.sum(told)).where(place == 1).group_by(*groups)
    return [Cell(row[0], tuple(row[1:-1]), row[-1]) for row in cx.execute(grouped)]


def stream_reported(scope: Scope, cx: Cx, asked: Asked) -> Iterator[Reported]:  # noqa: ARG001
    """Yield each report's number with the kind of period it is over."""
    query, categories, value = _selected(cx, asked)
    grouped = query.add_columns(FactRow.key, FactRow.day, func.sum(value))
    grouped = grouped.group_by(FactRow.unit, *categories, FactRow.key, FactRow.day)
    for row in cx.execute(grouped):
        yield Reported(row[0], tuple(row[1:-3]), row[-3], row[-2], row[-1])


def add_up_joined(scope: Scope, cx: Cx, asked: Asked) -> list[Cell]:  # noqa: ARG001
    """Count the cases that say so themselves, or of which a row of the joined form does."""
    query, categories, value = _selected(cx, asked)
    other = aliased(FactRow, name="other")
    told = exists().where(
        other.project_id == asked.project_id,
        other.indicator_id == asked.indicator_id,
        other.part == "joined",
        other.counts,
        other.key == FactRow.key,
    )
    counted = case((value > 0, 1.0), (told, 1.0), else_=0.0)
    grouped = query.add_columns(func.sum(counted)).group_by(FactRow.unit, *categories)
    return [Cell(row[0], tuple(row[1:-1]), row[-1]) for row in cx.execute(grouped)]


def _selected(
    cx: Cx, asked: Asked
) -> tuple[Select[*tuple[Any, ...]], list[ColumnElement[str]], ColumnElement[float]]:
    """Return the facts asked for by unit and category: the query, its categories, its number.

    Of two dimensions a row is in each category of the one with each of the other; where one of
    them is made of parts of the number, the number is that of the part.
    """
    query: Select[*tuple[Any, ...]] = select(FactRow.unit).select_from(FactRow)
    query = query.where(
        FactRow.project_id == asked.project_id,
        FactRow.indicator_id == asked.indicator_id,
        FactRow.part == asked.part,
        FactRow.day.between(asked.start, asked.end),
        _COUNTS,
    )
    categories: list[ColumnElement[str]] = []
    value: ColumnElement[float] = FactRow.value  # type: ignore[assignment]
    for one, name in zip(asked.dimensions, ("first", "second"), strict=False):
        query, category, number = _in_categories(cx, query, one.name, name)
        categories.append(category)
        if one.splits and asked.part == "numerator":
            value = number
    return query.add_columns(*categories), categories, value


def _in_categories(
    cx: Cx, query: Select[*tuple[Any, ...]], dimension: str, name: str
) -> tuple[Select[*tuple[Any, ...]], ColumnElement[str], ColumnElement[float]]:
    """Return each row once for each category that it is in, the category, and its number there."""
    if cx.dialect.name == "postgresql":
        of_dimension = FactRow.categories.op("->")(dimension)
        told = _pairs(func.json_each_text(of_dimension), name)
        return query.join(told, true()), told.c.key, cast(told.c.value, Double)
    # SQLite's paths cannot name all that a designer may call a dimension.
    dimensions = _pairs(func.json_each(FactRow.categories), f"{name}_dimension")
    told = _pairs(func.json_each(dimensions.c.value), name)
    query = query.join(dimensions, dimensions.c.key == dimension).join(told, true())
    return query, told.c.key, told.c.value


def _pairs(listing: FunctionElement[Any], name: str) -> TableValuedAlias:
    """Return the names and values of a JSON object as a table."""
    return listing.table_valued("key", "value", name=name)
