"""The name of a sheet as Excel allows it: short, without some signs, unlike any other."""

from __future__ import annotations

import re

_LENGTH_MAX = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def sheet_title(wanted: str, taken: set[str], instead: str = "") -> str:
    """Return a name for a sheet, and note it among those ``taken`` (in small letters).

    ``instead`` stands for each sign that must not be in it.
    """
    stem = _FORBIDDEN.sub(instead, wanted).strip("' ")[:_LENGTH_MAX].strip("' ") or "sheet"
    if stem.casefold() == "history":  # Excel's own
        stem += "_"
    title, number = stem, 1
    while title.casefold() in taken:
        number += 1
        title = f"{stem[: _LENGTH_MAX - len(str(number)) - 3]} ({number})"
    taken.add(title.casefold())
    return title
