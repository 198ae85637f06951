"""Texts that a form has in one of its languages and lacks in another."""

from __future__ import annotations

from collections.abc import Iterator

from forms.definition import FormDef, Labels, Node
from forms.lint.remark import Remark, words
from forms.lint.spoken import text_place

UNTRANSLATED = "untranslated"
_UNNAMED = ""
"""Key of a text that stands in no language: it is shown in all."""


def check_translations(form: FormDef) -> Iterator[Remark]:
    """Find these texts, in the order of the form."""
    if len(form.languages) < 2:
        return
    for text_id, labels in form.texts.items():
        placed = text_place(text_id, form.root)
        if placed:
            path, column = placed
            yield from _lacking(labels, form, path, column)
    for node in form.walk():
        yield from _plain(node, form)
    yield from _choices(form)


def _plain(node: Node, form: FormDef) -> Iterator[Remark]:
    """Find texts that are written out, in no language, in a form of several."""
    said = {
        "label": node.labels,
        "constraint_message": node.bind.constraint_message,
        "required_message": node.bind.required_message,
    }
    for column, labels in said.items():
        if labels.keys() == {_UNNAMED}:
            known = {form.default_language: labels[_UNNAMED]}
            yield from _lacking(known, form, node.path, column)


def _lacking(labels: Labels, form: FormDef, path: str, column: str) -> Iterator[Remark]:
    for language in form.languages:
        if language not in labels:
            yield Remark(
                code=UNTRANSLATED,
                path=path,
                column=column,
                about=words(language=language),
                language=language,
            )


def _choices(form: FormDef) -> Iterator[Remark]:
    """Find choices whose label is not in every language; each list is looked at once."""
    for name, instance in form.instances.items():
        root = instance.content
        for item in root.named("item") if root else ():
            text_id, value = item.find("itextId"), item.find("name")
            if text_id is None or value is None:
                continue
            labels = form.texts.get(text_id.text.strip(), {})
            for language in form.languages if labels else ():
                if language not in labels:
                    yield Remark(
                        code=UNTRANSLATED,
                        path="",
                        column="label",
                        about=words(language=language),
                        language=language,
                        choice=(name, value.text.strip()),
                    )
