"""What was found not to hold in the submissions of a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.scope import Scope
from server.store.collected import Collection, Selection, selected
from server.store.database import Cx
from server.store.tables import Finding as FindingRow
from server.store.tables import Submission as SubmissionRow
from server.store.tables import Version as VersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What does not hold at one place of a submission's current version."""

    instance_id: str
    """Of the submission."""
    version_instance_id: str
    received_at: datetime
    path: str
    """With positions in repeats: ``/data/child[2]/age``."""
    kind: str
    level: str
    submitted: str | None
    expected: str | None


def list_findings(
    scope: Scope, cx: Cx, collection: Collection, *, limit: int | None = None, offset: int = 0
) -> list[Finding]:
    """Return findings on what counts now, those of the newest submission first."""
    query = selected(
        scope,
        cx,
        collection,
        Selection(),
        SubmissionRow.instance_id,
        VersionRow.instance_id.label("version_instance_id"),
        VersionRow.received_at,
        FindingRow.path,
        FindingRow.kind,
        FindingRow.level,
        FindingRow.submitted,
        FindingRow.expected,
    ).join(
        FindingRow,
        (FindingRow.project_id == VersionRow.project_id) & (FindingRow.version_id == VersionRow.id),
    )
    query = query.order_by(SubmissionRow.id.desc(), FindingRow.ordinal)
    query = query.limit(limit).offset(offset)
    return [Finding(**row._mapping) for row in cx.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name
