"""What goes wrong in an expression: when it is read, and when it is evaluated."""

from __future__ import annotations


class UnreadableExpression(ValueError):
    """The text is no expression; ``place`` is the 0-based offset where reading it ended.

    ``reason`` is a stable word: ``syntax``, ``empty``, ``too-long``, ``too-deep``.
    """

    def __init__(self, reason: str, place: int = 0, near: str = "") -> None:
        super().__init__(f"{reason} at {place}: {near}" if near else f"{reason} at {place}")
        self.reason = reason
        self.place = place
        self.near = near


class EvaluationError(Exception):
    """JavaRosa would raise here: the form asks for what cannot be. Never the submission's fault."""


class RepeatedField(EvaluationError):
    """One value is wanted, and the path leads to several."""

    def __init__(self) -> None:
        super().__init__("This field is repeated: one value is wanted, and there are several.")


class NotHere(EvaluationError):
    """A table that the expression looks things up in is not known here."""


class TooMuchWork(Exception):
    """Evaluating takes more steps than anything reasonable would: the whole check must end."""
