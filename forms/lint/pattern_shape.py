"""What a pattern of Java's is made of: whether it is broken, anchored, or slow to give up.

Not a reader of patterns: only what is certainly wrong is called broken. A test asks Java itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_REPETITION = re.compile(r"\{(?P<least>\d+)(?P<comma>,?)(?P<most>\d*)\}")
_BRACED_ESCAPE = re.compile(r"\\[pPxN]\{[^{}]*\}")
_NO_ESCAPES = "gijlmoqyCFIJKLMOTUY"
"""Letters that mean nothing behind a backslash."""
_TOO_HARD = re.compile(r"\\Q|\(\?[a-z]*x")


@dataclass(slots=True)
class _Row:
    """One alternative of a group, as it is read."""

    solid: int = 0
    """Parts that match one sign at least."""
    endless: bool = False
    """A part of it repeats without bound."""

    @property
    def fluid(self) -> bool:
        """Say whether it can match a long text in many ways once it is repeated."""
        return self.endless and self.solid <= 1


@dataclass(slots=True)
class Shape:
    """A pattern, looked through."""

    broken: bool = False
    slow: bool = False
    """A group repeats without bound what already repeats without bound: ``(a+)+``."""
    quantifiers: int = 0
    parts: int = 0
    literal: bool = True
    """No class, no group, no escape: signs alone."""
    begins: int = 0
    """Alternatives outside of groups that begin with ``^``."""
    ends: int = 0
    """Those that end in ``$``."""
    alternatives: int = 1


def shape_of(pattern: str) -> Shape | None:
    """Look a pattern through; None where quotes or comments in it make that too hard."""
    if _TOO_HARD.search(pattern):
        return None
    reader = _Reader(pattern)
    while reader.place < len(pattern) and not reader.shape.broken:
        reader.read()
    return reader.ended()


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.place = 0
        self.shape = Shape(begins=int(pattern.startswith("^")))
        self._pattern = pattern
        self._rows = [_Row()]
        """The alternative being read, of the whole and of each open group."""
        self._fluid = [False]
        """Of each: whether an alternative before was fluid."""
        self._can_repeat = False
        """Something stands before that a quantifier may follow."""
        self._group_is_fluid = False
        """The last part was a group that is fluid."""
        self._at_end = False
        """The last part was ``$``."""

    def ended(self) -> Shape:
        """Return what was found."""
        self.shape.broken = self.shape.broken or len(self._rows) > 1
        self.shape.ends += self._at_end
        return self.shape

    def read(self) -> None:
        """Read one part."""
        char = self._pattern[self.place]
        if char == "(":
            self._open()
        elif char == ")":
            self._close()
        elif char == "|":
            self._next_row()
        elif char in "*+?{":
            self._quantifier(char)
        else:
            self._part(char)

    def _part(self, char: str) -> None:
        if char == "\\":
            self._escape()
        elif char == "[":
            self._class()
        else:
            self.place += 1
        if char not in "^$":
            self._rows[-1].solid += 1
            self.shape.parts += 1
            self.shape.literal = self.shape.literal and char not in "\\["
        self._at_end = char == "$"
        self._can_repeat = True
        self._group_is_fluid = False

    def _escape(self) -> None:
        braced = _BRACED_ESCAPE.match(self._pattern, self.place)
        self.place = braced.end() if braced else self.place + 2
        letter = self._pattern[self.place - 1 : self.place] if not braced else ""
        if self.place > len(self._pattern) or (letter and letter in _NO_ESCAPES):
            self.shape.broken = True

    def _class(self) -> None:
        """Go behind a class in brackets, and those that stand in it."""
        depth, begins = 0, False
        while self.place < len(self._pattern):
            char = self._pattern[self.place]
            self.place += 2 if char == "\\" else 1
            if char == "[":
                depth, begins = depth + 1, True
                if self._pattern.startswith("^", self.place):
                    self.place += 1
                continue
            if char == "]" and not begins:
                depth -= 1
            begins = False
            if depth == 0:
                return
        self.shape.broken = True

    def _open(self) -> None:
        self._rows.append(_Row())
        self._fluid.append(False)
        self.shape.literal = False
        self.place += 2 if self._pattern.startswith("(?", self.place) else 1
        self._can_repeat = False

    def _next_row(self) -> None:
        self.place += 1
        if len(self._rows) == 1:
            self.shape.alternatives += 1
            self.shape.ends += self._at_end
            self.shape.begins += self._pattern.startswith("^", self.place)
        self._fluid[-1] = self._fluid[-1] or self._rows[-1].fluid
        self._rows[-1] = _Row()
        self._at_end = self._can_repeat = False

    def _close(self) -> None:
        if len(self._rows) == 1:
            self.shape.broken = True
            return
        fluid = self._rows.pop().fluid
        self._group_is_fluid = self._fluid.pop() or fluid
        outer = self._rows[-1]
        outer.solid += 1
        outer.endless = outer.endless or self._group_is_fluid
        self.place += 1
        self._at_end = False
        self._can_repeat = True

    def _quantifier(self, char: str) -> None:
        repetition = _REPETITION.match(self._pattern, self.place)
        if (char == "{" and repetition is None) or (char != "{" and not self._can_repeat):
            self.shape.broken = True
            return
        self.shape.quantifiers += 1
        self._count(char, repetition)
        self.place = repetition.end() if repetition else self.place + 1
        if self._pattern[self.place : self.place + 1] in ("?", "+"):
            self.place += 1
        self._at_end = self._can_repeat = self._group_is_fluid = False

    def _count(self, char: str, repetition: re.Match[str] | None) -> None:
        endless = char in "*+"
        optional = char in "*?"
        if repetition:
            endless = bool(repetition["comma"]) and not repetition["most"]
            optional = not repetition["least"].strip("0")
        row = self._rows[-1]
        row.solid -= optional
        row.endless = row.endless or endless
        self.shape.slow = self.shape.slow or (endless and self._group_is_fluid)
