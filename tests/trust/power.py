"""A disk whose power can be cut: ext4 in a file, shut down by the kernel without a last word."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN (Linux, fs/ext4/ext4.h)."""
_WITHOUT_FLUSHING_THE_LOG = 2
_MEBIBYTE = 1024 * 1024
_UNSYNCED = Path(__file__).with_name("unsynced.c")


@dataclass(frozen=True, slots=True)
class Disk:
    """An ext4 disk in the file ``image``, mounted on ``folder``."""

    image: Path
    folder: Path

    def make(self, size_bytes: int) -> None:
        """Make an empty one."""
        with self.image.open("wb") as stream:
            stream.truncate(size_bytes)
        _run("mkfs.ext4", "-q", "-F", str(self.image))
        self.folder.mkdir()

    def mount(self) -> None:
        """Mount it; after a power cut the journal is replayed."""
        _run("mount", "-t", "ext4", "-o", "loop", str(self.image), str(self.folder))

    def sync(self) -> None:
        """Write out all that was not."""
        _run("sync", "-f", str(self.folder))

    def cut_power(self) -> None:
        """Let nothing more reach the disk, nor what waits in memory to be written."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUTDOWN, struct.pack("I", _WITHOUT_FLUSHING_THE_LOG))
        finally:
            os.close(descriptor)

    def unmount(self) -> None:
        """Let go of it; who still uses it makes this fail."""
        _run("umount", str(self.folder))


@contextmanager
def new_disk(mebibytes: int = 512) -> Iterator[Disk]:
    """Yield a mounted disk that everybody may reach; skip where this machine cannot have one."""
    _must_be_able("mkfs.ext4", "mount", "umount")
    with TemporaryDirectory(prefix="tincay-disk-") as folder:
        Path(folder).chmod(0o755)
        disk = Disk(Path(folder) / "image", Path(folder) / "disk")
        disk.make(mebibytes * _MEBIBYTE)
        try:
            disk.mount()
        except subprocess.CalledProcessError as error:
            pytest.skip(f"no disk in a file can be mounted here: {error.stderr.strip()}")
        try:
            yield disk
        finally:
            disk.unmount()


@contextmanager
def small_memory_disk(mebibytes: int) -> Iterator[Path]:
    """Yield the folder of a disk in memory that is soon full."""
    _must_be_able("mount", "umount")
    with TemporaryDirectory(prefix="tincay-small-") as folder:
        try:
            _run("mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", folder)
        except subprocess.CalledProcessError as error:
            pytest.skip(f"no disk in memory can be mounted here: {error.stderr.strip()}")
        try:
            yield Path(folder)
        finally:
            _run("umount", folder)


def without_syncing(folder: Path, what: str) -> tuple[str, ...]:
    """Return how to run a program whose syncs of files with ``what`` in their path do nothing.

    Only a test has this: it shows that a power cut finds what was not synced.
    """
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("there is no C compiler here")
    library = folder / "unsynced.so"
    _run(compiler, "-shared", "-fPIC", "-O", "-o", str(library), str(_UNSYNCED), "-ldl")
    return ("env", f"LD_PRELOAD={library}", f"UNSYNCED={what}")


def _must_be_able(*programs: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not here")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
