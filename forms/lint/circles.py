"""Questions whose rules hang on each other in a circle: no phone opens such a form.

What hangs on what is said in forms.dependencies. Here it is gathered while expressions are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from forms.lint.reading import Reading, Written
from forms.lint.remark import Remark, words
from forms.lint.spots import Spot
from forms.xpath.schema import Place
from forms.xpath.syntax import Path

_TRIGGERING = ("relevant", "calculation", "required", "readonly")
_NAMED_MAX = 8
"""How many questions of a circle are named."""


class Needs:
    """Which places must be known before each place."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.of: dict[Place, set[Place]] = {}
        self.columns: dict[tuple[Place, Place], str] = {}
        """Where a place says that it needs another."""

    def add(self, written: Written, spot: Spot) -> None:
        """Take in what one part of an expression refers to."""
        if not isinstance(spot.expression, Path) or written.column not in _TRIGGERING:
            return
        if written.is_action:
            return
        route = self._reading.route(spot.expression, spot.site)
        if route is None or route.table is not None:
            return
        for place in (*(move.place for move in route.moves), route.target):
            if place is not None and place in self._reading.places.nodes:
                self._put(written.place, place, written.column)

    def add_groups(self) -> None:
        """Let what lies in a group hang on the group's ``relevant``."""
        for place, node in self._reading.places.nodes.items():
            if node.bind.relevant and node.kind != "field":
                for below in place.walk():
                    if below is not place:
                        self._put(below, place, "")

    def _put(self, place: Place, needed: Place, column: str) -> None:
        self.of.setdefault(place, set()).add(needed)
        if column or (place, needed) not in self.columns:
            self.columns[place, needed] = column

    def circle(self) -> Sequence[Place]:
        """Return a circle, each place before one that it needs; nothing where there is none."""
        try:
            TopologicalSorter(self.of).prepare()
        except CycleError as error:
            found: list[Place] = error.args[1]
            return found[:0:-1]
        return ()


def check_circles(reading: Reading, needs: Needs) -> Iterator[Remark]:
    """Find a circle; each question on it is told where it points to the next."""
    needs.add_groups()
    circle = needs.circle()
    names = [place.name for place in circle[:_NAMED_MAX]]
    if len(circle) > _NAMED_MAX:
        names.append("…")
    about = words(names=" → ".join([*names, *names[:1]]))
    for number, place in enumerate(circle):
        needed = circle[(number + 1) % len(circle)]
        column = needs.columns[place, needed]
        path = reading.places.nodes[place if column else needed].path
        yield Remark(code="circle", path=path, column=column or "relevant", about=about)
