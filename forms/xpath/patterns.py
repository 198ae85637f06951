"""Patterns of ``regex()``: Java's, matched against the whole text, in bounded time and memory.

Flat patterns (no group that repeats) go to Python's ``re``: its backtracking is bounded for them.
All others go to RE2, whose time is linear. What neither can judge (look-around, back references) is
an EvaluationError. See docs/adr/0003-form-engine.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import re2

from forms.xpath.faults import EvaluationError

PATTERN_LENGTH_MAX = 4_000
_FLAT_TEXT_MAX = 300
_FLAT_FREE_MAX = 2
"""Parts that may fit in several ways: each multiplies the ways to try."""
_ESCAPE = r"\\[dws.+*?()|^$/\\\-\]\[{}]"
_ATOM = rf"(?:\[\^?(?:{_ESCAPE}|[^\\\[\]&])+\]|{_ESCAPE}|[^\\\[\](){{}}|*+?^$.])"
_QUANTIFIER = r"(?:[?*+]|\{\d{1,3}(?:,\d{0,3})?\})"
_ROW = rf"(?:{_ATOM}{_QUANTIFIER}?)*"
_GROUP = rf"\((?:\?:)?{_ROW}(?:\|{_ROW})*\)\??"
_FLAT = re.compile(rf"\^?(?:{_GROUP}|{_ATOM}{_QUANTIFIER}?)*\$?")
_ONE_SIGN = re.compile(r"\\.|\[(?:\\.|[^\\\]])*\]", re.DOTALL)
_FREE = re.compile(r"[*+]|\{\d+,\d*\}|(?<!\()\?|\([^()]*\|")
"""What may fit in several ways: a quantifier, or a group of alternatives."""
_MEMORY_BYTES = 4 * 1024 * 1024
_REMEMBERED_MAX = 128
"""Compiled patterns; each may take as much memory."""

Match = Callable[[str], object]


def matches(pattern: str, text: str) -> bool:
    """Say whether a pattern fits the whole text. Raises EvaluationError for one it cannot judge."""
    flat = _flat(pattern) if len(text) <= _FLAT_TEXT_MAX else None
    match = flat or _linear(pattern)
    try:
        return match(text) is not None
    except (UnicodeError, re2.error) as error:
        raise EvaluationError("The text cannot be matched.") from error


@lru_cache(maxsize=1024)
def _flat(pattern: str) -> Match | None:
    """Compile a pattern in which nothing repeats that could fit in many ways; None: it is other."""
    if len(pattern) > PATTERN_LENGTH_MAX or not _FLAT.fullmatch(pattern):
        return None
    if len(_FREE.findall(_ONE_SIGN.sub("x", pattern))) > _FLAT_FREE_MAX:
        return None
    try:
        return re.compile(pattern, re.ASCII).fullmatch
    except re.error:
        return None


def _linear(pattern: str) -> Match:
    made = _compiled(pattern)
    if isinstance(made, str):
        raise EvaluationError(made)
    return made


@lru_cache(maxsize=_REMEMBERED_MAX)
def _compiled(pattern: str) -> Match | str:
    """Compile a pattern for RE2, or say why not: that takes time as well, and is remembered."""
    if len(pattern) > PATTERN_LENGTH_MAX:
        return "The pattern is too long."
    if "&&" in pattern:
        return "Intersections in a pattern are not judged on the server."
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.log_errors = False
    try:
        match: Match = re2.compile(pattern, options).fullmatch
    except (re2.error, UnicodeError):
        return "The pattern cannot be judged on the server."
    return match
