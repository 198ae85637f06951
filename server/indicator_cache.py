"""What the indicators ask of each form version, compiled once for each revision and shared."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exports.indicators.definition import Indicator
from exports.indicators.form_facts import FormFacts, compile_form
from forms.logic import Logic

_FORMS_MAX = 200
Numbered = Sequence[tuple[int, Indicator]]


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: int
    logic: Logic
    facts: FormFacts


class IndicatorCache:
    """Compiled indicators of late; a project's revision says when they are others."""

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, int], _Kept] = OrderedDict()

    def form_facts(
        self,
        project_id: int,
        revision: int,
        form_version_id: int,
        logic: Logic,
        read: Callable[[], Numbered],
    ) -> FormFacts:
        """Return what a project's indicators ask of a form version; ``read`` lists them."""
        key = (project_id, form_version_id)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept.revision == revision and kept.logic is logic:
                self._kept.move_to_end(key)
                return kept.facts
        facts = compile_form(logic, read())
        with self._lock:
            self._kept[key] = _Kept(revision, logic, facts)
            while len(self._kept) > _FORMS_MAX:
                self._kept.popitem(last=False)
        return facts
