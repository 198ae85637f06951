"""Deriving, with its safety net: in a savepoint, and pending with the reason when it fails."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

import structlog

from forms.instance import Instance, read_instance
from server.errors import Problem
from server.form_cache import FormModel
from server.ingest import derive
from server.ingest.derive import Circumstances
from server.ingest.files import count_files
from server.services import SYSTEM, Services
from server.store import definitions, forms, people, projects, versions
from server.store.database import Cx
from server.store.forms import Form
from server.store.versions import StoredVersion

log = structlog.get_logger()
_REASON_CHARACTERS_MAX = 500


def find_model(parts: Services, cx: Cx, form: Form, version: str, *, draft: bool) -> FormModel | None:
    """Return the form version that a submission names; None: never published here."""
    number = form.draft_id if draft else definitions.find_published(SYSTEM, cx, form.id, version)
    if number is None:
        return None
    return _model(parts, cx, number)


def _model(parts: Services, cx: Cx, number: int) -> FormModel:
    return parts.forms.get(number, lambda: definitions.get_xform(SYSTEM, cx, number))


def derive_version(
    parts: Services, cx: Cx, form: Form, stored: StoredVersion, instance: Instance
) -> None:
    """Derive what hangs on a version and store it; whatever goes wrong leaves it pending.

    A lost database is not a fault of the derived part: it goes up, and the phone gets its 503.
    """
    savepoint = cx.begin_nested()
    try:
        _derive(parts, cx, form, stored, instance)
        savepoint.commit()
    except Problem:
        raise
    except Exception as error:  # noqa: BLE001 - a bug of ours must not cost a submission
        savepoint.rollback()
        reason = f"{type(error).__name__}: {error}"[:_REASON_CHARACTERS_MAX]
        log.error("derived part is pending", version=str(stored.id), error=type(error).__name__)
        versions.drop_derived(cx, stored.project_id, stored.id)
        versions.change(
            cx, stored.project_id, stored.id, derived="pending", derived_error=reason
        )


def _derive(
    parts: Services, cx: Cx, form: Form, stored: StoredVersion, instance: Instance
) -> None:
    named = find_model(parts, cx, form, instance.version, draft=stored.draft)
    model = named or _model(parts, cx, form.published_id or form.draft_id or 0)
    derived = derive.derive(
        model.form,
        model.layout,
        instance,
        _circumstances(cx, stored, version_is_known=named is not None),
    )
    versions.put_derived(cx, stored.project_id, stored.id, derived)
    versions.change(
        cx,
        stored.project_id,
        stored.id,
        derived="done",
        derived_error=None,
        form_version_id=named.form_version_id if named else None,
        layout=derived.layout,
        instance_name=derived.instance_name,
        named_files=list(derived.named_files),
        unit=derived.unit,
        event_date=derived.event_date,
    )
    count_files(cx, stored.project_id, stored.id, derived.named_files)


def _circumstances(cx: Cx, stored: StoredVersion, *, version_is_known: bool) -> Circumstances:
    unit = None
    if stored.submitter_id is not None:
        unit = people.get_actor(SYSTEM, cx, stored.submitter_id).unit
    zone = ZoneInfo(projects.get(SYSTEM, cx, stored.project_id).zone)
    return Circumstances(
        version_is_known=version_is_known,
        unit_of_sender=unit,
        day_of_receipt=stored.received_at.astimezone(zone).date(),
    )


def derive_again(parts: Services, project_id: int, version_id: uuid.UUID) -> bool:
    """Derive one stored version anew, in a transaction of its own; say whether it went well."""
    with parts.database.write() as cx:
        stored, xml = versions.get_record(SYSTEM, cx, project_id, version_id)
        form = forms.get_numbered(SYSTEM, cx, stored.form_id)
        derive_version(parts, cx, form, stored, read_instance(xml))
        after, _ = versions.get_record(SYSTEM, cx, project_id, version_id)
    return after.derived == "done"
