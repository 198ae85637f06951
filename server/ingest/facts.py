"""What a project's indicators ask of a form version, kept compiled."""

from __future__ import annotations

from exports.indicators import wire
from exports.indicators.form_facts import FormFacts
from forms.logic import Logic
from server.indicator_cache import Numbered
from server.services import SYSTEM, Services
from server.store import indicators
from server.store.database import Cx


def asked_of(
    parts: Services, cx: Cx, project_id: int, form_version_id: int, logic: Logic
) -> tuple[int, FormFacts]:
    """Return what the indicators ask of a form version, and of which revision they are."""
    revision = indicators.revision_of(SYSTEM, cx, project_id)

    def read() -> Numbered:
        stored = indicators.list_all(SYSTEM, cx, project_id)
        return [(one.id, wire.from_plain(one.definition)) for one in stored]

    return revision, parts.indicators.form_facts(project_id, revision, form_version_id, logic, read)
