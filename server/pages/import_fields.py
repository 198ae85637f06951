"""The fields of the page for importing: one for each question, one for each column of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exports.answer import languages_of, text_in
from exports.importing.headings import answerable
from exports.labels import plain_label, question_labels
from forms.definition import FormDef, Node
from server.importing.opening import Opened
from server.pages.import_request import ANSWER, Asked, chosen_for

_CHOICES_MAX = 40
"""Above, an answer is typed as in a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice of a list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionField:
    """Where somebody says what is answered alike in all rows."""

    name: str
    """Of the field."""
    path: str
    question: str
    """The question's name in the form."""
    label: str
    options: Sequence[Option]
    """Empty: it is typed."""
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnField:
    """Where somebody says what a column means."""

    heading: str
    chosen: str
    meant: str
    """The label of the question that its heading was taken for; "": of none."""


def question_fields(form: FormDef, language: str, asked: Asked) -> list[QuestionField]:
    """Return a field for each question that a cell can answer."""
    labels, languages = question_labels(form, language), languages_of(form, language)
    return [
        QuestionField(
            name=f"{ANSWER}{path}",
            path=path,
            question=node.name,
            label=labels[path],
            options=_options(node, languages),
            value=asked.answers.get(path, ""),
        )
        for path, node in answerable(form).items()
    ]


def column_fields(form: FormDef, language: str, asked: Asked, opened: Opened) -> list[ColumnField]:
    """Return a field for each column of a table that was read."""
    labels, meant = question_labels(form, language), opened.headings.questions
    return [
        ColumnField(
            heading=heading,
            chosen=chosen_for(asked, heading),
            meant=labels[meant[heading].path] if heading in meant else "",
        )
        for heading in dict.fromkeys(opened.source.table.headings)
    ]


def unanswered(fields: Sequence[QuestionField], opened: Opened) -> list[QuestionField]:
    """Return the questions that must be answered and that no column answers."""
    missing = {fault.column for fault in opened.faults if fault.code in ("required", "no-date")}
    missing -= set(opened.headings.questions)
    return [field for field in fields if field.question in missing]


def _options(node: Node, languages: Sequence[str]) -> list[Option]:
    if node.select != "one" or len(node.choices) > _CHOICES_MAX:
        return []
    return [
        Option(
            value=choice.name,
            label=plain_label(text_in(choice.labels, languages)) or choice.name,
        )
        for choice in node.choices
    ]
