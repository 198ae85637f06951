"""How a rule of the linter speaks: how grave it is, and the words, in two languages."""

from __future__ import annotations

from dataclasses import dataclass

from forms.conversion import FaultLevel


@dataclass(frozen=True, slots=True)
class Sentence:
    """``error``: the phone would stop there; ``warning``: it would go on."""

    level: FaultLevel
    vi: str
    en: str


def error(vi: str, en: str) -> Sentence:
    """Say what stops a phone."""
    return Sentence("error", vi, en)


def warning(vi: str, en: str) -> Sentence:
    """Say what a phone bears."""
    return Sentence("warning", vi, en)
