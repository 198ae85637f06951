"""What evaluating needs besides the answers: a clock, a language, and a bound on the work."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from forms.xpath.faults import TooMuchWork
from forms.xpath.moments import Moment, Zone

Frame = list[Any]
"""One entry of a repeat, the root of an instance, or a row of a table, as slots.

Slot 0: the frame that it lies in; slot 1: its position, from 1; slot 2: its own text; slot 3: the
element that it was read from; then what forms.xpath.schema lays out.
"""
PARENT, POSITION, OWN_TEXT, ELEMENT, FIRST_SLOT = 0, 1, 2, 3, 4

STEPS_MAX = 1_000_000
"""Nodes visited by one evaluation of all that a form asks: half a second of work."""


class Run:
    """One evaluation of a form's expressions over one submission. Not shared by threads."""

    __slots__ = (
        "_chance",
        "languages",
        "now",
        "origin",
        "position",
        "root",
        "steps",
        "version",
        "zone",
    )

    def __init__(
        self,
        root: Frame,
        zone: Zone,
        now: Moment,
        languages: Sequence[str] = (),
        version: str = "",
        chance: Random | None = None,
    ) -> None:
        """``root``: frame of the primary instance; ``now``: what today() and now() say.

        ``chance``: what random() and uuid() draw from where a form is filled, not judged.
        """
        self.root = root
        self.zone = zone
        self.now = now
        self.languages = languages
        self.version = version
        self.origin: Frame = root
        """Frame of the node whose expression is evaluated: ``current()``."""
        self.position = 0
        """Place of the node that a predicate looks at, from 1."""
        self.steps = STEPS_MAX
        self._chance = chance

    @property
    def chance(self) -> Random:
        """Return what random() and uuid() draw from: the same each time, as it proves nothing."""
        if self._chance is None:
            self._chance = Random(0)  # noqa: S311 - nothing is kept secret with it
        return self._chance

    def spend(self, steps: int) -> None:
        """Take steps off what is left. Raises TooMuchWork."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchWork(f"more than {STEPS_MAX} nodes were visited")
