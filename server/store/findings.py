"""What was found not to hold in the submissions of a form: listed, chosen, counted."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from server.scope import Scope
from server.store.collected import Collection, Query, Selection, selected
from server.store.database import Cx
from server.store.tables import Finding as FindingRow
from server.store.tables import Submission as SubmissionRow
from server.store.tables import Version as VersionRow

_POSITION = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What does not hold at one place of a submission's current version."""

    instance_id: str
    """Of the submission."""
    version_instance_id: str
    instance_name: str | None
    received_at: datetime
    path: str
    """With positions in repeats: ``/data/child[2]/age``."""
    question: str
    """Path of the form's node: ``/child/age``; empty for none."""
    kind: str
    level: str
    message: str
    submitted: str | None
    expected: str | None
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which findings are wanted; by default all."""

    kind: str | None = None
    level: str | None = None
    path: str | None = None
    """Of a question (``/child/age``), or of one place (``/data/child[2]/age``)."""
    instance_id: str | None = None
    """Of the submission."""


ALL = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCount:
    """How often something does not hold at a question."""

    question: str
    kind: str
    level: str
    findings: int
    submissions: int


_SHOWN = (
    SubmissionRow.instance_id,
    VersionRow.instance_id.label("version_instance_id"),
    VersionRow.instance_name,
    VersionRow.received_at,
    FindingRow.path,
    FindingRow.question,
    FindingRow.kind,
    FindingRow.level,
    FindingRow.message,
    FindingRow.submitted,
    FindingRow.expected,
    FindingRow.expression,
)


def list_findings(
    scope: Scope,
    cx: Cx,
    collection: Collection,
    wanted: Wanted = ALL,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Finding]:
    """Return findings on what counts now, those of what was received last first."""
    query = _found(scope, cx, collection, wanted, *_SHOWN)
    query = query.order_by(FindingRow.version_id.desc(), FindingRow.ordinal)
    rows = cx.execute(query.limit(limit).offset(offset))
    return [Finding(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name


def count_findings(
    scope: Scope, cx: Cx, collection: Collection, wanted: Wanted = ALL
) -> list[FindingCount]:
    """Count the findings on what counts now by question, kind and level, the most first."""
    groups = (FindingRow.question, FindingRow.kind, FindingRow.level)
    findings = func.count().label("findings")
    submissions = func.count(FindingRow.version_id.distinct()).label("submissions")
    query = _found(scope, cx, collection, wanted, *groups, findings, submissions)
    query = query.group_by(*groups).order_by(findings.desc(), *groups)
    return [FindingCount(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001


def _found(scope: Scope, cx: Cx, collection: Collection, wanted: Wanted, *columns: Any) -> Query:
    """Select ``columns`` of findings. Their own form comes first, for the sake of their indexes."""
    selection = Selection(instance_id=wanted.instance_id)
    query = selected(scope, cx, collection, selection, *columns)
    return query.join(
        FindingRow,
        and_(
            FindingRow.project_id == VersionRow.project_id,
            FindingRow.version_id == VersionRow.id,
        ),
    ).where(
        FindingRow.project_id == collection.project_id,
        FindingRow.form_id == collection.form_id,
        FindingRow.draft == collection.draft,
        *_conditions(wanted),
    )


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.kind is not None:
        yield FindingRow.kind == wanted.kind
    if wanted.level is not None:
        yield FindingRow.level == wanted.level
    if wanted.path is not None:
        # A path is of any length, and in no index: the question that it belongs to is.
        at, (_, _, below) = wanted.path, wanted.path[1:].partition("/")
        question = _POSITION.sub("", f"/{below}")
        yield FindingRow.question.in_((at, question, ""))
        yield or_(FindingRow.question == at, FindingRow.path == at)


def list_faulty_questions(
    scope: Scope,  # noqa: ARG001 - whoever sent a version is told where it needs a look
    cx: Cx,
    project_id: int,
    version_id: uuid.UUID,
) -> list[str]:
    """Return the questions of a version at which something does not hold, in its order."""
    query = (
        select(FindingRow.question)
        .where(
            FindingRow.project_id == project_id,
            FindingRow.version_id == version_id,
            FindingRow.level == "fault",
        )
        .order_by(FindingRow.ordinal)
    )
    return list(dict.fromkeys(cx.execute(query).scalars()))


def list_places(
    scope: Scope,  # noqa: ARG001 - which versions may be seen was asked before
    cx: Cx,
    project_id: int,
    version_ids: Sequence[uuid.UUID],
    *,
    each_max: int,
) -> dict[uuid.UUID, list[tuple[str, str]]]:
    """Return path and kind of the findings of some versions, the first of each."""
    query = (
        select(FindingRow.version_id, FindingRow.path, FindingRow.kind)
        .where(FindingRow.project_id == project_id, FindingRow.version_id.in_(version_ids))
        .order_by(FindingRow.version_id, FindingRow.ordinal)
    )
    places: dict[uuid.UUID, list[tuple[str, str]]] = {}
    for version_id, path, kind in cx.execute(query, execution_options={"yield_per": 1000}):
        of_version = places.setdefault(version_id, [])
        if len(of_version) < each_max:
            of_version.append((path, kind))
    return places
