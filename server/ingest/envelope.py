"""A multipart post, streamed to temporary files on the data disk, nothing dropped in silence.

Werkzeug's decoder does the reading; what its form parser would lose without a word (a name that is
no UTF-8, a missing end, a second part of the same name) is an error or kept here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from server.errors import Problem
from server.store.blobs import BlobFolder, Receiver, TemporaryFile

XML_PART = "xml_submission_file"
XML_BYTES_MAX = 16 * 1024 * 1024
PARTS_MAX = 5000
NAME_BYTES_MAX = 2000
"""An index of PostgreSQL holds no longer names; those of phones have a tenth of it."""
_READ_BYTES = 1 << 16
_FILE_NAME = re.compile(r'filename="((?:[^"\\]|\\.)*)"', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedFile:
    """A file beside the XML: its name as sent (last component), and where it lies."""

    name: str
    content_type: str | None
    file: TemporaryFile


@dataclass(slots=True, kw_only=True)
class Envelope:
    """What one post held. Close it: what was not kept is removed."""

    xml: bytes = b""
    files: list[ArrivedFile] = field(default_factory=list)
    is_incomplete: bool = False
    """The phone says that more files follow in another post."""

    def close(self) -> None:
        """Remove the temporary files that nobody kept."""
        for arrived in self.files:
            arrived.file.discard()


def read_envelope(
    read: Callable[[int], bytes], content_type: str, blobs: BlobFolder, bytes_max: int
) -> Envelope:
    """Read a multipart body; raise 400.39 (broken), 400.7 (no XML), 413.1 or 415.1."""
    kind, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not boundary:
        raise Problem("415.1", type=kind or "?", expected="multipart/form-data")
    envelope = Envelope()
    reading = _Reading(envelope, blobs, bytes_max)
    try:
        decoder = MultipartDecoder(
            boundary.encode(), max_form_memory_size=XML_BYTES_MAX, max_parts=PARTS_MAX
        )
        for event in _events(decoder, read):
            reading.take(event)
        reading.must_have_xml()
    except HTTPException as error:
        reading.discard()
        raise Problem("413.1", limit=XML_BYTES_MAX) from error
    except (ValueError, UnicodeError, KeyError) as error:
        reading.discard()
        raise Problem("400.39", reason=_reason(error)) from error
    except BaseException:
        reading.discard()
        raise
    return envelope


def _reason(error: Exception) -> str:
    return "a name is not UTF-8" if isinstance(error, UnicodeError) else "its parts do not add up"


def _events(
    decoder: MultipartDecoder, read: Callable[[int], bytes]
) -> Iterator[Field | File | Data]:
    while True:
        piece = read(_READ_BYTES)
        decoder.receive_data(piece or None)
        event = decoder.next_event()
        while not isinstance(event, (Epilogue, NeedData)):
            if isinstance(event, (Field, File, Data)):
                yield event
            event = decoder.next_event()
        if not piece:
            return


class _Reading:
    """Where the reader stands: which part the data belong to."""

    def __init__(self, envelope: Envelope, blobs: BlobFolder, bytes_max: int) -> None:
        self.has_xml = False
        self._envelope = envelope
        self._blobs = blobs
        self._left = bytes_max
        self._limit = bytes_max
        self._name = ""
        self._content_type: str | None = None
        self._text: bytearray | None = None
        self._file: Receiver | None = None

    def take(self, event: Field | File | Data) -> None:
        """Take the next event of the decoder."""
        match event:
            case Data():
                self._data(event)
            case File() if event.name != XML_PART:
                self._name = _file_name(event)
                self._content_type = event.headers.get("content-type", "").replace("\0", "") or None
                self._file = self._blobs.receiver()
            case File() | Field():
                self._name = event.name
                self._text = bytearray()

    def _data(self, event: Data) -> None:
        self._left -= len(event.data)
        if self._left < 0:
            raise Problem("413.1", limit=self._limit)
        if self._file is not None:
            self._file.write(event.data)
        elif self._text is not None:
            self._text += event.data
            if len(self._text) > XML_BYTES_MAX:
                raise Problem("413.1", limit=XML_BYTES_MAX)
        if not event.more_data:
            self._end()

    def _end(self) -> None:
        if self._file is not None:
            file, self._file = self._file.done(), None
            self._envelope.files.append(
                ArrivedFile(name=self._name, content_type=self._content_type, file=file)
            )
        elif self._text is not None:
            text, self._text = bytes(self._text), None
            self._field(text)

    def _field(self, text: bytes) -> None:
        if self._name == XML_PART:
            if self.has_xml:
                raise ValueError("two XML parts")
            self.has_xml = True
            self._envelope.xml = text
        elif self._name == "*isIncomplete*":
            self._envelope.is_incomplete = text.strip().lower() in (b"yes", b"true", b"1")

    def must_have_xml(self) -> None:
        """Raise 400.7 where the post held no XML."""
        if not self.has_xml:
            raise Problem("400.7", field=XML_PART)

    def discard(self) -> None:
        """Remove everything: the post is refused."""
        if self._file is not None:
            self._file.discard()
        self._envelope.close()


def _file_name(event: File) -> str:
    r"""Return the last component of the file name, backslashes and all, as the client wrote it.

    The decoder has unescaped ``C:\x\a.jpg`` to ``C:xa.jpg``; the header still says it.
    """
    written = _FILE_NAME.search(event.headers.get("content-disposition", ""))
    name = written[1].replace('\\"', '"') if written else event.filename or ""
    name = re.split(r"[/\\]", name)[-1] or event.name or "unnamed"
    if "\0" in name or len(name.encode()) > NAME_BYTES_MAX:
        raise ValueError("a file name that cannot be")
    return name
