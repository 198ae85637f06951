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
_MARKS = re.compile(r"\*\*|__|^#+\s+", re.MULTILINE)


def plain_label(text: str) -> str:
    """Return a label without answers, tags and marks of emphasis, on one line, not too long."""
    text = _TAG.sub("", _BREAK.sub(" ", _PLACEHOLDER.sub("…", text)))
    words = " ".join(_MARKS.sub("", text).split())
    if len(words) <= LABEL_LENGTH_MAX:
        return words
    return words[: LABEL_LENGTH_MAX - 1].rstrip() + "…"


def question_labels(form: FormDef, language: str) -> Mapping[str, str]:
    """Return what each node of a form is called in a language ("vi", "en"), by its path.

    One without a label goes by its name.
    """
    languages = languages_of(form, language)
    return {
        node.path: plain_label(text_in(node.labels, languages)) or node.name for node in form.walk()
    }
