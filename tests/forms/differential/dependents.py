"""Which nodes are judged otherwise when one of them changes: an answer there is an answer here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from forms.definition import Node
from forms.logic import Logic
from forms.xpath.analysis import impurities, referred_places
from forms.xpath.faults import UnreadableExpression
from forms.xpath.parser import parse
from forms.xpath.routes import Site, site_of
from forms.xpath.schema import Place

Places = dict[Place, set[Place]]


class Dependents:
    """What hangs on what in a form.

    Every rule is held against the answers as they were sent, so a wrong one is felt by the rules
    that refer to it and no further; but one that hides others is felt where those are missed.
    """

    def __init__(self, logic: Logic) -> None:
        self._logic = logic
        self._judged: Places = defaultdict(set)
        """By place, those with a rule that refers to it."""
        self._hidden: Places = defaultdict(set)
        """By place, those that it may hide."""
        for place, node in logic.places.nodes.items():
            for expression, site in _rules(node, place, logic):
                for referred in _referred(expression, site):
                    self._judged[referred].add(place)
            for referred in _referred(node.bind.relevant, site_of(logic.world, place)):
                self._hidden[referred].update(place.walk())

    def of(self, path: str) -> set[str]:
        """Return the paths, without positions, of all that may be judged otherwise."""
        start = self._logic.places.by_path.get(_below_root(path))
        if start is None:
            return set()
        changed = set(start.walk())
        waiting = list(changed)
        for place in waiting:  # grows while it is walked
            more = self._hidden[place] - changed
            changed |= more
            waiting += more
        felt = changed.union(*(self._judged[place] for place in changed))
        return {place.path for place in felt}

    def is_impure(self, path: str) -> bool:
        """Say whether the server may compute something else than the phone at a node."""
        place = self._logic.places.by_path[_below_root(path)]
        calculate = self._logic.places.nodes[place].bind.calculate
        return bool(calculate and impurities(parse(calculate), site_of(self._logic.world, place)))


def generic(path: str) -> str:
    """Return a path without its positions."""
    return re.sub(r"\[[0-9]+\]", "", path)


def _below_root(path: str) -> str:
    """Return the path of the form's node: ``/child/age`` of ``/data/child[2]/age``."""
    return "/" + generic(path).partition("/")[2].partition("/")[2]


def _rules(node: Node, place: Place, logic: Logic) -> Iterator[tuple[str, Site]]:
    bind, here = node.bind, site_of(logic.world, place)
    for expression in (bind.relevant, bind.required, bind.constraint, bind.calculate):
        yield expression, here
    if node.item_set:
        yield node.item_set.nodeset, here
    if node.count:
        yield node.count, site_of(logic.world, place.parent or place)


def _referred(expression: str, site: Site) -> set[Place]:
    try:
        return referred_places(parse(expression), site) if expression else set()
    except UnreadableExpression:
        return set()
