"""Deriving again what is stored: some versions at a time, read first, then written together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import structlog

from forms.instance import read_instance
from server.errors import Problem
from server.ingest import derived, standing
from server.ingest.derived import Origin, Pending
from server.services import SYSTEM, Services
from server.store import derivations, entities, forms, versions
from server.store.database import Cx
from server.store.derivations import Derived
from server.store.to_derive import VersionKey

_XML_BYTES_AT_ONCE = 4 * 1024 * 1024
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Computed:
    key: VersionKey
    origin: Origin
    derived: Derived | Pending


def derive_again(parts: Services, keys: Sequence[VersionKey]) -> int:
    """Derive stored versions anew; return with how many that did not go well.

    Computing takes no lock: phones are not kept waiting by it. One that cannot even be read keeps
    no other from it.
    """
    failed, waiting = 0, list(reversed(keys))
    while waiting:
        with parts.database.read() as cx:
            taken = list(_compute(parts, cx, waiting))
        with parts.database.write() as cx:
            failed += sum(not (one and _store(cx, one)) for one in taken)
    return failed


def _compute(parts: Services, cx: Cx, waiting: list[VersionKey]) -> Iterator[_Computed | None]:
    """Take versions from the end of the list, until there is enough to be written."""
    size = 0
    while waiting and size < _XML_BYTES_AT_ONCE:
        key = waiting.pop()
        found = versions.find_record(SYSTEM, cx, key.project_id, key.id)
        if found is None:  # a draft's test, which was cleared meanwhile
            continue
        stored, xml = found
        size += len(xml)
        origin = Origin(
            form=forms.get_numbered(SYSTEM, cx, stored.form_id),
            draft=stored.draft,
            submitter_id=stored.submitter_id,
            received_at=stored.received_at,
        )
        try:
            instance = read_instance(xml)
            yield _Computed(key, origin, derived.compute(parts, cx, origin, instance))
        except Problem:
            raise
        except Exception as error:  # noqa: BLE001 - the others have to be mended
            log.error("cannot be derived", version=str(key.id), error=type(error).__name__)
            yield None


def _store(cx: Cx, computed: _Computed) -> bool:
    project_id, _, version_id = computed.key
    if not versions.lock(cx, project_id, version_id):
        return True
    before, _ = versions.get_record(SYSTEM, cx, project_id, version_id)
    files = versions.list_files(SYSTEM, cx, project_id, version_id)
    touched = derivations.drop(cx, project_id, version_id)
    stored = derived.store(
        cx, computed.origin.collection, version_id, computed.derived, counts=before.counts
    )
    entities.settle(cx, touched)
    links = [file.link_name for file in files]
    versions.change(cx, project_id, version_id, **derived.columns(stored, links))
    after = getattr(stored, "one_per", None)
    if before.root_id is not None and (before.one_per or after):
        answered = [before.one_per] if before.one_per else []
        standing.settle(cx, project_id, before.form_id, [before.root_id], answered_before=answered)
    return isinstance(stored, Derived)
