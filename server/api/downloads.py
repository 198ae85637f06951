"""How a download tells its name."""

from __future__ import annotations

import re
from urllib.parse import quote

_PLAIN = re.compile(r"[^\x20\x21\x23-\x5b\x5d-\x7e]")
_ATTRIBUTE_CHARS = "!#$&+-.^_`|~"


def disposition(name: str, *, inline: bool = False) -> str:
    """Return the Content-Disposition of a file of that name (RFC 6266, RFC 8187).

    The plain name is ASCII, with ``-`` for every other character, for clients that know no better.
    """
    plain = _PLAIN.sub("-", name)
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_ATTRIBUTE_CHARS)}"
