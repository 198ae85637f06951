"""What the linter has to say of a form: which rule speaks, of which node, in which of its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

KEPT_MAX = 10_000
"""Remarks of one code that are kept; the rest is counted."""
_WORD_LENGTH_MAX = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that one rule found."""

    code: str
    """Names the sentence: forms.lint.sentences."""
    path: str
    """Of the node (``/group/question``); of a choice "", which has none."""
    column: str
    """As a workbook calls it: "constraint", "calculation", "choice_filter"..."""
    about: tuple[tuple[str, str], ...] = ()
    """What the sentence names."""
    language: str | None = None
    """Of a text: the language it is in. None: of no text."""
    choice: tuple[str, str] | None = None
    """Of a choice: its list and its name."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark whose place is known to who asked for it."""

    code: str
    about: tuple[tuple[str, str], ...] = ()


def note(code: str, **about: str) -> Note:
    """Make a note; what it names is cut to a length that can be read."""
    return Note(code, words(**about))


def words(**about: str) -> tuple[tuple[str, str], ...]:
    """Return what a sentence names, each cut to a length that can be read."""
    return tuple((name, shortened(text)) for name, text in about.items())


def shortened(text: str) -> str:
    """Cut a text to a length that can be read, in one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _WORD_LENGTH_MAX else f"{plain[: _WORD_LENGTH_MAX - 1]}…"


class Remarks:
    """Remarks as they come in, each once, not more of a code than anybody reads."""

    def __init__(self) -> None:
        self._kept: dict[Remark, None] = {}
        self._counts: Counter[str] = Counter()

    def add(self, remark: Remark) -> None:
        """Take one in."""
        if remark in self._kept:
            return
        self._counts[remark.code] += 1
        if self._counts[remark.code] <= KEPT_MAX:
            self._kept[remark] = None

    def holds(self, *codes: str) -> bool:
        """Say whether any remark has one of these codes."""
        return any(self._counts[code] for code in codes)

    def __iter__(self) -> Iterator[Remark]:
        return iter(self._kept)
