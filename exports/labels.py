"""What the questions of a form are called, in words that can stand in any sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exports.answer import languages_of, text_in
from forms.definition import FormDef

LABEL_LENGTH_MAX = 80
_PLACEHOLDER = re.compile(r"\$\{[^{}]*\}")
"""Where an answer would stand: nobody else's label may show it."""
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKS = re.compile(r"\*\*|\b__(?=\S)|(?<=\S)__\b|^#+\s+", re.MULTILINE)
"""Two underlines within a word belong to a name: ``${no__1}``."""


def plain_label(text: str) -> str:
    """Return a label without answers, tags and marks of emphasis, on one line, not too long."""
    return shortened(plain_text(_PLACEHOLDER.sub("…", text)), LABEL_LENGTH_MAX)


def plain_text(text: str) -> str:
    """Return a text of a form without tags and marks of emphasis, on one line."""
    text = _TAG.sub("", _BREAK.sub(" ", text))
    return " ".join(_MARKS.sub("", text).split())


def shortened(words: str, length_max: int) -> str:
    """Cut a text that is too long; an ellipsis tells."""
    return words if len(words) <= length_max else words[: length_max - 1].rstrip() + "…"


def question_labels(form: FormDef, language: str) -> Mapping[str, str]:
    """Return what each node of a form is called in a language ("vi", "en"), by its path.

    One without a label goes by its name.
    """
    languages = languages_of(form, language)
    return {
        node.path: plain_label(text_in(node.labels, languages)) or node.name for node in form.walk()
    }
