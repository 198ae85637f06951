"""The parts that an expression is made of, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Axis = Literal["child", "attribute", "self", "parent", "unsupported"]
Start = Literal["root", "here"]
WILDCARD = "*"


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is written out."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; the name as written ("jr:choice-name")."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """Unary minus."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one precedence in a row, from left to right: ``a - b + c``.

    One flat value instead of nested pairs, so that a sum of a thousand terms is not deep.
    """

    first: Expression
    rest: tuple[tuple[str, Expression], ...]
    """Operator and right-hand side of each."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. ``name`` is local; for other axes than child and attribute "node()"."""

    axis: Axis
    name: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A way to nodes, from the root, from here, or from what a function returns."""

    start: Start | Call
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Unsupported:
    """What can be written, and JavaRosa refuses when it is reached; ``what`` names it."""

    what: str


Expression = Number | Text | Call | Negation | Chain | Path | Unsupported


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside one, predicates included."""
    match expression:
        case Call(_, arguments):
            return arguments
        case Negation(operand):
            return (operand,)
        case Chain(first, rest):
            return (first, *(operand for _, operand in rest))
        case Path(start, steps):
            inside = tuple(one for step in steps for one in step.predicates)
            return (start, *inside) if isinstance(start, Call) else inside
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all inside it."""
    waiting = [expression]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(parts_of(one)))
