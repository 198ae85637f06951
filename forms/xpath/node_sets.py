"""Which expressions give nodes, not a value: paths, and functions that hand on what they are given.

Asked of the expression alone, so that nothing is compiled twice to find out.
"""

from __future__ import annotations

from forms.xpath.syntax import Call, Expression, Path


def gives_nodes(expression: Expression) -> bool:
    """Say whether JavaRosa hands on a node-set here."""
    match expression:
        case Path():
            return True
        case Call("if", (_, then, other)):
            return gives_nodes(then) and gives_nodes(other)
        case Call("coalesce", (first, second)):
            return gives_nodes(first) and gives_nodes(second)
        case Call("once" | "depend" | "randomize", (first, *_)):
            return gives_nodes(first)
        case Call("indexed-repeat", arguments):
            return len(arguments) >= 3
        case _:
            return False
