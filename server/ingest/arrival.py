"""What stands at the door, and what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from forms.instance import INSTANCE_ID_LENGTH_MAX, Instance, UnreadableInstance, read_instance
from server.errors import Problem
from server.ingest.decide import Decision
from server.ingest.envelope import ArrivedFile
from server.scope import Scope
from server.store.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An XML with its files at the door of a form."""

    form: Form
    draft: bool
    xml: bytes
    instance: Instance
    files: Sequence[ArrivedFile] = ()
    sender: Literal["phone", "person"]
    """A phone cannot mend anything; a person gets Central's codes."""
    door: Literal["openrosa", "rest"]
    scope: Scope
    device_id: str | None = None
    user_agent: str | None = None
    edit_of: str | None = None
    """PUT: the submission (its first instance id) that must be edited by this."""
    received_at: datetime | None = None
    """When it is said to have come; None: now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLookAt:
    """At which questions something does not hold; their form version says how they are called."""

    form_version_id: int | None = None
    questions: Sequence[str] = ()
    """Paths, as often as something was found there; "" for what belongs to none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of it."""

    decision: Decision
    version_id: uuid.UUID
    root_id: uuid.UUID | None
    files_missing: int
    """Files that the XML names and that have not come."""
    to_look_at: ToLookAt


def read_arriving(xml: bytes, *, instance_id_required: bool = True) -> Instance:
    """Read an XML at the door; raise 400.72 where it cannot be kept."""
    try:
        instance = read_instance(xml, instance_id_required=instance_id_required)
    except UnreadableInstance as unreadable:
        raise Problem("400.72", reason=unreadable.reason) from unreadable
    if len(instance.deprecated_id or "") > INSTANCE_ID_LENGTH_MAX:  # no instance is called so
        raise Problem("400.72", reason="instance-id-too-long")
    return instance
