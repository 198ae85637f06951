"""A file name that every system takes: no folders, no control characters, nothing reserved."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r'[/?<>\\:*|"\x00-\x1f\x7f-\x9f]')
_DOTS_ALONE = re.compile(r"\.+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_BYTES_MAX = 255


def file_name(wanted: str) -> str:
    """Take out of ``wanted`` what a file name must not hold; ``file`` if nothing is left.

    The same characters go as in ODK Central's downloads. Longer than 255 bytes of UTF-8: the stem
    is cut, the extension kept.
    """
    name = _FORBIDDEN.sub("", wanted).rstrip(". ")
    if _DOTS_ALONE.fullmatch(name) or _RESERVED.fullmatch(name):
        name = ""
    return _cut(name) or "file"


def numbered(name: str, number: int) -> str:
    """Name the ``number``-th file of one name: ``photo.jpg`` -> ``photo (2).jpg``."""
    stem, extension = _parts(name)
    return _cut(f"{stem} ({number}){extension}", keep=f" ({number}){extension}")


def _parts(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > 16:
        return name, ""
    return stem, dot + extension


def _cut(name: str, keep: str | None = None) -> str:
    if len(name.encode(errors="replace")) <= _BYTES_MAX:
        return name
    tail = _parts(name)[1] if keep is None else keep
    stem = name[: len(name) - len(tail)].encode(errors="replace")
    room = _BYTES_MAX - len(tail.encode(errors="replace"))
    return stem[:room].decode(errors="ignore") + tail
