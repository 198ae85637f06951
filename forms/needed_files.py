"""The files that a form needs beside it, in the order in which it first speaks of them.

Source: ODK XForms specification, Secondary instances and Media; Collect reads pulldata() and
search() names as those of CSV files, select_one_external from ``itemsets.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from forms.definition import MediaFile, UnreadableForm
from forms.markup import Element

MediaType = Literal["image", "audio", "video", "file"]
_TYPES: Mapping[str, MediaType] = {
    "images": "image",
    "audio": "audio",
    "video": "video",
    "file": "file",
    "file-csv": "file",
}
_ADDRESS = re.compile(r"\s*jr://(?P<folder>[a-z-]+)/(?P<name>.*?)\s*", re.DOTALL)
_CSV_CALL = re.compile(r"""\b(?:pulldata|search)\s*\(\s*(?:'(?P<one>[^']*)'|"(?P<two>[^"]*)")""")
_NAME_LENGTH_MAX = 255


def needed_files(document: Element) -> tuple[MediaFile, ...]:
    """Return every file that an XForm names, once.

    Raises UnreadableForm ``media-name`` for a name that is no plain file name.
    """
    files: dict[str, MediaFile] = {}
    for element in document.walk():
        for name, kind in _spoken_of(element):
            _check_name(name)
            files.setdefault(name, MediaFile(name=name, type=kind))
    return tuple(files.values())


def _spoken_of(element: Element) -> Iterator[tuple[str, MediaType]]:
    if element.name == "instance":
        yield from _addressed(element.attributes.get("src", ""))
    elif "jr://" in element.text:
        yield from _addressed(element.text)
    if element.name == "input" and "query" in element.attributes:
        yield "itemsets.csv", "file"
    for value in element.attributes.values():
        if "(" in value:
            yield from _called(value)


def _addressed(address: str) -> Iterator[tuple[str, MediaType]]:
    found = _ADDRESS.fullmatch(address)
    if found and found["folder"] in _TYPES:
        yield found["name"], _TYPES[found["folder"]]


def _called(expression: str) -> Iterator[tuple[str, MediaType]]:
    for call in _CSV_CALL.finditer(expression):
        name = (call["one"] or call["two"] or "").strip()
        yield (name if name.lower().endswith(".csv") else f"{name}.csv"), "file"


def _check_name(name: str) -> None:
    odd = any(char in "/\\" or ord(char) < 32 for char in name)
    if odd or name in ("", ".", "..", ".csv") or len(name) > _NAME_LENGTH_MAX:
        raise UnreadableForm("media-name", name[:_NAME_LENGTH_MAX])
