"""Closed periods: reports as they were handed in, opened again, and their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, text, update

from exports.indicators.release import Figure
from server.errors import Problem
from server.scope import Scope
from server.store.database import Cx
from server.store.tables import Actor as ActorRow
from server.store.tables import Release as ReleaseRow
from server.store.tables import ReleaseCell as CellRow

_LOCK = text("select pg_advisory_xact_lock(hashtextextended('releases/' || :project_id, 0))")
_CELLS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that is handed in."""

    unit: str
    vintage: str
    level: str
    period: str
    from_day: date
    to_day: date
    language: str
    definitions: Mapping[str, str]
    protected: Sequence[str]
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Report):
    """A report that was handed in."""

    project_id: int
    number: int
    closed_at: datetime
    closed_by: int | None
    closed_by_name: str | None
    opened_at: datetime | None
    opened_by: int | None
    opened_by_name: str | None
    revises: int | None

    @property
    def is_closed(self) -> bool:
        """Whether the period is closed by it."""
        return self.opened_at is None


def add(
    cx: Cx,
    project_id: int,
    report: Report,
    figures: Sequence[Figure],
    *,
    closed_at: datetime,
    closed_by: int | None,
) -> int:
    """Close a unit's period with a report; return its number. Raise 409.72 where it is closed."""
    if cx.dialect.name == "postgresql":
        cx.execute(_LOCK, {"project_id": str(project_id)})
    last = _last_number(cx, project_id, report)
    number = cx.execute(
        select(func.coalesce(func.max(ReleaseRow.number), 0) + 1).where(
            ReleaseRow.project_id == project_id
        )
    ).scalar_one()
    cx.execute(
        insert(ReleaseRow).values(
            **asdict(report) | {"definitions": dict(report.definitions)},
            project_id=project_id,
            number=number,
            closed_at=closed_at,
            closed_by=closed_by,
            revises=last,
        )
    )
    rows = [
        {"project_id": project_id, "number": number, "ordinal": ordinal, **asdict(figure)}
        for ordinal, figure in enumerate(figures)
    ]
    for begin in range(0, len(rows), _CELLS_AT_ONCE):
        cx.execute(insert(CellRow), rows[begin : begin + _CELLS_AT_ONCE])
    return number


def _last_number(cx: Cx, project_id: int, report: Report) -> int | None:
    """Return the last release of that unit and period; raise 409.72 where it closes it."""
    query = (
        select(ReleaseRow.number, ReleaseRow.opened_at)
        .where(
            ReleaseRow.project_id == project_id,
            ReleaseRow.unit == report.unit,
            ReleaseRow.period == report.period,
        )
        .order_by(ReleaseRow.number.desc())
        .limit(1)
    )
    last = cx.execute(query).first()
    if last is None:
        return None
    if last.opened_at is None:
        raise Problem("409.72", period=report.period, number=last.number)
    number: int = last.number
    return number


def open_again(
    cx: Cx, project_id: int, number: int, *, opened_at: datetime, opened_by: int | None
) -> None:
    """Open a closed period; raise 409.73 where it is open already."""
    changing = (
        update(ReleaseRow)
        .where(
            ReleaseRow.project_id == project_id,
            ReleaseRow.number == number,
            ReleaseRow.opened_at.is_(None),
        )
        .values(opened_at=opened_at, opened_by=opened_by)
    )
    if cx.execute(changing).rowcount == 0:
        raise Problem("409.73", number=number)


_CLOSER, _OPENER = ActorRow.__table__.alias("closer"), ActorRow.__table__.alias("opener")
_RELEASES = (
    select(
        *ReleaseRow.__table__.c,
        _CLOSER.c.display_name.label("closed_by_name"),
        _OPENER.c.display_name.label("opened_by_name"),
    )
    .select_from(ReleaseRow.__table__)
    .outerjoin(_CLOSER, _CLOSER.c.id == ReleaseRow.closed_by)
    .outerjoin(_OPENER, _OPENER.c.id == ReleaseRow.opened_by)
    .order_by(ReleaseRow.number.desc())
)


def get(scope: Scope, cx: Cx, project_id: int, number: int) -> Release:
    """Return a release; raise 404.1. Who is bound to units must be asked by the caller."""
    scope.must("submission.list", project_id)
    query = _RELEASES.where(ReleaseRow.project_id == project_id, ReleaseRow.number == number)
    row = cx.execute(query).first()
    if row is None:
        raise Problem("404.1")
    return Release(**row._mapping)  # noqa: SLF001


def find_last(
    scope: Scope, cx: Cx, project_id: int, unit: str, periods: Sequence[str]
) -> dict[str, Release]:
    """Return the last release of a unit in each of some periods, closed or opened again."""
    scope.must("submission.list", project_id)
    query = _RELEASES.where(
        ReleaseRow.project_id == project_id,
        ReleaseRow.unit == unit,
        ReleaseRow.period.in_(periods),
    )
    found = [Release(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001
    return {one.period: one for one in reversed(found)}


def list_some(
    scope: Scope,
    cx: Cx,
    project_id: int,
    *,
    units: frozenset[str] | None = None,
    period: str | None = None,
    limit: int,
    offset: int = 0,
) -> list[Release]:
    """Return a project's releases, the newest first; ``units``: of these alone."""
    scope.must("submission.list", project_id)
    query = _RELEASES.where(ReleaseRow.project_id == project_id)
    if units is not None:
        query = query.where(ReleaseRow.unit.in_(units))
    if period is not None:
        query = query.where(ReleaseRow.period == period)
    found = cx.execute(query.limit(limit).offset(offset))
    return [Release(**row._mapping) for row in found]  # noqa: SLF001


def list_figures(scope: Scope, cx: Cx, project_id: int, number: int) -> list[Figure]:
    """Return the figures of a release, in their order."""
    scope.must("submission.list", project_id)
    columns = [getattr(CellRow, name) for name in Figure.__slots__]
    query = (
        select(*columns)
        .where(CellRow.project_id == project_id, CellRow.number == number)
        .order_by(CellRow.ordinal)
    )
    return [Figure(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001
