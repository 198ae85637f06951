"""A new version text for a form that is otherwise kept byte for byte."""

from __future__ import annotations

import re

from forms.definition import UnreadableForm
from forms.markup import RefusedMarkup, hardened_parser, parse_whole
from forms.paths import local_name

VERSION_LENGTH_MAX = 255
_PRIMARY = ("model", "instance")
_TAG_NAME = re.compile(rb"<[^\s/>]+")
_ATTRIBUTE = re.compile(rb"""\s+(?P<name>[^\s=/>]+)\s*=\s*(?P<value>"[^"]*"|'[^']*')""")
_NOT_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def set_version(xform: bytes, version: str) -> bytes:
    """Return an XForm whose primary instance says ``version``, all other bytes untouched.

    Raises UnreadableForm: ``version`` for an empty or very long one or one with control
    characters, ``encoding`` for UTF-16, ``no-primary-instance``, or what is wrong with the XML.
    """
    if not _writable(version):
        raise UnreadableForm("version", version[:VERSION_LENGTH_MAX])
    if b"\0" in xform[:4] or xform.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableForm("encoding")
    start = _root_offset(xform)
    name = _TAG_NAME.match(xform, start)
    if name is None:
        raise UnreadableForm("encoding")
    written = "".join(_ESCAPED.get(char, char) for char in version)
    value = b'"' + written.encode("ascii", "xmlcharrefreplace") + b'"'
    position = name.end()
    while attribute := _ATTRIBUTE.match(xform, position):
        if attribute["name"] == b"version":
            return xform[: attribute.start("value")] + value + xform[attribute.end("value") :]
        position = attribute.end()
    return xform[: name.end()] + b" version=" + value + xform[name.end() :]


def _writable(version: str) -> bool:
    printable = not _NOT_XML.search(version)
    return printable and 0 < len(version) <= VERSION_LENGTH_MAX and version.strip() == version


def _root_offset(xform: bytes) -> int:
    """Return where the tag of the primary instance's root begins, in bytes."""
    parser = hardened_parser()
    path: list[str] = []
    found: list[int] = []

    def start(name: str, _attributes: list[str]) -> None:
        if not found and tuple(path[-2:]) == _PRIMARY:
            found.append(parser.CurrentByteIndex)
        path.append(local_name(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: path.pop()
    try:
        parse_whole(parser, xform)
    except RefusedMarkup as refused:
        raise UnreadableForm(refused.reason) from refused
    if not found:
        raise UnreadableForm("no-primary-instance")
    return found[0]
