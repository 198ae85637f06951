"""Remarks become faults: in two languages, at their cells, not more than a designer would read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from forms.cells import PLACES_MAX, Cells, Place
from forms.conversion import Fault
from forms.definition import FormDef
from forms.lint.linter import lint
from forms.lint.placing import Placing
from forms.lint.remark import Remark
from forms.lint.sentences import SENTENCES
from forms.lint.spoken import read_spoken

_SHEETS = ("survey", "choices", "entities", "settings")
_OF_BINDS: Mapping[str, str] = {
    "calculation": "calculate",
    "choice_filter": "nodeset",
    "repeat_count": "jr:count",
    "constraint_message": "jr:constraintMsg",
    "required_message": "jr:requiredMsg",
    "default": "setvalue",
}
"""How an XForm calls a column of a workbook."""
_AND_MORE = {
    "vi": " (Còn {count} chỗ khác như vậy.)",
    "en": " (And {count} more of these.)",
}
Placed = Callable[[Remark], Place | None]


def lint_faults(xform: bytes, form: FormDef, cells: Cells | None = None) -> tuple[Fault, ...]:
    """Return what the designer of a form should mend, errors first, then row by row.

    ``cells`` are those of the workbook that it was made of; without them, nodes are named.
    """
    remarks = lint(form, read_spoken(xform, form.root))
    place = Placing(cells, form.default_language).place if cells else _in_xform
    return faults_of(remarks, place)


def faults_of(remarks: Iterable[Remark], place: Placed) -> tuple[Fault, ...]:
    """Make faults of remarks."""
    faults: dict[Fault, Fault] = {}
    for remark in remarks:
        found = place(remark)
        if found is not None:
            fault = _fault(remark, found)
            one_cell = fault if found.row is None else replace(fault, path=None)
            faults.setdefault(one_cell, fault)
    return _shortened(sorted(faults.values(), key=_order))


def _in_xform(remark: Remark) -> Place:
    if remark.choice is not None:
        return Place(column="/".join(remark.choice))
    return Place(column=_OF_BINDS.get(remark.column, remark.column) or None)


def _fault(remark: Remark, place: Place) -> Fault:
    sentence = SENTENCES[remark.code]
    about = dict(remark.about)
    return Fault(
        level=sentence.level,
        code=remark.code.partition("/")[0],
        vi=sentence.vi.format(**about),
        en=sentence.en.format(**about),
        sheet=place.sheet,
        row=place.row,
        column=place.column,
        path=remark.path or None,
    )


def _order(fault: Fault) -> tuple[bool, int, int]:
    sheet = _SHEETS.index(fault.sheet) if fault.sheet in _SHEETS else 0
    return fault.level != "error", sheet, fault.row or 0


def _shortened(faults: list[Fault]) -> tuple[Fault, ...]:
    """Show so many places of one kind; the last of them says how many more there are."""
    counts = Counter(fault.code for fault in faults)
    seen: Counter[str] = Counter()
    shown: list[Fault] = []
    for fault in faults:
        seen[fault.code] += 1
        more = counts[fault.code] - PLACES_MAX
        if seen[fault.code] < PLACES_MAX or (seen[fault.code] == PLACES_MAX and more <= 0):
            shown.append(fault)
        elif seen[fault.code] == PLACES_MAX:
            shown.append(_with_more(fault, more))
    return tuple(shown)


def _with_more(fault: Fault, count: int) -> Fault:
    return replace(
        fault,
        vi=fault.vi + _AND_MORE["vi"].format(count=count),
        en=fault.en + _AND_MORE["en"].format(count=count),
    )
