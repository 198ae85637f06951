"""Patterns of ``regex()``: broken ones, those meant for a part of the text, slow ones.

Source: measured on JavaRosa: the whole text must match. Web forms seek the pattern anywhere in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.lint.pattern_shape import Shape, shape_of
from forms.lint.remark import Note, note
from forms.lint.spots import Spot
from forms.xpath.faults import EvaluationError
from forms.xpath.patterns import PATTERN_LENGTH_MAX, matches
from forms.xpath.syntax import Call, Text


def check_patterns(spot: Spot) -> Iterator[Note]:
    """Find what is odd about a pattern that is written out."""
    match spot.expression:
        case Call("regex", (_, Text(pattern))):
            yield from _of_pattern(pattern)
        case _:
            return


def _of_pattern(pattern: str) -> Iterator[Note]:
    shape = shape_of(pattern) if len(pattern) <= PATTERN_LENGTH_MAX else None
    if shape is None:
        yield note("pattern-not-judged", pattern=pattern)
    elif shape.broken:
        yield note("bad-pattern", pattern=pattern)
    else:
        if not _is_judged(pattern):
            yield note("pattern-not-judged", pattern=pattern)
        if shape.slow:
            yield note("slow-pattern", pattern=pattern)
        yield from _of_anchors(pattern, shape)


def _is_judged(pattern: str) -> bool:
    try:
        matches(pattern, "")
    except EvaluationError:
        return False
    return True


def _of_anchors(pattern: str, shape: Shape) -> Iterator[Note]:
    """Tell a pattern for a part of the text, by how it is written, from one for the whole."""
    begins = shape.begins == shape.alternatives
    ends = shape.ends == shape.alternatives
    if begins and ends:
        return
    lone = not shape.quantifiers and (shape.parts == 1 or shape.literal)
    if begins or ends or (lone and shape.alternatives == 1):
        yield note("partial-pattern", pattern=pattern)
    elif not (pattern.startswith(".*") and pattern.endswith(".*")):
        yield note("unanchored-pattern", pattern=pattern)
