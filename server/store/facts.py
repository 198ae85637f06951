"""Facts: what versions add to indicators; written and dropped with them, added up for reports."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import orjson
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.orm import aliased

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
    "position": "integer",
    "day": "date",
    "unit": "text",
    "dimension": "text",
    "category": "text",
    "value": "double precision",
    "key": "text",
}
# A row at a time is a round trip each: forty for an activity. One text is read sooner than arrays.
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
    """The facts of one unit and day in one category, added up."""

    unit: str | None
    day: date
    category: str
    value: float


def add(
    cx: Cx, project_id: int, version_id: uuid.UUID, facts: Sequence[NumberedFact], *, counts: bool
) -> None:
    """Write the facts of a version that has none."""
    if not facts:
        return
    key = {"project_id": project_id, "version_id": version_id, "counts": counts}
    if cx.dialect.name == "postgresql":
        cx.execute(_ADD_AT_ONCE, key | {"facts": _written(facts)})
        return
    rows = [
        {**key, "ordinal": ordinal, "indicator_id": one.indicator, **one.fact._asdict()}
        for ordinal, one in enumerate(facts)
    ]
    cx.execute(_ADD, rows)


def _written(facts: Sequence[NumberedFact]) -> str:
    """Write facts as a list of objects, each with the columns of its row."""
    return orjson.dumps(
        [
            {"ordinal": ordinal, "indicator_id": one.indicator, **one.fact._asdict()}
            for ordinal, one in enumerate(facts)
        ]
    ).decode()


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
    query, categories, value = _selected(asked)
    grouped = query.add_columns(func.sum(value)).group_by(FactRow.unit, *categories)
    return [Cell(row[0], tuple(row[1:-1]), row[-1]) for row in cx.execute(grouped)]


def stream_days(
    scope: Scope,  # noqa: ARG001
    cx: Cx,
    project_id: int,
    indicator_id: int,
    part: str,
    dimension: str = "",
) -> Iterator[OfDay]:
    """Add up all that ever counted by unit, day and category; "": the totals."""
    groups = (FactRow.unit, FactRow.day, FactRow.category)
    query = (
        select(*groups, func.sum(FactRow.value))
        .where(
            FactRow.project_id == project_id,
            FactRow.indicator_id == indicator_id,
            FactRow.part == part,
            FactRow.dimension == dimension,
            _COUNTS,
        )
        .group_by(*groups)
    )
    for row in cx.execute(query):
        yield OfDay(*row)


def list_keys(scope: Scope, cx: Cx, asked: Asked) -> list[Cell]:  # noqa: ARG001
    """Return a cell for each different key of a unit and category."""
    query, categories, _ = _selected(asked)
    grouped = query.add_columns(FactRow.key).group_by(FactRow.unit, *categories, FactRow.key)
    return [Cell(row[0], tuple(row[1:-1]), 1.0, row[-1]) for row in cx.execute(grouped)]


def add_up_latest(scope: Scope, cx: Cx, asked: Asked) -> list[Cell]:  # noqa: ARG001
    """Add up the numbers of each unit's latest day alone: stock figures that are reported."""
    query, categories, value = _selected(asked)
    newest = (FactRow.day.desc(), FactRow.version_id.desc())  # of one day, what came last
    latest = func.rank().over(partition_by=FactRow.unit, order_by=newest)
    ranked = query.add_columns(value.label("told"), latest.label("place")).subquery()
    columns = list(ranked.c)
    groups, told, place = columns[: 1 + len(categories)], ranked.c.told, ranked.c.place
    grouped = select(*groups, func.sum(told)).where(place == 1).group_by(*groups)
    return [Cell(row[0], tuple(row[1:-1]), row[-1]) for row in cx.execute(grouped)]


def stream_reported(scope: Scope, cx: Cx, asked: Asked) -> Iterator[Reported]:  # noqa: ARG001
    """Yield each report's number with the kind of period it is over."""
    query, categories, value = _selected(asked)
    grouped = query.add_columns(FactRow.key, FactRow.day, func.sum(value))
    grouped = grouped.group_by(FactRow.unit, *categories, FactRow.key, FactRow.day)
    for row in cx.execute(grouped):
        yield Reported(row[0], tuple(row[1:-3]), row[-3], row[-2], row[-1])


def add_up_joined(scope: Scope, cx: Cx, asked: Asked) -> list[Cell]:  # noqa: ARG001
    """Count the cases that say so themselves, or of which a row of the joined form does."""
    query, categories, value = _selected(asked)
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
    asked: Asked,
) -> tuple[Select[*tuple[object, ...]], list[ColumnElement[str]], ColumnElement[float]]:
    """Return the facts asked for by unit and category: the query, its categories, its number.

    Two dimensions: the facts of a row in one are joined with its facts in the other. Of a split
    dimension the number is that of the part.
    """
    first = asked.dimensions[0].name if asked.dimensions else ""
    categories: list[ColumnElement[str]] = [FactRow.category] if asked.dimensions else []  # type: ignore[list-item]
    value: ColumnElement[float] = FactRow.value  # type: ignore[assignment]
    query = select(FactRow.unit).where(
        FactRow.project_id == asked.project_id,
        FactRow.indicator_id == asked.indicator_id,
        FactRow.part == asked.part,
        FactRow.dimension == first,
        FactRow.day.between(asked.start, asked.end),
        _COUNTS,
    )
    if len(asked.dimensions) > 1:
        second = asked.dimensions[1]
        other = aliased(FactRow, name="second")
        query = query.join(
            other,
            and_(
                other.project_id == FactRow.project_id,
                other.version_id == FactRow.version_id,
                other.indicator_id == FactRow.indicator_id,
                other.part == FactRow.part,
                other.position == FactRow.position,
                other.dimension == second.name,
            ),
        )
        categories.append(other.category)  # type: ignore[arg-type]
        if second.splits and asked.part == "numerator":
            value = other.value  # type: ignore[assignment]
    query = query.add_columns(*categories)
    return query, categories, value
