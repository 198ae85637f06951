"""One entry of the catalogue: a code, a sentence and a remedy in two languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry: ``{names}`` in the sentences are filled from the problem's details."""

    code: str
    en: str
    vi: str
    remedy_en: str = ""
    remedy_vi: str = ""

    @property
    def status(self) -> int:
        """The HTTP status: the integer part of the code."""
        return int(self.code.split(".", 1)[0])
