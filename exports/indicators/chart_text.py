"""How much room texts take in a chart, roughly, and how they are made to fit.

Nothing here knows the font: whoever looks at the drawing may have another than its writer.
"""

from __future__ import annotations

import re
import unicodedata

_WIDE = frozenset("mwMWQOĐ%@—…")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKS_MAX = 3
"""Of a letter, as they come decomposed; more is not Vietnamese."""


def letters(text: str) -> float:
    """Return how wide a text is, in letters of a common width."""
    return sum(map(_letter, text))


def short(text: str, room: float) -> str:
    """Return a text as it is, or as much of it as there is room for, and ``…``."""
    seen = text[: int(room) * (1 + _MARKS_MAX)]
    if len(seen) == len(text) and letters(text) <= room:
        return text
    kept, left = [], room - 1
    for one in seen:
        left -= _letter(one)
        if left < 0:
            break
        kept.append(one)
    return "".join(kept).rstrip() + "…"


def wrapped(text: str, room: float, lines_max: int) -> list[str]:
    """Cut a text between words into lines; what does not fit on the last one is left out."""
    lines = [""]
    words = text.split()
    for place, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if letters(longer) <= room or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < lines_max:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[place:]])
            break
    return [short(line, room) for line in lines]


def sayable(text: str) -> str:
    """Return a text without what XML cannot say."""
    return _NOT_XML.sub("\ufffd", text)


def _letter(one: str) -> float:
    if unicodedata.combining(one):
        return 0
    if unicodedata.east_asian_width(one) in "WF":
        return 2
    return 1.3 if one in _WIDE or one.isupper() else 1
