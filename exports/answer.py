"""One question's columns: how a raw answer spreads over the cells of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from exports.options import ExportOptions
from forms.definition import Choice, FormDef, Labels, Node

Cell = str | None
CellKind = Literal["text", "number", "date", "datetime"]
Seen = Mapping[str, Sequence[str]]
"""Values of select_multiple questions that occur in the data, sorted, by path."""

_KINDS: Mapping[str, CellKind] = {
    "int": "number",
    "decimal": "number",
    "date": "date",
    "dateTime": "datetime",
}
_GEOPOINT = ("Latitude", "Longitude", "Altitude", "Accuracy")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, and what its cells hold when they hold something right."""

    name: str
    kind: CellKind = "text"
    path: str = ""
    """Of the question that it tells; "" where it tells what the server knows."""
    part: str = ""
    """Which part of an answer of several columns: ``Latitude``, or the choice."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question in a table. ``spread`` makes as many cells as there are columns; None: as is."""

    path: str
    columns: tuple[Column, ...]
    spread: Callable[[Cell], Sequence[Cell]] | None = None


def languages_of(form: FormDef, wanted: str) -> tuple[str, ...]:
    """Order the form's languages: those that answer to ``wanted``, then what to fall back on.

    "vi" answers to ``Tiếng Việt (vi)``; a full name to itself. No match: the default language.
    """
    asked = wanted.strip().casefold()
    matching = [
        language
        for language in form.languages
        if language.casefold() == asked or language.casefold().endswith(f"({asked})")
    ]
    return tuple(dict.fromkeys([*matching, form.default_language, "", *form.languages]))


def answer_of(
    node: Node, name: str, options: ExportOptions, seen: Seen, languages: Sequence[str]
) -> Answer:
    """Make the columns of the question ``node``, whose header is ``name``.

    ``languages`` is empty where codes are to stay. Names and order are Central's.
    """
    if node.type == "geopoint":
        parts = tuple(Column(f"{name}-{part}", "number", node.path, part) for part in _GEOPOINT)
        return Answer(node.path, parts, _coordinates)
    named = _naming(node, languages) if languages and node.select else None
    values = _split_values(node, options, seen)
    if values:
        return _split(node, name, values, named, options)
    if named is not None:
        naming = named
        return Answer(node.path, (Column(name, path=node.path),), lambda cell: (naming(cell),))
    kind: CellKind = "text" if node.select else _KINDS.get(node.type, "text")
    return Answer(node.path, (Column(name, kind, node.path),))


def _coordinates(cell: Cell) -> Sequence[Cell]:
    if not cell:
        return (None, None, None, None)
    return [*cell.split()[:4], None, None, None, None][:4]


def _naming(node: Node, languages: Sequence[str]) -> Callable[[Cell], Cell]:
    """Make the function that turns the codes of an answer into labels; unknown codes stay."""
    labels = {choice.name: _label(choice, languages) for choice in reversed(node.choices)}
    if node.select == "one":
        return lambda cell: labels.get(cell, cell) if cell else cell
    return lambda cell: "; ".join(labels.get(c, c) for c in cell.split()) if cell else cell


def _label(choice: Choice, languages: Sequence[str]) -> str:
    return text_in(choice.labels, languages) or choice.name


def text_in(labels: Labels, languages: Sequence[str]) -> str:
    """Take the text in the first language that has one; "" if none has."""
    return next((labels[language] for language in languages if labels.get(language)), "")


def _split_values(node: Node, options: ExportOptions, seen: Seen) -> Sequence[str]:
    if node.select != "multiple":
        return ()
    if options.select_multiple == "choices" and node.choices:
        return tuple(dict.fromkeys(choice.name for choice in node.choices))
    if options.select_multiple == "choices" or options.split_select_multiples:
        return seen.get(node.path, ())
    return ()


def _split(
    node: Node,
    name: str,
    values: Sequence[str],
    named: Callable[[Cell], Cell] | None,
    options: ExportOptions,
) -> Answer:
    columns = (
        Column(name, path=node.path),
        *(Column(f"{name}/{value}", "number", node.path, value) for value in values),
    )
    place = {value: number for number, value in enumerate(values, start=1)}
    unchosen = ["0"] * len(values)
    unanswered: Sequence[Cell] = [None] * len(values) if options.select_multiple else unchosen

    def spread(cell: Cell) -> Sequence[Cell]:
        if not cell or not (chosen := cell.split()):
            return (cell, *unanswered)
        cells: list[Cell] = [cell if named is None else named(cell), *unchosen]
        for value in chosen:
            if value in place:
                cells[place[value]] = "1"
        return cells

    return Answer(node.path, columns, spread)
