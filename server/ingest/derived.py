"""Deriving, with its safety net: what goes wrong leaves the version pending, with its reason."""

from __future__ import annotations

import traceback
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from forms.instance import Instance
from server import clock
from server.errors import Problem
from server.form_cache import FormModel
from server.ingest import derive
from server.ingest.derive import Circumstances
from server.ingest.facts import asked_of
from server.ingest.files import count_named
from server.ingest.form_logic import logic_of
from server.services import SYSTEM, Services
from server.store import definitions, derivations
from server.store.collected import Collection
from server.store.database import Cx, must_be_usable
from server.store.derivations import Derived
from server.store.forms import Form

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pending:
    """Deriving did not go well; ``reason`` is for the administrator."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a version came from, as far as deriving has to know."""

    form: Form
    draft: bool
    submitter_id: int | None
    received_at: datetime

    @property
    def collection(self) -> Collection:
        """What it belongs to."""
        return Collection(project_id=self.form.project_id, form_id=self.form.id, draft=self.draft)


def find_model(
    parts: Services, cx: Cx, form: Form, version: str, *, draft: bool
) -> FormModel | None:
    """Return the form version that a submission names; None: never published here."""
    number = form.draft_id if draft else definitions.find_published(SYSTEM, cx, form.id, version)
    return None if number is None else model_of(parts, cx, number)


def model_of(parts: Services, cx: Cx, number: int) -> FormModel:
    """Return the form version of a number, ready to work with."""
    return parts.forms.get(number, lambda: definitions.get_xform(SYSTEM, cx, number))


def compute(parts: Services, cx: Cx, origin: Origin, instance: Instance) -> Derived | Pending:
    """Derive what hangs on a version; nothing is written.

    A lost database is not a fault of the derived part: it goes up, and the phone gets its 503.
    """
    form = origin.form
    try:
        named = find_model(parts, cx, form, instance.version, draft=origin.draft)
        model = named or model_of(parts, cx, form.published_id or form.draft_id or 0)
        logic = None
        if named is not None and not instance.encrypted:
            logic = logic_of(parts, cx, named, project_id=form.project_id, draft=origin.draft)
        revision, facts = None, None
        if named is not None and logic is not None and not origin.draft:
            revision, facts = asked_of(parts, cx, form.project_id, named.form_version_id, logic)
        sender = definitions.get_sender(SYSTEM, cx, form.project_id, origin.submitter_id)
        return derive.derive(
            model.form,
            model.layout,
            instance,
            Circumstances(
                form_version_id=named.form_version_id if named else None,
                unit_of_sender=sender.unit,
                received_at=origin.received_at,
                zone=ZoneInfo(sender.zone),
                language="vi" if sender.language == "vi" else "en",
                logic=logic,
                facts=facts,
                indicators_revision=revision,
            ),
        )
    except Problem:
        raise
    except Exception as error:  # noqa: BLE001 - a bug of ours must not cost a submission
        must_be_usable(cx)
        return pending(error)


def pending(error: Exception) -> Pending:
    """Note in the log that something could not be derived, and say what and where.

    Not the error's own words: they may quote an answer.
    """
    *_, place = traceback.extract_tb(error.__traceback__)
    reason = f"{type(error).__name__} in {place.name} ({Path(place.filename).name}:{place.lineno})"
    log.error("derived part is pending", reason=reason)
    return Pending(reason)


def store(
    cx: Cx,
    collection: Collection,
    version_id: uuid.UUID,
    derived: Derived | Pending,
    *,
    counts: bool,
) -> Derived | Pending:
    """Write what is derived in a savepoint; what cannot be written is pending as well."""
    if isinstance(derived, Pending):
        return derived
    savepoint = cx.begin_nested()
    try:
        derivations.add(cx, collection, version_id, derived, counts=counts)
        savepoint.commit()
    except Problem:
        raise
    except Exception as error:  # noqa: BLE001 - as above
        savepoint.rollback()
        must_be_usable(cx)
        return pending(error)
    return derived


def columns(derived: Derived | Pending, link_names: Sequence[str]) -> dict[str, object]:
    """Return the columns of the version that are derived; ``link_names``: the files that came."""
    if isinstance(derived, Pending):
        return {**NOTHING, "derived_error": derived.reason}
    return {
        "derived": "done",
        "derived_error": None,
        "checked": derived.checked,
        "checked_at": clock.now(),
        "faults": derived.count("fault"),
        "notes": derived.count("note"),
        "form_version_id": derived.form_version_id,
        "layout": derived.layout,
        "instance_name": derived.instance_name,
        "named_files": list(derived.named_files),
        "unit": derived.unit,
        "event_date": derived.event_date,
        "one_per": derived.one_per,
        **count_named(derived.named_files, link_names),
    }


NOTHING: Mapping[str, object] = {
    "derived": "pending",
    "checked": "pending",
    "checked_at": None,
    "faults": 0,
    "notes": 0,
    "form_version_id": None,
    "layout": None,
    "instance_name": None,
    "named_files": [],
    "unit": None,
    "event_date": None,
    "one_per": None,
    "files_expected": 0,
    "files_present": 0,
}
"""The columns of a version from which nothing is derived."""
