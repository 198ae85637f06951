"""The value of any expression at any node of a submission: what ``tincay eval`` asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.check import Circumstances, Loaded, load
from forms.instance import Instance
from forms.logic import Logic
from forms.relevance import judge
from forms.report import Report, TooManyFindings
from forms.verdicts import Verdicts
from forms.xpath.compiler import compile_value
from forms.xpath.faults import EvaluationError, TooMuchWork, UnreadableExpression
from forms.xpath.moments import Moment
from forms.xpath.parser import parse
from forms.xpath.routes import site_of
from forms.xpath.run import STEPS_MAX, Frame
from forms.xpath.schema import Place
from forms.xpath.values import Value, number_of, text_of, truth_of

_STEP = re.compile(r"(?P<name>@?[^\[\]/]+)(?:\[(?P<position>\d{1,9})\])?")
_TYPES: dict[type, str] = {bool: "boolean", float: "number", str: "string", Moment: "date"}


class NoSuchNode(ValueError):
    """The submission has no node at a path."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A value in all its kinds."""

    type: str
    """``boolean``, ``number``, ``string`` or ``date``."""
    string: str
    number: float
    boolean: bool


class Evaluator:
    """Evaluates expressions over one submission, as they would be on the phone."""

    def __init__(self, logic: Logic, instance: Instance, given: Circumstances) -> None:
        """Load the submission, and hide what does not apply. Raises TooMuchWork."""
        self._logic = logic
        self._loaded = load_judged(logic, instance, given)

    def evaluate(self, at: str, expression: str) -> Evaluated:
        """Evaluate at a node: ``/data/child[2]/age``; a step without a position is the first.

        Raises NoSuchNode, UnreadableExpression, EvaluationError and TooMuchWork.
        """
        place, frame = self._find(at)
        evaluate = compile_value(parse(expression), site_of(self._logic.world, place))
        run = self._loaded.run
        run.steps = STEPS_MAX
        return _in_all_kinds(evaluate(frame, run))

    def _find(self, at: str) -> tuple[Place, Frame]:
        """Return a node. One that is absent is a node as well: the form has it."""
        steps = [_STEP.fullmatch(step) for step in at.strip().strip("/").split("/")]
        place, frame = self._logic.places.root, self._loaded.frames.root
        first, *others = steps
        if first is None or first["name"] != place.name:
            raise NoSuchNode(at)
        for step in others:
            if step is None:
                raise NoSuchNode(at)
            name = step["name"].rpartition(":")[2]
            known = place.attributes if name.startswith("@") else place.children
            below = known.get(name.removeprefix("@"))
            if below is None:
                raise NoSuchNode(at)
            position = int(step["position"] or 1)
            if below.kind == "repeat":
                found = [one for one in frame[below.slot] if one[1] == position]
                if not found:
                    raise NoSuchNode(at)
                (frame,) = found
            elif position != 1:
                raise NoSuchNode(at)
            place = below
        return place, frame


def load_judged(logic: Logic, instance: Instance, given: Circumstances) -> Loaded:
    """Load a submission, and hide what does not apply. Raises TooMuchWork."""
    loaded = load(logic, instance, given)
    report = Report(logic.rank, given.languages, given.language)
    verdicts = Verdicts(logic.form, loaded.time, loaded.run)
    try:
        judge(logic, loaded.frames, loaded.run, verdicts, report)
    except (TooManyFindings, TooMuchWork):
        return loaded
    return loaded


def _in_all_kinds(value: Value) -> Evaluated:
    return Evaluated(_TYPES[type(value)], text_of(value), number_of(value), truth_of(value))


__all__ = [
    "Evaluated",
    "EvaluationError",
    "Evaluator",
    "NoSuchNode",
    "TooMuchWork",
    "UnreadableExpression",
    "load_judged",
]
