"""Is this file an Excel workbook that is safe to open? Asked of the bytes, before opening it."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from forms.conversion import Fault, Kind
from forms.markup import RefusedMarkup, hardened_parser

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How .xls begins, and how Excel wraps a workbook with a password."""
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_CELL_TAGS = (b"<c ", b"<c>", b"<si>", b"<si ")
_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookLimits:
    """How large a workbook may be."""

    file_bytes_max: int = 16 * 1024 * 1024
    entries_max: int = 1_000
    unpacked_bytes_max: int = 64 * 1024 * 1024
    ratio_max: int = 100
    """Unpacked to packed, asked from ``ratio_bytes_min`` unpacked on."""
    ratio_bytes_min: int = 1024 * 1024
    cells_max: int = 1_000_000
    """Cells and shared texts of all sheets together."""


LIMITS = WorkbookLimits()


def _error(code: str, vi: str, en: str) -> tuple[Fault, ...]:
    return (Fault(level="error", code=code, vi=vi, en=en),)


NOT_A_WORKBOOK = _error(
    "not-a-workbook",
    "Tệp này không phải là sổ tính Excel, hoặc đã hỏng. "
    "Hãy mở lại bằng Excel và lưu thành .xlsx rồi tải lên.",
    "This file is no Excel workbook, or it is damaged. "
    "Open it in Excel, save it as .xlsx and upload that.",
)
OTHER_KIND = _error(
    "other-kind",
    "Phần đuôi của tên tệp không đúng với nội dung. Hãy mở bằng Excel và lưu lại thành .xlsx.",
    "The file's name does not tell its kind. Open it in Excel and save it as .xlsx.",
)
LOCKED = _error(
    "locked",
    "Sổ tính được đặt mật khẩu. Hãy bỏ mật khẩu trong Excel rồi tải lên lại.",
    "The workbook has a password. Remove it in Excel and upload the workbook again.",
)
TOO_LARGE = _error(
    "too-large",
    "Sổ tính quá lớn. Hãy xóa các trang tính, hàng, định dạng và hình ảnh không cần cho biểu mẫu.",
    "The workbook is too large. Remove sheets, rows, formats and pictures that no form needs.",
)
DOCTYPE = _error(
    "doctype",
    "Sổ tính chứa khai báo DOCTYPE mà Excel không bao giờ ghi, nên bị từ chối. "
    "Hãy mở bằng Excel và lưu lại thành .xlsx.",
    "The workbook holds a DOCTYPE, which Excel never writes, and is refused. "
    "Open it in Excel and save it as .xlsx.",
)


def check_workbook(data: bytes, kind: Kind, limits: WorkbookLimits = LIMITS) -> tuple[Fault, ...]:
    """Return why a file must not be opened as a workbook of this kind; nothing where it may."""
    if len(data) > limits.file_bytes_max:
        return TOO_LARGE
    if kind == "xlsx":
        return check_zip(data, limits)
    if data.startswith(b"PK"):
        return OTHER_KIND
    return () if data.startswith(_OLE) else NOT_A_WORKBOOK


def check_zip(data: bytes, limits: WorkbookLimits = LIMITS) -> tuple[Fault, ...]:
    """Return why an .xlsx must not be opened: no zip, a bomb, too many cells, a DOCTYPE."""
    if data.startswith(_OLE):
        return LOCKED if _PASSWORD in data else OTHER_KIND
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _check_sizes(archive, len(data), limits) or _check_entries(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return NOT_A_WORKBOOK
    except (NotImplementedError, RuntimeError):  # a packing or a password that Excel never uses
        return NOT_A_WORKBOOK


def _check_sizes(
    archive: zipfile.ZipFile, packed_bytes: int, limits: WorkbookLimits
) -> tuple[Fault, ...]:
    """Judge by the directory. The sizes it declares bound what is read later."""
    entries = archive.infolist()
    unpacked_bytes = sum(entry.file_size for entry in entries)
    packed_too_well = (
        unpacked_bytes > limits.ratio_bytes_min and unpacked_bytes > limits.ratio_max * packed_bytes
    )
    if (
        len(entries) > limits.entries_max
        or unpacked_bytes > limits.unpacked_bytes_max
        or packed_too_well
    ):
        return TOO_LARGE
    return ()


def _check_entries(archive: zipfile.ZipFile, limits: WorkbookLimits) -> tuple[Fault, ...]:
    if "[Content_Types].xml" not in archive.namelist():
        return NOT_A_WORKBOOK
    cells = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            try:
                cells += _read_part(part)
            except RefusedMarkup:
                return DOCTYPE
        if cells > limits.cells_max:
            return TOO_LARGE
    return ()


class _PrologueOver(Exception):
    """The root element has begun: no DOCTYPE can follow."""


def _read_part(part: IO[bytes]) -> int:
    """Return how many cells a part of a workbook holds. Raises RefusedMarkup for a DOCTYPE."""
    parser = hardened_parser()
    parser.StartElementHandler = _stop
    in_prologue = True
    cells = 0
    while chunk := part.read(_CHUNK_BYTES):
        cells += sum(chunk.count(tag) for tag in _CELL_TAGS)
        in_prologue = in_prologue and _still_in_prologue(parser, chunk)
    return cells


def _still_in_prologue(parser: expat.XMLParserType, chunk: bytes) -> bool:
    try:
        parser.Parse(chunk, False)
    except RefusedMarkup:
        raise
    except (_PrologueOver, expat.ExpatError, LookupError, ValueError):
        return False
    return True


def _stop(_name: str, _attributes: list[str]) -> None:
    raise _PrologueOver
