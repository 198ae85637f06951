"""The words of an expression, told apart as JavaRosa's lexer does.

Source: measured on JavaRosa. A name may hold ``-`` and ``.``; ``and or div mod *`` are operators
only after an operand, and then even without a blank before what follows (``1and1``).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast

from forms.xpath.faults import UnreadableExpression

EXPRESSION_LENGTH_MAX = 64 * 1024
"""Characters. A cell of Excel holds 32,767; references grow when they become paths."""

TokenKind = Literal["number", "text", "name", "operator", "mark", "variable", "end"]


class Token(NamedTuple):
    """A word. ``text`` is a name without blanks, a text without quotes, a sign as written."""

    kind: TokenKind
    text: str
    place: int


_NAME = r"[^\W\d][\w.-]*"
# JavaRosa takes cased letters alone to begin a name; combining marks end it.
_OPERAND = re.compile(
    rf"""
    (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<text>"[^"]*"|'[^']*')
  | (?P<name>{_NAME}(?::(?!:){_NAME})?|{_NAME}:\*)
  | \$\s*(?P<variable>{_NAME}(?::{_NAME})?)
  | (?P<mark>::|//|\.\.|[/.@*()\[\],|-])
    """,
    re.VERBOSE,
)
_OPERATOR = re.compile(
    r"(?P<operator>and|or|div|mod|!=|<=|>=|[=<>+*|-])|(?P<mark>::|//|\.\.|[/.@()\[\],])"
)
_BLANKS = re.compile(r"[ \t\r\n\f]*")


def read_tokens(text: str) -> list[Token]:
    """Return the words of an expression, with an ``end`` after the last.

    Raises UnreadableExpression.
    """
    if len(text) > EXPRESSION_LENGTH_MAX:
        raise UnreadableExpression("too-long", EXPRESSION_LENGTH_MAX)
    tokens: list[Token] = []
    place = _blanks(text, 0)
    after_operand = False
    while place < len(text):
        token, place = _token(text, place, after_operand)
        tokens.append(token)
        after_operand = _is_operand(token)
        place = _blanks(text, place)
    tokens.append(Token("end", "", len(text)))
    return tokens


def _blanks(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return found.end() if found else place


def _token(text: str, place: int, after_operand: bool) -> tuple[Token, int]:
    found = (_OPERATOR if after_operand else _OPERAND).match(text, place)
    if found is None or found.lastgroup is None:
        raise UnreadableExpression("syntax", place, text[place : place + 20])
    kind = found.lastgroup
    word = found[kind]
    if kind == "text":
        word = word[1:-1]
    return Token(cast(TokenKind, kind), word, place), found.end()


def _is_operand(token: Token) -> bool:
    """Say whether an operator, not an operand, may follow."""
    if token.kind in ("number", "text", "name", "variable"):
        return True
    return token.kind == "mark" and token.text in (")", "]", ".", "..", "*")
