"""The texts of a form by language: its itext block. Source: ODK XForms specification, Languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.definition import Labels
from forms.markup import Element
from forms.paths import local_name

_ITEXT_REF = re.compile(r"""jr:itext\(\s*(['"])(?P<id>.*)\1\s*\)""", re.DOTALL)
_UNTRANSLATED = "-"
"""What pyxform writes where a translation is missing."""
_UNNAMED = "default"
"""The language that pyxform gives texts of a form without languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translations:
    """Every text of a form, by its id and language."""

    languages: tuple[str, ...]
    default_language: str
    texts: Mapping[str, Labels]

    def labels(self, label: Element | None) -> Labels:
        """Return what a ``<label>`` says, by language; key "" where it is written out."""
        if label is None:
            return {}
        referred = self.refer(label.attributes.get("ref", "").strip())
        return plain_labels(label.text) if referred is None else referred

    def refer(self, text: str) -> Labels | None:
        """Return what ``jr:itext('id')`` refers to; None where a text is no such reference."""
        referred = _ITEXT_REF.fullmatch(text)
        return self.texts.get(referred["id"], {}) if referred else None


def plain_labels(text: str) -> Labels:
    """Return a text that stands in no language."""
    text = text.strip()
    return {"": text} if text else {}


def read_translations(itext: Element | None) -> Translations:
    """Read an ``<itext>`` block; without one there are no languages and no texts."""
    blocks = list(itext.named("translation")) if itext else []
    named = [(block.attributes.get("lang", ""), block) for block in blocks]
    if [language for language, _ in named] == [_UNNAMED]:
        return Translations(languages=(), default_language="", texts=_texts([("", blocks[0])]))
    languages = tuple(dict.fromkeys(language for language, _ in named))
    marked = (language for language, block in named if "default" in block.attributes)
    return Translations(
        languages=languages,
        default_language=next(marked, languages[0] if languages else ""),
        texts=_texts(named),
    )


def _texts(blocks: list[tuple[str, Element]]) -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = {}
    for language, block in blocks:
        for text in block.named("text"):
            if said := _said(text):
                texts.setdefault(text.attributes.get("id", ""), {})[language] = said
    return texts


def _said(text: Element) -> str:
    """Return the words of a ``<text>``, leaving pictures, sounds and guidance aside."""
    forms = ("", "long", "short")
    values = {value.attributes.get("form", ""): value.text.strip() for value in text.named("value")}
    said = next((values[form] for form in forms if values.get(form)), "")
    return "" if said == _UNTRANSLATED else said


def spell_output(element: Element) -> str:
    """Return what stands in a label for another question's answer: ``${name}``."""
    if element.name != "output":
        return ""
    value = element.attributes.get("value") or element.attributes.get("ref", "")
    return f"${{{local_name(value.strip().rpartition('/')[2])}}}"
