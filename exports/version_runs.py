"""In which versions of a form a question stands, as somebody would say it: ``3 – 7; 9``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from exports.dictionary_words import NO_VERSION, said
from forms.definition import FormDef

_RUN_MIN = 3
"""So many in a row are told by the first and the last."""


def version_runs(versions: Sequence[FormDef], language: str) -> Mapping[str, str]:
    """Return for each question, by its path, the versions that ask it; the oldest come first."""
    found: dict[str, list[int]] = {}
    for number, form in enumerate(versions):
        for node in form.walk():
            if node.kind == "field":
                found.setdefault(node.path, []).append(number)
    names = [form.version or said(NO_VERSION, language) for form in versions]
    return {path: _told(numbers, names) for path, numbers in found.items()}


def _told(numbers: Sequence[int], names: Sequence[str]) -> str:
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    return "; ".join(_run([names[number] for _, number in run]) for _, run in runs)


def _run(names: Sequence[str]) -> str:
    if len(names) < _RUN_MIN:
        return "; ".join(names)
    return f"{names[0]} – {names[-1]}"
