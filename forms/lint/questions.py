"""What is odd about a node itself: rules that nobody is held to, conditions that never hold."""

from __future__ import annotations

from collections.abc import Iterator

from forms.definition import Node
from forms.lint.reading import Reading
from forms.lint.remark import Remark, words
from forms.lint.spots import spots
from forms.xpath.faults import UnreadableExpression
from forms.xpath.parser import parse
from forms.xpath.schema import Place
from forms.xpath.syntax import Call, Expression

_FALSE = frozenset(("false()", "not(true())", "0", "''", '""'))
_CALCULATIONS_MAX = 64
"""How many calculations are looked through for a ``uuid()``."""


def check_question(place: Place, node: Node, reading: Reading) -> Iterator[Remark]:
    """Find what is odd about one node."""
    bind = node.bind
    is_asked = node.asked and node.kind == "field"
    if bind.relevant and _never_holds(bind.relevant):
        yield _remark(node, "relevant", "never-shown")
    if bind.required and not is_asked:
        yield _remark(node, "required", "required-not-asked")
    if bind.constraint and not is_asked:
        yield _remark(node, "constraint", "constraint-not-asked")
    if bind.constraint and is_asked and not bind.constraint_message:
        yield _remark(node, "constraint_message", "no-constraint-message")
    if node.name == "entity":
        yield from _of_entity(place, node, reading)


def _remark(node: Node, column: str, code: str) -> Remark:
    return Remark(code=code, path=node.path, column=column, about=words(name=node.name))


def _never_holds(text: str) -> bool:
    return "".join(text.split()) in _FALSE


def _of_entity(place: Place, node: Node, reading: Reading) -> Iterator[Remark]:
    """Find an entity that is made or changed, whose id is none where it is made."""
    given = {attribute.name: attribute for attribute in node.attributes}
    if not ("@create" in given and "@update" in given and "@id" in given):
        return
    identity = given["@id"]
    if identity.bind.calculate and not _makes_uuid(place, identity, reading):
        yield _remark(identity, "calculation", "entity-id-without-coalesce")


def _makes_uuid(place: Place, identity: Node, reading: Reading) -> bool:
    """Say whether an id, or a calculation that it hangs on, calls ``uuid()``."""
    waiting: list[tuple[str, Place]] = [(identity.bind.calculate, place)]
    seen: set[Place] = set()
    while waiting and len(seen) < _CALCULATIONS_MAX:
        text, here = waiting.pop()
        for one, target in _named(text, here, reading):
            if isinstance(one, Call) and one.name == "uuid":
                return True
            node = reading.node_at(target)
            if target and target not in seen and node and node.bind.calculate:
                seen.add(target)
                waiting.append((node.bind.calculate, target))
    return False


def _named(text: str, place: Place, reading: Reading) -> Iterator[tuple[Expression, Place | None]]:
    try:
        expression = parse(text)
    except UnreadableExpression:
        return
    for spot in spots(expression, reading.site(place)):
        yield spot.expression, reading.target(spot.expression, spot.site)
