"""A zip that is sent while it is made: no temporary files, flat memory, no valid end after a fault.

Source: APPNOTE.TXT 4.3.9 (data descriptors) and 4.5.3 (ZIP64), through the standard library.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from exports.file_name import file_name, numbered

_CHUNK_BYTES = 65_536
_ZIP64_FROM_BYTES = 2**31 - 2**20  # leaves room for data that deflating makes longer


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive."""

    name: str
    """With ``/`` between folders; made harmless, never doubled, when it is written."""
    content: Iterable[bytes]
    """Read once, when its turn comes."""
    size_bytes: int | None = None
    """Its size, or what it surely does not exceed; None: it may be anything, and ZIP64 is used.

    Readers that stream (java.util.zip among them) cannot read a ZIP64 entry of unknown size;
    those that begin at the central directory can. So give a bound where one is known.
    """
    packed: bool = False
    """Already compressed (photos, sound): little effort is spent on it."""


def media_name(instance_id: str, name: str, *, by_instance: bool = False) -> str:
    """Name the entry of the file ``name`` of a submission: ``media/NAME``, as in Central's zip.

    ``by_instance``: ``media/INSTANCE/NAME``, a folder for each submission.
    """
    if by_instance:
        return f"media/{file_name(instance_id)}/{file_name(name)}"
    return f"media/{file_name(name)}"


def write(entries: Iterable[Entry], modified: datetime) -> Iterator[bytes]:
    """Yield the zip of ``entries`` in chunks of about 64 KB; every entry is dated ``modified``.

    The second file of one name becomes ``NAME (2)``, where Central's would overwrite the first.
    Names that differ only in case or normal form are the same: on Windows and macOS they are.

    What an entry's content raises goes on to the caller, and the zip stays without its central
    directory, so that no reader takes the part for the whole.
    """
    pipe = _Pipe()
    archive = zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED)  # type: ignore[call-overload]
    taken: set[str] = set()
    try:
        for entry in entries:
            yield from _entry(archive, pipe, entry, _unused(_inside(entry.name), taken), modified)
    finally:
        archive.close()  # writes the central directory, which after a fault nobody drains
    yield pipe.drain()


def _entry(
    archive: zipfile.ZipFile, pipe: _Pipe, entry: Entry, name: str, modified: datetime
) -> Iterator[bytes]:
    info = zipfile.ZipInfo(name, modified.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    level = 1 if entry.packed else 6
    info._compresslevel = level  # type: ignore[attr-defined]  # noqa: SLF001 - public since 3.13
    info.external_attr = 0o644 << 16
    large = entry.size_bytes is None or entry.size_bytes >= _ZIP64_FROM_BYTES
    opened = archive.open(info, "w", force_zip64=large)
    try:
        for chunk in entry.content:
            opened.write(chunk)
            if pipe.waiting_bytes >= _CHUNK_BYTES:
                yield pipe.drain()
    finally:
        opened.close()


class _Pipe:
    """What zipfile writes to: it cannot be sought, so that sizes follow the data."""

    def __init__(self) -> None:
        self.waiting_bytes = 0
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        self.waiting_bytes += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def drain(self) -> bytes:
        data = b"".join(self._waiting)
        self._waiting.clear()
        self.waiting_bytes = 0
        return data


def _inside(name: str) -> str:
    """Keep ``name`` inside the folder where the archive is unpacked."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return "/".join(map(file_name, parts)) or "file"


def _unused(name: str, taken: set[str]) -> str:
    folder, slash, last = name.rpartition("/")
    number, wanted = 1, name
    while (key := unicodedata.normalize("NFC", wanted).casefold()) in taken:
        number += 1
        wanted = folder + slash + numbered(last, number)
    taken.add(key)
    return wanted
