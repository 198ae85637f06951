"""The one catalogue of what can go wrong: code, HTTP status, sentence and remedy, in two languages.

Codes that ODK Central has mean here what they mean there (clients test on them); ours are those
that Central does not have. The edge speaks a Problem in the dialect of the path.
"""

from __future__ import annotations

from collections.abc import Mapping

from server.catalogue import clashes, inputs, limits, missing, rights
from server.catalogue.kind import Kind


class Problem(Exception):
    """Something of the catalogue happened; ``details`` are what the API shows beside it."""

    def __init__(self, code: str, *, retry_after_s: int | None = None, **details: object) -> None:
        """Take the code of the catalogue (a KeyError here is a bug) and its details."""
        self.kind = CATALOGUE[code]
        self.details = details
        self.retry_after_s = retry_after_s
        super().__init__(self.sentence("en"))

    @property
    def code(self) -> str:
        """The code of the catalogue ("404.1")."""
        return self.kind.code

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.kind.status

    def sentence(self, language: str) -> str:
        """Return what happened, in ``vi`` or ``en``."""
        template = self.kind.vi if language == "vi" else self.kind.en
        return _filled(template, self._details(language))

    def remedy(self, language: str) -> str:
        """Return what to do about it, in ``vi`` or ``en``; may be empty."""
        text = self.kind.remedy_vi if language == "vi" else self.kind.remedy_en
        return _filled(text, self._details(language))

    def _details(self, language: str) -> Mapping[str, object]:
        """Return the details; in Vietnamese a ``reason_vi`` stands for the ``reason``."""
        if language != "vi":
            return self.details
        own = {name: value for name, value in self.details.items() if name.endswith("_vi")}
        return self.details | {name.removesuffix("_vi"): value for name, value in own.items()}

    def message(self, language: str) -> str:
        """Return the sentence and its remedy."""
        return f"{self.sentence(language)} {self.remedy(language)}".strip()


def _filled(template: str, details: Mapping[str, object]) -> str:
    return template.format_map(_Blank({name: _said(value) for name, value in details.items()}))


def _said(value: object) -> object:
    """Write a detail as a sentence does: nothing for None, commas in a list."""
    if isinstance(value, list | tuple):
        return ", ".join(str(_said(one)) for one in value)
    return "" if value is None else value


class _Blank(dict[str, object]):
    """Leaves nothing raw in a sentence where a detail was not given."""

    def __missing__(self, key: str) -> str:
        return "?"


CATALOGUE: Mapping[str, Kind] = {
    kind.code: kind
    for kinds in (inputs.KINDS, rights.KINDS, missing.KINDS, clashes.KINDS, limits.KINDS)
    for kind in kinds
}
