"""The files of a version: named in its XML or not, each kept, one of a name current."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Sequence
from datetime import datetime

from server.ingest.envelope import ArrivedFile
from server.store import blobs, versions
from server.store.database import Cx
from server.store.versions import StoredFile


def link_name(name: str) -> str:
    """Return the form of a file name by which it is matched with the XML: NFC."""
    return unicodedata.normalize("NFC", name)


def keep_files(
    cx: Cx,
    project_id: int,
    version_id: uuid.UUID,
    arrived: Sequence[ArrivedFile],
    here: Sequence[StoredFile],
    since: datetime,
    at: datetime,
) -> list[StoredFile]:
    """Link files (already durable) to a version, once each; return all that are here then.

    The first file of a name stays the current one: the same name with other bytes is kept beside
    it, and a phone that sends again cannot overwrite what was answered with 201. Files from
    before ``since``, when the version itself arrived, were carried over: they give way.
    """
    known = {(file.name, file.sha256) for file in here}
    current = {file.link_name for file in here if file.is_current and file.received_at >= since}
    added: list[StoredFile] = []
    for file in arrived:
        if (file.name, file.file.sha256) in known:
            continue
        known.add((file.name, file.file.sha256))
        blobs.record(cx, file.file.sha256, file.file.size, at)
        link = link_name(file.name)
        added.append(
            StoredFile(
                name=file.name,
                link_name=link,
                sha256=file.file.sha256,
                size=file.file.size,
                content_type=file.content_type,
                is_current=link not in current,
                received_at=at,
            )
        )
        current.add(link)
    taken = [file.link_name for file in added if file.is_current]
    versions.retire_files(cx, project_id, version_id, taken)
    versions.add_files(cx, project_id, version_id, added)
    return [*here, *added]


def files_to_carry(
    old: Sequence[StoredFile], here: Sequence[StoredFile], named: Sequence[str]
) -> list[StoredFile]:
    """Return the current files of an edited version that its edit names and has not brought.

    They keep the time at which they were received: that tells them from what came with the edit.
    """
    wanted = {link_name(name) for name in named} - {file.link_name for file in here}
    return [file for file in old if file.is_current and file.link_name in wanted]


def count_named(named: Sequence[str], link_names: Sequence[str]) -> dict[str, int]:
    """Count the files that the XML names, and those of them that are here."""
    wanted = {link_name(name) for name in named}
    return {"files_expected": len(wanted), "files_present": len(wanted & set(link_names))}
