"""Look-ups in a table by the text of a field: through an index, not entry by entry.

``instance('commune')/root/item[name = /data/commune]`` asks for the entries whose ``name`` is one
text. What is asked for does not depend on the entry, so it is computed once and looked up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.xpath.run import Frame, Run
from forms.xpath.schema import Place
from forms.xpath.syntax import Call, Chain, Expression, Path, walk
from forms.xpath.values import equal
from forms.xpath.walks import Evaluate, Narrow
from forms.xpath.world import Table

_OF_THE_ENTRY = ("position", "once", "string-length", "normalize-space")
"""Functions that may ask for the entry itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """A condition that an index answers."""

    table: Table
    entry: Place
    key: Place
    """The field that is compared."""
    sought: Expression
    """What it must equal: the same for every entry."""
    remaining: tuple[Expression, ...]
    """What else the predicate asks, of those that were found."""


def find_lookup(predicate: Expression, entry: Place, table: Table) -> Lookup | None:
    """Return what an index could answer of the first predicate on a table's entries."""
    if entry.parent is not table.place or entry.kind != "repeat":
        return None
    conditions = _conditions(predicate)
    if any(_asks_place(condition) for condition in conditions):
        return None
    for number, condition in enumerate(conditions):
        found = _comparison(condition, entry)
        if found is not None:
            key, sought = found
            remaining = conditions[:number] + conditions[number + 1 :]
            return Lookup(table, entry, key, sought, remaining)
    return None


def _conditions(predicate: Expression) -> tuple[Expression, ...]:
    if isinstance(predicate, Chain) and predicate.rest[0][0] == "and":
        return (predicate.first, *(operand for _, operand in predicate.rest))
    return (predicate,)


def _asks_place(condition: Expression) -> bool:
    return any(isinstance(one, Call) and one.name == "position" for one in walk(condition))


def _comparison(condition: Expression, entry: Place) -> tuple[Place, Expression] | None:
    """Return the field and what it is compared with, for ``field = what`` or ``what = field``."""
    if not isinstance(condition, Chain) or len(condition.rest) != 1:
        return None
    sign, right = condition.rest[0]
    if sign != "=":
        return None
    for one, other in ((condition.first, right), (right, condition.first)):
        key = _field(one, entry)
        if key is not None and not _of_the_entry(other):
            return key, other
    return None


def _field(expression: Expression, entry: Place) -> Place | None:
    if not isinstance(expression, Path) or expression.start != "here":
        return None
    steps = [step for step in expression.steps if step.axis != "self"]
    if len(steps) != 1 or steps[0].axis != "child" or steps[0].predicates:
        return None
    place = entry.children.get(steps[0].name)
    return place if place is not None and place.kind == "field" else None


def _of_the_entry(expression: Expression) -> bool:
    """Say whether what is compared may be another for each entry."""
    return any(
        (isinstance(one, Path) and one.start == "here")
        or (isinstance(one, Call) and one.name in _OF_THE_ENTRY)
        for one in walk(expression)
    )


def lookup(found: Lookup, key: Evaluate) -> Narrow:
    """Make the function that finds the entries through the index."""
    table, entry, place = found.table, found.entry, found.key
    slot = place.slot

    def find(entries: Sequence[Frame], frame: Frame, run: Run) -> Sequence[Frame]:
        sought = key(frame, run)
        if type(sought) is str:
            found = table.index(entry, place).get(sought, ())
            run.spend(len(found) + 1)
            return found
        run.spend(len(entries))
        return [one for one in entries if equal(one[slot] or "", sought)]

    return find
