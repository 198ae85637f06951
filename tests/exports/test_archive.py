"""A zip that is sent while it is made is whole, or is no zip at all."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.archive import Entry, media_name, write

WHEN = datetime(2026, 1, 2, 3, 4, 6)  # noqa: DTZ001 - a zip knows no zones


def opened(*entries: Entry) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(write(entries, WHEN))))


def contents(*entries: Entry) -> dict[str, bytes]:
    with opened(*entries) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_tables_and_media_are_read_back() -> None:
    assert contents(
        Entry("khảo sát.csv", [b"a\n", b"1\n"]),
        Entry(media_name("uuid:A", "ảnh.jpg"), [b"\xff\xd8"], size_bytes=2, packed=True),
        Entry("empty.csv", []),
    ) == {"khảo sát.csv": b"a\n1\n", "media/ảnh.jpg": b"\xff\xd8", "empty.csv": b""}


def test_an_archive_of_nothing_is_an_archive() -> None:
    assert contents() == {}


def test_entries_are_dated_and_readable_by_their_owner_alone_to_write() -> None:
    (info,) = opened(Entry("f.csv", [b"a"])).infolist()

    assert (info.date_time, oct(info.external_attr >> 16)) == ((2026, 1, 2, 3, 4, 6), "0o644")


def test_files_of_one_name_are_all_kept() -> None:
    names = ["photo.jpg", "photo.jpg", "Photo.JPG", "a\u0302.png", "\u00e2.png", "photo (2).jpg"]

    assert list(contents(*(Entry(media_name("uuid:A", name), [b"x"]) for name in names))) == [
        "media/photo.jpg",
        "media/photo (2).jpg",
        "media/Photo (3).JPG",
        "media/a\u0302.png",
        "media/\u00e2 (2).png",
        "media/photo (2) (2).jpg",
    ]


def test_each_submission_may_have_its_own_folder() -> None:
    assert list(
        contents(
            Entry(media_name("uuid:A", "photo.jpg", by_instance=True), [b"a"]),
            Entry(media_name("uuid:B", "photo.jpg", by_instance=True), [b"b"]),
        )
    ) == ["media/uuidA/photo.jpg", "media/uuidB/photo.jpg"]


@pytest.mark.parametrize(
    "hostile, kept",
    [
        ("/etc/passwd", "etc/passwd"),
        ("../../x", "x"),
        ("a/../b", "a/b"),
        ("..\\..\\x", "x"),
        ("C:\\x", "C/x"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "file"),
        ("...", "file"),
        ("con.txt", "file"),
        ("a.csv. .", "a.csv"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
    ],
)
def test_no_entry_leaves_its_folder(hostile: str, kept: str) -> None:
    assert list(contents(Entry(hostile, [b"x"]))) == [kept]


@given(st.text())
def test_whatever_a_file_is_called_it_has_a_place(name: str) -> None:
    (kept,) = contents(Entry(media_name("uuid:A", name), [b"x"]))

    assert kept.startswith("media/")
    assert kept.count("/") == 1
    assert len(kept.encode()) <= len("media/") + 255
    assert not {"..", ".", ""} & set(kept.split("/"))


def test_a_fault_in_the_middle_leaves_no_zip() -> None:
    def broken() -> Iterator[bytes]:
        yield random.Random(1).randbytes(1_000_000)
        raise OSError("the disk is gone")

    sent: list[bytes] = []
    with pytest.raises(OSError, match="the disk is gone"):
        sent.extend(write([Entry("a.csv", [b"a"]), Entry("b.csv", broken())], WHEN))

    assert len(b"".join(sent)) > 900_000
    assert not zipfile.is_zipfile(io.BytesIO(b"".join(sent)))


def test_a_fault_between_entries_leaves_no_zip() -> None:
    def entries() -> Iterator[Entry]:
        yield Entry("a.csv", [random.Random(1).randbytes(1_000_000)])
        raise OSError("the database is gone")

    sent: list[bytes] = []
    with pytest.raises(OSError, match="the database is gone"):
        sent.extend(write(entries(), WHEN))

    assert len(b"".join(sent)) > 900_000
    assert not zipfile.is_zipfile(io.BytesIO(b"".join(sent)))


def test_a_reader_who_leaves_ends_it_in_silence() -> None:
    noise = [bytes(range(256)) * 4096] * 100
    stream = write([Entry("a.bin", noise)], WHEN)
    next(iter(stream))
    assert isinstance(stream, Iterator)

    stream.close()  # type: ignore[attr-defined]

    assert list(stream) == []


def test_a_great_archive_takes_little_memory() -> None:
    block = bytes(range(256)) * 256
    tracemalloc.start()
    total = sum(map(len, write([Entry("a.bin", (block for _ in range(800)))], WHEN)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert total > 100_000
    assert peak < 2_000_000


def test_a_file_of_unknown_size_may_pass_four_gigabytes() -> None:
    (unknown, known) = opened(
        Entry("a.csv", [b"a"]), Entry("b.csv", [b"b"], size_bytes=1)
    ).infolist()

    assert unknown.extract_version == zipfile.ZIP64_VERSION
    assert known.extract_version < zipfile.ZIP64_VERSION
