"""Deriving, with its safety net: what goes wrong leaves the version pending, with its reason."""

from __future__ import annotations

import traceback
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from forms.instance import Instance, read_instance
from server.errors import Problem
from server.form_cache import FormModel
from server.ingest import derive
from server.ingest.derive import Circumstances
from server.ingest.files import count_named
from server.services import SYSTEM, Services
from server.store import definitions, derivations, forms, versions
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


def find_model(
    parts: Services, cx: Cx, form: Form, version: str, *, draft: bool
) -> FormModel | None:
    """Return the form version that a submission names; None: never published here."""
    number = form.draft_id if draft else definitions.find_published(SYSTEM, cx, form.id, version)
    return None if number is None else _model(parts, cx, number)


def _model(parts: Services, cx: Cx, number: int) -> FormModel:
    return parts.forms.get(number, lambda: definitions.get_xform(SYSTEM, cx, number))


def compute(parts: Services, cx: Cx, origin: Origin, instance: Instance) -> Derived | Pending:
    """Derive what hangs on a version; nothing is written.

    A lost database is not a fault of the derived part: it goes up, and the phone gets its 503.
    """
    form = origin.form
    try:
        named = find_model(parts, cx, form, instance.version, draft=origin.draft)
        model = named or _model(parts, cx, form.published_id or form.draft_id or 0)
        zone, unit = definitions.get_circumstances(SYSTEM, cx, form.project_id, origin.submitter_id)
        return derive.derive(
            model.form,
            model.layout,
            instance,
            Circumstances(
                form_version_id=named.form_version_id if named else None,
                unit_of_sender=unit,
                day_of_receipt=origin.received_at.astimezone(ZoneInfo(zone)).date(),
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
    cx: Cx, project_id: int, version_id: uuid.UUID, derived: Derived | Pending
) -> Derived | Pending:
    """Write rows and findings in a savepoint; what cannot be written is pending as well."""
    if isinstance(derived, Pending):
        return derived
    savepoint = cx.begin_nested()
    try:
        derivations.add(cx, project_id, version_id, derived)
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
        return {"derived": "pending", "derived_error": derived.reason}
    return {
        "derived": "done",
        "derived_error": None,
        "form_version_id": derived.form_version_id,
        "layout": derived.layout,
        "instance_name": derived.instance_name,
        "named_files": list(derived.named_files),
        "unit": derived.unit,
        "event_date": derived.event_date,
        **count_named(derived.named_files, link_names),
    }


def derive_again(parts: Services, project_id: int, version_id: uuid.UUID) -> bool:
    """Derive one stored version anew, in a transaction of its own; say whether it went well."""
    with parts.database.write() as cx:
        stored, xml = versions.get_record(SYSTEM, cx, project_id, version_id)
        origin = Origin(
            form=forms.get_numbered(SYSTEM, cx, stored.form_id),
            draft=stored.draft,
            submitter_id=stored.submitter_id,
            received_at=stored.received_at,
        )
        files = versions.list_files(SYSTEM, cx, project_id, version_id)
        derivations.drop(cx, project_id, version_id)
        derived = compute(parts, cx, origin, read_instance(xml))
        derived = store(cx, project_id, version_id, derived)
        links = [file.link_name for file in files]
        versions.change(cx, project_id, version_id, **columns(derived, links))
    return isinstance(derived, Derived)
