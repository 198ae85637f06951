"""Which question an answer is meant for, and the text that it is stored as."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Literal

from forms.definition import Node
from forms.logic import Logic
from forms.xpath.schema import Place

Misfit = Literal["unknown", "ambiguous", "type", "computed", "entries", "not-asked"]


class WrongAnswerError(ValueError):
    """An answer does not fit the form; ``path`` says where, ``reason`` is a stable word."""

    def __init__(self, path: str, reason: Misfit) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason: Misfit = reason


class AnswerMap:
    """The questions of a form by the names that answers may call them."""

    def __init__(self, logic: Logic) -> None:
        """Note each question below the root, or below the repeat that it is asked in."""
        self._nodes = logic.places.nodes
        self._found: dict[tuple[Place, str], Place | None] = {}
        root = logic.places.root
        for place, node in self._nodes.items():
            if place.kind == "group":
                continue
            top = place.scope.place or root
            if place.name.startswith("@"):
                self._found[top, node.path] = place
                continue
            key = (top, place.name)
            self._found[key] = None if key in self._found else place
            self._found[top, node.path] = place

    def find(self, top: Place, name: str) -> Place:
        """Return the question that ``name`` means, below the root or a repeat.

        Raises WrongAnswerError: ``unknown``, ``ambiguous``, or ``computed``: nobody answers it.
        """
        place = self.find_any(top, name)
        node = self._nodes[place]
        if place.kind == "field" and node.bind.calculate and not _is_open(node):
            raise WrongAnswerError(place.path, "computed")
        return place

    def find_any(self, top: Place, name: str) -> Place:
        """Return the question, calculation or attribute (by its path) that ``name`` means.

        Raises WrongAnswerError: ``unknown`` or ``ambiguous``.
        """
        try:
            place = self._found[top, name]
        except KeyError:
            raise WrongAnswerError(f"{top.path}/{name.lstrip('/')}", "unknown") from None
        if place is None:
            raise WrongAnswerError(f"{top.path}/{name}", "ambiguous")
        return place


def _is_open(node: Node) -> bool:
    """Say whether a computed question is shown to be overwritten."""
    return node.asked and not node.bind.readonly


def text_of_answer(node: Node, answer: object, path: str) -> str:
    """Return the text that an answer is stored as; None and no choice are "". Not yet typed.

    Raises WrongAnswerError where no text stands for such a value.
    """
    match answer:
        case None:
            return ""
        case str():
            return answer
        case bool():
            return "1" if answer else "0"
        case int():
            return str(answer)
        case float() if math.isfinite(answer):
            return str(int(answer)) if answer.is_integer() else repr(answer)
        case datetime() if answer.tzinfo is not None:
            return answer.isoformat(timespec="milliseconds")
        case date() if not isinstance(answer, datetime):
            return answer.isoformat()
        case time():
            return answer.isoformat(timespec="milliseconds")
        case list() | tuple() if node.select == "multiple" and all(
            isinstance(one, str) for one in answer
        ):
            return " ".join(answer)
        case _:
            raise WrongAnswerError(path, "type")
