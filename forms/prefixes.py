"""Prefixes that an XForm uses without saying what they stand for: no phone opens such a form.

Source: Namespaces in XML 1.0, section 5. Collect's parser (kXML) stops at the first one.
"""

from __future__ import annotations

import re
from xml.parsers import expat

_UNBOUND = 27
"""XML_ERROR_UNBOUND_PREFIX of expat."""
_PREFIX = re.compile(rb"[\s<]([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*(?=[\s=/>])")
_BOUND = re.compile(rb"xmlns:([\w.-]+)\s*=")


def unbound_prefix(xform: bytes) -> str | None:
    """Return the first prefix that is bound to nothing; None where all are.

    The bytes are known to be XML without a DOCTYPE.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(xform, True)
    except expat.ExpatError as error:
        if error.code == _UNBOUND:
            return _name_of(xform, parser.ErrorByteIndex)
    return None


def _name_of(xform: bytes, begin: int) -> str:
    """Name the prefix: the first in the tag at ``begin`` that is bound nowhere in the form."""
    bound = set(_BOUND.findall(xform)) | {b"xml", b"xmlns"}
    tag = xform[begin : xform.find(b">", begin) + 1]
    unbound = (prefix for prefix in _PREFIX.findall(tag) if prefix not in bound)
    return next(unbound, b"?").decode()
