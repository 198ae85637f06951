"""Contents on the disk: nothing half is left, whatever the disk says."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.errors import Problem
from server.store.blobs import BlobFolder

FILE_BYTES_MAX = 1_000_000


@pytest.fixture
def small_files() -> Iterator[None]:
    """Let the system refuse, in the middle of a write, files that are larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES_MAX, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize("chunk_bytes", [5_000, 65_536])
def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path, chunk_bytes: int) -> None:
    blobs = BlobFolder(tmp_path)
    with pytest.raises(Problem) as refused:
        blobs.take(bytes(chunk_bytes) for _ in range(FILE_BYTES_MAX // chunk_bytes + 2))
    assert refused.value.code == "503.4"
    assert list(blobs.temporary.iterdir()) == []


def test_a_file_that_cannot_be_kept_leaves_nothing(tmp_path: Path) -> None:
    blobs = BlobFolder(tmp_path)
    file = blobs.take([b"JPEG"])
    folder = blobs.path(file.sha256).parent
    folder.rmdir()
    with pytest.raises(Problem) as refused:
        blobs.keep(file)
    assert refused.value.code == "503.4"
    assert list(blobs.temporary.iterdir()) == []


def test_what_a_killed_server_left_is_swept_files_and_folders(tmp_path: Path) -> None:
    blobs = BlobFolder(tmp_path)
    blobs.receiver().done()
    (blobs.temporary / "tincay-conversion-x").mkdir()
    (blobs.temporary / "tincay-conversion-x" / "form.xml").write_text("<h:html")
    blobs.sweep()
    assert list(blobs.temporary.iterdir()) == []
