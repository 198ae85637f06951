"""Which nodes of a submission apply: what does not is noted where it is answered, then hidden.

JavaRosa hides a node that is not relevant from all other expressions, so nodes are judged in an
order in which each comes after those that its condition refers to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.answers import COMPUTED, Reading
from forms.findings import Level
from forms.frames import Frames
from forms.logic import Logic
from forms.report import Report
from forms.rules import Relevance, Settlement
from forms.verdicts import Verdicts
from forms.xpath.faults import EvaluationError
from forms.xpath.functions.function import ValueType
from forms.xpath.moments import Moment
from forms.xpath.run import PARENT, Frame, Run
from forms.xpath.schema import Place
from forms.xpath.values import truth_of

_KINDS: dict[type, ValueType] = {
    float: "number",
    bool: "boolean",
    Moment: "moment",
    str: "text",
}


@dataclass(slots=True, eq=False)
class Hidden:
    """What does not apply, or may not: by frame (its id) the slots of fields and groups."""

    slots: dict[int, set[int]] = field(default_factory=dict)
    unsure: set[tuple[int, int]] = field(default_factory=set)
    """Nodes whose relevance cannot be judged here."""
    dropped: set[int] = field(default_factory=set)
    """Frames of entries that do not apply."""

    def holds(self, frame: Frame, slot: int) -> bool:
        """Say whether a node is hidden, or may be."""
        return slot in self.slots.get(id(frame), ()) or (id(frame), slot) in self.unsure


def judge(logic: Logic, frames: Frames, run: Run, verdicts: Verdicts, report: Report) -> Hidden:
    """Judge the relevance of every node, and hide what does not apply."""
    judging = _Judging(logic, frames, run, verdicts, report)
    for judgement in logic.judgements:
        if isinstance(judgement, Relevance):
            judging.relevance(judgement)
        else:
            judging.settle(judgement)
    if judging.hidden.dropped:
        judging.forget_dropped()
    return judging.hidden


class _Judging:
    def __init__(
        self, logic: Logic, frames: Frames, run: Run, verdicts: Verdicts, report: Report
    ) -> None:
        self._logic = logic
        self._frames = frames
        self._run = run
        self._verdicts = verdicts
        self._report = report
        self.hidden = Hidden()

    def relevance(self, judgement: Relevance) -> None:
        """Judge a condition in each of its frames that are not hidden already."""
        rule = judgement.rule
        slot, evaluate, run, slots = rule.place.slot, rule.evaluate, self._run, self.hidden.slots
        for frame in self._frames.of_scope[judgement.number]:
            if slots and self._is_hidden(judgement, frame):
                continue
            try:
                applies = truth_of(evaluate(frame, run))
            except EvaluationError:
                self._report.add_rule(rule, frame, "not-comparable", "note")
                self.hidden.unsure.add((id(frame), slot))
                continue
            if applies and not rule.impure:
                continue
            if rule.impure and not self._verdicts.agree(rule, frame, applies):
                self.hidden.unsure.add((id(frame), slot))
            elif not applies:
                self._hide(rule.place, frame, rule.expression)

        if rule.place.kind == "repeat":
            self._leave_out(rule.place, judgement.number)

    def _leave_out(self, repeat: Place, number: int) -> None:
        """Take the entries that were dropped out of their repeat, for all expressions to come."""
        dropped = self.hidden.dropped
        parents = {
            id(entry[PARENT]): entry[PARENT]
            for entry in self._frames.of_scope[number]
            if id(entry) in dropped
        }
        for parent in parents.values():
            parent[repeat.slot] = [one for one in parent[repeat.slot] if id(one) not in dropped]

    def _is_hidden(self, judgement: Relevance, frame: Frame) -> bool:
        if id(frame) in self.hidden.dropped:
            return True
        place = judgement.rule.place
        around = frame[PARENT] if place.kind == "repeat" else frame
        return place.slot in self.hidden.slots.get(id(around), ())

    def settle(self, judgement: Settlement) -> None:
        """Read a calculated text as the kind of value that it is computed to."""
        rule = judgement.calculation.rule
        slot = rule.slot
        for frame in self._frames.of_scope[judgement.number]:
            text = frame[slot]
            if not text or not isinstance(text, str):
                continue
            try:
                value = rule.evaluate(frame, self._run)
            except EvaluationError:
                continue
            read = COMPUTED[_KINDS[type(value)]]
            frame[slot] = read(text, Reading(self._run.zone, self._run.now.day))

    def _hide(self, place: Place, frame: Frame, expression: str) -> None:
        """Hide a node with all below it. ``frame``: of a repeat, the entry's."""
        if place.kind == "repeat":
            answered = self._drop(place, frame, expression)
        else:
            was_there = frame[place.slot] is not None
            answered = self._hide_slots(place, frame, expression)
            if place.kind == "field" or not was_there:
                return
        self._note(place, frame, expression, "fault" if answered else "note")

    def _hide_slots(self, top: Place, frame: Frame, expression: str) -> bool:
        """Hide the slots of a node and of those below it in the same frame; say if any answers."""
        slots = self.hidden.slots.setdefault(id(frame), set())
        answered = False
        if top.kind == "field" and not top.attributes and frame[top.slot] in (None, ""):
            frame[top.slot] = None  # not asked, and not answered: what most hidden nodes are
            slots.add(top.slot)
            return answered
        waiting = [top]
        while waiting:
            place = waiting.pop()
            if place.kind == "repeat":
                for entry in frame[place.slot]:
                    answered = self._drop(place, entry, expression) or answered
                frame[place.slot] = ()
                continue
            if place.kind == "field" and frame[place.slot] not in (None, ""):
                answered = True
                self._note(place, frame, expression, "fault")
            frame[place.slot] = None
            slots.add(place.slot)
            waiting.extend(place.children.values())
            waiting.extend(place.attributes.values())
        return answered

    def _drop(self, repeat: Place, entry: Frame, expression: str) -> bool:
        """Mark an entry as one that does not apply; say whether anything was answered in it."""
        self.hidden.dropped.add(id(entry))
        answered = False
        for place in repeat.children.values():
            answered = self._hide_slots(place, entry, expression) or answered
        return answered

    def _note(self, place: Place, frame: Frame, expression: str, level: Level) -> None:
        if place.name.startswith("@"):
            return
        node = self._logic.places.nodes.get(place)
        self._report.add(place, frame, node, "relevant", level, expression=expression)

    def forget_dropped(self) -> None:
        """Leave entries that do not apply out of what is checked."""
        dropped = self.hidden.dropped
        of_scope = self._frames.of_scope
        for number, frames in enumerate(of_scope):
            of_scope[number] = [frame for frame in frames if id(frame) not in dropped]
