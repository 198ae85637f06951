"""Words become an expression: precedence climbing, with a bound on how deep it may be."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from forms.xpath.faults import UnreadableExpression
from forms.xpath.lexer import EXPRESSION_LENGTH_MAX, Token, read_tokens
from forms.xpath.syntax import (
    WILDCARD,
    Axis,
    Call,
    Chain,
    Expression,
    Negation,
    Number,
    Path,
    Step,
    Text,
    Unsupported,
)

DEPTH_MAX = 150
"""How deep operands may stand in each other: each costs a few frames of Python's finite stack."""

_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
"""Operators by precedence, those that bind least first."""
_LEVEL = {operator: level for level, row in enumerate(_LEVELS) for operator in row}
_NODE_TESTS = ("node", "text", "comment", "processing-instruction")
_AXES: Mapping[str, Axis] = {
    "child": "child",
    "attribute": "attribute",
    "self": "self",
    "parent": "parent",
}
_PATH_STARTS = ("current", "instance")
"""Functions that a path may go on from."""
_ANY_NODE = "node()"
_SELF = Step("self", _ANY_NODE)
_PARENT = Step("parent", _ANY_NODE)
_ANYWHERE = Step("unsupported", "//")


def parse(text: str) -> Expression:
    """Read an expression. Raises UnreadableExpression."""
    if len(text) > EXPRESSION_LENGTH_MAX:
        raise UnreadableExpression("too-long", EXPRESSION_LENGTH_MAX)
    read = _read_short(text) if len(text) <= _SHORT else _read_long(text)
    if isinstance(read, UnreadableExpression):
        raise UnreadableExpression(read.reason, read.place, read.near)
    return read


def _read(text: str) -> Expression | UnreadableExpression:
    """Read an expression, or say why it is none: who asks once will ask again."""
    try:
        tokens = read_tokens(text)
        if len(tokens) == 1:
            return UnreadableExpression("empty")
        parser = _Parser(tokens)
        expression = parser.expression()
        parser.must_end()
    except UnreadableExpression as unreadable:
        return UnreadableExpression(unreadable.reason, unreadable.place, unreadable.near)
    return expression


_SHORT = 500
"""Characters. What is longer takes megabytes when it is read, and only a few are remembered."""
_read_short = lru_cache(maxsize=4096)(_read)
_read_long = lru_cache(maxsize=16)(_read)


class _Parser:
    """Reads tokens from left to right; ``word`` is the one that comes next."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self.word = tokens[0]

    def must_end(self) -> None:
        """Raise UnreadableExpression where a word is left."""
        if self.word is not self._tokens[-1]:
            raise self._unreadable()

    def _unreadable(self) -> UnreadableExpression:
        return UnreadableExpression("syntax", self.word.place, self.word.text)

    def _advance(self) -> Token:
        word = self.word
        self._next += 1
        self.word = self._tokens[self._next]
        return word

    def _sees(self, text: str) -> bool:
        return self.word.text == text and self.word.kind in ("mark", "operator")

    def _takes(self, text: str) -> bool:
        if self._sees(text):
            self._advance()
            return True
        return False

    def _must(self, text: str) -> None:
        if not self._takes(text):
            raise self._unreadable()

    def expression(self, level: int = 0) -> Expression:
        """Read operands with the operators between them that bind at least as ``level`` does."""
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise UnreadableExpression("too-deep", self.word.place)
        left = self._operand()
        while (found := self._level()) >= level:
            rest: list[tuple[str, Expression]] = []
            while self._level() == found:
                operator = self._advance().text
                rest.append((operator, self.expression(found + 1)))
            left = Chain(left, tuple(rest))
        self._depth -= 1
        return left

    def _level(self) -> int:
        """Return how much the operator that comes next binds; -1 where none comes."""
        return _LEVEL.get(self.word.text, -1) if self.word.kind == "operator" else -1

    def _operand(self) -> Expression:
        """Read one operand, with the minuses before it and what is united with it."""
        minuses = 0
        while self._takes("-"):
            minuses += 1
        if minuses > DEPTH_MAX:
            raise UnreadableExpression("too-deep", self.word.place)
        operand = self._primary()
        if self._sees("|"):
            while self._takes("|"):
                self._primary()
            operand = Unsupported("nodeset union operation")
        for _ in range(minuses):
            operand = Negation(operand)
        return operand

    def _primary(self) -> Expression:
        word = self.word
        if word.kind == "number":
            return Number(float(self._advance().text))
        if word.kind == "text":
            return self._filtered(Text(self._advance().text))
        if word.kind == "variable":
            self._advance()
            return Unsupported("variable reference")
        if self._takes("("):
            inside = self.expression()
            self._must(")")
            return self._filtered(inside)
        if word.kind == "name" and self._is_call():
            return self._call()
        return self._path()

    def _is_call(self) -> bool:
        after = self._tokens[self._next + 1]
        return after.text == "(" and after.kind == "mark" and self.word.text not in _NODE_TESTS

    def _call(self) -> Expression:
        name = self._advance().text
        self._must("(")
        arguments: list[Expression] = []
        if not self._sees(")"):
            arguments.append(self.expression())
            while self._takes(","):
                arguments.append(self.expression())
        self._must(")")
        call = Call(name, tuple(arguments))
        if name not in _PATH_STARTS:
            return self._filtered(call)
        return Path(call, self._more_steps())

    def _filtered(self, expression: Expression) -> Expression:
        """Read predicates and steps behind what is no path: JavaRosa cannot evaluate them."""
        filtered = False
        while self._takes("["):
            self.expression()
            self._must("]")
            filtered = True
        if self._more_steps():
            filtered = True
        return Unsupported("filter expression") if filtered else expression

    def _path(self) -> Expression:
        if self._sees("//"):
            return Path("root", self._more_steps())
        if self._takes("/"):
            if not self._begins_step():
                return Path("root", ())
            return Path("root", (self._step(), *self._more_steps()))
        if not self._begins_step():
            raise self._unreadable()
        return Path("here", (self._step(), *self._more_steps()))

    def _more_steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while True:
            if self._takes("//"):
                steps.append(_ANYWHERE)
            elif not self._takes("/"):
                return tuple(steps)
            steps.append(self._step())

    def _begins_step(self) -> bool:
        return self.word.kind == "name" or (
            self.word.kind == "mark" and self.word.text in (".", "..", "@", "*")
        )

    def _step(self) -> Step:
        if self._takes("."):
            return _SELF
        if self._takes(".."):
            return _PARENT
        axis: Axis = "child"
        if self._takes("@"):
            axis = "attribute"
        elif self.word.kind == "name" and self._tokens[self._next + 1].text == "::":
            axis = _AXES.get(self._advance().text, "unsupported")
            self._must("::")
        axis, name = self._node_test(axis)
        predicates: list[Expression] = []
        while self._takes("["):
            predicates.append(self.expression())
            self._must("]")
        return Step(axis, name, tuple(predicates))

    def _node_test(self, axis: Axis) -> tuple[Axis, str]:
        if self._takes("*"):
            return axis, WILDCARD
        if self.word.kind != "name":
            raise self._unreadable()
        name = self._advance().text
        if name in _NODE_TESTS and self._takes("("):
            if not self._sees(")"):
                self._advance()
            self._must(")")
            known = name == "node" and axis in ("self", "parent")
            return (axis if known else "unsupported"), f"{name}()"
        if axis in ("self", "parent"):
            return "unsupported", name
        return axis, name.rpartition(":")[2]
