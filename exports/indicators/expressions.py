"""A designer's expression, ``${act_type} = 'training'``, made a function of a row.

The row is a submission, an entry of one of its repeats, or an entity. Evaluated by the form engine
(forms.xpath); ``today()`` is the day on which the server received the row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.logic import Logic
from forms.xpath.analysis import impurities, places_of, references
from forms.xpath.compiler import compile_value
from forms.xpath.faults import EvaluationError, UnreadableExpression
from forms.xpath.parser import parse
from forms.xpath.registry import FUNCTIONS
from forms.xpath.routes import Site, site_of
from forms.xpath.schema import Place, add_child, root_place
from forms.xpath.syntax import Call, Expression, walk
from forms.xpath.walks import Evaluate
from forms.xpath.world import World

_TOKENS = re.compile(r"""'[^']*'|"[^"]*"|\$\{\s*(?P<name>[^}]*?)\s*\}""")
_ALLOWED_IMPURITIES = frozenset({"clock", "external"})
"""The day of receipt is stored; a table that a look-up needs may be missing for a while."""
_BLANK = "''"


class RefusedExpression(ValueError):
    """An expression that no row could be asked; ``reason`` is a stable word.

    ``syntax``, ``unknown-name``, ``ambiguous-name``, ``unknown-function``, ``arguments``,
    ``chance``; ``detail`` is what it is about.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What an expression stands on: the rows' place in their document, and the names it may use."""

    site: Site
    paths: Mapping[str, Sequence[str]]
    """Absolute paths by question name; several where a name is used in more than one group."""
    lenient: bool = False
    """Names that are not here are empty: an older version of the form, without the question."""


def ground_of_form(logic: Logic, repeat: str, *, lenient: bool = False) -> Ground | None:
    """Return the ground of a form's rows; None where it has no such repeat."""
    paths: dict[str, list[str]] = {}
    here: Place | None = None if repeat else logic.places.root
    for place, node in logic.places.nodes.items():
        if place.name.startswith("@"):
            continue
        paths.setdefault(node.name, []).append(f"/{logic.form.root}{node.path}")
        if repeat and node.name == repeat and node.kind == "repeat":
            here = place
    return None if here is None else Ground(site_of(logic.world, here), paths, lenient)


def ground_of_list(properties: Sequence[str]) -> Ground:
    """Return the ground of an entity list's rows: its properties, ``name`` and ``label``."""
    root = root_place("item")
    for name in dict.fromkeys(("name", "label", *properties)):
        add_child(root, name, "field")
    paths = {name: [f"/item/{name}"] for name in root.children}
    return Ground(site_of(World(root=root), root), paths)


def compile_expression(text: str, ground: Ground) -> Evaluate:
    """Make the function that gives an expression's value for a row. Raises RefusedExpression."""
    written = _with_paths(text, ground)
    try:
        expression = parse(written)
    except UnreadableExpression as error:
        raise RefusedExpression("syntax", error.near or text) from error
    _must_be_known(expression, ground)
    try:
        return compile_value(expression, ground.site)
    except EvaluationError as error:
        raise RefusedExpression("syntax", str(error)) from error


def names_in(text: str) -> list[str]:
    """Return the questions that an expression names, in order."""
    return [found["name"] for found in _TOKENS.finditer(text) if found["name"] is not None]


def _with_paths(text: str, ground: Ground) -> str:
    """Put the path of each ``${question}`` in its place; what stands in quotes is left alone."""

    def path(found: re.Match[str]) -> str:
        name = found["name"]
        if name is None:
            return found[0]
        known = ground.paths.get(name, ())
        if not known:
            if ground.lenient:
                return _BLANK
            raise RefusedExpression("unknown-name", name)
        if len(known) > 1:
            raise RefusedExpression("ambiguous-name", name)
        return f" {known[0]} "

    return _TOKENS.sub(path, text)


def _must_be_known(expression: Expression, ground: Ground) -> None:
    for one in walk(expression):
        if isinstance(one, Call):
            function = FUNCTIONS.get(one.name)
            if function is None:
                raise RefusedExpression("unknown-function", one.name)
            if not function.takes(len(one.arguments)):
                raise RefusedExpression("arguments", one.name)
    for reason in impurities(expression, ground.site) - _ALLOWED_IMPURITIES:
        raise RefusedExpression("chance", reason)
    if ground.lenient:
        return
    for reference in references(expression, ground.site):
        try:
            leads_nowhere = not places_of(reference.path, reference.site)
        except EvaluationError:
            continue
        start = reference.path.start
        if leads_nowhere and not isinstance(start, Call) and reference.path.steps:
            raise RefusedExpression("unknown-name", reference.path.steps[-1].name)
