"""What has come in with a form, by unit and day of the event: how much, and when the first did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, literal_column, select

from server.scope import Scope
from server.store.database import Cx
from server.store.forms import Form
from server.store.tables import Version

_COUNTS: ColumnElement[bool] = literal_column("version.counts")
"""Written out: a partial index serves no parameter. No test of a draft counts."""


class Arrival(NamedTuple):
    """The submissions of one unit and day that count."""

    unit: str | None
    """``VINTAGE-CODE`` as reported."""
    day: date
    submissions: int
    first_received_at: datetime
    """Of the versions that count: what was corrected arrived when its correction did."""


def stream(scope: Scope, cx: Cx, form: Form, start: date, end: date) -> Iterator[Arrival]:
    """Yield what counts of a form, of the days from ``start`` to ``end``.

    It is of all units: who is bound to some may not be told the rest.
    """
    scope.must("submission.list", form.project_id, form.id)
    groups = (Version.unit, Version.event_date)
    query = (
        select(*groups, func.count(), func.min(Version.received_at))
        .where(
            Version.project_id == form.project_id,
            Version.form_id == form.id,
            Version.event_date.between(start, end),
            _COUNTS,
        )
        .group_by(*groups)
    )
    for row in cx.execute(query):
        yield Arrival(*row)  # type: ignore[arg-type]  # between two days, none is without one


def list_units(scope: Scope, cx: Cx, form: Form) -> list[str]:
    """Return every unit from which anything that counts has come in, with any form of the project.

    A project may have no indicators, and so no facts to tell where it works.
    """
    scope.must("submission.list", form.project_id, form.id)
    query = select(Version.unit).where(Version.project_id == form.project_id, _COUNTS).distinct()
    return [unit for unit in cx.execute(query).scalars() if unit is not None]
