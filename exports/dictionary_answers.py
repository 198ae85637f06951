"""What a data dictionary says of answers: what stands in a cell, choices, conditions, marks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from exports.answer import Column, text_in
from exports.csv_table import guarded
from exports.dictionary_words import (
    CHOSEN,
    FROM_FILE,
    FROM_REPEAT,
    FROM_SEARCH,
    MARKS,
    MEANINGS,
    META,
    MORE_CHOICES,
    OLD_CHOICE,
    PARTS,
    said,
)
from exports.labels import plain_text, shortened
from exports.options import ExportOptions
from forms.definition import Choice, FormDef, Node
from forms.question_type import question_type

CHOICES_MAX = 100
"""Told of one question; more make a cell that nobody reads, and that Excel cannot hold."""
CHOICE_LENGTH_MAX = 200
_NO_TEXT = frozenset(("time", "geotrace", "geoshape", "boolean"))
"""Types whose answers begin with no sign, or are figures, though their column is text."""


def meaning(node: Node, column: Column, language: str) -> str:
    """Say what stands in the cells of a column of a question."""
    if column.part in PARTS and node.type == "geopoint":
        return said(PARTS[column.part], language)
    if column.part:
        return said(CHOSEN, language)
    if node.path in META:
        return said(META[node.path], language)
    words = said(MEANINGS.get(_kind(node), ("", "")), language)
    if node.range is not None:
        return words.format(start=node.range.start, end=node.range.end, step=node.range.step)
    return words


def _kind(node: Node) -> str:
    """Return the type without the name of its list: ``select_one``."""
    return question_type(node).partition(" ")[0].removesuffix("_from_file")


def choices(
    node: Node,
    old: Collection[str],
    languages: Sequence[str],
    language: str,
    *,
    only: Collection[str] | None = None,
) -> str:
    """Write the choices of a question, one a line: ``code = label``; ``only``: some of them.

    ``old`` are codes that only earlier versions offer. Of a list in a file, the file.
    """
    if elsewhere := _elsewhere(node):
        words, place = elsewhere
        return said(words, language).format(file=place, path=place)
    listed = [one for one in node.choices if only is None or one.name in only]
    lines = [_choice(one, languages) for one in listed[:CHOICES_MAX]]
    note = said(OLD_CHOICE, language)
    told = [
        f"{line} {note}" if one.name in old else line
        for one, line in zip(listed, lines, strict=False)
    ]
    if more := len(listed) - len(told):
        told.append(said(MORE_CHOICES, language).format(count=more))
    return "\n".join(told)


def _choice(choice: Choice, languages: Sequence[str]) -> str:
    label = plain_text(text_in(choice.labels, languages))
    return shortened(f"{choice.name} = {label}", CHOICE_LENGTH_MAX)


def _elsewhere(node: Node) -> tuple[tuple[str, str], str] | None:
    """Return where the choices lie that the form itself does not hold."""
    if node.choices_file:
        return FROM_FILE, node.choices_file
    if node.searches:
        return FROM_SEARCH, ""
    if node.item_set and node.item_set.instance_id is None:
        return FROM_REPEAT, node.item_set.nodeset.partition("[")[0].strip()
    return None


def conditions(node: Node, above: Sequence[Node]) -> str:
    """Write when a question is asked: a line for each group above that is not always; its own last.

    An empty cell may be the group's doing.
    """
    groups = [f"{one.path}: {one.bind.relevant}" for one in above if one.bind.relevant]
    return "\n".join([*groups, *([node.bind.relevant] if node.bind.relevant else [])])


def marks(form: FormDef, node: Node, language: str) -> str:
    """Write what the form marks a question as, and which lists keep its answers."""
    found = [
        mark
        for mark, path in (
            ("unit", form.unit_path),
            ("event-date", form.event_date_path),
            ("one-per", form.one_per_path),
        )
        if path == node.path
    ]
    if node.sensitivity in MARKS:
        found.append(node.sensitivity)
    words = [said(MARKS[mark], language) for mark in found]
    for entity in form.entities:
        for name, path in entity.saved:
            if path == node.path:
                words.append(said(MARKS["saved"], language).format(list=entity.dataset, name=name))
    return "; ".join(words)


def may_need_apostrophe(
    node: Node, column: Column, options: ExportOptions, languages: Sequence[str]
) -> bool:
    """Say whether ``safe`` may put an apostrophe before what the question is answered with.

    Never before a number, a day or a choice that begins with none of the signs.
    """
    if column.kind != "text" or node.type in _NO_TEXT or _kind(node) in ("acknowledge", "note"):
        return False
    if not node.choices or _elsewhere(node):
        return True
    named = options.labels is not None and node.select
    texts = [text_in(one.labels, languages) if named else one.name for one in node.choices]
    return any(guarded(text) != text for text in texts)
