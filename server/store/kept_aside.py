"""How many versions of each form are kept and do not count, and why."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from server.scope import Scope
from server.store.collected import VERB
from server.store.database import Cx
from server.store.states import IS_ASIDE
from server.store.tables import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAside:
    """What a coordinator has to look at; what was sent to try a draft is left out."""

    conflict: int = 0
    waiting: int = 0
    quarantined: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.conflict + self.waiting + self.quarantined


def count_all(scope: Scope, cx: Cx, project_id: int) -> dict[int, KeptAside]:
    """Count by form what the reader may see; forms without any are left out."""
    units = scope.units(VERB, project_id, None)
    query = (
        select(Version.form_id, Version.state, func.count())
        .where(Version.project_id == project_id, ~Version.draft, IS_ASIDE)
        .group_by(Version.form_id, Version.state)
    )
    if units is not None:
        query = query.where(Version.unit.in_(units))
    counted: dict[int, dict[str, int]] = {}
    for form_id, state, count in cx.execute(query):
        counted.setdefault(form_id, {})[state] = count
    return {form_id: KeptAside(**counts) for form_id, counts in counted.items()}
