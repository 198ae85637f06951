"""Where an expression cannot be read: the place as its designer wrote it, and the likely slip."""

from __future__ import annotations

import re
import unicodedata

from forms.lint.remark import Note, note
from forms.xpath.faults import UnreadableExpression

_SLIPS = (
    ("==", "="),
    ("&&", "and"),
    ("||", "or"),
    ("<>", "!="),
    ("=>", ">="),
    ("=<", "<="),
    ("!", "not(…)"),
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "!="),
    ("×", "*"),
    ("÷", "div"),
    ("%", "mod"),
    (";", ","),
    ("{", "${…}"),
)
"""Signs of other languages, and what to write instead."""
_REFERENCE = re.compile(r" (?:current\(\)/)?(?:(?:\.\./)+|/)(?:[\w.-]+/)*([\w.-]+) ")
"""What pyxform writes for ``${name}``, with its blanks."""
_NEAR_LENGTH = 20
_HIDDEN = ("Zs", "Zl", "Zp", "Cf", "Cc")


def note_of(error: UnreadableExpression, text: str) -> Note:
    """Say why an expression cannot be read."""
    if error.reason in ("too-long", "too-deep"):
        return Note(error.reason)
    if _is_hidden(text[error.place : error.place + 1]):
        return Note("syntax/blank")
    near = _REFERENCE.sub(r"${\1}", f" {text[error.place : error.place + 200]}")
    near = near.strip()[:_NEAR_LENGTH].strip()
    if _divides(text, error.place):
        return note("syntax/slip", near=near, slip="/", instead="div")
    around = text[max(error.place - 1, 0) : error.place + 2]
    for slip, instead in _SLIPS:
        if slip in around:
            return note("syntax/slip", near=near, slip=slip, instead=instead)
    return note("syntax", near=near) if near else Note("syntax/at-end")


def _is_hidden(sign: str) -> bool:
    """Say whether a sign is a blank that no keyboard writes, or none that can be seen."""
    return sign not in ("", " ", "\t", "\n", "\r") and unicodedata.category(sign) in _HIDDEN


def _divides(text: str, place: int) -> bool:
    """Say whether a ``/`` stands alone there, or right before."""
    alone = text[place : place + 1] == "/" and not text[place + 1 : place + 2].isalpha()
    return alone or text[:place].rstrip().endswith("/")
