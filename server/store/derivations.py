"""What is derived from a version: its flat rows and findings, written whole, dropped whole."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import and_, delete, exists, insert, select

from exports.rows import LaidRow
from server.scope import Scope
from server.store.database import Cx
from server.store.states import IS_PENDING
from server.store.tables import Finding as FindingRow
from server.store.tables import FlatRow
from server.store.tables import FormVersion as FormVersionRow
from server.store.tables import Version as VersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFault:
    """What does not hold in a version."""

    path: str
    kind: str
    level: str
    submitted: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """All that is computed from the XML with its form, and can be computed again."""

    form_version_id: int | None
    """None: the version that the XML names was never published here."""
    layout: str
    rows: Sequence[LaidRow]
    findings: Sequence[FoundFault]
    named_files: Sequence[str]
    instance_name: str | None
    unit: str | None
    event_date: date | None


_ADD_ROWS = insert(FlatRow)


def add(cx: Cx, project_id: int, version_id: uuid.UUID, derived: Derived) -> None:
    """Write the rows and findings of a version that has none."""
    key = {"project_id": project_id, "version_id": version_id}
    rows = _flat_rows(key, derived.rows)
    if rows:
        cx.execute(_ADD_ROWS, rows)
    findings = [
        key
        | {
            "ordinal": ordinal,
            "path": finding.path,
            "kind": finding.kind,
            "level": finding.level,
            "submitted": finding.submitted,
            "expected": finding.expected,
        }
        for ordinal, finding in enumerate(derived.findings)
    ]
    if findings:
        cx.execute(insert(FindingRow), findings)


def _flat_rows(key: dict[str, object], rows: Sequence[LaidRow]) -> list[dict[str, object]]:
    counted: dict[int, int] = {}
    flat = []
    for row in rows:
        ordinal = counted.get(row.table, 0)
        counted[row.table] = ordinal + 1
        flat.append(
            key
            | {
                "table_ordinal": row.table,
                "ordinal": ordinal,
                "at": ".".join(map(str, row.at)),
                "cells": orjson.dumps(row.cells).decode(),
            }
        )
    return flat


def drop(cx: Cx, project_id: int, version_id: uuid.UUID) -> None:
    """Remove the rows and findings of a version."""
    for table in (FlatRow, FindingRow):
        cx.execute(
            delete(table).where(table.project_id == project_id, table.version_id == version_id)
        )


def list_versions(
    scope: Scope, cx: Cx, *, form_id: int | None = None
) -> list[tuple[int, uuid.UUID]]:
    """Return the keys (project, version) of all that can be derived, oldest first."""
    scope.must("submission.update")
    query = select(VersionRow.project_id, VersionRow.id).order_by(VersionRow.id)
    if form_id is not None:
        query = query.where(VersionRow.form_id == form_id)
    return [(row.project_id, row.id) for row in cx.execute(query)]


def list_to_mend(scope: Scope, cx: Cx) -> list[tuple[int, uuid.UUID]]:
    """Return the keys of what should be derived again by itself, oldest first.

    That is what is pending, and what named a form version that was published only afterwards.
    """
    scope.must("submission.update")
    published = exists().where(
        FormVersionRow.form_id == VersionRow.form_id,
        FormVersionRow.version == VersionRow.form_version,
        FormVersionRow.published_at.is_not(None),
    )
    late = and_(VersionRow.form_version_id.is_(None), VersionRow.draft.is_(False), published)
    query = select(VersionRow.project_id, VersionRow.id).order_by(VersionRow.id)
    keys = {
        (row.project_id, row.id)
        for condition in (IS_PENDING, late)
        for row in cx.execute(query.where(condition))
    }
    return sorted(keys)
