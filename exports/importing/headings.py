"""Which question each heading of a table means: by name, by label, or as somebody says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.importing.faults import TableFault
from exports.indicators.unit_names import plain
from exports.labels import plain_label
from forms.definition import FormDef, Node

_END_OF_FIRST_PART = re.compile(r"[,/(:–]")
_NAMES_SHOWN_MAX = 5
AMBIGUOUS = "heading-ambiguous"
"""The code of a fault that somebody mends by saying what a column means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What the headings of a table mean."""

    questions: Mapping[str, Node]
    """By heading."""
    unknown: Sequence[str]
    """Headings that no question answers to: their cells are left out, and nobody said so."""
    faults: Sequence[TableFault]

    def column_of(self, path: str, name: str) -> str:
        """Return the heading under which a question is answered; its name where none is."""
        found = (heading for heading, node in self.questions.items() if node.path == path)
        return next(found, name)


def answerable(form: FormDef) -> Mapping[str, Node]:
    """Return the questions that one cell of a row can answer, by path: no repeats, no files."""
    return {node.path: node for node in _asked(form.children)}


def _asked(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.kind == "group":
            yield from _asked(node.children)
        elif node.kind == "field" and node.asked and not node.binary and not node.bind.readonly:
            yield node


def find_question(questions: Mapping[str, Node], name: str) -> Node | None:
    """Return the question that is called so, by name or path; None: none, or several."""
    found = [one for one in questions.values() if name in {one.name, one.path}]
    return found[0] if len(found) == 1 else None


def match_headings(
    questions: Mapping[str, Node], headings: Sequence[str], told: Mapping[str, str]
) -> Headings:
    """Say which question each heading means.

    ``told``: names or paths of questions by heading, as somebody says; "": the column is left out.
    """
    found: dict[str, Node] = {}
    unknown: list[str] = []
    faults: list[TableFault] = []
    for heading, name in told.items():
        if heading not in headings:
            faults.append(_no_heading(heading))
        elif name and find_question(questions, name) is None:
            faults.append(no_question(heading, name))
    meant = [heading for heading in headings if told.get(heading) != ""]
    for heading in dict.fromkeys(meant):
        if heading in told:
            named = find_question(questions, told[heading])
            fits = [] if named is None else [named]
        else:
            fits = _fitting(questions, heading)
        if len(fits) > 1:
            faults.append(_fits_several(heading, fits))
        elif not fits:
            unknown.append(heading)
        elif fits[0].path in {one.path for one in found.values()}:
            faults.append(_answered_twice(heading, fits[0]))
        else:
            found[heading] = fits[0]
    faults += [_twice(one) for one in dict.fromkeys(meant) if meant.count(one) > 1]
    return Headings(questions=found, unknown=unknown, faults=faults)


def _fitting(questions: Mapping[str, Node], heading: str) -> list[Node]:
    """Return the questions that a heading fits best: the surest way that finds any decides."""
    for reading, fits in _WAYS:
        wanted = reading(heading)
        found = [
            node
            for node in questions.values()
            if wanted and any(fits(wanted, reading(name), name) for name in _names(node))
        ]
        if found:
            return found
    return []


def _names(node: Node) -> list[str]:
    return [node.name, *(plain_label(label) for label in node.labels.values() if label)]


def _marked(text: str) -> str:
    """Capitals and blanks do not matter, marks do."""
    return " ".join(text.casefold().split())


def _is_it(wanted: str, name: str, _written: str) -> bool:
    return wanted == name


def _begins(wanted: str, name: str, _written: str) -> bool:
    return name.startswith(f"{wanted} ")


def _first_part(reading: Callable[[str], str]) -> Callable[[str, str, str], bool]:
    """Make the test whether a heading is a label up to its first comma, stroke or bracket."""

    def fits(wanted: str, _name: str, written: str) -> bool:
        return wanted == reading(_END_OF_FIRST_PART.split(written)[0])

    return fits


_WAYS: Sequence[tuple[Callable[[str], str], Callable[[str, str, str], bool]]] = (
    (_marked, _is_it),
    (plain, _is_it),
    (_marked, _first_part(_marked)),
    (plain, _first_part(plain)),
    (_marked, _begins),
    (plain, _begins),
)
"""How a heading may be meant, the surest first: "Tỉnh" is not "Tình trạng" though marks go."""


def _fault(column: str, code: str, vi: str, en: str) -> TableFault:
    return TableFault(row=1, column=column, code=code, vi=vi, en=en)


def _fits_several(heading: str, fits: Sequence[Node]) -> TableFault:
    names = ", ".join(node.name for node in fits[:_NAMES_SHOWN_MAX])
    return _fault(
        heading,
        AMBIGUOUS,
        f"Hợp với nhiều câu hỏi ({names}). Hãy chỉ rõ cột này là câu nào.",
        f"Fits several questions ({names}). Say which of them this column is.",
    )


def _answered_twice(heading: str, node: Node) -> TableFault:
    return _fault(
        heading,
        "question-twice",
        f"Một cột khác đã trả lời câu hỏi {node.name}.",
        f"Another column answers the question {node.name} already.",
    )


def _twice(heading: str) -> TableFault:
    return _fault(
        heading,
        "heading-twice",
        "Hai cột có cùng tiêu đề này. Hãy đổi tên một cột.",
        "Two columns have this heading. Rename one of them.",
    )


def _no_heading(heading: str) -> TableFault:
    return _fault(
        heading, "no-such-heading", "Bảng không có cột này.", "The table has no such column."
    )


def no_question(heading: str, name: str) -> TableFault:
    """Say that a question was named that is none."""
    return _fault(
        heading,
        "no-such-question",
        f"Biểu mẫu không có câu hỏi {name} trả lời được bằng một ô.",
        f"The form has no question {name} that one cell could answer.",
    )
