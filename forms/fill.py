"""A form filled by a program: answers in, the XML that Collect would have written out.

All that the form computes is computed by the project's own engine, each node after those that it
hangs on. Required, constraint and choices are not judged here: that is the word of forms.check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from forms.answers import COMPUTED, Reading, stored_text
from forms.definition import Node
from forms.dependencies import order_of
from forms.fill_answers import AnswerMap, WrongAnswerError, text_of_answer
from forms.fill_blank import Blank, read_blank
from forms.fill_writing import Filled, write
from forms.logic import Logic
from forms.markup import Element
from forms.xpath.compiler import compile_value
from forms.xpath.faults import EvaluationError, UnreadableExpression
from forms.xpath.functions.function import ValueType
from forms.xpath.moments import Moment, moment_text, zone_of
from forms.xpath.parser import parse
from forms.xpath.routes import site_of
from forms.xpath.run import STEPS_MAX, Frame, Run
from forms.xpath.schema import Place, Scope, add_entry
from forms.xpath.values import Value, truth_of
from forms.xpath.walks import Evaluate

__all__ = ["Filler", "Given", "WrongAnswerError"]

_NO_ELEMENT = Element("", "")
_KINDS: Mapping[type, ValueType] = {
    float: "number",
    bool: "boolean",
    Moment: "moment",
    str: "text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a submission takes from around it."""

    begun: datetime
    """Aware: when the form was opened."""
    ended: datetime
    """Aware: when it was finalised; now() and today() of all that is computed."""
    zone: ZoneInfo
    """Where the phone is."""
    chance: Random
    """What the instance id, uuid() and random() are drawn from: seeded, the same each time."""
    languages: tuple[str, ...] = ()
    """The languages that labels are asked in, best first."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """What the phone knows of itself: ``username``, ``deviceid``, ``phonenumber``..."""
    deprecated_id: str = ""
    """The instance that this one replaces, where it is an edit."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """What is computed once and known already, by name or path (``/meta/instanceID``,
    ``/meta/entity/@id``, a code of earlier years): taken as it is."""


class _Step(NamedTuple):
    """What is settled of one node, in its turn."""

    place: Place
    number: int
    """The scope in which it is settled: of a repeat, that of its entries."""
    relevant: Evaluate | None
    calculate: Evaluate | None


class Filler:
    """Fills one form version. Made once; fill() keeps nothing, so that threads may share it."""

    def __init__(self, logic: Logic, xform: bytes) -> None:
        """``xform``: the form as it is served, for the defaults of its blank instance.

        Raises UnreadableForm where it is none.
        """
        self._logic = logic
        self._blank: Blank = read_blank(xform)
        self._answers = AnswerMap(logic)
        self._numbers = {scope: number for number, scope in enumerate(logic.plan.scopes)}
        rank = order_of(logic.places, logic.world).rank
        steps = (self._step(place) for place in sorted(rank, key=rank.__getitem__))
        self._steps = tuple(step for step in steps if step.relevant or step.calculate)
        self._firsts = tuple(self._set_first())

    def fill(self, answers: Mapping[str, object], given: Given) -> bytes:
        """Return the XML of a submission.

        ``answers``: by question name, or by path (``/b/sex``) where two have one; texts, numbers,
        booleans, dates, aware moments; a list of names for several choices; for a repeat a list of
        mappings, one for each entry. What is not answered keeps the form's default. Raises
        WrongAnswerError where an answer names no question, is not of its type, or belongs to a
        question that is computed or does not apply; EvaluationError where a calculation fails.
        """
        return _Filling(self._logic, self._blank, self._numbers, given).run(
            answers, self._answers, self._firsts, self._steps
        )

    def _step(self, place: Place) -> _Step:
        bind = self._logic.places.nodes[place].bind
        scope = place.inner if place.kind == "repeat" else place.scope
        relevant = bind.relevant if bind.relevant != "true()" else ""
        return _Step(
            place,
            self._numbers[scope],
            self._compiled(relevant, place),
            self._compiled(bind.calculate if place.kind == "field" else "", place),
        )

    def _set_first(self) -> list[_Step]:
        """Return the defaults that are computed when the form, or an entry, is opened."""
        found: list[_Step] = []
        for path, expression in self._blank.firsts:
            place = self._logic.places.by_path.get(path)
            if place is not None:
                number = self._numbers[place.scope]
                found.append(_Step(place, number, None, self._compiled(expression, place)))
        return found

    def _compiled(self, text: str, place: Place) -> Evaluate | None:
        if not text:
            return None
        try:
            return compile_value(parse(text), site_of(self._logic.world, place))
        except UnreadableExpression as error:
            raise EvaluationError(str(error)) from error


class _Filling:
    """One submission being filled."""

    def __init__(
        self, logic: Logic, blank: Blank, numbers: Mapping[Scope, int], given: Given
    ) -> None:
        self._logic = logic
        self._blank = blank
        self._numbers = numbers
        self._given = given
        zone = zone_of(given.zone)
        self._begun = zone.of(int(given.begun.timestamp() * 1000))
        self._ended = zone.of(int(given.ended.timestamp() * 1000))
        self._reading = Reading(zone, self._ended.day)
        root = logic.plan.scopes[0].frame(None, 1, _NO_ELEMENT)
        self._run = Run(root, zone, self._ended, given.languages, logic.form.version, given.chance)
        self._frames: list[list[Frame]] = [[root], *([] for _ in logic.plan.scopes[1:])]
        self._texts: dict[tuple[int, int], str] = {}
        self._answered: set[tuple[int, int]] = set()
        self._kept: set[tuple[int, int]] = set()

    def run(
        self,
        answers: Mapping[str, object],
        names: AnswerMap,
        firsts: tuple[_Step, ...],
        steps: tuple[_Step, ...],
    ) -> bytes:
        """Lay out, compute, write."""
        root, top = self._run.root, self._logic.places.root
        self._open(top, root)
        self._answer(answers, names, top, root)
        for name, text in self._given.kept.items():
            place = names.find_any(top, name)
            self._put(place, root, text)
            self._kept.add((id(root), place.slot))
        for step in firsts:
            for frame in self._frames[step.number]:
                if not self._texts.get((id(frame), step.place.slot)):
                    self._compute(step, frame)
        for step in steps:
            self._settle(step)
        filled = Filled(self._logic, self._blank, self._texts, self._given.deprecated_id)
        return write(filled, root)

    def _open(self, top: Place, frame: Frame) -> None:
        """Lay a blank frame out: every node there, with its default; no entry of any repeat."""
        waiting = [top]
        while waiting:
            place = waiting.pop()
            for below in (*place.attributes.values(), *place.children.values()):
                node = self._logic.places.nodes.get(below)
                if node is None or below.kind == "repeat":
                    continue
                frame[below.slot] = ""
                if below.kind == "field":
                    text = self._preloaded(node) or self._blank.default(node.path)
                    if text:
                        self._put(below, frame, text)
                waiting.append(below)

    def _preloaded(self, node: Node) -> str:
        told = self._given
        which = node.bind.preload_params
        match node.bind.preload:
            case "uid":
                return f"uuid:{UUID(int=told.chance.getrandbits(128), version=4)}"
            case "timestamp":
                return moment_text(self._begun if which == "start" else self._ended)
            case "date":
                return stored_text(self._ended, "date")
            case "property":
                return told.properties.get(which, "")
            case _:
                return ""

    def _answer(
        self, answers: Mapping[str, object], names: AnswerMap, top: Place, frame: Frame
    ) -> None:
        for name, answer in answers.items():
            place = names.find(top, name)
            if place.kind == "repeat":
                self._enter(answer, names, place, frame)
                continue
            node = self._logic.places.nodes[place]
            text = text_of_answer(node, answer, place.path)
            if text:
                self._put(place, frame, text)
                self._answered.add((id(frame), place.slot))

    def _enter(self, answer: object, names: AnswerMap, repeat: Place, around: Frame) -> None:
        if isinstance(answer, (str, bytes)) or not isinstance(answer, (list, tuple)):
            raise WrongAnswerError(repeat.path, "entries")
        for one in answer:
            if not isinstance(one, Mapping):
                raise WrongAnswerError(repeat.path, "entries")
            frame = add_entry(repeat, around, _NO_ELEMENT)
            self._frames[self._numbers[repeat.inner]].append(frame)
            self._open(repeat, frame)
            self._answer(one, names, repeat, frame)

    def _put(self, place: Place, frame: Frame, text: str) -> None:
        """Let a node hold a text, as it would be read back. Raises WrongAnswerError."""
        around = place.parent or self._logic.places.root
        entry = (
            self._logic.plan.attributes[around][place.name[1:]]
            if place.name.startswith("@")
            else self._logic.plan.children[around][place.name]
        )
        value: Value | None = text if entry.read is None else entry.read(text, self._reading)
        if value is None:
            raise WrongAnswerError(place.path, "type")
        frame[place.slot] = value
        self._texts[id(frame), place.slot] = text

    def _settle(self, step: _Step) -> None:
        place = step.place
        for frame in list(self._frames[step.number]):
            if step.relevant is not None:
                self._judge(step, step.relevant, frame)
            if step.calculate is not None and frame[place.slot] is not None:
                key = (id(frame), place.slot)
                if key not in self._answered and key not in self._kept:
                    self._compute(step, frame)

    def _judge(self, step: _Step, relevant: Evaluate, frame: Frame) -> None:
        place = step.place
        is_entry = place.kind == "repeat"
        if not is_entry and frame[place.slot] is None:
            return
        self._run.steps = STEPS_MAX
        if truth_of(relevant(frame, self._run)):
            return
        if is_entry:
            raise WrongAnswerError(place.path, "not-asked")
        self._hide(place, frame)

    def _hide(self, top: Place, frame: Frame) -> None:
        """Leave a node out, with all below it. Raises WrongAnswerError where one is answered."""
        waiting = [top]
        while waiting:
            place = waiting.pop()
            if (id(frame), place.slot) in self._answered or (
                place.kind == "repeat" and frame[place.slot]
            ):
                raise WrongAnswerError(place.path, "not-asked")
            frame[place.slot] = () if place.kind == "repeat" else None
            if place.kind != "repeat":
                waiting += [*reversed(place.children.values()), *place.attributes.values()]

    def _compute(self, step: _Step, frame: Frame) -> None:
        place, compute = step.place, step.calculate
        if compute is None:
            return
        self._run.steps = STEPS_MAX
        value = compute(frame, self._run)
        text = stored_text(value, self._logic.places.nodes[place].type)
        # On the phone what was computed keeps its kind while the form is open.
        read: Callable[[str, Reading], Value | None] = COMPUTED[_KINDS[type(value)]]
        kept = read(text, self._reading) if text else ""
        frame[place.slot] = text if kept is None else kept
        self._texts[id(frame), place.slot] = text
