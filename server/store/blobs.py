"""Files under the SHA-256 of their content, made durable in the order that a power cut respects."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import structlog
from sqlalchemy.dialects import postgresql, sqlite

from server import clock
from server.errors import Problem
from server.store.database import Cx
from server.store.tables import Blob

_CHUNK_BYTES = 1 << 18
_FULL = {errno.ENOSPC, errno.EDQUOT}
_RETRY_FULL_SECONDS = 120
_RETRY_SECONDS = 30
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TemporaryFile:
    """A file in the temporary folder: complete, hashed, not durable yet."""

    path: Path
    sha256: str
    md5: str
    size: int

    def discard(self) -> None:
        """Remove it, if it is still there; a disk that refuses even this has the next start sweep.

        What it held may be stored by now, and the answer must not depend on the clearing up.
        """
        with suppress(OSError):
            self.path.unlink()


class BlobFolder:
    """``blobs/ab/cdef…`` in the data folder, with ``tmp`` beside it on the same disk."""

    def __init__(self, data: Path) -> None:
        """Make the folders."""
        self._blobs = data / "blobs"
        self.temporary = data / "tmp"
        self.temporary.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._blobs.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(256):
            (self._blobs / f"{number:02x}").mkdir(parents=True, exist_ok=True)
        _sync_folder(self._blobs)
        _sync_folder(data)

    def sweep(self) -> None:
        """Remove what a killed server left in ``tmp``; only the server that serves does so."""
        for left in self.temporary.iterdir():
            if left.is_dir():  # of a conversion, whose child may still be dying in it
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Return where that content lies, whether or not it does."""
        return self._blobs / sha256[:2] / sha256[2:]

    def receiver(self) -> Receiver:
        """Give a temporary file to write into; the caller keeps or discards it."""
        return Receiver(self.temporary / clock.new_id().hex)

    def take(self, chunks: Iterable[bytes]) -> TemporaryFile:
        """Write ``chunks`` to a temporary file, hashing; the caller keeps or unlinks it."""
        receiver = self.receiver()
        try:
            for chunk in chunks:
                receiver.write(chunk)
            return receiver.done()
        except BaseException:
            receiver.discard()
            raise

    def keep(self, file: TemporaryFile) -> None:
        """Make the file durable under its hash: fsync, rename, fsync the folder.

        The same content again still syncs the folder: another process may have renamed it a
        moment ago, and its entry need not be on the disk yet. Raises 503.1 or 503.4 where the
        disk refuses; the file is gone then too.
        """
        target = self.path(file.sha256)
        try:
            with _writing():
                if not (target.exists() and target.stat().st_size == file.size):
                    with file.path.open("rb") as stream:
                        os.fsync(stream.fileno())
                    file.path.rename(target)
                _sync_folder(target.parent)
        finally:
            file.discard()

    def open(self, sha256: str) -> BinaryIO:
        """Open that content for reading; FileNotFoundError where it is not."""
        return self.path(sha256).open("rb")

    def read(self, sha256: str) -> Iterator[bytes]:
        """Yield that content in pieces."""
        with self.open(sha256) as stream:
            while piece := stream.read(_CHUNK_BYTES):
                yield piece

    def must_have_space(self, bytes_min: int) -> None:
        """Raise 503.1 where the disk is nearly full: better no than half."""
        if shutil.disk_usage(self._blobs).free < bytes_min:
            raise Problem("503.1", retry_after_s=_RETRY_FULL_SECONDS)


class Receiver:
    """A file being written, with its hashes running along."""

    def __init__(self, path: Path) -> None:
        """Create the file."""
        self.path = path
        with _writing():
            self._file = path.open("wb")
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._size = 0

    def write(self, data: bytes) -> int:
        """Add ``data``."""
        self._sha256.update(data)
        self._md5.update(data)
        self._size += len(data)
        with _writing():
            return self._file.write(data)

    def done(self) -> TemporaryFile:
        """Close the file and say what it holds."""
        with _writing():
            self._file.close()
        return TemporaryFile(self.path, self._sha256.hexdigest(), self._md5.hexdigest(), self._size)

    def discard(self) -> None:
        """Close and remove it, if it is still there."""
        with suppress(OSError):  # a full disk refuses what was buffered once more
            self._file.close()
        with suppress(OSError):
            self.path.unlink()


def record(cx: Cx, sha256: str, size: int, at: datetime) -> None:
    """Note that a content was made durable (after ``BlobFolder.keep``)."""
    insert = postgresql.insert if cx.dialect.name == "postgresql" else sqlite.insert
    cx.execute(
        insert(Blob)
        .values(sha256=sha256, size=size, created_at=at)
        .on_conflict_do_nothing(index_elements=["sha256"])
    )


@contextmanager
def _writing() -> Iterator[None]:
    """Turn a disk that refuses into 503: the phone sends again."""
    try:
        yield
    except OSError as error:
        log.error("disk", error=errno.errorcode.get(error.errno or 0, "?"))
        if error.errno in _FULL:
            raise Problem("503.1", retry_after_s=_RETRY_FULL_SECONDS) from error
        raise Problem("503.4", retry_after_s=_RETRY_SECONDS) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
