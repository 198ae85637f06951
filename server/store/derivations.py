"""What is derived from a version: rows, findings, facts; written whole, dropped whole."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import orjson
from sqlalchemy import bindparam, delete, insert

from exports.indicators.form_facts import NumberedFact
from exports.rows import LaidRow
from forms.entities import EntityAction
from forms.findings import Finding, Level
from server.store import entities, facts
from server.store.collected import Collection
from server.store.database import Cx
from server.store.entities import EntityKey
from server.store.tables import Fact as FactRow
from server.store.tables import Finding as FindingRow
from server.store.tables import FlatRow

TEXT_MAX = 2000
"""Characters of a path, a value or a sentence; the whole answer stands in the XML."""
_CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """All that is computed from the XML with its form, and can be computed again."""

    form_version_id: int | None
    """None: the version that the XML names was never published here."""
    layout: str
    rows: Sequence[LaidRow]
    checked: Literal["done", "unchecked"]
    findings: Sequence[Finding]
    named_files: Sequence[str]
    instance_name: str | None
    unit: str | None
    event_date: date | None
    one_per: str | None
    facts: Sequence[NumberedFact]
    entity: EntityAction | None
    """What it says of an entry of a list."""
    indicators_revision: int | None
    """Of the indicators that the facts were computed for; None: of none."""

    def count(self, level: Level) -> int:
        """Count the findings of a level."""
        return sum(finding.level == level for finding in self.findings)


_ADD_ROWS = insert(FlatRow)
_ADD_FINDINGS = insert(FindingRow)
_DROP = tuple(
    delete(table).where(
        table.project_id == bindparam("of_project"), table.version_id == bindparam("of_version")
    )
    for table in (FlatRow, FindingRow, FactRow)
)


def add(
    cx: Cx, collection: Collection, version_id: uuid.UUID, derived: Derived, *, counts: bool
) -> None:
    """Write what is derived from a version that has nothing; facts and entity count as it does."""
    key: dict[str, object] = {"project_id": collection.project_id, "version_id": version_id}
    rows = _flat_rows(key, derived.rows)
    if rows:
        cx.execute(_ADD_ROWS, rows)
    findings = _findings(
        key | {"form_id": collection.form_id, "draft": collection.draft}, derived.findings
    )
    if findings:
        cx.execute(_ADD_FINDINGS, findings)
    facts.add(cx, collection.project_id, version_id, derived.facts, counts=counts)
    if derived.entity is not None and derived.event_date is not None and not collection.draft:
        entities.add(
            cx,
            collection.project_id,
            version_id,
            derived.entity,
            derived.event_date,
            counts=counts,
        )


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


def _findings(key: dict[str, object], findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [
        key
        | {
            "ordinal": ordinal,
            "path": _short(finding.path),
            "question": _short(finding.question),
            "kind": finding.kind,
            "level": finding.level,
            "message": _short(finding.message),
            "submitted": _short(finding.submitted),
            "expected": _short(finding.expected),
            "expression": _short(finding.expression),
        }
        for ordinal, finding in enumerate(findings)
    ]


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= TEXT_MAX else text[: TEXT_MAX - 1] + _CUT


def drop(cx: Cx, project_id: int, version_id: uuid.UUID) -> list[EntityKey]:
    """Remove what is derived from a version; return the entities that are to be settled then."""
    touched = entities.drop(cx, project_id, version_id)
    given = {"of_project": project_id, "of_version": version_id}
    for dropping in _DROP:
        cx.execute(dropping, given)
    return touched
