"""The one query under everything that is read of submissions: what there is, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from server.scope import Scope
from server.store.database import Cx
from server.store.odata_filter import condition_of, names_deleted
from server.store.states import IN_STATE, IS_CURRENT
from server.store.tables import Submission, Version

Query = Select[*tuple[Any, ...]]
VERB = "submission.list"
"""The verb whose units bound the rows that a reader sees."""
RECEIVED = "received"
"""How the review state of a submission is called that nobody has looked at."""
REVIEW_STATES = frozenset((RECEIVED, "edited", "hasIssues", "rejected", "approved"))
NOTHING_FOUND = "none"
"""How it is called that a submission was checked, and all holds."""
FINDING_STATES = frozenset((NOTHING_FOUND, *IN_STATE))
"""What a check may have said: ``fault``, ``note``, ``none``, ``unchecked``, ``pending``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What was collected with a form: with its published versions, or with its draft."""

    project_id: int
    form_id: int
    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which of the submissions are wanted. By default all that are not deleted."""

    deleted: bool = False
    """Only the deleted ones."""
    review_states: frozenset[str] | None = None
    """Some of REVIEW_STATES; None: all."""
    filter: str | None = None
    """An OData ``$filter`` on the system fields; deleted ones come in where it names deletedAt."""
    on_repeats: bool = False
    """The filter is written for a repeat's table: fields begin with ``$root/Submissions/``."""
    instance_id: str | None = None
    """Only the one of that (root) instance id."""
    findings: frozenset[str] | None = None
    """Some of FINDING_STATES; None: all."""


def current(scope: Scope, collection: Collection, *columns: Any) -> Query:
    """Select ``columns`` of the submissions, deleted or not, with their current version.

    This is the only place where the units that bound a reader meet the rows.
    """
    return (
        select(*columns)
        .select_from(Submission)
        .join(
            Version,
            and_(
                Version.project_id == Submission.project_id,
                Version.root_id == Submission.id,
                IS_CURRENT,
            ),
        )
        .where(
            Submission.project_id == collection.project_id,
            Submission.form_id == collection.form_id,
            Submission.draft == collection.draft,
            within_units(scope, collection),
        )
    )


def within_units(scope: Scope, collection: Collection) -> ColumnElement[bool]:
    """Say of a version whether it lies in the units that the reader is bound to."""
    units = scope.units(VERB, collection.project_id, collection.form_id)
    return true() if units is None else Version.unit.in_(units)


def selected(
    scope: Scope, cx: Cx, collection: Collection, selection: Selection, *columns: Any
) -> Query:
    """Select ``columns`` of the wanted submissions; raise 400.18, 501.4 or 501.5 for a filter."""
    query = current(scope, collection, *columns)
    if selection.instance_id is not None:
        query = query.where(Submission.instance_id == selection.instance_id)
    if selection.review_states is not None:
        query = query.where(_reviewed(selection.review_states))
    if selection.findings is not None:
        query = query.where(_checked(collection, selection.findings))
    if selection.filter is not None:
        query = query.where(
            condition_of(selection.filter, cx.dialect.name, on_repeats=selection.on_repeats)
        )
        if names_deleted(selection.filter):
            return query
    if selection.deleted:
        return query.where(Submission.deleted_at.is_not(None))
    return query.where(Submission.deleted_at.is_(None))


def _reviewed(states: frozenset[str]) -> ColumnElement[bool]:
    named = Submission.review_state.in_(states - {RECEIVED})
    return or_(named, Submission.review_state.is_(None)) if RECEIVED in states else named


def _checked(collection: Collection, states: frozenset[str]) -> ColumnElement[bool]:
    """Ask the index of each state, which holds few; that all holds is said of most."""
    asked: list[ColumnElement[bool]] = [
        Submission.id.in_(
            select(Version.root_id).where(
                Version.project_id == collection.project_id,
                Version.form_id == collection.form_id,
                Version.draft == collection.draft,
                condition,
            )
        )
        for state, condition in IN_STATE.items()
        if state in states
    ]
    if NOTHING_FOUND in states:
        asked.append(and_(Version.checked == "done", Version.faults == 0, Version.notes == 0))
    return or_(*asked)
