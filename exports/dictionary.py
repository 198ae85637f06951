"""The data dictionary: what each column of a form's tables means, in the order of the tables.

It speaks of the form alone. All versions are looked at: rows of old ones stand in the same columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports import dictionary_answers as answers
from exports.answer import Column, languages_of, text_in
from exports.columns import TableView, table_views
from exports.dictionary_words import HEADINGS, MAY, NEVER, REPEAT_SYSTEM, ROOT_SYSTEM, said
from exports.labels import plain_text, shortened
from exports.merged_form import merged
from exports.options import ExportOptions
from exports.version_runs import version_runs
from forms.definition import FormDef, Labels, Node
from forms.question_type import question_type

HINT_LENGTH_MAX = 300
_HELD_BY_SERVER = frozenset(("Status", "ReviewState", "Findings"))
"""System columns of text in which only the server's own words stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is said of one column, under the headings of the same names; "" for nothing."""

    table: str
    column: str
    question: str = ""
    """Path of the question; "" for what the server knows."""
    label: tuple[str, ...]
    """In the languages of the dictionary."""
    type: str = ""
    meaning: str
    choices: str = ""
    hint: str = ""
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    calculation: str = ""
    marks: str = ""
    apostrophe: str
    versions: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Return what stands in its row."""
        told = [getattr(self, name) for name in HEADINGS]
        return tuple(cell for one in told for cell in (one if isinstance(one, tuple) else (one,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """What the columns of a form's tables mean."""

    form_id: str
    language: str
    """``vi`` or ``en``: of all words but the form's own."""
    languages: tuple[str, ...]
    """Those of the form, each with its labels; one "" where it names none."""
    entries: tuple[Entry, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """Return stable names for its columns, labels as in a workbook: ``label::English (en)``."""
        labels = [f"label::{one}" if one else "label" for one in self.languages]
        return tuple(name for code in HEADINGS for name in (labels if code == "label" else [code]))

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the same in words."""
        words = {code: said(pair, self.language) for code, pair in HEADINGS.items()}
        words |= {f"label::{one}": f"{words['label']}: {one}" for one in self.languages}
        return tuple(words[name] for name in self.header)


def dictionary_of(
    form: FormDef,
    earlier: Sequence[FormDef] = (),
    options: ExportOptions | None = None,
    language: str = "vi",
) -> Dictionary:
    """Explain the tables of ``form`` as ``options`` ask for them; ``earlier``: the oldest first.

    Columns that hang on values seen in the data are not foretold.
    """
    asked = options or ExportOptions()
    writing = _Writing(form, earlier, asked, language)
    views = table_views(form, {}, asked, earlier=earlier)
    return Dictionary(
        form_id=form.form_id,
        language=language,
        languages=writing.languages,
        entries=tuple(writing.entry(view, column) for view in views for column in view.columns),
    )


class _Writing:
    """Writes the entries of one dictionary."""

    def __init__(
        self, form: FormDef, earlier: Sequence[FormDef], options: ExportOptions, language: str
    ) -> None:
        self.form, self.options, self.language = merged(form, earlier), options, language
        named = [one for version in (form, *reversed(earlier)) for one in version.languages]
        self.languages = tuple(dict.fromkeys(named)) or ("",)
        self.reading = languages_of(self.form, language)
        self.places = dict(_places(self.form.children, ()))
        self.today = {node.path: node for node in form.walk()}
        self.versions = version_runs([*earlier, form], language)

    def entry(self, view: TableView, column: Column) -> Entry:
        if not column.path:
            return self._system(view, column)
        node, above = self.places[column.path]
        may = answers.may_need_apostrophe(node, column, self.options, self.reading)
        return Entry(
            table=view.title,
            column=column.name,
            question=node.path,
            label=tuple(self._label(node.labels, one) for one in self.languages),
            type=question_type(node),
            meaning=answers.meaning(node, column, self.language),
            choices=self._choices(node, column),
            hint=shortened(plain_text(text_in(node.hints, self.reading)), HINT_LENGTH_MAX),
            required=node.bind.required,
            relevant=answers.conditions(node, above),
            constraint=node.bind.constraint,
            calculation=node.bind.calculate,
            marks=answers.marks(self.form, node, self.language),
            apostrophe=said(MAY if may else NEVER, self.language),
            versions=self.versions.get(node.path, ""),
        )

    def _system(self, view: TableView, column: Column) -> Entry:
        known = REPEAT_SYSTEM if view.path else ROOT_SYSTEM
        may = column.kind == "text" and column.name not in _HELD_BY_SERVER
        return Entry(
            table=view.title,
            column=column.name,
            label=("",) * len(self.languages),
            meaning=said((known.get(column.name) or ROOT_SYSTEM[column.name]), self.language),
            apostrophe=said(MAY if may else NEVER, self.language),
        )

    def _choices(self, node: Node, column: Column) -> str:
        own = self.today.get(node.path, node)
        old = {one.name for one in node.choices} - {one.name for one in own.choices}
        only = {column.part} if node.select == "multiple" and column.part else None
        return answers.choices(node, old, self.reading, self.language, only=only)

    def _label(self, labels: Labels, language: str) -> str:
        """Return a label; one that stands in no language is in the form's own."""
        unnamed = labels.get("", "") if language in ("", self.form.default_language) else ""
        return plain_text(labels.get(language) or unnamed)


def _places(
    nodes: Sequence[Node], above: tuple[Node, ...]
) -> Iterator[tuple[str, tuple[Node, tuple[Node, ...]]]]:
    """Yield each question by its path, with the groups and repeats that it stands in."""
    for node in nodes:
        if node.kind == "field":
            yield node.path, (node, above)
        else:
            yield from _places(node.children, (*above, node))
