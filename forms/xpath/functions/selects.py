"""Functions on the answers of select questions: texts of choices with blanks between them."""

from __future__ import annotations

from collections.abc import Callable

from forms.xpath.faults import EvaluationError
from forms.xpath.functions.function import Function
from forms.xpath.functions.texts import whole
from forms.xpath.values import JAVA_BLANKS, Value


def selected(answer: Value, choice: Value) -> bool:
    """Say whether a choice is among an answer's. Both must be texts."""
    if not isinstance(choice, str):
        raise EvaluationError("The second parameter of selected() must be in quotes.")
    return f" {choice.strip(JAVA_BLANKS)} " in f" {_text(answer)} "


def count_selected(answer: Value) -> float:
    """Count the choices of an answer."""
    return float(len(_text(answer).split()))


def selected_at(answer: Value, place: Value) -> str:
    """Return the choice at a place, from 0; "" where there is none."""
    choices = _text(answer).split()
    index = whole(place)
    return choices[index] if 0 <= index < len(choices) else ""


def finder(choice: str) -> Callable[[Value], bool]:
    """Make ``selected`` for one choice that is written out: what most conditions ask."""
    sought = f" {choice.strip(JAVA_BLANKS)} "
    return lambda answer: sought in f" {answer if type(answer) is str else _text(answer)} "


def _text(answer: Value) -> str:
    if not isinstance(answer, str):
        raise EvaluationError("The answer of a select must be a text.")
    return answer


FUNCTIONS = (
    Function("selected", "values", 2, 2, "boolean", selected),
    Function("is-selected", "values", 2, 2, "boolean", selected),
    Function("count-selected", "values", 1, 1, "number", count_selected),
    Function("selected-at", "values", 2, 2, "text", selected_at),
)
