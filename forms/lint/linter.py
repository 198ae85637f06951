"""A form is looked through for what its designer should mend; every rule in its turn.

Bounded: an expression is visited part by part, and after ``WORK_MAX`` parts the rest is left
unread, which is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from forms.definition import FormDef
from forms.lint.circles import Needs, check_circles
from forms.lint.clients import check_clients
from forms.lint.comparisons import check_comparisons
from forms.lint.literals import check_literals
from forms.lint.names import check_names
from forms.lint.patterns import check_patterns
from forms.lint.questions import check_question
from forms.lint.reading import Reading, Written
from forms.lint.remark import Note, Remark, Remarks
from forms.lint.repeats import check_repeats
from forms.lint.slips import note_of
from forms.lint.spoken import Spoken
from forms.lint.spots import Spot, Wants, spots
from forms.lint.translations import check_translations
from forms.xpath.faults import UnreadableExpression
from forms.xpath.parser import parse
from forms.xpath.syntax import Call, Chain, Expression, Path, Unsupported

WORK_MAX = 400_000
"""Parts of expressions that are looked at; a form of 20,000 questions has some 200,000."""


def lint(form: FormDef, spoken: Sequence[Spoken] = ()) -> tuple[Remark, ...]:
    """Look a form through; ``spoken`` are the expressions in its texts and defaults.

    Remarks come in the order of the form, rule by rule.
    """
    reading = Reading(form)
    remarks = Remarks()
    work = _Work(reading, remarks)
    placed = (reading.spoken(said) for said in spoken)
    for written in chain(reading.written(), (one for one in placed if one)):
        work.read(written)
    for remark in check_circles(reading, work.needs):
        remarks.add(remark)
    for place, node in reading.places.nodes.items():
        for remark in check_question(place, node, reading):
            remarks.add(remark)
    for remark in check_translations(form):
        remarks.add(remark)
    return tuple(remarks)


class _Work:
    """Reads one expression after the other, as long as there is work left."""

    def __init__(self, reading: Reading, remarks: Remarks) -> None:
        self._reading = reading
        self._remarks = remarks
        self._left = WORK_MAX
        self.is_over = False
        self.needs = Needs(reading)

    def read(self, written: Written) -> None:
        """Look one expression through."""
        if self.is_over:
            return
        try:
            expression = parse(written.text)
        except UnreadableExpression as error:
            self._add(note_of(error, written.text), written)
            return
        self._look(expression, written)

    def _look(self, expression: Expression, written: Written) -> None:
        wants: Wants = "many" if written.gives_nodes else "one"
        for spot in spots(expression, self._reading.site(written.place), wants):
            self._left -= 1
            self.needs.add(written, spot)
            for found in _notes(spot, self._reading):
                self._add(found, written)
        if written.column == "calculation":
            self._reading.kind_of(written.place)
        self._reading.forget_routes()
        if self._left < 0:
            self.is_over = True
            self._remarks.add(Remark(code="too-much", path="", column=""))

    def _add(self, found: Note, written: Written) -> None:
        self._remarks.add(
            Remark(
                code=found.code,
                path=written.path,
                column=written.column,
                about=found.about,
                language=written.language,
            )
        )


def _notes(spot: Spot, reading: Reading) -> Iterator[Note]:
    yield from check_literals(spot, reading)
    match spot.expression:
        case Path():
            yield from check_names(spot, reading)
        case Call():
            yield from check_names(spot, reading)
            yield from check_comparisons(spot, reading)
            yield from check_patterns(spot)
            yield from check_clients(spot, reading)
        case Chain():
            yield from check_comparisons(spot, reading)
        case Unsupported():
            yield from check_names(spot, reading)
        case _:
            pass
    yield from check_repeats(spot, reading)
